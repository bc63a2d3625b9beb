"""A page one of whose scripts was lost on its way, as when the network changes, or is late: no button does anything
without it."""

import pytest
from people import Patient, Staff
from waiting import wait_until

SAID = "Siden blev ikke hentet helt"


def loses(page, name, times):
    """Lets the page's requests for a script fail so many times; gives the list of what failed."""
    lost = []

    def fail(route):
        if len(lost) < times:
            lost.append(route.request.url)
            route.abort("connectionreset")
        else:
            route.fallback()

    page.route(f"**/{name}", fail)
    return lost


# The page's own script, and one that another script asks for.
@pytest.mark.parametrize("name", ["patient.js", "waiting.js"])
def test_the_patients_page_is_fetched_again(server, windows, name):
    patient = Patient(windows(), server.book("Henny Hentet"))
    lost = loses(patient.page, name, 1)
    patient.page.goto(patient.link)
    patient.says(SAID)
    assert lost
    wait_until(lambda: SAID not in patient.page.locator("body").inner_text(), 20, "the page to be fetched again")
    patient.press("arrive")
    patient.is_in("arrived", "waiting")


def test_a_script_that_has_gone(server, windows):
    """As when the server has been renewed in between: the page's own address has the new ones."""
    patient = Patient(windows(), server.book("Holger Hentet"))
    gone = []

    def answer(route):
        gone.append(route.request.url)
        route.fulfill(status=404, body="")

    patient.page.route("**/patient.js", answer, times=2)
    patient.page.goto(patient.link)
    patient.says(SAID)
    wait_until(lambda: SAID not in patient.page.locator("body").inner_text(), 20, "the page to be fetched again")
    assert gone
    patient.press("arrive")
    patient.is_in("arrived", "waiting")


def test_a_page_that_stays_away_is_asked_for_until_it_comes(server, windows):
    clinician = Staff(windows(), server, server.staff())
    lost = loses(clinician.page, "clinic.js", 4)
    clinician.sign_in()
    clinician.says(SAID)
    # Asking the page lets its requests be seen.
    wait_until(lambda: clinician.page.title() and len(lost) == 4, 30, "the script to be asked for again")
    wait_until(lambda: SAID not in clinician.page.locator("body").inner_text(), 20, "the page to be fetched again")
    visit = server.book("Henrik Hentet")
    clinician.page.locator(f'[data-visit="{visit.id}"]').wait_for()


def test_the_test_page_is_fetched_again(server, windows):
    page = windows().page
    lost = loses(page, "linetest.js", 1)
    page.goto(server.address + "/test")
    page.locator(".problem:visible", has_text=SAID).wait_for()
    assert lost
    page.locator(".problem:visible", has_text=SAID).wait_for(state="hidden", timeout=20_000)


def test_a_press_before_the_script_is_there(server, windows):
    """On a slow line the button is there seconds before what it does."""
    patient = Patient(windows(), server.book("Hurtig Hansen"))
    held = []
    patient.page.route("**/waiting.js", lambda route: held.append(route))
    patient.page.goto(patient.link, wait_until="commit")
    patient.press("arrive")
    assert patient.state == "booked"
    held.pop().fallback()
    patient.is_in("arrived", "waiting")
