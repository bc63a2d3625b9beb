#!/usr/bin/env python3
"""Records session descriptions of real browsers and of aiortc beside this file, so that the tests read what is
really sent.

Needs the server (built by ./dev check), Debian's chromium and firefox-esr, and what E2E/requirements.txt names. Run by
hand when a new browser version is out, or when the page offers something else; versions are written down in VERSIONS.md.
"""
import asyncio
import contextlib
import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).parent
sys.path.insert(0, str(HERE.resolve().parents[2] / "E2E"))

from browsers import Window, launch  # noqa: E402
from firefox import Firefox  # noqa: E402
from people import Patient  # noqa: E402
from playwright.sync_api import sync_playwright  # noqa: E402
from server import Server  # noqa: E402
from waiting import wait_until  # noqa: E402

# What a visit's page never offers.
OTHER_OFFERS = {
    "simulcast": """
      const pc = new RTCPeerConnection();
      pc.addTransceiver('audio', {direction: 'sendrecv'});
      pc.addTransceiver('video', {direction: 'sendrecv', sendEncodings: [
        {rid: 'q', scaleResolutionDownBy: 4}, {rid: 'h', scaleResolutionDownBy: 2}, {rid: 'f'}]});
      await pc.setLocalDescription(await pc.createOffer());
      return pc.localDescription.sdp;""",
    "voice-and-data": """
      const pc = new RTCPeerConnection();
      pc.addTransceiver('audio', {direction: 'sendrecv'});
      pc.createDataChannel('notes');
      await pc.setLocalDescription(await pc.createOffer());
      return pc.localDescription.sdp;""",
}
# Keeps what the page's own modules offer, by the method that they send it with.
KEEP = """
  const send = window.fetch.bind(window);
  window.kept = {};
  window.fetch = (url, options) => {
    if (options?.headers?.['content-type'] === 'application/sdp') window.kept[options.method] = options.body;
    return send(url, options);
  };"""


def save(name, text):
    assert text.startswith("v=0"), f"{name}: {text}"
    (HERE / f"{name}.sdp").write_bytes(text.encode())
    print(name, len(text))


@contextlib.contextmanager
def a_visit():
    """A visit of a server that lives no longer than it."""
    with tempfile.TemporaryDirectory() as top:
        folder = pathlib.Path(top) / "data"
        folder.mkdir()
        server = Server(folder)
        try:
            yield server.start().book()
        finally:
            server.stop()


def record(browser, patient, run):
    """What the page offers when the patient arrives, and when the path is lost; `run` runs a script in that page."""
    patient.open()
    for name, script in OTHER_OFFERS.items():
        save(f"{browser}-{name}", run(script))
    run(KEEP)
    patient.press("arrive")
    patient.path_is_up()
    # The page misses the server and asks for a new path, which nobody need answer.
    patient.server.kill()
    restart = wait_until(lambda: run("return window.kept.PATCH"), 30, "the page to ask for a new path")
    save(f"{browser}-visit", run("return window.kept.POST"))
    save(f"{browser}-restart", restart)


def chromium():
    with a_visit() as visit, sync_playwright() as playwright:
        browser = launch(playwright)
        patient = Patient(Window(browser), visit)
        record("chromium", patient, lambda script: patient.page.evaluate("async () => {" + script + "}"))
        return f"Chromium {browser.version}"


def firefox():
    with a_visit() as visit, Firefox(visit) as patient:
        record("firefox", patient, lambda script: patient.driver.execute_async_script(
            "const [done] = arguments; (async () => {" + script + "})().then(done, e => done('failed: ' + e));",
            sandbox=None))
        return f"Firefox {patient.driver.session_capabilities['browserVersion']}"


async def aiortc():
    import aiortc as library
    peer = library.RTCPeerConnection()
    peer.addTransceiver("audio", direction="sendrecv")
    peer.addTransceiver("video", direction="sendrecv")
    await peer.setLocalDescription(await peer.createOffer())
    save("aiortc-call", peer.localDescription.sdp)
    await peer.close()
    return f"aiortc {library.__version__}"


if __name__ == "__main__":
    versions = [chromium(), firefox(), asyncio.run(aiortc())]
    date = subprocess.check_output(["date", "-u", "+%Y-%m-%d"], text=True).strip()
    (HERE / "VERSIONS.md").write_text(
        "# Recorded offers\n\nBy `record.py` on " + date + ":\n\n" + "".join(f"- {version}\n" for version in versions))
