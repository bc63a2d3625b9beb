"""A page is loaded although nobody has been admitted yet: its browser shows no wheel that turns for ever."""

from waiting import wait_until


class Held:
    """The signs are held back on their way until the connection stands, as over a slow line."""

    def __init__(self, page):
        self.page, self.routes = page, []
        page.route("**/signs.svg", lambda route: self.routes.append(route))

    def let_go(self):
        wait_until(lambda: self.routes, 15, "the signs to be asked for")
        # Whoever waits goes on when the rule is taken away.
        self.page.unroute("**/signs.svg")


def is_loaded(page):
    page.wait_for_load_state("load")
    assert page.evaluate("document.readyState") == "complete"


def test_clinic(server, staff):
    clinician = staff()
    held = Held(clinician.page)
    clinician.page.goto(server.address + "/clinic", wait_until="domcontentloaded")
    clinician.path_is_up()
    assert clinician.page.evaluate("document.readyState") == "interactive"
    held.let_go()
    is_loaded(clinician.page)


def test_patient(server, patient):
    one = patient(server.book("Karen Jensen"))
    held = Held(one.page)
    one.arrive()
    one.path_is_up()
    held.let_go()
    is_loaded(one.page)
