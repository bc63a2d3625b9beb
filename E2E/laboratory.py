"""The laboratory's network (lab/network.py) for browser tests: the server and the browsers in namespaces of their own."""

import contextlib
import os
import shutil
import subprocess
import sys

import pytest
from browsers import ALL_ALLOWED, FAKE_DEVICES, FLAGS
from people import Patient, Staff
from server import TOP, Server

sys.path.append(str(TOP / "lab"))
from network import SERVER, Network  # noqa: E402

# For either way of the line (network.spoil).
CUT = {"cut": True}
NO_UDP = {"udp": False}


class InTheLaboratory(Server):
    """The same server in vtB, asked from inside that namespace."""

    def __init__(self, network, *more, port=8080, folder=None):
        folder = folder or network.folder / "data"
        folder.mkdir(exist_ok=True)
        self.network = network
        address = f"http://{SERVER}:{port}"
        super().__init__(folder, "--media-addresses", SERVER, "--public-address", address, *more)
        self.host, self.port, self.media_port, self.address = SERVER, port, 9000, address

    def words(self):
        return self.network.inside("vtB", *super().words())

    def ask(self, method, path, body=None, headers=None):
        with self.network.sockets_of("vtB"):
            return super().ask(method, path, body, headers)


def why_not():
    """What keeps this machine from making network namespaces; None when nothing does."""
    for program in ("ip", "ethtool"):
        if not shutil.which(program):
            return f"network namespaces need {program}, which is not installed"
    if os.geteuid():
        return "network namespaces need root"
    name = f"vt-probe{os.getpid()}"
    made = subprocess.run(["ip", "netns", "add", name], capture_output=True, text=True)
    if made.returncode == 0:
        made = subprocess.run(["ip", "-n", name, "link", "add", "vtprobe", "type", "veth"],
                              capture_output=True, text=True)
        subprocess.run(["ip", "netns", "del", name], check=True)
    return f"no network namespaces here: {made.stderr.strip()}" if made.returncode else None


@contextlib.contextmanager
def laboratory():
    """A network of the test's own, or the reason why there can be none."""
    if reason := why_not():
        pytest.skip(reason)
    with Network(mark=f"-{os.getpid()}") as network:
        yield network


@contextlib.contextmanager
def browser_in(playwright, network, namespace, *origins, flags=()):
    """Chromium in a namespace; it takes the origins for secure ones, as it does with localhost."""
    trusted = f"--unsafely-treat-insecure-origin-as-secure={','.join(origins)}"
    browser = playwright.chromium.launch(
        executable_path=str(network.chromium(namespace)),
        args=[*FLAGS, *FAKE_DEVICES, *ALL_ALLOWED, trusted, *flags])
    try:
        yield browser
    finally:
        browser.close()


@contextlib.contextmanager
def served(network, name, *settings, server=None):
    """A server in vtB; what it says is kept under that name."""
    one = server or InTheLaboratory(network, *settings)
    try:
        yield one.start()
    finally:
        one.stop()
        keep(one, name)


@contextlib.contextmanager
def calls(playwright, network, name, *settings, server=None, flags=()):
    """A server and two browsers; gives a function that brings a patient behind the line and a clinician on a clean one
    into a call. What the line is like meanwhile it is told as `network.spoil` is.
    """
    with contextlib.ExitStack() as all_of_it:
        one = all_of_it.enter_context(served(network, name, *settings, server=server))
        bad, good = (all_of_it.enter_context(browser_in(playwright, network, where, one.address, flags=flags))
                     for where in ("vtA", "vtC"))

        def begin(windows, who, **line):
            network.spoil(**line)
            visit = one.book(who)
            patient = Patient(windows(bad), visit)
            clinician = Staff(windows(good), one, one.staff()).sign_in()
            # A test that failed in its call has left it open.
            if clinician.call_state not in (None, "none"):
                clinician.ends()
            patient.becomes_ready()
            clinician.admit(visit).is_in_call()
            patient.is_in("inCall")
            return patient, clinician

        yield begin


def keep(server, name):
    """What the server said goes where the other tests keep it."""
    records = TOP / "E2E/records"
    records.mkdir(exist_ok=True)
    shutil.copy(server.folder.with_suffix(".log"), records / f"{name}.log")
    assert "Fatal error" not in server.said(), server.said()[-3000:]
