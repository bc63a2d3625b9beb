"""Every scenario of the load generator, small: what the benches measure happens at all. How fast it is they say themselves."""

import subprocess

import pytest
from load import Loaded, loadgen


@pytest.fixture
def run(tmp_path):
    """Runs a scenario against a server of its own, and gives the values of its figures by name."""
    server = Loaded(tmp_path / "data")
    try:
        yield lambda *words: {name: one["value"] for name, one in loadgen(server, *words).items()}
    finally:
        server.stop()


def test_rooms_of_two_are_carried(run):
    found = run("rooms", "--rooms", "2", "--step", "2", "--most", "4", "--seconds", "2")
    assert found["forward_saturated_rooms"] == 4 and found["forward_cpu_us_saturated"] > 0
    assert 0 < found["forward_added_latency_ms_p50"] <= found["forward_added_latency_ms_p99"]


def test_rates_are_as_they_are_given(run):
    small = run("rooms", "--rooms", "1", "--seconds", "2", "--voice-kbps", "16", "--packet-ms", "60", "--picture-kbps", "0")
    # Nothing else is sent: 16 and 2/3 packets a second each.
    assert 25 <= small["loadgen_packets_per_second"] <= 35
    large = run("rooms", "--rooms", "1", "--seconds", "2", "--picture-kbps", "240", "--frames", "10")
    # 50 packets of sound and three of each of ten frames.
    assert 140 <= large["loadgen_packets_per_second"] <= 170


def test_rates_that_cannot_be_sent_are_refused(run):
    for wrong in ("--voice-kbps=1", "--voice-kbps=999999999999", "--packet-ms=21", "--frames=0", "--picture-kbps=-1"):
        with pytest.raises(subprocess.CalledProcessError) as refused:
            run("rooms", "--rooms", "1", wrong)
        # Of a command that is used wrongly (sysexits.h), and no crash.
        assert refused.value.returncode == 64, wrong


def test_meetings_as_large_as_on_the_record_day_are_carried(run):
    found = run("rooms", "--shape", "record-day", "--rooms", "3", "--seconds", "2")
    assert found["record_day_busy_participants"] >= 6 and found["record_day_busy_cores_for_real_peak"] > 0


def test_peers_rest_and_join(run):
    found = run("idle", "--peers", "20")
    assert found["idle_peer_cpu_us_per_second"] >= 0
    found = run("handshakes", "--joins", "10")
    assert found["handshakes_per_core_second"] > 0 and found["join_to_first_packet_ms_p50"] > 0


def test_a_flood_takes_none_of_the_voice(run):
    found = run("spoof", "--seconds", "3")
    assert found["spoof_packets_per_second"] > 0
    # That none at all is lost the bench shows; other tests may take the processor meanwhile.
    assert max(found["spoof_voice_loss_calm"], found["spoof_voice_loss_flooded"]) < 0.02


def test_nobody_is_lost_on_a_small_record_day(run):
    # Ten hours in a minute: the shortest meeting lasts a second, which is enough to be heard by everybody.
    found = run("record-day", "--scale", "0.001", "--seconds", "60")
    assert found["record_day_meetings"] >= 5
    assert found["record_day_lost_visits"] == 0 and found["record_day_peak_participants"] >= 2
    assert sum(value for name, value in found.items() if "outcome" in name) == found["record_day_meetings"]
