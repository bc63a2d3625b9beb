"""A lost line is said at once, and after ten seconds the telephone's number."""

import contextlib
import time

import pytest
from browsers import launch
from conftest import serving
from waiting import wait_until


@pytest.fixture
def server(tmp_path_factory):
    """One of its own, since it is stopped on the way."""
    with serving(tmp_path_factory.mktemp("lost") / "data") as one:
        yield one


@pytest.fixture
def call(server, patient, staff):
    visit = server.book("Linje Line")
    line, clinician = patient(visit), staff()
    line.becomes_ready()
    clinician.admit(visit).is_in_call()
    line.is_in("inCall").sees(20)
    return visit, clinician, line


def test_after_ten_seconds_the_telephone_is_offered(server, call):
    visit, clinician, line = call
    lost, number = line.page.locator("#lost"), line.page.locator("#lost-phone")
    server.kill()
    since = time.monotonic()
    lost.wait_for(timeout=10_000)
    assert "Vi finder den igen af os selv" in lost.inner_text()
    assert not number.is_visible(), "the telephone is offered too soon"
    number.wait_for(timeout=30_000)
    assert time.monotonic() - since >= 9
    # The clinic's number for the patient, the patient's for the clinic.
    for one in (line, clinician):
        one.page.locator("#lost-phone").wait_for(timeout=30_000)
        link = one.page.locator("#lost-number")
        assert link.get_attribute("href").startswith("tel:") and any(sign.isdigit() for sign in link.inner_text())
    assert clinician.page.locator("#lost-number").inner_text().endswith("12345678")
    server.start()
    lost.wait_for(state="hidden", timeout=30_000)
    line.sees(20, seconds=30)


def test_a_dead_browser_is_noticed(server, patient, staff, playwright):
    visit = server.book("Død Dagny")
    browser = launch(playwright)
    dagny, clinician = patient(visit, browser=browser), staff()
    dagny.becomes_ready()
    clinician.admit(visit).is_in_call()
    dagny.is_in("inCall")
    clinician.sees(20)
    # As if its battery were empty: no farewell, only silence.
    with contextlib.suppress(Exception):
        dagny.page.goto("chrome://crash", timeout=5000)
    clinician.says("Mistede forbindelsen", seconds=12)
    words = [entry["word"] for entry in server.api("GET", f"/api/visits/{visit.id}/facts").json["entries"]]
    assert words[-1] == "disconnected"
    browser.close()
    # The place is kept: the link on another telephone is in the call at once.
    again = patient(visit).open()
    again.is_in("inCall").sees(20)
    clinician.sees(20)
    wait_until(lambda: visit.state == "inCall", 5, "the call to go on")
