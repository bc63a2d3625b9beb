"""Debian's Chromium with cameras that are not there, and pages that are watched for faults."""

import contextlib
import pathlib
import shutil

PROBE = (pathlib.Path(__file__).parent / "probe.js").read_text()
FLAGS = [
    "--no-sandbox",
    "--disable-features=WebRtcHideLocalIpsWithMdns",
    "--allow-loopback-in-peer-connection",
    "--autoplay-policy=no-user-gesture-required",
]
FAKE_DEVICES = ["--use-fake-device-for-media-stream=fps=30"]
# Every second of Chromium's fake cameras measures depth, whose frames no encoder takes: not among those to choose from.
NO_DEPTH = """
    const list = MediaDevices.prototype.enumerateDevices;
    MediaDevices.prototype.enumerateDevices = async function enumerateDevices() {
      return (await list.call(this)).filter((device) => device.label !== "fake_device_1");
    };
"""
ALL_ALLOWED = ["--use-fake-ui-for-media-stream"]


def launch(playwright, *flags, base=FLAGS, devices=FAKE_DEVICES, allowed=ALL_ALLOWED):
    """A browser; without devices or without a permission where that is what is tested."""
    path = shutil.which("chromium") or "/usr/bin/chromium"
    return playwright.chromium.launch(executable_path=path, args=[*base, *devices, *allowed, *flags])


class Window:
    """A browser window of one person: its own cookies, one page at a time, and whatever went wrong in it."""

    def __init__(self, browser, language="da-DK", size=(1280, 800), **options):
        self.context = browser.new_context(
            locale=language, viewport={"width": size[0], "height": size[1]}, ignore_https_errors=True, **options)
        self.context.set_default_timeout(15_000)
        self.context.add_init_script(PROBE)
        self.faults = []
        self.page = self.open_page()

    def open_page(self):
        page = self.context.new_page()
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("console", self.listen)
        return page

    def listen(self, message):
        # A refused request is told by the browser as an error as well; the tests look at answers themselves.
        told = message.text
        if message.type == "error" and "Failed to load resource" not in told and "net::ERR" not in told:
            self.faults.append(told)

    def close(self):
        with contextlib.suppress(Exception):
            self.context.close()
