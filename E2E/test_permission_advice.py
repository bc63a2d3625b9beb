"""Where a permission is missing, the page says what to do in the words of the reader's own browser."""

import pytest
from browsers import FAKE_DEVICES, launch
from people import Patient

SAFARI = "AppleWebKit/605.1.15 (KHTML, like Gecko)"
CHROME = "AppleWebKit/537.36 (KHTML, like Gecko)"
BROWSERS = {
    "iphone": (
        f"Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) {SAFARI} Version/18.0 Mobile/15E148 Safari/604.1", "aA"),
    "iphone-chrome": (
        f"Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) {SAFARI} CriOS/130.0 Mobile/15E148 Safari/604.1",
        "Åbn telefonens Indstillinger"),
    "android": (f"Mozilla/5.0 (Linux; Android 14; Pixel 8) {CHROME} Chrome/130.0.0.0 Mobile Safari/537.36", "Tilladelser"),
    "samsung": (
        f"Mozilla/5.0 (Linux; Android 14; SM-S911B) {CHROME} SamsungBrowser/27.0 Chrome/125.0 Mobile Safari/537.36",
        "hængelåsen"),
    "android-firefox": (
        "Mozilla/5.0 (Android 14; Mobile; rv:132.0) Gecko/132.0 Firefox/132.0", "Giv tilladelse til Kamera"),
    "firefox": ("Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0", "Blokeret"),
    "edge": (
        f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {CHROME} Chrome/130.0.0.0 Safari/537.36 Edg/130.0.0.0",
        "Tilladelser for dette websted"),
    "safari": (
        f"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) {SAFARI} Version/18.0 Safari/605.1.15",
        "Indstillinger for dette websted"),
    "chrome": (
        f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {CHROME} Chrome/130.0.0.0 Safari/537.36",
        "ikonet til venstre for adressen"),
    "in-app": (
        f"Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) {SAFARI} Mobile/15E148 [FBAN/FBIOS;FBAV/480.0]",
        "Åbn i browser"),
}


@pytest.fixture(scope="module")
def refusing(playwright):
    """A browser that says no to every question."""
    browser = launch(playwright, "--deny-permission-prompts", devices=FAKE_DEVICES, allowed=[])
    yield browser
    browser.close()


def test_permission_advice(server, windows, refusing):
    said = {}
    for name, (agent, words) in BROWSERS.items():
        visit = server.book(f"Råd {name}")
        one = Patient(windows(refusing, user_agent=agent, size=(360, 640)), visit)
        one.arrive()
        advice = one.page.locator("#advice")
        advice.wait_for()
        said[name] = advice.locator("#advice-steps").inner_text()
        assert "Browseren må ikke bruge kamera og mikrofon" in advice.inner_text(), name
        assert words in said[name], (name, said[name])
        # It blocks nobody: the place is there, and it says so.
        assert one.state in ("arrived", "waiting") and "Du beholder din plads i køen" in advice.inner_text()
        one.window.close()
    assert len(set(said.values())) == len(said), "two browsers are told the same"
