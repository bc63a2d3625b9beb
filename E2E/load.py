"""The project's own load generator, against a server that is open to it."""

import json
import subprocess

from server import Server, binary


class Loaded(Server):
    """A server whose rooms are open to load generators."""

    def __init__(self, folder):
        super().__init__(folder, "--measuring", "true")
        self.url = f"http://{self.host}:{self.port}"
        self.folder.mkdir(parents=True, exist_ok=True)
        self.start()


def loadgen(server, scenario, *more):
    """Runs one scenario, and gives its figures by name."""
    words = [binary().parent / "loadgen", scenario, "--url", server.url, "--pid", str(server.process.pid), *more]
    if scenario == "record-day":
        words += ["--demo", server.folder / "demo.json"]
    said = subprocess.run(words, check=True, stdout=subprocess.PIPE, timeout=900).stdout
    records = [json.loads(line) for line in said.splitlines()]
    return {record["name"]: record for record in records}
