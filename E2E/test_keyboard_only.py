"""From the link to the call, and out of it, without ever touching a mouse."""

from waiting import wait_until


def walk_to(one, act, within=None, most=80):
    """Presses Tab until the control with this act has the focus; then it must be seen to have it."""
    look = """([act, within]) => { const at = document.activeElement;
        return at?.dataset.act === act && (!within || at.closest(within) !== null); }"""
    one.page.bring_to_front()
    for _ in range(most):
        one.page.keyboard.press("Tab")
        if one.page.evaluate(look, [act, within]):
            outline = one.page.evaluate(
                "() => { const s = getComputedStyle(document.activeElement);"
                " return s.outlineStyle !== 'none' || s.boxShadow !== 'none'; }")
            assert outline, f"{act} has the focus, and nobody can see it"
            return
    raise AssertionError(f"Tab never came to {act}")


def test_keyboard_only(server, patient, windows):
    from people import Staff
    visit = server.book("Kirsten Kær")
    kirsten = patient(visit).open()
    kirsten.is_in("booked")
    walk_to(kirsten, "arrive")
    kirsten.page.keyboard.press("Enter")
    kirsten.is_in("arrived", "waiting")

    who = server.staff()
    clinician = Staff(windows(), server, who)
    clinician.page.goto(server.address + "/sign-in")
    clinician.page.locator('input[name="account"]').focus()
    clinician.page.keyboard.type(who["account"])
    clinician.page.keyboard.press("Tab")
    clinician.page.keyboard.type(who["password"])
    clinician.page.keyboard.press("Enter")
    clinician.page.wait_for_url("**/clinic*")
    clinician.sees_in(visit, "arrived", "waiting")
    walk_to(clinician, "admit", clinician.card(visit))
    clinician.page.keyboard.press("Enter")
    clinician.is_in_call()
    kirsten.is_in("inCall").sees(10)

    walk_to(kirsten, "mute")
    kirsten.page.keyboard.press("Space")
    pressed = kirsten.page.locator('[data-act="mute"]:visible').first
    wait_until(lambda: pressed.get_attribute("aria-pressed") == "true", 5, "the microphone to be off")
    walk_to(kirsten, "end")
    kirsten.page.keyboard.press("Enter")
    kirsten.is_in("ended", "booked", "waiting", "arrived")
