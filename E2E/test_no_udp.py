"""A network that lets no UDP pass: the call works all the same, over TCP."""

from laboratory import NO_UDP
from people import both_ways
from waiting import wait_until


def test_a_call_without_udp(network, call, windows):
    patient, clinician = call(windows, "Ulla Uden", from_a=NO_UDP, to_a=NO_UDP)
    both_ways(patient, clinician)
    assert patient.way == "tcp" and clinician.way == "udp"
    clinician.ends("completed")


def test_udp_ceases_in_the_call(network, call, windows):
    patient, clinician = call(windows, "Bo Brandmur")
    both_ways(patient, clinician)
    assert patient.way == "udp"
    network.spoil(from_a=NO_UDP, to_a=NO_UDP)
    wait_until(lambda: patient.way == "tcp", 30, "the path to go over TCP", 0.2)
    both_ways(patient, clinician)
    assert patient.state == "inCall" and clinician.call_state == "inCall"
    clinician.ends("completed")
