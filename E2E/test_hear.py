"""A browser that keeps sound asleep until a press: the page asks for the press, and then the bell and the voice sound.

Whatever Playwright evaluates in a page counts as a press, so here the page tells by itself what it shows, and the mouse
is the only hand.
"""

import pytest
from browsers import FLAGS, launch
from people import Patient, Staff
from waiting import wait_until

TELLS = """
    const shown = new Set();
    const look = () => {
      for (const one of document.querySelectorAll("#sound-on, #hear")) {
        const { x, y, width, height } = one.getBoundingClientRect();
        const there = width > 0;
        if (there === shown.has(one.id)) continue;
        shown[there ? "add" : "delete"](one.id);
        console.debug(there ? `shown ${one.id} ${x + width / 2} ${y + height / 2}` : `gone ${one.id}`);
      }
    };
    document.addEventListener("DOMContentLoaded", () => {
      new MutationObserver(look).observe(document.body, { attributes: true, childList: true, subtree: true });
    });
"""


@pytest.fixture
def strict(playwright):
    """A browser that plays nothing by itself. Whoever uses the camera may play as well, so there is none."""
    kept = [flag for flag in FLAGS if not flag.startswith("--autoplay-policy")]
    assert len(kept) == len(FLAGS) - 1
    browser = launch(playwright, base=kept, devices=[])
    yield browser
    browser.close()


def opens_untouched(one, address, control):
    """Opens a page of its own that nobody has touched; gives it and where the control shows itself."""
    page = one.window.open_page()
    page.add_init_script(TELLS)
    with page.expect_console_message(lambda told: told.text.startswith(f"shown {control}"), timeout=30_000) as told:
        page.goto(address, wait_until="commit")
    return page, [float(number) for number in told.value.text.split()[2:]]


def presses(page, place, control):
    with page.expect_console_message(lambda told: told.text == f"gone {control}"):
        page.mouse.click(*place)


def test_sound_on(server, patient, staff, strict):
    who = staff("secretary", browser=strict)
    page, place = opens_untouched(who, server.address + "/clinic", "sound-on")
    presses(page, place, "sound-on")
    secretary = Staff(who.window, server, who.who)
    secretary.page = page
    # The press itself rings, so that one knows how it sounds.
    bells = wait_until(lambda: page.evaluate("probe.tones()"), 5, "the bell to ring for the press")
    visit = server.book("Klokke Klaus")
    patient(visit).arrive()
    secretary.sees_in(visit, "arrived", "waiting")
    wait_until(lambda: page.evaluate("probe.tones()") > bells, 10, "the bell to ring")


def test_hear(server, patient, staff, strict):
    visit = server.book("Lytte Lis")
    lis, clinician = patient(visit, browser=strict), staff()
    lis.arrive()
    clinician.admit(visit)
    lis.is_in("admitted", "inCall")
    # The browser was closed and the link opened again: nothing has been pressed on this page, and the call runs.
    page, place = opens_untouched(lis, lis.link, "hear")
    presses(page, place, "hear")
    again = Patient(lis.window, visit)
    again.page = page
    again.is_in("admitted", "inCall")
    wait_until(
        lambda: page.evaluate("!document.querySelector('#stage audio').paused"), 5, "the other's voice to play")
    again.hears()
