"""A screen is shared: the other decodes its frames beside the picture, and either side may stop it."""

import pytest
from browsers import launch
from waiting import wait_until

SCREEN = "2"


@pytest.fixture
def call(server, patient, staff):
    visit = server.book("Signe Skov")
    signe, clinician = patient(visit), staff()
    signe.becomes_ready()
    clinician.admit(visit).is_in_call()
    signe.is_in("inCall").sees(10)
    return visit, clinician, signe


def screen_frames(one):
    return one.flow().get(SCREEN, {}).get("frames", 0)


def sees_a_screen(one, frames=10):
    """Waits until a shared screen is shown large, and so many further frames of it are decoded."""
    one.page.locator("#screen-tile").wait_for()
    before = screen_frames(one)
    wait_until(lambda: screen_frames(one) >= before + frames, 20, f"{frames} frames of the screen", 0.2)
    wait_until(
        lambda: one.page.evaluate("document.querySelector('#screen').videoWidth") > 0, 5, "the screen to be drawn")


def sees_no_screen(one):
    one.page.locator("#screen-tile").wait_for(state="hidden")
    assert one.page.locator("#stage").get_attribute("data-screen") == "false"


def control(one):
    shown = one.page.locator('.controls [data-act="share-screen"]')
    return shown.get_attribute("aria-pressed"), shown.inner_text().strip()


def test_share_screen(call):
    visit, clinician, signe = call
    assert control(clinician) == ("false", "Del skærm")
    clinician.press("share-screen")
    sees_a_screen(signe)
    assert "Delt skærm" in signe.page.locator("#screen-tile").inner_text()
    assert control(clinician) == ("true", "Stop deling")
    # The face stays: it is the clinician that the patient speaks with.
    signe.sees(20)
    # Who shares sees the other and not the own screen in itself.
    assert not clinician.page.locator("#screen-tile").is_visible()

    clinician.press("share-screen")
    sees_no_screen(signe)
    wait_until(lambda: control(clinician) == ("false", "Del skærm"), 5, "the control to offer sharing again")
    signe.sees(10)

    # The patient shows something in turn.
    signe.press("share-screen")
    sees_a_screen(clinician)
    clinician.hears()
    clinician.ends("completed")
    signe.is_in("ended")


@pytest.fixture
def asking(playwright):
    """A browser whose question for what to share is answered with the window named so."""
    browser = launch(playwright, "--auto-select-tab-capture-source-by-title=X-ray", allowed=[])
    yield browser
    browser.close()


def test_a_shared_window_is_closed(server, patient, staff, asking):
    visit = server.book("Røde Rita")
    rita, clinician = patient(visit), staff(browser=asking, permissions=["camera", "microphone"])
    rita.becomes_ready()
    clinician.admit(visit).is_in_call()
    rita.is_in("inCall").sees(10)
    picture = clinician.window.open_page()
    picture.goto(server.address + "/support")
    picture.evaluate("document.title = 'X-ray'")
    clinician.page.bring_to_front()
    clinician.press("share-screen")
    rita.page.locator("#screen-tile").wait_for()
    wait_until(lambda: screen_frames(rita) > 0, 20, "a frame of the shared window", 0.2)
    # The browser ends the sharing by itself; both pages say so.
    picture.close()
    sees_no_screen(rita)
    wait_until(lambda: control(clinician) == ("false", "Del skærm"), 5, "the control to offer sharing again")
    rita.sees(10)
