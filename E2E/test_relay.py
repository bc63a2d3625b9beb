"""A network that passes nothing but TCP to port 443: the call goes over the operator's relay, which is handed to those
alone who have a visit or a session.

The relay is Debian's coturn over plain TCP: what leads to the relay is encrypted end to end anyway (DTLS-SRTP). Over TLS
it is in test_relay_over_tls.py.
"""

import base64
import hashlib
import hmac
import json
import shutil
import subprocess
import time

import pytest
from conftest import serving
from laboratory import InTheLaboratory, calls, laboratory
from network import SERVER
from server import binary, free_port

RELAY, SECRET = "10.78.0.3", "a secret of this test"
URI = f"turn:{RELAY}:443?transport=tcp"
ONLY_443 = {"udp": False, "tcp": [443]}


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with serving(tmp_path_factory.mktemp("relay") / "data", "--turn-uris", URI, "--turn-secret", SECRET) as one:
        yield one


def test_only_who_has_a_visit_or_a_session_is_given_the_relay(server, patient, staff):
    visit = server.book("Rita Relæ")
    way = f"{visit.path}/media/relay"
    assert server.get(way).status == 409, "who has not arrived has no media"
    patient(visit).arrive()
    answer = server.get(way)
    assert answer.status == 200 and answer.headers["cache-control"] == "no-store"
    given = answer.json
    expires, name = given["username"].split(":")
    assert given["urls"] == [URI] and 3600 < int(expires) - time.time() < 3 * 3600
    assert int(expires) == given["until"] // 1000
    expected = hmac.new(SECRET.encode(), given["username"].encode(), hashlib.sha1).digest()
    assert base64.b64decode(given["credential"]) == expected
    assert visit.token not in json.dumps(given) and name not in server.get(way).text, "a new name each time"

    for path in ("/v/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/media/relay", "/clinic/media/relay", "/test/media/relay"):
        answer = server.get(path)
        assert answer.status in (401, 403, 404) and "credential" not in answer.text, path
    clinician = staff()
    told = clinician.page.evaluate("async () => (await fetch('/clinic/media/relay')).json()")
    assert told["urls"] == [URI]


def test_without_a_relay_there_is_none_to_ask_for(tmp_path, windows):
    with serving(tmp_path / "data") as plain:
        assert 'name="relay"' not in plain.get("/sign-in").text
        visit = plain.book("Rune Ren")
        page = windows().page
        page.goto(visit.link)
        page.locator('[data-act="arrive"]:visible').first.click()
        page.locator('main[data-state="arrived"], main[data-state="waiting"]').wait_for()
        assert plain.get(f"{visit.path}/media/relay").status == 204


@pytest.mark.parametrize("words", [["--turn-uris", URI], ["--turn-secret", SECRET],
                                   ["--turn-uris", "stun:relay.example", "--turn-secret", SECRET]])
def test_half_a_relay_is_refused_at_the_start(tmp_path, words):
    told = subprocess.run([str(binary()), "demo", "--data", str(tmp_path / "data"), "--port", str(free_port()), *words],
                          capture_output=True, text=True, timeout=20)
    assert told.returncode == 78 and "turn." in told.stderr


@pytest.fixture(scope="module")
def network():
    assert shutil.which("turnserver"), "coturn is not installed: ./dev test does it"
    with laboratory() as made:
        made.run("vtB", "ip", "addr", "add", f"{RELAY}/24", "dev", "vtp1")
        made.spawn(
            "vtB", "turnserver", "-n", "--listening-ip", RELAY, "--listening-port", "443", "--relay-ip", RELAY,
            "--realm", "clinic.example", "--use-auth-secret", "--static-auth-secret", SECRET, "--no-udp", "--no-tls",
            "--no-dtls", "--no-cli", "--no-multicast-peers", "--denied-peer-ip", "0.0.0.0-255.255.255.255",
            "--allowed-peer-ip", SERVER, "--pidfile", made.folder / "turn.pid", "--userdb", made.folder / "turn.db",
            "--log-file", "stdout", log="turn.log")
        made.wait_port(443, address=RELAY)
        yield made


def test_a_call_where_only_tcp_443_passes(playwright, network, windows):
    server = InTheLaboratory(
        network, "--address", SERVER, "--turn-uris", URI, "--turn-secret", SECRET, port=443)
    with calls(playwright, network, "relay", server=server) as call:
        patient, clinician = call(windows, "Nete Net", from_a=ONLY_443, to_a=ONLY_443)
        for one in (patient, clinician):
            one.sees(30, seconds=40)
            one.hears(seconds=30)
        assert patient.way == "relay over tcp" and clinician.way == "udp"
        clinician.ends("completed")
