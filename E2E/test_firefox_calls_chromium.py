"""A patient with Firefox, a clinician with Chromium: both see, and hear."""

from firefox import Firefox
from waiting import wait_until


def test_firefox_calls_chromium(server, staff):
    visit = server.book("Frida Fox")
    clinician = staff()
    with Firefox() as frida:
        frida.open(visit.link)
        frida.watch()
        assert frida.press("arrive")
        wait_until(lambda: frida.state in ("arrived", "waiting"), 10, "a place in the queue")
        clinician.admit(visit).is_in_call()
        wait_until(lambda: frida.state == "inCall", 15, "the call")
        clinician.sees(60, seconds=30)
        clinician.hears()
        before = frida.flow()["1"]["frames"]
        wait_until(lambda: frida.flow()["1"]["frames"] >= before + 60, 30, "60 frames in Firefox", 0.2)
        energy = frida.flow()["0"]["energy"]
        wait_until(lambda: frida.flow()["0"]["energy"] > energy + 1e-4, 15, "sound in Firefox", 0.2)
        clinician.ends("completed")
        wait_until(lambda: frida.state == "ended", 10, "the end")
