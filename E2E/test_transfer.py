"""A call is transferred to a colleague, who admits; the patient keeps the one connection throughout."""


def test_transfer(server, patient, staff):
    visit = server.book("Kim Krag")
    anna, bo, kim = staff(nth=0), staff(nth=1), patient(visit)
    kim.becomes_ready()
    anna.admit(visit).is_in_call()
    kim.is_in("inCall").sees(10)
    connections = kim.page.evaluate("probe.count()")

    anna.transfers(bo)
    kim.is_in("waiting")
    bo.sees_in(visit, "waiting")
    bo.admit(visit).is_in_call()
    kim.is_in("inCall").sees(10)
    bo.sees(10)
    bo.hears()
    assert kim.page.evaluate("probe.count()") == connections
