"""Camera off and on again, mute and unmute: the other's page says so, and the camera's light goes out."""

from waiting import wait_until


def camera_runs(one):
    """Whether the own camera is open; a track that is only silenced would leave its light on."""
    return one.page.evaluate("Boolean(document.querySelector('#own').srcObject?.getVideoTracks()[0])")


def test_camera_off(server, patient, staff):
    visit = server.book("Slukke Sluk")
    sally, clinician = patient(visit), staff()
    sally.becomes_ready()
    clinician.admit(visit).is_in_call()
    sally.is_in("inCall")
    clinician.sees(20)
    tile = clinician.page.locator('.tile[data-slot="0"]')

    sally.press("camera")
    wait_until(lambda: not camera_runs(sally), 5, "the camera to be closed")
    wait_until(lambda: control(sally, "camera") == ("true", "Tænd kamera"), 5, "the control to say so")
    sally.page.locator("#own-none").wait_for()
    # No black or frozen picture, but a word.
    wait_until(lambda: tile.get_attribute("data-picture") == "false", 10, "the picture to go")
    tile.locator(".tile-note", has_text="Kameraet er slukket").wait_for()
    clinician.hears()

    sally.press("camera")
    wait_until(lambda: camera_runs(sally), 10, "the camera to be open")
    wait_until(lambda: control(sally, "camera") == ("false", "Sluk kamera"), 5, "the control to say so")
    clinician.sees(20)
    wait_until(lambda: tile.get_attribute("data-picture") == "true", 5, "the picture to be shown")


def test_mute(server, patient, staff):
    visit = server.book("Tavse Thora")
    thora, clinician = patient(visit), staff(nth=1)
    thora.becomes_ready()
    clinician.admit(visit).is_in_call()
    thora.is_in("inCall")
    clinician.hears()
    muted = clinician.page.locator('.tile[data-slot="0"] .tile-muted')

    thora.press("mute")
    muted.wait_for()
    assert muted.inner_text().strip() == "mikrofonen er slukket"
    wait_until(lambda: control(thora, "mute") == ("true", "Tænd mikrofon"), 5, "the control to say so")
    wait_until(lambda: is_silent(clinician), 10, "silence", 0.1)

    thora.press("mute")
    muted.wait_for(state="hidden")
    wait_until(lambda: control(thora, "mute") == ("false", "Sluk mikrofon"), 5, "the control to say so")
    clinician.hears()


def is_silent(one):
    """Whether a whole beep's time passes without sound; a fake microphone beeps once a second."""
    before = one.energy()
    one.page.wait_for_function("since => Date.now() - since > 1500", arg=one.page.evaluate("Date.now()"))
    return one.energy() - before < 1e-6


def control(one, act):
    shown = one.page.locator(f'.controls [data-act="{act}"]')
    return shown.get_attribute("aria-pressed"), shown.inner_text().strip()
