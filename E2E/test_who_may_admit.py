"""The clinic decides who sees whom: by its own setting, and visit by visit by a list."""

from waiting import wait_until

WORDS = "Klinikken har bestemt, at en anden skal se denne patient"


def sets(manager, who):
    manager.page.goto(manager.server.address + "/manage/queue")
    manager.page.locator(f'[name="whoAdmits"][value="{who}"]').check()
    manager.press("save-queue")
    manager.says("Gemt")


def may_admit(one, visit):
    one.sees_in(visit, "arrived", "waiting")
    return one.offers("admit", one.card(visit))


def is_refused(one, visit):
    answer = one.act(f"/visits/{visit.id}/admit", {})
    assert answer["status"] == 403 and WORDS in answer["text"], answer


def test_per_clinic(server, patient, staff):
    anna, mikkel, manager = staff(), staff(nth=1), staff("manager")
    visit = server.book("Hos Anna", **{"with": [staff_id(anna)]})
    open_to_all = server.book("Hos Enhver")
    for one in (visit, open_to_all):
        patient(one).arrive()
    assert may_admit(anna, visit) and may_admit(mikkel, visit)

    # The pages follow the setting at once.
    sets(manager, "bookedClinicians")
    wait_until(lambda: not may_admit(mikkel, visit), 10, "the button to go")
    assert may_admit(anna, visit)
    # A visit with nobody in particular is still everybody's.
    assert may_admit(mikkel, open_to_all) and may_admit(anna, open_to_all)
    is_refused(mikkel, visit)
    assert visit.state in ("arrived", "waiting")
    sets(manager, "anyClinician")
    wait_until(lambda: may_admit(mikkel, visit), 10, "the button to return")


def test_per_visit(server, patient, staff):
    anna, mikkel, secretary = staff(), staff(nth=1), staff("secretary")
    # The desk ticks who may, when it books.
    secretary.page.locator(".may-admit summary").click()
    secretary.page.locator("#booking-admit label", has_text=mikkel.name).locator("input").check()
    secretary.books("Kun Mikkel")
    link = secretary.link_shown("#booked")
    visit = next(one["visit"] for one in server.listed() if one["patient"] == "Kun Mikkel")
    waiting = patient(link=link, server=server)
    waiting.open()
    if waiting.state == "early":
        pass_time(server, visit)
        waiting.page.reload()
    waiting.arrive()
    card = Card(visit)
    assert may_admit(mikkel, card)
    assert not may_admit(anna, card)
    is_refused(anna, card)
    mikkel.admit(card)
    waiting.is_in("admitted", "inCall")


class Card:
    """As much of a visit as a card needs."""

    def __init__(self, visit):
        self.id = visit


def pass_time(server, visit):
    """The form proposes the next quarter; the link opens a quarter before."""
    server.move(Card(visit), -10)


def staff_id(one):
    return one.page.evaluate("JSON.parse(document.querySelector('#view').textContent).me.staff")
