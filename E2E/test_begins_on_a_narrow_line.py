"""A link that is opened on a narrow line, with nothing of it in the browser yet: the page, a place, and the call."""

import time

from laboratory import browser_in, served
from people import Patient, Staff

NARROW = {"rate": 100, "queue": 300}
# Measured are 11 and 12 s; where nothing was sent compressed the page alone took more than 15.
ARRIVED_WITHIN_S, CONNECTED_WITHIN_S = 15, 17


def test_a_place_and_a_path_in_time(playwright, network, windows):
    with served(network, "begins-on-a-narrow-line") as server, browser_in(
            playwright, network, "vtA", server.address) as bad, browser_in(playwright, network, "vtC", server.address) as good:
        clinician = Staff(windows(good), server, server.staff()).sign_in()
        patient = Patient(windows(bad), server.book("Sine Smal"))
        network.spoil(from_a=NARROW, to_a=NARROW)
        begun = time.time()
        patient.arrive()
        arrived = time.time() - begun
        patient.path_is_up(seconds=60)
        connected = time.time() - begun
        print(f"on a line of 100 kbit/s a place after {arrived:.1f} s, a path after {connected:.1f} s")
        assert arrived <= ARRIVED_WITHIN_S and connected <= CONNECTED_WITHIN_S, f"{arrived:.1f} s, {connected:.1f} s"
        network.spoil()
        clinician.admit(patient.is_ready().visit).is_in_call()
        for one in (patient, clinician):
            one.hears()
