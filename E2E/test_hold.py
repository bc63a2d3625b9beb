"""On hold nothing is forwarded; resumed, both see each other again without a new connection."""

from waiting import wait_until


def test_hold(server, patient, staff):
    visit = server.book("Hanne Hold")
    hanne, clinician = patient(visit), staff()
    hanne.becomes_ready()
    clinician.admit(visit).is_in_call()
    hanne.is_in("inCall").sees(20)
    connections = hanne.page.evaluate("probe.count()")

    clinician.press("hold")
    hanne.is_in("onHold")
    clinician.sees_in(visit, "onHold")
    # Nobody's camera was turned off, and nobody is told so: not when the last picture has faded either.
    for one in (hanne, clinician):
        one.page.locator('.tile[data-slot="0"][data-picture="false"]').wait_for()
        assert not one.page.get_by_text("Kameraet er slukket").locator("visible=true").count()
    clinician.press("resume")
    hanne.is_in("inCall").sees(20)
    wait_until(lambda: clinician.call_state == "inCall", 5, "the call to go on")
    clinician.sees(20)
    assert hanne.page.evaluate("probe.count()") == connections
