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


def words(server, scenario, *more):
    """The command that runs a scenario against a server."""
    all_of_them = [binary().parent / "loadgen", scenario, "--url", server.url, "--pid", str(server.process.pid), *more]
    if scenario == "record-day":
        all_of_them += ["--demo", server.folder / "demo.json"]
    return all_of_them


def loadgen(server, scenario, *more):
    """Runs one scenario, and gives its figures by name."""
    said = subprocess.run(words(server, scenario, *more), check=True, stdout=subprocess.PIPE, timeout=900).stdout
    records = [json.loads(line) for line in said.splitlines()]
    return {record["name"]: record for record in records}
