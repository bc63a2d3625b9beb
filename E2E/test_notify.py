"""The clinic tells those who wait that it is late, in its own words or in the proposed ones, and takes it back."""

import pytest


@pytest.fixture
def waiting(server, patient):
    return patient(server.book("Vibe Venter")).arrive()


def test_notify(waiting, staff):
    secretary = staff("secretary")
    page = secretary.page
    # An empty one is refused in words.
    secretary.press("notify")
    secretary.says("Skriv en besked, eller vælg en forsinkelse")

    page.locator("#notify-late").select_option("15")
    assert "15 minutter forsinket" in page.locator("#notify-text").input_value()
    secretary.press("notify")
    waiting.says("cirka 15 minutter forsinket")
    secretary.says("De ventende ved, at I er 15 minutter forsinket")
    assert not page.locator("#problem").is_visible()
    assert page.locator("#notify-text").input_value() == ""

    # A sentence of one's own stays, whichever delay is chosen.
    page.locator("#notify-text").fill("Lægen er kaldt ud <b>akut</b>.")
    page.locator("#notify-late").select_option("30")
    secretary.press("notify")
    waiting.says("Lægen er kaldt ud <b>akut</b>")
    assert waiting.page.locator(".notice b").count() == 0
    secretary.says("De ventende ved, at I er 30 minutter forsinket")

    # Taken back one by one, and on time again.
    page.locator("#sent-notices li", has_text="akut").locator('[data-act="remove-notice"]').click()
    waiting.page.get_by_text("akut").wait_for(state="detached")
    page.locator("#notify-late").select_option("0")
    secretary.press("notify")
    page.locator("#sent-notices .late-now").wait_for(state="detached")


def test_too_long_a_message_stays_to_be_shortened(staff):
    secretary = staff("secretary", clinic=1)
    words = "Vi er forsinket. " * 40
    # The field itself holds no more than is allowed; a page whose field does is answered in words.
    secretary.page.locator("#notify-text").evaluate("field => field.removeAttribute('maxlength')")
    secretary.page.locator("#notify-text").fill(words)
    secretary.press("notify")
    secretary.says("for lang")
    assert secretary.page.locator("#notify-text").input_value() == words
