"""axe finds nothing serious or critical on any page, in either language, light and dark."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from people import Patient, Staff

PUBLIC = ("/", "/support", "/test", "/sign-in", "/v/" + "A" * 22)
MANAGED = ("people", "hours", "queue", "texts", "support", "statistics", "keys", "audit")
LANGUAGES = {"da": "da-DK", "en": "en-GB"}


def complaints(page):
    """What axe calls serious or critical, each with the first place."""
    found = Axe().run(page).response["violations"]
    return [
        f"{page.url}: {one['id']}: {one['help']}: {one['nodes'][0]['html'][:160]}"
        for one in found if one["impact"] in ("serious", "critical")
    ]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("language", ["da", "en"])
def test_accessible(server, windows, language, theme):
    options = {"language": LANGUAGES[language], "color_scheme": theme, "reduced_motion": "reduce"}
    found = []
    stranger = windows(**options)
    for path in PUBLIC:
        stranger.page.goto(server.address + path, wait_until="domcontentloaded")
        assert stranger.page.locator("html").get_attribute("lang") == language, path
        found += complaints(stranger.page)

    early, visit = server.book("Tidlig Tim", in_minutes=180), server.book("Ib Iversen")
    tim = Patient(windows(**options), early).open().is_in("early")
    found += complaints(tim.page)
    ib = Patient(windows(**options), visit).open().is_in("booked")
    found += complaints(ib.page)
    ib.becomes_ready()
    found += complaints(ib.page)

    clinician = Staff(windows(**options), server, server.staff()).sign_in()
    found += complaints(clinician.page)
    clinician.admit(visit).is_in_call()
    ib.is_in("inCall")
    found += complaints(clinician.page) + complaints(ib.page)
    elsewhere = Patient(windows(**options), visit).open().is_in("inCall")
    ib.is_in("moved")
    found += complaints(ib.page)
    elsewhere.page.close()
    ib.page.reload()
    ib.is_in("inCall")
    clinician.ends("completed")
    ib.is_in("ended")
    found += complaints(ib.page)
    ib.page.goto(ib.link + "/facts")
    found += complaints(ib.page)
    clinician.page.goto(f"{server.address}/visits/{visit.id}/facts")
    found += complaints(clinician.page)
    late = server.book("Sene Sofie")
    server.move(late, -300)
    sofie = Patient(windows(**options), late).open().is_in("closed", "ended", "unknown")
    found += complaints(sofie.page)

    manager = Staff(windows(**options), server, server.staff("manager")).sign_in()
    for name in MANAGED:
        assert manager.page.goto(f"{server.address}/manage/{name}").status == 200, name
        found += complaints(manager.page)
    assert not found, "\n".join(found)
