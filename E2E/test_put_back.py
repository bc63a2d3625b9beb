"""The clinician puts the patient back to waiting; nobody sees or hears anybody; and admits again."""

from waiting import wait_until


def test_put_back(server, patient, staff):
    visit = server.book("Jytte Juhl")
    jytte, clinician = patient(visit), staff()
    jytte.becomes_ready()
    clinician.admit(visit).is_in_call()
    jytte.is_in("inCall").sees(20)

    clinician.press("put-back")
    jytte.is_in("waiting")
    clinician.sees_in(visit, "waiting")
    wait_until(lambda: clinician.call_state == "none", 5, "the call to be over for the clinician")
    wait_until(lambda: stands_still(jytte), 10, "the other's picture to stop", 0.5)

    clinician.admit(visit).is_in_call()
    jytte.is_in("inCall").sees(20)
    clinician.sees(20)


def stands_still(one):
    before = one.frames()
    one.page.wait_for_function("since => Date.now() - since > 700", arg=one.page.evaluate("Date.now()"))
    return one.frames() == before
