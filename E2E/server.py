"""The real server, as the process that an operator starts, on ports and a folder of its own."""

import contextlib
import http.client
import json
import os
import pathlib
import signal
import socket
import ssl
import sqlite3
import subprocess
import time
import urllib.parse

from waiting import wait_until

TOP = pathlib.Path(__file__).resolve().parent.parent


def binary():
    """Where the server lies that was built last."""
    named = os.environ.get("BUILT_BINARY")
    path = pathlib.Path(named or TOP / ".build/debug/venterum")
    if not path.is_absolute():
        path = TOP / path
    assert path.exists(), f"{path} is not there: build it with ./dev check"
    return path


def free_port(kind=socket.SOCK_STREAM):
    with socket.socket(socket.AF_INET, kind) as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Answer:
    """An answer of the server."""

    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    @property
    def text(self):
        return self.body.decode()

    @property
    def json(self):
        return json.loads(self.body)


class Server:
    """The demonstration clinic. Killed and started again on the same folder it must know everything it knew."""

    def __init__(self, folder, *more, command="demo"):
        self.folder, self.more = pathlib.Path(folder), [str(word) for word in more]
        self.command = command
        self.port, self.media_port = free_port(), free_port(socket.SOCK_DGRAM)
        self.host = "127.0.0.1"
        self.address = f"http://localhost:{self.port}"
        self.process = None

    def words(self):
        """The command line."""
        return [
            str(binary()), self.command, "--port", str(self.port), "--media-port", str(self.media_port),
            "--data", str(self.folder), *self.more,
        ]

    def start(self):
        # Every start writes it anew, and only then is everything ready.
        (self.folder / "demo.json").unlink(missing_ok=True)
        self.log = open(self.folder.with_suffix(".log"), "ab")
        self.process = subprocess.Popen(
            self.words(), stdout=self.log, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, cwd=self.folder.parent)
        wait_until(self.answers, 40, f"the server to serve; see {self.log.name}")
        return self

    def answers(self):
        status = self.process.poll()
        assert status is None, f"the server ended with {status}:\n{self.said()[-3000:]}"
        try:
            return self.get("/support").status == 200 and (
                self.command != "demo" or (self.folder / "demo.json").exists())
        except OSError:
            return False

    def said(self):
        """What the server has printed and logged so far."""
        return self.folder.with_suffix(".log").read_text(errors="replace")

    def kill(self):
        """As a power cut would."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self):
        """As an operator would; gives the seconds it took."""
        if not self.process or self.process.poll() is not None:
            return 0.0
        since = time.monotonic()
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.kill()
        return time.monotonic() - since

    @property
    def demo(self):
        """What the demonstration says of its clinics, people and keys."""
        return json.loads((self.folder / "demo.json").read_text())

    @property
    def clinics(self):
        return self.demo["clinics"]

    def connection(self):
        """With a certificate of its own, which nobody has to know here."""
        if "--tls" not in self.more:
            return http.client.HTTPConnection(self.host, self.port, timeout=20)
        context = ssl._create_unverified_context()
        return http.client.HTTPSConnection(self.host, self.port, timeout=20, context=context)

    def ask(self, method, path, body=None, headers=None):
        """One request, without following where it leads."""
        target = urllib.parse.urlsplit(path)
        path = target.path + (f"?{target.query}" if target.query else "")
        headers = dict(headers or {})
        if body is not None and not isinstance(body, (bytes, str)):
            body = json.dumps(body)
            headers.setdefault("content-type", "application/json")
        connection = self.connection()
        try:
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            return Answer(response.status, response.headers, response.read())
        finally:
            connection.close()

    def get(self, path, **headers):
        return self.ask("GET", path, headers=headers)

    def api(self, method, path, body=None, clinic=0):
        """A request of an integrator, with the key of a clinic."""
        key = self.clinics[clinic]["apiKey"]
        return self.ask(method, path, body, {"authorization": f"Bearer {key}"})

    def staff(self, role="clinician", nth=0, clinic=0):
        """One of the people of a clinic: name, account, password."""
        return [one for one in self.clinics[clinic]["staff"] if one["role"] == role][nth]

    def book(self, patient="Karen Jensen", in_minutes=5, clinic=0, **more):
        """A visit booked over the API."""
        start = int(time.time() * 1000) + int(in_minutes * 60_000)
        wanted = {"patient": patient, "telephone": "+4512345678", "start": start, "minutes": 15, **more}
        answer = self.api("POST", "/api/visits", wanted, clinic)
        assert answer.status == 201, f"booking was answered {answer.status}: {answer.text}"
        return Booked(self, answer.json, clinic)

    def listed(self, clinic=0):
        """The visits that begin within twelve hours, as the API tells them; its own "today" ends at midnight."""
        now, half_a_day = int(time.time() * 1000), 12 * 3_600_000
        answer = self.api("GET", f"/api/visits?from={now - half_a_day}&to={now + half_a_day}", clinic=clinic)
        assert answer.status == 200, answer.text
        return answer.json["visits"]

    def database(self, writable=False):
        """The database itself, for what no page shows."""
        path = next(path for path in self.folder.iterdir() if path.suffix in (".sqlite", ".sqlite3", ".db"))
        return sqlite3.connect(f"file:{path}?mode={'rw' if writable else 'ro'}", uri=True, timeout=10)

    def move(self, visit, minutes):
        """Moves a visit on the clock, as if so much time had passed: nobody may book in the past."""
        with contextlib.closing(self.database(writable=True)) as database, database:
            (body,) = database.execute("select body from visits where id = ?", [visit.id]).fetchone()
            body = json.loads(body)
            body["booking"]["start"] += minutes * 60_000
            database.execute(
                "update visits set body = ?, start_at = ? where id = ?",
                [json.dumps(body), body["booking"]["start"], visit.id])


class Booked:
    """A visit that was booked: its number, and the link in the patient's hand."""

    def __init__(self, server, answer, clinic):
        self.server, self.clinic = server, clinic
        self.id = answer["visit"] if isinstance(answer["visit"], str) else answer["visit"]["id"]
        self.path = urllib.parse.urlsplit(answer["link"]).path
        self.token = self.path.split("/")[2]
        self.link = server.address + self.path

    def __getitem__(self, field):
        return self.now()[field]

    def now(self):
        """The visit as the API tells it."""
        answer = self.server.api("GET", f"/api/visits/{self.id}", clinic=self.clinic)
        assert answer.status == 200, answer.text
        return answer.json

    @property
    def state(self):
        return self.now()["state"]
