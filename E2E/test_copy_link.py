"""The patient's link is copied from the booking, from the card and from an invitation; each copy opens the visit."""

from people import Patient
from waiting import wait_until

MAY = {"permissions": ["clipboard-read", "clipboard-write", "camera", "microphone"]}


def copied(one, within):
    """Presses "copy link" and gives what then lies on the clipboard."""
    one.page.evaluate("navigator.clipboard.writeText('')")
    one.press("copy-link", within)
    return wait_until(lambda: one.page.evaluate("navigator.clipboard.readText()"), 10, "the link to be copied")


def test_copy_link(server, patient, staff):
    clinician = staff(**MAY)
    clinician.books("Linda Link", "12 34 56 78")
    clinician.page.locator("#booked-link").wait_for()
    booked = copied(clinician, "#booked")
    clinician.says("Kopieret")
    assert booked.startswith(server.address + "/v/")
    linda = patient(link=booked, server=server)
    linda.open().is_in("booked", "early")

    # From the card it is another link to the same visit; the first one stays good.
    card = clinician.page.locator("[data-visit]", has_text="Linda Link")
    again = copied(clinician, f'[data-visit="{card.get_attribute("data-visit")}"]')
    assert again.startswith(server.address + "/v/") and again != booked
    other = patient(link=again, server=server)
    other.open().is_in("booked", "early")
    linda.page.reload()
    linda.is_in("booked", "early")


def test_copy_a_guests_link(server, patient, staff, windows):
    visit = server.book("Gitte Gæst")
    gitte, clinician = patient(visit), staff(nth=1, **MAY)
    gitte.becomes_ready()
    clinician.admit(visit).is_in_call()
    clinician.invites("Tina Tolk", "interpreter")
    link = copied(clinician, "#invite-link")
    tina = Patient(windows(), link=link, server=server)
    tina.open().is_in("booked")


def test_without_a_clipboard_the_link_is_marked(server, staff):
    """Plain HTTP away from this machine has no clipboard for scripts."""
    secretary = staff("secretary")
    secretary.page.evaluate(
        "Object.defineProperty(navigator, 'clipboard', { value: { writeText: () => Promise.reject(new Error()) } })")
    secretary.books("Mark Mærket")
    secretary.page.locator("#booked-link").wait_for()
    secretary.press("copy-link", "#booked")
    marked = secretary.page.evaluate(
        "() => { const one = document.activeElement; return one.value.slice(one.selectionStart, one.selectionEnd); }")
    assert marked.startswith(server.address + "/v/")
