"""How admitting is measured: one clinician, several patients one after the other, each admitted and put back
some times.
"""

import json
import statistics

from browsers import Window
from people import Patient, Staff
from waiting import wait_until

NOTE_THE_PRESS = """window.pressedAt = null; addEventListener("click", (event) => {
    if (event.target.closest('[data-act="admit"]')) window.pressedAt = performance.timeOrigin + performance.now();
}, { capture: true });"""


def admissions(server, patients_browser, staff_browser, visits, each, address=None):
    """Milliseconds from the press to the later of the two first frames, once for each admission."""
    found = []
    clinician = Staff(Window(staff_browser), server, server.staff()).sign_in()
    clinician.page.evaluate(NOTE_THE_PRESS)
    for number in range(visits):
        visit = server.book(f"Patient {number + 1}", in_minutes=number)
        window = Window(patients_browser)
        patient = Patient(window, visit, link=(address or server.address) + visit.path)
        patient.becomes_ready()
        for admission in range(each):
            took = admit(clinician, patient, visit)
            print(f"visit {number + 1}, admission {admission + 1}: {took:.0f} ms", flush=True)
            found.append(took)
            patient.sees(10)
            if admission < each - 1:
                clinician.press("put-back")
                patient.is_in("waiting")
                clinician.sees_in(visit, "waiting")
        clinician.ends("completed")
        patient.is_in("ended")
        window.close()
    return found


def admit(clinician, patient, visit):
    people = (clinician, patient)
    # Nothing left of an earlier admission may count as the first frame of this one.
    for one in people:
        wait_until(lambda one=one: stands_still(one), 20, "the last call's picture to stop")
        one.page.evaluate("probe.firstFrame()")
    clinician.admit(visit)
    for one in people:
        # Asked from outside, so that the waiting costs the page nothing and does not hang on its animation frames.
        wait_until(
            lambda one=one: one.page.evaluate("probe.frameAt") is not None, 10,
            f"the first frame on the page of the {type(one).__name__.lower()}", 0.02)
    pressed = clinician.page.evaluate("window.pressedAt")
    return max(one.page.evaluate("probe.frameAt") for one in people) - pressed


def stands_still(one):
    before = one.frames()
    one.page.wait_for_function("since => Date.now() - since > 400", arg=one.page.evaluate("Date.now()"))
    return one.frames() == before


def tell(name, values):
    """Prints the median and the 95th percentile as records."""
    ordered = sorted(values)
    later = ordered[min(len(ordered) - 1, round(0.95 * len(ordered) + 0.5) - 1)]
    for suffix, value in (("median", statistics.median(ordered)), ("p95", later)):
        print(json.dumps({"name": f"{name}_{suffix}", "value": round(value, 1), "unit": "ms"}), flush=True)
