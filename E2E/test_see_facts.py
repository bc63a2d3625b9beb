"""The facts sheet: opened from the patient's page and from the card, and printed on paper without the page's furniture."""

import re

import pytest
from waiting import wait_until


@pytest.fixture
def ended(server, patient, staff):
    visit = server.book("Faktum Frida")
    frida, clinician = patient(visit), staff()
    frida.becomes_ready()
    clinician.admit(visit).is_in_call()
    frida.is_in("inCall").sees(90)
    clinician.ends("completed")
    frida.is_in("ended")
    return visit, clinician, frida


def test_see_facts(ended):
    visit, clinician, frida = ended
    frida.press("see-facts")
    frida.page.wait_for_url("**/facts")
    sheet = frida.page.locator("main").inner_text()
    for words in ("Faktum Frida", "Dr. Anna Holm", "Lægehuset ved Åen", "Gennemført på video", "Patient", "Behandler"):
        assert words in sheet, f"{words} is missing in {sheet}"
    # Nobody's number and nothing of what was said stands on it.
    assert "12345678" not in sheet.replace(" ", "")

    clinician.page.locator("#done-holder > summary").click()
    clinician.press("see-facts", clinician.card(visit))
    clinician.page.wait_for_url("**/facts")
    assert "Faktum Frida" in clinician.page.locator("main").inner_text()
    # The line over the visit is a picture with a sentence.
    clinician.page.locator("#line-picture svg[role=img][aria-label]").wait_for()

    clinician.page.evaluate("window.print = () => { window.printed = true; }")
    clinician.press("print")
    assert clinician.page.evaluate("window.printed") is True
    printed(clinician.page)
    clinician.press("change-language")
    clinician.says("Facts of the call")


def printed(page):
    """On paper: the sheet alone, black on white, on one or two pages."""
    page.emulate_media(media="print", color_scheme="dark")
    for gone in (".top", '[data-act="print"]', ".skip"):
        assert not page.locator(gone).first.is_visible(), gone
    assert page.locator("h1").is_visible()
    colours = page.evaluate(
        "(() => { const { color, backgroundColor } = getComputedStyle(document.body); return [color, backgroundColor]; })()")
    assert colours == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]
    faint = page.evaluate("""() => [...document.querySelectorAll('main *')].filter((one) => {
        const light = getComputedStyle(one).color.match(/\\d+/g).slice(0, 3).every((part) => Number(part) > 140);
        return light && one.textContent.trim() && one.getClientRects().length > 0;
    }).map((one) => one.outerHTML.slice(0, 100))""")
    assert not faint, faint
    pages = len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4")))
    assert 1 <= pages <= 2, pages
    page.emulate_media(media="screen", color_scheme="light")


def test_facts_can_be_read_for_as_long_as_the_clinic_says(server, ended, staff):
    visit, _, frida = ended
    manager = staff("manager")
    manager.page.goto(server.address + "/manage/queue")
    manager.page.locator('[name="factsDays"]').fill("0")
    manager.press("save-queue")
    manager.says("Gemt")
    # From then on the link is as one that never was.
    wait_until(lambda: server.get(visit.path + "/facts").status == 404, 10, "the sheet to be closed")
    frida.page.goto(frida.link + "/facts")
    frida.says("Linket virker ikke")
    # The clinic reads it all the same.
    assert manager.page.goto(f"{server.address}/visits/{visit.id}/facts").status == 200
    manager.page.goto(server.address + "/manage/queue")
    manager.page.locator('[name="factsDays"]').fill("30")
    manager.press("save-queue")
    manager.says("Gemt")
    assert server.get(visit.path + "/facts").status == 200
