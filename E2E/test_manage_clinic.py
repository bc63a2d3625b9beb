"""The manager's settings: hours, queue, texts and support are kept; what is wrong is said and stays typed."""

import pytest


@pytest.fixture
def manager(server, staff):
    one = staff("manager")

    def go(name):
        one.page.goto(f"{server.address}/manage/{name}")
        return one

    return go


def field(one, name):
    return one.page.locator(f'[name="{name}"]')


def saves(one, act):
    one.press(act)
    one.page.locator(".saved").wait_for()
    assert not one.page.locator('.problem[role="alert"]:visible').count()


def is_refused(one, act, words):
    """Sends the form past the browser's own checks, as a script might; the page comes back with the reason."""
    one.page.locator("main form.card").evaluate("form => { form.noValidate = true; }")
    one.press(act)
    alert = one.page.locator('main [role="alert"]')
    alert.wait_for()
    assert words in alert.inner_text(), alert.inner_text()


def test_save_hours(manager):
    one = manager("hours")
    field(one, "open-6").check()
    field(one, "from-6").fill("09:00")
    field(one, "to-6").fill("12:30")
    saves(one, "save-hours")
    one = manager("hours")
    assert field(one, "open-6").is_checked() and not field(one, "open-7").is_checked()
    assert [field(one, "from-6").input_value(), field(one, "to-6").input_value()] == ["09:00", "12:30"]

    field(one, "from-2").fill("17:00")
    field(one, "to-2").fill("08:00")
    field(one, "open-6").uncheck()
    is_refused(one, "save-hours", "Åbningstiden skal være et tidspunkt før lukketiden")
    assert [field(one, "from-2").input_value(), field(one, "to-2").input_value()] == ["17:00", "08:00"]
    assert not field(one, "open-6").is_checked()
    assert field(manager("hours"), "from-2").input_value() != "17:00"


def test_save_queue(server, manager):
    one = manager("queue")
    field(one, "opensBefore").fill("30")
    one.page.locator('[name="whoAdmits"][value="bookedClinicians"]').check()
    saves(one, "save-queue")
    # The new rule holds for what is booked from now on: opens half an hour before.
    visit = server.book("Tidlig Tove", in_minutes=25)
    assert 'data-state="booked"' in server.get(visit.path).text
    for name, wrong in (("opensBefore", "-5"), ("usualMinutes", "900"), ("keptYears", "many")):
        one = manager("queue")
        field(one, name).evaluate("(one, value) => { one.type = 'text'; one.value = value; }", wrong)
        field(one, "factsDays").fill("77")
        is_refused(one, "save-queue", "Tallet skal ligge mellem")
        # A number field shows no word that is no number; the others are as they were typed.
        assert field(one, "factsDays").input_value() == "77"
        assert field(one, name).get_attribute("value") == wrong
        assert one.page.locator('[name="whoAdmits"][value="bookedClinicians"]').is_checked()


def test_save_texts(server, manager, patient):
    waiting = patient(server.book("Tekst Tilde"))
    one = manager("texts")
    field(one, "greeting").fill("Hej og velkommen hos os. <i>Hygge</i>")
    field(one, "urgent").fill("Ring 112. Lægevagten: 70 11 31 31.")
    field(one, "telephone").fill("86 11 22 33")
    saves(one, "save-texts")
    waiting.arrive()
    waiting.says("Hej og velkommen hos os. <i>Hygge</i>")
    waiting.says("Lægevagten: 70 11 31 31")
    assert waiting.page.locator('a[href="tel:86112233"]').first.is_visible()

    one = manager("texts")
    field(one, "name").fill("")
    field(one, "greeting").fill("En ny hilsen")
    is_refused(one, "save-texts", "Skriv et navn")
    assert field(one, "greeting").input_value() == "En ny hilsen"
    assert field(one, "name").input_value() == ""
    one = manager("texts")
    long = "x" * 501
    field(one, "greeting").evaluate("(one, value) => { one.value = value; }", long)
    is_refused(one, "save-texts", "højst være 500 tegn")
    assert field(one, "greeting").input_value() == long


def test_save_support(server, manager, windows):
    one = manager("support")
    field(one, "name").fill("It-hotline Nord")
    field(one, "telephone").fill("70 20 30 40")
    field(one, "email").fill("it@example.dk")
    field(one, "hours").fill("Hverdage 8-16")
    saves(one, "save-support")
    stranger = windows()
    stranger.page.goto(server.address + "/support")
    shown = stranger.page.locator("main").inner_text()
    for words in ("It-hotline Nord", "70 20 30 40", "it@example.dk", "Hverdage 8-16"):
        assert words in shown, words
    one = manager("support")
    field(one, "email").fill("ikke en adresse")
    is_refused(one, "save-support", "E-mailadressen kan ikke læses")
    assert field(one, "email").input_value() == "ikke en adresse"


def test_only_a_manager(server, staff):
    secretary = staff("secretary")
    assert secretary.page.locator('a[href^="/manage"]').count() == 0
    for name in ("people", "hours", "queue", "texts", "support", "keys", "statistics", "audit"):
        assert secretary.page.goto(f"{server.address}/manage/{name}").status == 403, name
        secretary.says("Det kan kun en leder")
