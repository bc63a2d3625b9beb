"""What an operator's Prometheus reads: complete, readable by its own parser, and for nobody else."""

import re
import socket

import pytest
from conftest import serving
from prometheus_client.parser import text_string_to_metric_families
from server import TOP
from waiting import wait_until

TOKEN = "a-token-of-the-operator"
OFFERS = {
    "offer-no-codecs": lambda offer: offer.replace("opus/48000/2", "speex/48000/2"),
    "offer-no-rtcp-mux": lambda offer: offer.replace("a=rtcp-mux\r\n", ""),
    "offer-fingerprint-form": lambda offer: offer.replace("a=fingerprint:sha-256 ", "a=fingerprint:sha-256 ZZ:"),
    "offer-malformed": lambda offer: "this is no session description",
    "offer-no-fingerprint": lambda offer: "".join(
        line for line in offer.splitlines(keepends=True) if not line.startswith("a=fingerprint")),
}
OFFER = "\r\n".join([
    "v=0", "o=- 1 2 IN IP4 127.0.0.1", "s=-", "t=0 0", "a=group:BUNDLE 0", "m=audio 9 UDP/TLS/RTP/SAVPF 111",
    "c=IN IP4 0.0.0.0", "a=ice-ufrag:abcd", "a=ice-pwd:0123456789abcdef0123456789", "a=setup:actpass", "a=mid:0",
    "a=fingerprint:sha-256 " + ":".join(["AB"] * 32), "a=sendrecv", "a=rtcp-mux", "a=rtpmap:111 opus/48000/2", ""])


def told(server):
    """What the operator's Prometheus is given, as it stands."""
    answer = server.ask("GET", "/metrics", headers={"authorization": f"Bearer {TOKEN}"})
    assert answer.status == 200 and "version=0.0.4" in answer.headers["content-type"]
    return answer.text


def read(server):
    """All samples by name and labels."""
    families = list(text_string_to_metric_families(told(server)))
    assert all(family.documentation and family.type in ("counter", "gauge") for family in families)
    return {
        (sample.name, *sorted(sample.labels.values())): sample.value
        for family in families for sample in family.samples}


def offer(server, text, language="en"):
    return server.ask("POST", "/test/media", text, {"content-type": "application/sdp", "accept-language": language})


@pytest.fixture
def server(tmp_path):
    with serving(tmp_path / "data", "--metrics-token", TOKEN) as server:
        yield server


def test_only_the_operator_reads_them(tmp_path, server):
    for headers in ({}, {"authorization": "Bearer wrong"}, {"authorization": f"Basic {TOKEN}"}):
        answer = server.ask("GET", "/metrics", headers=headers)
        assert answer.status == 401 and "venterum_" not in answer.text
    with serving(tmp_path / "closed") as other:
        assert other.ask("GET", "/metrics", headers={"authorization": f"Bearer {TOKEN}"}).status == 404


def test_everything_is_there_and_nothing_personal(server):
    found = read(server)
    names = {key[0] for key in found}
    assert names >= {f"venterum_{name}" for name in (
        "participants", "rooms", "handshakes_total", "handshakes_failed_total", "offers_refused_total",
        "stun_refused_total", "packets_received_total", "packets_forwarded_total", "packets_dropped_total",
        "media_bytes_total", "retransmissions_total", "voice_packets_total", "voice_packets_lost_total",
        "media_thread_cpu_seconds_total", "visits", "http_requests_total")}
    assert found["venterum_visits", "booked"] >= 1
    assert len(found) < 100
    text = told(server)
    demo = server.demo
    secrets = [clinic["name"] for clinic in demo["clinics"]]
    assert not [secret for secret in secrets if secret in text]


