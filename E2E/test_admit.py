"""A patient waits, a clinician admits, both see and hear each other, and the facts sheet knows for how long."""

import re

import pytest
from waiting import wait_until


@pytest.fixture
def call(server, patient, staff):
    visit = server.book("Karen Jensen")
    clinician, karen = staff(), patient(visit)
    karen.becomes_ready()
    return visit, clinician, karen


def test_admit(call):
    visit, clinician, karen = call
    clinician.sees_in(visit, "waiting")
    clinician.admit(visit).is_in_call()
    karen.is_in("inCall")
    for one in (karen, clinician):
        one.sees(frames=60)
        one.hears()

    clinician.ends("completed")
    karen.is_in("ended")
    wait_until(lambda: visit.state == "ended", 5, "the visit to be ended")
    assert visit["outcome"] == "completed"

    karen.page.goto(karen.link + "/facts")
    facts = karen.page.locator("main").inner_text()
    assert "Karen Jensen" in facts
    seconds = karen.page.locator("[data-seconds]").evaluate_all("all => all.map(one => Number(one.dataset.seconds))")
    assert seconds and max(seconds) >= 2, f"the seconds by each means: {seconds}\n{facts}"
    assert re.search(r"video", facts, re.IGNORECASE)


def test_a_tested_waiting_browser_sends_no_media(server, patient, staff):
    visit = server.book("Ole Holm")
    ole = patient(visit)
    ole.becomes_ready()
    settled = wait_until(lambda: stands_still(ole), 15, "the sending to stop", 1.0)
    assert settled
    staff().sees_in(visit, "waiting")
    # Nothing but what keeps the path alive, while somebody looks at the card.
    before = ole.sent()
    ole.page.wait_for_function("since => Date.now() - since > 2000", arg=ole.page.evaluate("Date.now()"))
    assert ole.sent() - before <= 4
    assert ole.page.evaluate("probe.states()") == ["connected"]


def stands_still(one):
    before = one.sent()
    one.page.wait_for_function("since => Date.now() - since > 800", arg=one.page.evaluate("Date.now()"))
    return one.sent() == before
