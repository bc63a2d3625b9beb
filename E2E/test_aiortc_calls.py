"""aiortc, a WebRTC implementation that shares no code with browsers, calls as a patient."""

import json
import pathlib
import subprocess
import sys
import threading

import pytest
from waiting import wait_until


@pytest.fixture
def aiortc(server):
    """A patient made of aiortc: gives what it last told of itself."""
    started = []

    def call(visit):
        program = pathlib.Path(__file__).parent / "aiortc_peer.py"
        peer = subprocess.Popen(
            [sys.executable, program, visit.link], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        told = {}
        threading.Thread(target=lambda: [told.update(json.loads(line)) for line in peer.stdout], daemon=True).start()
        started.append(peer)
        return told

    yield call
    for peer in started:
        peer.stdin.close()
        peer.wait(15)


def test_aiortc_calls(server, staff, aiortc):
    visit = server.book("Arne Aiortc")
    clinician = staff()
    told = aiortc(visit)
    wait_until(lambda: told.get("state") == "connected", 20, "aiortc's path to be up")
    clinician.sees_in(visit, "waiting")
    clinician.admit(visit).is_in_call()
    clinician.sees(60, seconds=30)
    clinician.hears()
    wait_until(lambda: told["frames"] > 60 and told["loudest"] > 500, 30, "aiortc to see and hear")
