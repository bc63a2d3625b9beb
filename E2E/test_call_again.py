"""«Kald op igen»: the connection is built anew, and the call is the same call."""

from waiting import wait_until


def test_call_again(server, patient, staff):
    visit = server.book("Mogens Mørk")
    mogens, clinician = patient(visit), staff()
    mogens.becomes_ready()
    clinician.admit(visit).is_in_call()
    mogens.is_in("inCall").sees(20)
    for one, other in ((mogens, clinician), (clinician, mogens)):
        before = one.page.evaluate("probe.count()")
        one.press("call-again")
        wait_until(lambda: one.page.evaluate("probe.count()") > before, 5, "a new connection")
        one.path_is_up()
        one.sees(20)
        one.hears()
        other.sees(20)
        other.hears()
        assert mogens.state == "inCall" and clinician.call_state == "inCall"
    assert visit.state == "inCall"
