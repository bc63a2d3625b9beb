"""The patient must go, and comes back: the clinic sees both, and the visit goes on."""


def test_leave_and_return(server, patient, staff):
    visit = server.book("Else Emil")
    else_, clinician = patient(visit), staff()
    else_.becomes_ready()
    clinician.sees_in(visit, "waiting")

    else_.leave()
    clinician.sees_in(visit, "booked", None)
    assert not clinician.offers("admit", clinician.card(visit))

    else_.arrive()
    else_.is_ready()
    clinician.admit(visit).is_in_call()
    else_.is_in("inCall").sees(10)


def test_being_late_is_told_to_the_clinic(server, patient, staff):
    visit = server.book("Finn Frost")
    finn, clinician = patient(visit), staff(nth=1)
    finn.arrive()
    finn.be_late(10)
    clinician.page.locator(f"{clinician.card(visit)} .visit-late:visible").wait_for()
