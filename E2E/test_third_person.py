"""An interpreter is invited by a link, waits, is admitted, seen and heard by both, and removed again."""

from waiting import wait_until

ONE_SIZE, TWO_SIZES = ["h"], ["h", "l"]


def sends(person, layers):
    """Waits until a person's picture goes out in these layers and no others."""
    wait_until(lambda: sorted(person.layers()) == layers, 10, f"the layers {layers}")


def test_third_person(server, patient, staff):
    visit = server.book("Laila Lind")
    laila, clinician = patient(visit), staff()
    laila.becomes_ready()
    clinician.admit(visit).is_in_call()
    laila.is_in("inCall").sees(10)
    for one in (laila, clinician):
        sends(one, ONE_SIZE)

    link = clinician.invites("Tove Tolk", "interpreter")
    interpreter = patient(link=link, server=server)
    interpreter.becomes_ready()
    # A guest waits like anybody, and hears nothing before being admitted.
    assert laila.frames(slot=1) == 0 and clinician.frames(slot=1) == 0
    clinician.press("admit", "#guests")
    interpreter.is_in("inCall", "admitted")

    # Seats: the patient 0, the clinician 1, the interpreter 2; slots follow from them.
    for one in (laila, clinician):
        one.sees(20, slot=1)
        one.hears(slot=1)
    for slot in (0, 1):
        interpreter.sees(20, slot=slot)
        interpreter.hears(slot=slot)
    # Two watch each of them now, and their lines may differ.
    for one in (laila, clinician, interpreter):
        sends(one, TWO_SIZES)

    clinician.press("remove", "#guests")
    wait_until(lambda: interpreter.state not in ("inCall", "admitted"), 10, "the interpreter to be out")
    laila.sees(10)
    clinician.sees(10)
    for one in (laila, clinician):
        sends(one, ONE_SIZE)
