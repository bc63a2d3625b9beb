"""Debian's Firefox, driven through Marionette: there is no other driver in Debian."""

import shutil
import socket
import subprocess
import tempfile

from browsers import PROBE
from marionette_driver.marionette import Marionette
from people import Patient
from waiting import wait_until

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
PRESS = """
    const one = [...document.querySelectorAll(`[data-act="${arguments[0]}"]`)]
      .find((one) => one.offsetParent !== null && !one.disabled);
    one?.click();
    return one !== undefined;
"""
TELL = """
    const [word, done] = arguments;
    Promise.resolve(window.probe[word]()).then(done, (error) => done(`${error}`));
"""


class Firefox(Patient):
    """A patient before a Firefox with one window; used with `with`. Has no window of Playwright's, and no `page`."""

    def __init__(self, visit):
        self.visit, self.link, self.server = visit, visit.link, visit.server
        self.preferences = dict(PREFERENCES)

    def words(self):
        """The command line."""
        path = shutil.which("firefox-esr") or "/usr/bin/firefox-esr"
        return [path, "--headless", "--marionette", "--no-remote", "--profile", self.profile.name]

    def connect(self):
        self.driver.raise_for_port(60)
        self.driver.start_session()

    def __enter__(self):
        with socket.socket() as s:
            s.bind(("127.0.0.1", 0))
            port = s.getsockname()[1]
        self.profile = tempfile.TemporaryDirectory(prefix="firefox-", ignore_cleanup_errors=True)
        with open(f"{self.profile.name}/user.js", "w") as file:
            for name, value in {**self.preferences, "marionette.port": port}.items():
                shown = f'"{value}"' if isinstance(value, str) else str(value).lower()
                file.write(f'user_pref("{name}", {shown});\n')
        self.process = subprocess.Popen(self.words(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.driver = Marionette(host="127.0.0.1", port=port, startup_timeout=60, socket_timeout=60)
        try:
            self.connect()
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

    def open(self):
        """Opens the link, with the probe in the page before it makes its peer connection."""
        self.driver.navigate(self.link)
        self.driver.execute_script(PROBE, sandbox=None)
        return self

    def ask(self, script, *words):
        """Runs a script in the page and gives what it returns."""
        return self.driver.execute_script(script, script_args=words, sandbox=None)

    def probe(self, word):
        return self.driver.execute_async_script(TELL, script_args=[word], sandbox=None)

    @property
    def state(self):
        return self.ask("return document.querySelector('main').dataset.state")

    def press(self, act):
        wait_until(lambda: self.ask(PRESS, act), 15, f"{act} to be there to be pressed")


class FirefoxInTheLaboratory(Firefox):
    """The same in vtA; it takes the server's address for a secure one, as it does with localhost."""

    def __init__(self, visit, network):
        super().__init__(visit)
        self.network = network
        self.preferences["dom.securecontext.allowlist"] = visit.server.host

    def words(self):
        return self.network.inside("vtA", *super().words())

    def connect(self):
        # Marionette listens within the namespace; its one connection is made here and stays.
        with self.network.sockets_of("vtA"):
            super().connect()
