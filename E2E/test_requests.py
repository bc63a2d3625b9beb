"""A patient asks for a video visit on the clinic's page; the clinic triages: books, or declines with a reason."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from people import Patient, Person, Staff
from waiting import wait_until


def clinic_page(server):
    """The clinic's public page, found from the front page as a patient would."""
    return server.address + "/clinics/c-demo"


def wish(page, name, telephone="20 11 22 33", reasons=("distance",), text=""):
    page.locator('input[name="name"]').fill(name)
    page.locator('input[name="telephone"]').fill(telephone)
    for reason in reasons:
        page.locator(f'input[name="reasons"][value="{reason}"]').check()
    page.locator('textarea[name="text"]').fill(text)
    page.locator('[data-act="ask-for-video"]').click()


def row(clinician, name):
    return clinician.page.locator("#request-list li", has_text=name)


def complaints(page):
    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in found if one["impact"] in ("serious", "critical")]


def test_asked_triaged_and_booked(server, windows, patient, staff):
    secretary = staff("secretary")
    stranger = Person(windows(), server)
    stranger.page.goto(server.address)
    stranger.page.locator('[data-act="see-clinic"][href$="/c-demo"]').click()
    wish(stranger.page, "Ønske Olsen", reasons=("distance", "work"), text="Jeg bor på Anholt. <b>Færgen</b> går sjældent.")
    stranger.page.locator("main[data-state=asked]").wait_for()

    # It stands on the page that was open all the time.
    row(secretary, "Ønske Olsen").wait_for()
    secretary.says("1 ønske om video venter")
    assert "<b>Færgen</b>" in row(secretary, "Ønske Olsen").inner_text()
    row(secretary, "Ønske Olsen").locator('[data-act="open-accept"]').click()
    secretary.press("accept-request", "#request-list")
    link = secretary.link_shown("#booked")
    row(secretary, "Ønske Olsen").wait_for(state="detached")
    # Triage is kept with who and when, and the link is a patient's.
    one = patient(link=link, server=server).open()
    wait_until(lambda: one.state in ("early", "booked"), 15, "the link to be the patient's")
    (body,) = server.database().execute(
        "select body from visit_events where word = 'booked' and body like '%Ønske Olsen%'").fetchone()
    assert '"triage":{' in body and '"by":"s-lone"' in body and '"request":"r-' in body


def test_declined_with_a_reason(server, windows, staff):
    stranger = Person(windows(), server)
    stranger.page.goto(clinic_page(server))
    wish(stranger.page, "Afvist Andersen")
    stranger.page.locator("main[data-state=asked]").wait_for()
    secretary, other = staff("secretary"), staff()
    mine = row(secretary, "Afvist Andersen")
    mine.locator('[data-act="open-decline"]').click()
    mine.locator('[data-act="decline-request"]').click()
    mine.get_by_text("Skriv en begrundelse").wait_for()
    row(other, "Afvist Andersen").wait_for()
    mine.locator('input[name="reason"]').fill("Lægen vil gerne undersøge dig")
    mine.locator('[data-act="decline-request"]').click()
    mine.wait_for(state="detached")
    row(other, "Afvist Andersen").wait_for(state="detached")


def test_typed_words_are_kept(server, windows):
    stranger = Person(windows(), server)
    page = stranger.page
    page.goto(clinic_page(server))
    wish(page, "Karen 010190-1234", text="Jeg passer min mor", reasons=("care",))
    stranger.says("Skriv ikke et personnummer her")
    assert page.locator('input[name="name"]').get_attribute("aria-invalid") == "true"
    assert page.locator('input[name="name"]').input_value() == "Karen 010190-1234"
    assert page.locator('textarea[name="text"]').input_value() == "Jeg passer min mor"
    assert page.locator('input[value="care"]').is_checked()
    page.locator('input[name="name"]').fill("Karen Kjær")
    page.locator('[data-act="ask-for-video"]').click()
    page.locator("main[data-state=asked]").wait_for()


def test_without_scripts(server, chromium):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(clinic_page(server))
    wish(page, "Uden Script", reasons=("transport",))
    page.locator("main[data-state=asked]").wait_for()
    context.close()


@pytest.mark.parametrize("language,said", [("da-DK", "Skriv ikke om dit helbred"), ("en-GB", "Do not write about your health")])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_accessible_and_small(server, windows, language, said, theme):
    window = windows(language=language, size=(320, 568), color_scheme=theme)
    stranger = Person(window, server)
    page = stranger.page
    found = []

    def look():
        found.extend(complaints(page))
        needed, there = page.evaluate("[document.scrollingElement.scrollWidth, innerWidth]")
        assert needed <= there, f"{page.url} needs {needed} of {there}"

    page.goto(server.address)
    look()
    page.goto(clinic_page(server))
    stranger.says(said)
    look()
    box = page.locator('[data-act="ask-for-video"]').bounding_box()
    assert box["height"] >= 48
    wish(page, "Lise Lille", telephone="ring bare")
    page.locator("#telephone-problem").wait_for()
    look()
    page.locator('input[name="telephone"]').fill("20112244")
    page.locator('[data-act="ask-for-video"]').click()
    page.locator("main[data-state=asked]").wait_for()
    look()

    options = {"language": language, "size": (320, 568), "color_scheme": theme, "reduced_motion": "reduce"}
    secretary = Staff(windows(**options), server, server.staff("secretary")).sign_in()
    mine = row(secretary, "Lise Lille").first
    mine.locator('[data-act="open-accept"]').click()
    mine.locator('[data-act="open-decline"]').click()
    page = secretary.page
    look()
    mine.locator('input[name="reason"]').fill("Set")
    mine.locator('[data-act="decline-request"]').click()
    mine.wait_for(state="detached")
    assert not found, found
