"""Two cameras: the next one is taken with a press, in the same call, and the other sees its picture."""

import pytest
from browsers import NO_DEPTH, launch
from waiting import wait_until


@pytest.fixture
def two_cameras(playwright):
    browser = launch(playwright, devices=["--use-fake-device-for-media-stream=fps=30,device-count=3"])
    yield browser
    browser.close()


def camera_of(one):
    """The name of the camera whose picture is shown as the own."""
    return one.page.evaluate("document.querySelector('#own').srcObject?.getVideoTracks()[0]?.label ?? ''")


def test_switch_camera(server, patient, staff, two_cameras):
    visit = server.book("Kamma Kamera")
    kamma, clinician = patient(visit, browser=two_cameras), staff()
    kamma.window.context.add_init_script(NO_DEPTH)
    kamma.becomes_ready()
    clinician.admit(visit).is_in_call()
    kamma.is_in("inCall")
    clinician.sees(20)
    connections = kamma.page.evaluate("probe.count()")
    seen = [camera_of(kamma)]
    for _ in range(2):
        kamma.press("switch-camera")
        wait_until(lambda: camera_of(kamma) not in ("", seen[-1]), 10, f"another camera than {seen[-1]}")
        seen.append(camera_of(kamma))
        clinician.sees(20)
    # The other one, and back again.
    assert seen[0] == seen[2] != seen[1], seen
    assert kamma.page.evaluate("probe.count()") == connections


def test_with_one_camera_there_is_nothing_to_switch(server, patient, staff):
    visit = server.book("Ene Enok")
    enok, clinician = patient(visit), staff(nth=1)
    enok.becomes_ready()
    clinician.admit(visit).is_in_call()
    enok.is_in("inCall").sees(10)
    assert enok.offers("choose-devices") and not enok.offers("switch-camera")
