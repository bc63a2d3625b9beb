"""The reader's choice of language: on any page with one press, remembered, and without losing the place."""


def language(page):
    return page.locator("html").get_attribute("lang")


def test_change_language(server, patient, windows):
    visit = server.book("Sprog Sara")
    sara = patient(visit)
    sara.becomes_ready()
    assert language(sara.page) == "da"
    sara.press("change-language")
    sara.says("You are in the waiting room")
    assert language(sara.page) == "en"
    sara.is_in("arrived", "waiting")
    assert sara.place >= 1
    # Remembered, on this page and on others, whatever the browser asks for.
    sara.page.goto(sara.link)
    assert language(sara.page) == "en"
    sara.page.goto(server.address + "/support")
    assert language(sara.page) == "en"
    sara.press("change-language")
    sara.page.wait_for_function("() => document.documentElement.lang === 'da'")

    # Without a choice it is the browser's wish, and Danish where that is neither.
    for wish, given in (("en-GB", "en"), ("de-DE", "da"), ("da-DK", "da")):
        one = windows(language=wish)
        one.page.goto(server.address + "/support")
        assert language(one.page) == given, wish


def test_staff_change_language(server, staff):
    manager = staff("manager")
    manager.page.goto(server.address + "/manage/people")
    manager.press("change-language")
    manager.page.wait_for_function("() => document.documentElement.lang === 'en'")
    assert manager.page.url.split("?")[0].endswith("/manage/people")
    manager.says("Add a person")
    manager.page.goto(server.address + "/clinic")
    manager.says("Today")
