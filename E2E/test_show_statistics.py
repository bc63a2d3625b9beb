"""The day and the month in pictures: visits, waits, outcomes, lines and means, of any day that is chosen."""

from waiting import wait_until


def test_show_statistics(server, patient, staff):
    visit, gone = server.book("Stat Stine"), server.book("Aflyst Aage")
    stine, clinician = patient(visit), staff()
    stine.becomes_ready()
    clinician.admit(visit).is_in_call()
    stine.is_in("inCall").sees(90)
    clinician.ends("completed")
    assert server.api("DELETE", f"/api/visits/{gone.id}").status in (200, 204)

    manager = staff("manager")
    page = manager.page
    page.goto(server.address + "/manage/statistics")
    for place in ("#statistics-day", "#statistics-month"):
        shown = page.locator(place)
        shown.locator(".card").first.wait_for()
        assert number(shown, "Aftaler") >= 2
        for row, least in (("Gennemført på video", 1), ("Aflyst", 1), ("God forbindelse", 1), ("Video", 1)):
            assert bar(shown, row) >= least, (place, row)
        assert shown.locator("svg[role=img]").count() >= 2

    # A day long ago is empty and says so, and its month is named.
    page.locator("#day").fill("2024-02-29")
    manager.press("show-statistics")
    page.wait_for_url("**day=2024-02-29*")
    manager.says("torsdag den 29. februar 2024")
    manager.says("februar 2024")
    assert number(page.locator("#statistics-day"), "Aftaler") == 0
    manager.says("Ingen endnu")
    # Nonsense in the address is today.
    page.goto(server.address + "/manage/statistics?day=2024-02-99")
    wait_until(lambda: number(page.locator("#statistics-day"), "Aftaler") >= 2, 5, "the figures of today")


def number(place, title):
    return int(place.locator(".card", has=place.page.get_by_role("heading", name=title, exact=True))
               .locator(".big").first.inner_text())


def bar(place, word):
    row = place.locator("li.picture", has=place.page.get_by_text(word, exact=True))
    return int(row.locator("strong").first.inner_text()) if row.count() else 0
