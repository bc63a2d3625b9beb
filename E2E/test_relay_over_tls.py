"""The relay as the operator's documentation has it: TLS and nothing else, in a network that passes only TCP to 443."""

import re
import shutil

import pytest
from certificates import Certificate
from laboratory import InTheLaboratory, calls, laboratory
from network import SERVER
from server import TOP

RELAY, SECRET = "10.78.0.3", "5e" * 32
URI = f"turns:{RELAY}:443?transport=tcp"
ONLY_443 = {"udp": False, "tcp": [443]}


def documented():
    """coturn's configuration, word for word from docs/operating.md."""
    text = (TOP / "docs/operating.md").read_text()
    return re.search(r"^```ini\n(# /etc/turnserver\.conf\n.*?)^```", text, re.MULTILINE | re.DOTALL)[1]


def filled(folder, certificate):
    """The same with this laboratory's addresses, secret and files."""
    text = documented()
    for word, ours in (
        ("203.0.113.8", RELAY), ("203.0.113.7", SERVER), ("/etc/ssl/relay.clinic.example.pem", certificate.path),
        ("/etc/ssl/relay.clinic.example.key", certificate.key), ("/dev/null", folder / "relay.log"),
        ("<64 random characters: openssl rand -hex 32>", SECRET),
    ):
        assert text.count(word) == 1, f"{word} is not once in the documented configuration"
        text = text.replace(word, str(ours))
    return text


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    return Certificate(tmp_path_factory.mktemp("certificate"), RELAY)


@pytest.fixture(scope="module")
def network(certificate):
    assert shutil.which("turnserver"), "coturn is not installed: ./dev test does it"
    with laboratory() as made:
        made.run("vtB", "ip", "addr", "add", f"{RELAY}/24", "dev", "vtp1")
        configuration = made.folder / "turnserver.conf"
        configuration.write_text(filled(made.folder, certificate))
        made.spawn("vtB", "turnserver", "-c", configuration, "--pidfile", made.folder / "turn.pid",
                   "--userdb", made.folder / "turn.db", log="turnserver.log")
        made.wait_port(443, address=RELAY)
        yield made


def test_a_call_where_only_tls_to_443_passes(playwright, network, certificate, windows):
    server = InTheLaboratory(
        network, "--address", SERVER, "--turn-uris", URI, "--turn-secret", SECRET, port=443)
    with calls(playwright, network, "relay-over-tls", server=server, flags=[certificate.trusted]) as call:
        patient, clinician = call(windows, "Tilde Tls", from_a=ONLY_443, to_a=ONLY_443)
        for one in (patient, clinician):
            one.sees(30, seconds=40)
            one.hears(seconds=30)
        assert patient.way == "relay over tls" and clinician.way == "udp"
        clinician.ends("completed")
