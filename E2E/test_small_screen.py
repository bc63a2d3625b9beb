"""On 360 x 640 and at a width of 320 no page has to be moved sideways, and controls are large enough for a thumb."""

import pytest
from people import Patient, Staff
from waiting import wait_until


def widths(page):
    return page.evaluate("[document.scrollingElement.scrollWidth, innerWidth]")


def fits(page):
    try:
        # The document may be there before its stylesheet, which decides the widths.
        wait_until(lambda: widths(page)[0] <= widths(page)[1], 10, "the page to fit")
    except AssertionError:
        needed, there = widths(page)
        widest = page.evaluate("""() => [...document.body.querySelectorAll('*')].filter((one) =>
            one.getBoundingClientRect().right > innerWidth + 1).slice(0, 3).map((one) => one.outerHTML.slice(0, 120))""")
        raise AssertionError(f"{page.url} needs {needed} of {there} pixels: {widest}") from None


@pytest.mark.parametrize("size", [(360, 640), (320, 568)], ids=["360x640", "320x568"])
@pytest.mark.parametrize("language", ["da-DK", "en-GB"], ids=["da", "en"])
def test_small_screen(server, windows, size, language):
    small = {"size": size, "language": language}
    stranger = windows(**small)
    for path in ("/", "/support", "/test", "/sign-in", "/v/" + "A" * 22):
        stranger.page.goto(server.address + path, wait_until="domcontentloaded")
        fits(stranger.page)

    visit = server.book("Maximiliane Hyacinthe von Langenavn-Christoffersen")
    one = Patient(windows(**small), visit).open().is_in("booked")
    fits(one.page)
    height = one.page.locator('[data-act="arrive"]').first.bounding_box()["height"]
    assert height >= 48
    one.becomes_ready()
    fits(one.page)

    clinician = Staff(windows(**small), server, server.staff()).sign_in()
    fits(clinician.page)
    clinician.admit(visit).is_in_call()
    one.is_in("inCall")
    fits(one.page)
    fits(clinician.page)
    box = one.page.locator('[data-act="mute"]:visible').first.bounding_box()
    assert box["height"] >= 44 and box["y"] + box["height"] <= size[1], f"mute is at {box}"
    clinician.ends("completed")
    one.is_in("ended")
    fits(one.page)
    one.page.goto(one.link + "/facts")
    fits(one.page)
    fits(Patient(windows(**small), server.book("Tidlig Tim", in_minutes=180)).open().is_in("early").page)

    manager = Staff(windows(**small), server, server.staff("manager")).sign_in()
    for name in ("people", "hours", "queue", "texts", "support", "statistics", "keys", "audit"):
        assert manager.page.goto(f"{server.address}/manage/{name}").status == 200, name
        fits(manager.page)