def test_the_operators_table_names_every_metric_and_no_other(server):
    """A row begins with the metric's name; a metric without a sample yet is named by its type all the same."""
    described = re.findall(r"^\| `(venterum_\w+)` \|", (TOP / "docs/operating.md").read_text(), re.MULTILINE)
    given = re.findall(r"^# TYPE (\S+) ", told(server), re.MULTILINE)
    assert len(set(described)) == len(described) and len(set(given)) == len(given)
    assert set(described) == set(given)


def test_a_visit_in_progress_is_not_told_of(server, patient, staff):
    visit = server.book("Xerxine Kvistgaard", telephone="+4598712346")
    xerxine, clinician = patient(visit), staff()
    xerxine.arrive()
    assert leaks(server, visit) == []
    xerxine.is_ready()
    clinician.admit(visit).is_in_call()
    xerxine.is_in("inCall")
    # It is counted, and that is all.
    wait_until(lambda: read(server)["venterum_rooms",] >= 1, 10, "the call to be counted")
    assert leaks(server, visit) == []


def leaks(server, visit):
    """What would tell of the visit, or open it, and is in the metrics."""
    text = told(server).lower()
    return [one for one in ("xerxine", "kvistgaard", "98712346", visit.token, visit.id) if one.lower() in text]


def test_bad_offers_are_answered_clearly_and_counted(server):
    before = read(server)
    for word, spoil in OFFERS.items():
        for language, other in (("da", "en"), ("en", "da")):
            answer = offer(server, spoil(OFFER), language)
            assert answer.status == 422, (word, answer.text)
            assert answer.json["word"] == word
            assert answer.json["title"] != offer(server, spoil(OFFER), other).json["title"]
    after = read(server)
    for word in OFFERS:
        assert after["venterum_offers_refused_total", word] - before["venterum_offers_refused_total", word] == 4
    # Nobody has joined by it.
    assert after["venterum_participants", "connecting"] == after["venterum_participants", "connected"] == 0
    assert after["venterum_http_requests_total", "4xx"] - before["venterum_http_requests_total", "4xx"] == 20
    assert offer(server, OFFER).status == 201
    assert read(server)["venterum_participants", "connecting"] == 1


def test_an_offer_of_a_megabyte_is_sent_away(server):
    def resident():
        status = open(f"/proc/{server.process.pid}/status").read()
        return int(status.split("VmRSS:")[1].split()[0])

    huge = "v=0\r\n" + "a=x\r\n" * 200_000
    titles = {offer(server, huge, language).json["title"] for language in ("da", "en")}
    assert len(titles) == 2
    before, counted = resident(), read(server)
    for _ in range(20):
        answer = offer(server, huge)
        assert answer.status == 413 and answer.json["word"] == "body-too-large"
    # Twenty megabytes were sent; nothing of them has stayed.
    assert resident() - before < 8_000
    after = read(server)
    for figure in (("venterum_http_requests_total", "4xx"), ("venterum_offers_refused_total", "offer-too-large")):
        assert after[figure] - counted[figure] == 20
    assert offer(server, OFFER).status == 201


def test_strangers_are_counted(server):
    before = read(server)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as stranger:
        # A binding request (RFC 8489) for a user of nobody, and a DTLS record from an unknown place.
        username = b"nobodyxx:abcd\0\0\0"
        request = b"\0\x01" + (4 + len(username)).to_bytes(2, "big") + b"\x21\x12\xa4\x42" + bytes(12)
        request += b"\0\x06\0\x0d" + username
        for _ in range(50):
            stranger.sendto(request, ("127.0.0.1", server.media_port))
            stranger.sendto(b"\x16\xfe\xfd" + bytes(40), ("127.0.0.1", server.media_port))
        # What comes behind them on the same way has been read after them, so counting waits for the count alone.
        for _ in range(100):
            after = read(server)
            if after["venterum_packets_dropped_total", "stranger"] >= 50:
                break
    assert after["venterum_stun_refused_total",] - before["venterum_stun_refused_total",] == 50
    assert after["venterum_packets_dropped_total", "stranger"] >= 50
