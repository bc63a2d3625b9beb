"""Without a camera, without permission, without any device: the patient is in the queue, and a voice call is a call."""

import pytest
from browsers import FAKE_DEVICES, launch
from people import Person
from waiting import wait_until


@pytest.fixture
def browser(playwright, request):
    flags, devices, allowed = request.param
    browser = launch(playwright, *flags, devices=devices, allowed=allowed)
    yield browser
    browser.close()


NO_CAMERA = ([], ["--use-fake-device-for-media-stream=device-count=0"], ["--use-fake-ui-for-media-stream"])
REFUSED = (["--deny-permission-prompts"], FAKE_DEVICES, [])
NO_DEVICE = ([], [], ["--use-fake-ui-for-media-stream"])


@pytest.mark.parametrize("browser", [NO_CAMERA], indirect=True)
def test_without_a_camera_there_is_a_call_by_voice(server, patient, staff, browser):
    visit = server.book("Grethe Gad")
    grethe, clinician = patient(visit, browser=browser), staff()
    grethe.becomes_ready()
    clinician.admit(visit).is_in_call()
    grethe.is_in("inCall").sees(20)
    grethe.hears()
    clinician.hears()
    # There is no camera that could have been turned off.
    clinician.page.locator('.tile[data-slot="0"] .tile-note', has_text="Kun lyd").wait_for()
    clinician.ends("completed")
    wait_until(lambda: visit.state == "ended", 5, "the visit to be ended")


@pytest.mark.parametrize("browser", [REFUSED], indirect=True)
def test_without_permission_there_is_a_place_and_advice(server, patient, staff, browser):
    visit = server.book("Hans Hede")
    hans, clinician = patient(visit, browser=browser), staff()
    hans.arrive()
    # What to do about it, in words, where the permission is missing.
    hans.page.locator("#advice").wait_for()
    clinician.sees_in(visit, "arrived", "waiting")
    clinician.admit(visit)
    hans.is_in("admitted", "inCall")
    hans.sees(20)
    hans.hears()


@pytest.mark.parametrize("browser", [NO_DEVICE], indirect=True)
def test_without_any_device_the_patient_still_sees_and_hears(server, patient, staff, browser):
    visit = server.book("Inga Ib")
    inga, clinician = patient(visit, browser=browser), staff(nth=1)
    inga.arrive()
    clinician.admit(visit)
    inga.is_in("admitted", "inCall")
    inga.sees(20)
    inga.hears()


@pytest.mark.parametrize("browser", [NO_DEVICE], indirect=True)
def test_on_the_public_page_nobody_is_in_a_queue(server, windows, browser):
    one = Person(windows(browser), server)
    one.page.goto(server.address + "/test")
    one.press("test-devices")
    verdict = one.page.locator("#verdict")
    wait_until(lambda: verdict.get_attribute("data-verdict") == "telephone", 60, "a verdict", 0.2)
    assert "Vi kan ikke høre dig" in verdict.inner_text()
    advice = one.page.locator("#advice")
    advice.wait_for()
    assert "I kan tale i telefon" in advice.inner_text()
    shown = one.page.locator("#trial").inner_text()
    assert "køen" not in shown and "Klinikken" not in shown, shown
