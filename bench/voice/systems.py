"""The two systems that are compared: each brings two people into a call, one with the line that will be spoilt,
one with a clean one.
"""

import pathlib
import re
import sys

from laboratory import InTheLaboratory
from network import SERVER
from people import Patient, Staff

HERE = pathlib.Path(__file__).resolve().parent
ROOM = """
room-1234: { description = "Laboratory" publishers = 4 bitrate = 1500000 fir_freq = 10 opus_fec = true
    audiocodec = "opus" videocodec = "vp8" transport_wide_cc_ext = true }
"""


class Janus:
    """Debian's Janus, its VideoRoom, and a page of ours with nothing in it but the call."""

    name, origin = "janus", f"http://{SERVER}:8000"

    def __init__(self, network):
        folder = network.folder / "janus"
        folder.mkdir()
        for path in pathlib.Path("/etc/janus").glob("*.jcfg"):
            (folder / path.name).write_text(path.read_text())
        general = folder / "janus.jcfg"
        told = re.sub(r'configs_folder = ".*?"', f'configs_folder = "{folder}"', general.read_text())
        general.write_text(told)
        (folder / "janus.plugin.videoroom.jcfg").write_text("general: { }\n" + ROOM)
        network.spawn("vtB", "janus", "-F", folder, log="janus.log")
        network.wait_port(8088)
        network.spawn(
            "vtB", sys.executable, "-m", "http.server", "8000", "--directory", HERE / "janus",
            log="pages.log")
        network.wait_port(8000)

    def join(self, bad, good):
        """Opens the two pages; gives them when both are in the call."""
        self.pages = (bad, good)
        for page in self.pages:
            page.goto(f"{self.origin}/call.html", wait_until="commit")
        for page in self.pages:
            page.locator('main[data-state="inCall"]').wait_for(timeout=30_000)

    def part(self):
        for page in self.pages:
            page.evaluate("part()")

    def stop(self):
        """The network ends what it has started."""


class Venterum:
    """The demonstration clinic: the patient has the line that is spoilt, the clinician the clean one."""

    name = "venterum"

    def __init__(self, network):
        self.server = InTheLaboratory(network)
        self.origin = self.server.address
        self.server.start()

    def join(self, bad, good):
        self.visit = self.server.book("Karen Jensen")
        self.clinician = Staff(good, self.server, self.server.staff()).sign_in()
        self.patient = Patient(bad, self.visit)
        self.patient.becomes_ready()
        self.clinician.admit(self.visit).is_in_call()
        self.patient.is_in("inCall").sees(10)

    def part(self):
        self.clinician.ends("completed")

    def stop(self):
        self.server.stop()
