"""A network that lets no UDP pass: the call works all the same, over TCP."""

import shutil

import pytest
from laboratory import InTheLaboratory, browser_in, laboratory
from people import Patient, Staff
from server import TOP
from waiting import wait_until

NO_UDP = {"udp": False}


@pytest.fixture(scope="module")
def network():
    with laboratory() as made:
        yield made


@pytest.fixture(scope="module")
def server(network):
    one = InTheLaboratory(network)
    try:
        yield one.start()
    finally:
        one.stop()
        records = TOP / "E2E/records"
        records.mkdir(exist_ok=True)
        shutil.copy(one.folder.with_suffix(".log"), records / "no-udp.log")


@pytest.fixture(scope="module")
def behind_the_line(playwright, network, server):
    """A browser whose line can be spoilt."""
    with browser_in(playwright, network, "vtA", server.address) as browser:
        yield browser


@pytest.fixture(scope="module")
def on_a_clean_line(playwright, network, server):
    with browser_in(playwright, network, "vtC", server.address) as browser:
        yield browser


@pytest.fixture
def call(network, server, windows, behind_the_line, on_a_clean_line):
    """Two people in a call, the patient behind the line as it is then."""

    def begin(name):
        visit = server.book(name)
        patient = Patient(windows(behind_the_line), visit)
        clinician = Staff(windows(on_a_clean_line), server, server.staff()).sign_in()
        patient.becomes_ready()
        clinician.admit(visit).is_in_call()
        patient.is_in("inCall")
        return patient, clinician

    network.spoil()
    yield begin
    network.spoil()


def both_ways(patient, clinician):
    for one in (patient, clinician):
        one.sees(30, seconds=40)
        one.hears(seconds=30)


def test_a_call_without_udp(network, call):
    network.spoil(from_a=NO_UDP, to_a=NO_UDP)
    patient, clinician = call("Ulla Uden")
    both_ways(patient, clinician)
    assert patient.way == "tcp" and clinician.way == "udp"
    clinician.ends("completed")


def test_udp_ceases_in_the_call_and_comes_back(network, call):
    patient, clinician = call("Bo Brandmur")
    both_ways(patient, clinician)
    assert patient.way == "udp"
    network.spoil(from_a=NO_UDP, to_a=NO_UDP)
    wait_until(lambda: patient.way == "tcp", 30, "the path to go over TCP", 0.2)
    both_ways(patient, clinician)
    assert patient.state == "inCall" and clinician.call_state == "inCall"
    clinician.ends("completed")
