"""The trial: a spoken sentence comes back as it returned from the server, and can be heard again with a press."""

from people import Person
from waiting import wait_until


def test_play_back_in_the_waiting_room(server, patient):
    visit = server.book("Ekko Else")
    else_ = patient(visit)
    else_.becomes_ready()
    # The trial that runs by itself asks nobody to speak.
    assert not else_.offers("play-back")
    else_.press("test-devices")
    else_.page.locator("#speak").wait_for()
    assert "Sig en sætning nu" in else_.page.locator("#speak").inner_text()
    heard(else_)
    assert else_.state == "waiting"


def test_play_back_on_the_test_page(server, windows):
    one = Person(windows(), server)
    one.page.goto(server.address + "/test")
    one.press("test-devices")
    heard(one)


def heard(one):
    """Waits for the sentence as it came back, which plays by itself once, and plays it again."""
    button = one.page.locator('[data-act="play-back"]')
    button.wait_for(timeout=40_000)
    assert "Vi kunne høre dig" in one.page.locator("#heard").inner_text()
    first = wait_until(lambda: played(one), 10, "the recording to have been played", 0.1)
    assert first["loudest"] > 0.01, "what came back is silence"
    assert first["seconds"] > 1.5, f"three seconds were to be recorded: {first}"
    button.click()
    wait_until(lambda: played(one)["times"] > first["times"], 10, "it to be played again", 0.1)
    numbers = one.page.locator(".numbers")
    numbers.locator("summary").click()
    shown = numbers.locator("dd").all_inner_texts()
    assert all(any(sign.isdigit() for sign in number) for number in shown), shown


def played(one):
    return one.page.evaluate("probe.played()")
