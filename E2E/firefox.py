"""Debian's Firefox, driven through Marionette: there is no other driver in Debian."""

import shutil
import socket
import subprocess
import tempfile

from browsers import PROBE
from marionette_driver.marionette import Marionette

PREFERENCES = {
    "media.navigator.streams.fake": True,
    "media.navigator.permission.disabled": True,
    "media.peerconnection.ice.loopback": True,
    "media.autoplay.default": 0,
    "media.gmp-manager.updateEnabled": False,
    "app.update.disabledForTesting": True,
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "intl.accept_languages": "da, en",
    "network.captive-portal-service.enabled": False,
}


class Firefox:
    """A Firefox with one window; used with `with`."""

    def __enter__(self):
        with socket.socket() as s:
            s.bind(("127.0.0.1", 0))
            port = s.getsockname()[1]
        self.profile = tempfile.TemporaryDirectory(prefix="firefox-", ignore_cleanup_errors=True)
        written = {**PREFERENCES, "marionette.port": port}
        with open(f"{self.profile.name}/user.js", "w") as file:
            for name, value in written.items():
                shown = f'"{value}"' if isinstance(value, str) else str(value).lower()
                file.write(f'user_pref("{name}", {shown});\n')
        path = shutil.which("firefox-esr") or "/usr/bin/firefox-esr"
        self.process = subprocess.Popen(
            [path, "--headless", "--marionette", "--no-remote", "--profile", self.profile.name],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.driver = Marionette(host="127.0.0.1", port=port, startup_timeout=60, socket_timeout=60)
        try:
            self.driver.raise_for_port(60)
            self.driver.start_session()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        try:
            self.driver.delete_session()
        except Exception:
            pass
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
        self.profile.cleanup()

    def open(self, address):
        self.driver.navigate(address)

    def ask(self, script, *words):
        """Runs a script in the page and gives what it returns."""
        return self.driver.execute_script(script, script_args=words, sandbox=None)

    @property
    def state(self):
        return self.ask("return document.querySelector('main').dataset.state")

    def press(self, act):
        """Presses a visible control; gives whether there was one."""
        return self.ask(
            "const one = [...document.querySelectorAll(`[data-act=\"${arguments[0]}\"]`)]"
            ".find((one) => one.offsetParent !== null && !one.disabled); one?.click(); return one !== undefined;", act)

    def watch(self):
        """Puts the probe into the page; to be done before it makes its peer connection."""
        self.driver.execute_script(PROBE, sandbox=None)

    def flow(self):
        """What flows over each line, by its number in the offer."""
        return self.driver.execute_async_script(
            "const done = arguments[arguments.length - 1];"
            "window.probe.flow().then(done, (error) => done(`${error}`));",
            sandbox=None)
