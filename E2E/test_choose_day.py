"""Another day's plan: shown with a press, its visits changed and cancelled, and a day without visits says so."""

import datetime
import zoneinfo

from waiting import wait_until


def in_days(days):
    """A day by the clinic's calendar."""
    now = datetime.datetime.now(zoneinfo.ZoneInfo("Europe/Copenhagen"))
    return (now + datetime.timedelta(days=days)).strftime("%Y-%m-%d")


def test_choose_day(server, staff):
    visit = server.book("Morgen Mathilde", in_minutes=3 * 24 * 60)
    secretary = staff("secretary")
    page = secretary.page
    assert secretary.state_of(visit) is None
    secretary.press("show-other-day")
    page.locator("#other-day").fill(in_days(3))
    card = page.locator(f"#other-visits {secretary.card(visit)}")
    card.wait_for()
    assert "Morgen Mathilde" in card.inner_text()
    assert not secretary.offers("admit", secretary.card(visit))

    secretary.press("change", secretary.card(visit))
    page.locator("#booking-minutes").select_option("45")
    secretary.press("change", "#booking")
    wait_until(lambda: visit["minutes"] == 45, 5, "the visit to be 45 minutes long")

    secretary.press("cancel", f"#other-visits {secretary.card(visit)}")
    wait_until(lambda: visit.state == "ended", 5, "the visit to be cancelled")
    wait_until(lambda: card.get_attribute("data-state") == "ended", 5, "the card to say so")

    page.locator("#other-day").fill(in_days(200))
    secretary.says("Der er ingen aftaler den dag")
    page.locator("#other-day").fill("")
    page.locator("#other-none").wait_for(state="hidden")
