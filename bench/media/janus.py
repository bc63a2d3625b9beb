"""Debian's Janus as a stranger would install it: its own configuration, its VideoRoom, REST alone."""

import pathlib
import re
import shutil
import subprocess
import time
import urllib.error
import urllib.request


class Janus:
    def __init__(self, folder: pathlib.Path, port=18088):
        self.port = port
        self.url = f"http://127.0.0.1:{port}"
        home = folder / "janus"
        plugins, transports = home / "plugins", home / "transports"
        for made in (plugins, transports):
            made.mkdir(parents=True)
        library = next(pathlib.Path("/usr/lib").glob("*/janus"))
        # Only what is measured, so that no other plugin's threads count.
        shutil.copy(next((library / "plugins").glob("libjanus_videoroom.so")), plugins)
        shutil.copy(next((library / "transports").glob("libjanus_http.so")), transports)
        general = pathlib.Path("/etc/janus/janus.jcfg").read_text()
        for name, value in (
            ("configs_folder", home), ("plugins_folder", plugins), ("transports_folder", transports),
        ):
            general = re.sub(rf'#?[ \t]*{name} = ".*?"', f'{name} = "{value}"', general, count=1)
        general = re.sub(r"#?[ \t]*session_timeout = \d+", "session_timeout = 0", general, count=1)
        (home / "janus.jcfg").write_text(general)
        http = pathlib.Path("/etc/janus/janus.transport.http.jcfg").read_text()
        http = re.sub(r"(?m)^(\s*)port = \d+", rf"\1port = {port}", http, count=1)
        (home / "janus.transport.http.jcfg").write_text(http)
        (home / "janus.plugin.videoroom.jcfg").write_text("general: { }\n")
        self.log = (folder / "janus.log").open("w")
        self.process = subprocess.Popen(["janus", "-F", home], stdout=self.log, stderr=subprocess.STDOUT)
        self.wait()

    def wait(self):
        until = time.monotonic() + 15
        while time.monotonic() < until and self.process.poll() is None:
            try:
                urllib.request.urlopen(self.url + "/janus/info", timeout=1)
                return
            except (urllib.error.URLError, OSError):
                time.sleep(0.1)
        raise SystemExit(f"Janus does not answer; see {self.log.name}")

    def stop(self):
        self.process.terminate()
        self.process.wait(10)
        self.log.close()
