"""The ticket belongs to the server: reloading the page, or closing and opening it, keeps the place in the queue."""

from waiting import wait_until


def test_reload_keeps_the_place(server, patient, staff):
    first, second = server.book("Anders And", in_minutes=1), server.book("Bente Bent", in_minutes=2)
    anders, bente = patient(first), patient(second)
    anders.arrive()
    bente.arrive()
    wait_until(lambda: (anders.place, bente.place) == (1, 2), 5, "places 1 and 2")

    anders.page.reload()
    anders.is_in("arrived", "waiting")
    wait_until(lambda: anders.place == 1, 5, "place 1 after a reload")

    # The tab is closed, and the link opened again: nothing has to be pressed to have the place again.
    anders.page.close()
    staff().sees_in(first, "arrived", "waiting")
    anders.page = anders.window.open_page()
    anders.open().is_in("arrived", "waiting")
    assert (anders.place, bente.place) == (1, 2)


def test_reload_in_the_call_brings_the_call_back(server, patient, staff):
    visit = server.book("Carl Carlsen", in_minutes=3)
    carl, clinician = patient(visit), staff(nth=1)
    carl.becomes_ready()
    clinician.admit(visit).is_in_call()
    carl.sees(10)
    carl.page.reload()
    carl.is_in("inCall")
    carl.sees(10)
    clinician.sees(10)
    clinician.hears()
