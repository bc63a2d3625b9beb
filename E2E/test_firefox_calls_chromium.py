"""A patient with Firefox, a clinician with Chromium: both see, and hear."""

from firefox import Firefox


def test_firefox_calls_chromium(server, staff):
    visit = server.book("Frida Fox")
    clinician = staff()
    with Firefox(visit) as frida:
        frida.arrive()
        clinician.admit(visit).is_in_call()
        frida.is_in("inCall")
        for one in (clinician, frida):
            one.sees(60, seconds=30)
            one.hears()
        clinician.ends("completed")
        frida.is_in("ended", seconds=10)
