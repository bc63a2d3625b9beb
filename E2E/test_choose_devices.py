"""Microphone, camera and loudspeaker are chosen in the call, used at once, and remembered."""

import pytest
from browsers import NO_DEPTH, launch
from waiting import wait_until


@pytest.fixture
def two_cameras(playwright):
    browser = launch(playwright, devices=["--use-fake-device-for-media-stream=fps=30,device-count=3"])
    yield browser
    browser.close()


def used(one):
    """The names of the microphone and the camera that are used now."""
    return one.page.evaluate("probe.used()")


def chosen(one, device):
    return one.page.evaluate(f"document.querySelector('#choose-{device}').selectedOptions[0].textContent")


def chooses_another(one, device):
    """Takes an entry of the list that is not the one in use."""
    lists = one.page.locator(f"#choose-{device}")
    names = lists.locator("option").all_inner_texts()
    other = next(name for name in reversed(names) if name != chosen(one, device))
    lists.select_option(label=other)
    return other


def test_choose_devices(server, patient, staff, two_cameras):
    visit = server.book("Enid Enhed")
    enid, clinician = patient(visit, browser=two_cameras), staff()
    enid.window.context.add_init_script(NO_DEPTH)
    enid.becomes_ready()
    clinician.admit(visit).is_in_call()
    enid.is_in("inCall")
    clinician.sees(10)

    enid.press("choose-devices")
    dialog = enid.page.locator("#devices-dialog")
    dialog.wait_for()
    # What is used now is what the lists show.
    assert [chosen(enid, "microphone"), chosen(enid, "camera")] == used(enid)
    microphone, camera = chooses_another(enid, "microphone"), chooses_another(enid, "camera")
    wait_until(lambda: used(enid) == [microphone, camera], 10, "the chosen devices to be used")
    speaker = chooses_another(enid, "speaker")
    sink = enid.page.locator("#choose-speaker").input_value()
    wait_until(lambda: sinks(enid) == {sink}, 5, f"every voice to come from {speaker}")
    enid.press("close-devices")
    dialog.wait_for(state="hidden")
    clinician.sees(20)
    clinician.hears()

    # Remembered on this device: after a reload the same are used.
    enid.page.reload()
    enid.is_in("inCall")
    wait_until(lambda: used(enid) == [microphone, camera], 15, "the chosen devices to be used again")
    enid.press("choose-devices")
    dialog.wait_for()
    assert chosen(enid, "speaker") == speaker
    enid.page.keyboard.press("Escape")
    dialog.wait_for(state="hidden")
    clinician.sees(20)


def sinks(one):
    """The loudspeakers that the voices of others come from."""
    return set(one.page.evaluate("[...document.querySelectorAll('#stage audio')].map((one) => one.sinkId)"))
