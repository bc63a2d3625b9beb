"""An arrival is seen and heard by everybody at the clinic, again and again, until somebody has looked."""

from waiting import wait_until


def bells(one):
    return one.page.evaluate("probe.tones()")


def test_look(server, patient, staff):
    visit = server.book("Anker Ankomst", in_minutes=40)
    server.move(visit, -30)
    clinician, secretary = staff(size=(1280, 420)), staff("secretary")
    # A sound needs one press on the page, as browsers want it.
    for one in (clinician, secretary):
        one.page.locator("h1").click()
    before = bells(clinician), bells(secretary)
    patient(visit).arrive()

    for one, rung in zip((clinician, secretary), before):
        told = one.page.locator("#arrival")
        told.wait_for()
        assert "Anker Ankomst er i venteværelset" in told.inner_text()
        wait_until(lambda: bells(one) > rung, 5, "the bell to ring")
    # In another tab the title tells.
    clinician.page.wait_for_function("() => document.title === 'En patient er kommet!'")
    assert clinician.page.locator(f"{clinician.card(visit)}[data-unseen]").count() == 1

    # Nobody looks: it rings again.
    first = bells(clinician)
    wait_until(lambda: bells(clinician) > first, 20, "the bell to ring once more", 0.2)

    clinician.page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    clinician.press("show-arrival")
    wait_until(lambda: in_view(clinician, visit), 5, "the card to be shown")

    # One has looked: it is over for both.
    secretary.press("look")
    for one in (secretary, clinician):
        one.page.locator("#arrival").wait_for(state="hidden")
        one.page.wait_for_function("() => document.title !== 'En patient er kommet!'")
    # Longer than the bell's pause, and it is still quiet.
    quiet = bells(clinician), bells(secretary)
    clinician.page.wait_for_function("since => Date.now() - since > 13000", arg=clinician.page.evaluate("Date.now()"))
    assert (bells(clinician), bells(secretary)) == quiet


def in_view(one, visit):
    box = one.page.locator(one.card(visit)).bounding_box()
    return box["y"] >= 0 and box["y"] + 60 <= one.page.viewport_size["height"]


def test_several_arrivals(server, patient, staff):
    secretary = staff("secretary", clinic=1)
    first, second = server.book("Ane Ane", clinic=1), server.book("Bo Bo", clinic=1)
    for visit in (first, second):
        patient(visit).arrive()
    secretary.says("2 patienter er kommet")
    # Admitting is having looked.
    clinician = staff(clinic=1)
    clinician.admit(first)
    secretary.says("Bo Bo er i venteværelset")
    secretary.press("look")
    secretary.page.locator("#arrival").wait_for(state="hidden")
