"""Nobody is left alone in silence: the loss of a path is shown to both within two seconds, and the voice is back by itself
when the line is.
"""

import time

import pytest
from hearing import GAPS, heard
from laboratory import CUT, NO_UDP
from waiting import wait_until

# When each page first showed that the path was lost, and when it first no longer did (milliseconds since 1970).
WATCH = """() => {
  const own = document.getElementById("lost");
  const other = document.querySelector('.tile[data-slot="0"]');
  window.shown = { own: [], other: [] };
  const note = (list, lost) => {
    if (list.length % 2 === (lost ? 0 : 1)) list.push(Date.now());
  };
  const look = () => {
    note(shown.own, !own.hidden);
    note(shown.other, other.dataset.path === "lost");
  };
  new MutationObserver(look).observe(document.body, { subtree: true, attributes: true });
}"""


def is_shown_in_time(network, patient, clinician, within_ms=2000, **cut):
    """Cuts the patient's line; both pages say so in time. Gives the moment (milliseconds since 1970)."""
    for one in (patient, clinician):
        one.page.evaluate(WATCH)
    since = network.spoil(**cut or {"from_a": CUT, "to_a": CUT}) * 1000
    wait_until(lambda: patient.page.evaluate("shown.own[0]"), 10, "the patient to see that the path is lost")
    wait_until(lambda: clinician.page.evaluate("shown.other[0]"), 10, "the clinician to see it")
    took = patient.page.evaluate("shown.own[0]") - since, clinician.page.evaluate("shown.other[0]") - since
    print(f"the loss of the line was shown after {took[0]:.0f} and {took[1]:.0f} ms")
    assert max(took) < within_ms, f"shown after {took} ms; {patient.page.evaluate('probe.count()')} connections, {patient.paths}"
    return since


def silence(*people):
    for one in people:
        one.page.evaluate("Promise.all(probe.alive()[0].getSenders().map((sender) => sender.replaceTrack(null)))")


def test_a_silent_line_that_is_lost(network, call, windows):
    """Where nobody sends anything, as without devices or on hold, the loss is noticed as soon."""
    patient, clinician = call(windows, "Tavse Tage")
    for one in (patient, clinician):
        one.sees(60, seconds=40)
    silence(patient, clinician)
    for _ in range(3):
        for one in (patient, clinician):
            one.page.evaluate(WATCH)
        # As long as it takes until a pause of the voice is no sign any more.
        patient.page.wait_for_timeout(3000)
        for one in (patient, clinician):
            assert one.page.evaluate("shown") == {"own": [], "other": []}, "a line without a voice was taken for lost"
        before = heard(patient), heard(clinician)
        is_shown_in_time(network, patient, clinician)
        assert (heard(patient), heard(clinician)) == before, "somebody still sends"
        network.spoil()
        wait_until(lambda: patient.page.evaluate("shown.own.length === 2"), 10, "the patient's page to show that it is back")
        wait_until(lambda: clinician.page.evaluate("shown.other.length === 2"), 10, "the clinician's page to show it")
    assert patient.page.evaluate("probe.count()") == 1, "a new connection was made"
    clinician.ends("completed")


@pytest.mark.parametrize("speaks", [True, False])
def test_a_way_up_that_is_lost_alone(network, call, windows, speaks):
    """What still comes down must not tell the page that all is well. The server says that it is not: at once, or where its
    connection waits for an acknowledgement of something before, by sending no more.
    """
    patient, clinician = call(windows, "Ulrik Opad")
    for one in (patient, clinician):
        one.sees(60, seconds=40)
    if not speaks:
        silence(patient, clinician)
    is_shown_in_time(network, patient, clinician, from_a=CUT, within_ms=4000)
    network.spoil()
    wait_until(lambda: patient.page.evaluate("shown.own.length % 2 === 0"), 20, "the patient's page to show that it is back")
    if speaks:
        for one in (patient, clinician):
            one.sees(30, seconds=20)
            one.hears()
    clinician.ends("completed")


def test_a_way_up_that_is_lost_for_media_alone(network, call, windows):
    """Then the server's word always arrives, sooner than silence would tell (2.5 s)."""
    patient, clinician = call(windows, "Oda Opad")
    for one in (patient, clinician):
        one.sees(60, seconds=40)
    is_shown_in_time(network, patient, clinician, from_a=NO_UDP, within_ms=2400)
    network.spoil()
    for one in (patient, clinician):
        one.sees(30, seconds=20)
        one.hears()
    clinician.ends("completed")


def test_a_way_down_that_is_lost_alone(network, call, windows):
    """Whoever hears nothing sees it, and so does the other, who is still heard."""
    patient, clinician = call(windows, "Nille Nedad")
    for one in (patient, clinician):
        one.sees(60, seconds=40)
        one.page.evaluate(WATCH)
    bad = '[data-slot="0"][data-verdict="bad"]'
    since = network.spoil(to_a=CUT)
    clinician.page.locator(bad).wait_for(timeout=10_000)
    took = time.time() - since
    wait_until(lambda: patient.page.evaluate("shown.own[0]"), 10, "the patient to see that the path is lost")
    own = patient.page.evaluate("shown.own[0]") / 1000 - since
    print(f"a way down that is lost alone was shown after {own:.2f} s, and to the other after {took:.2f} s")
    assert own < 2 and took < 3
    network.spoil()
    for one in (patient, clinician):
        one.sees(30, seconds=20)
        one.hears()
    clinician.page.locator(bad).wait_for(state="hidden", timeout=10_000)
    clinician.ends("completed")


def test_half_a_minute_without_a_line(network, call, windows):
    patient, clinician = call(windows, "Frode Fald")
    for one in (patient, clinician):
        one.sees(60, seconds=40)
    since = is_shown_in_time(network, patient, clinician)
    # The outage itself is what takes its time here: there is nothing to wait for but its end.
    patient.page.wait_for_timeout(30_000 - (time.time() * 1000 - since))

    before = heard(patient), heard(clinician)
    back = network.spoil()
    wait_until(lambda: heard(patient) > before[0] and heard(clinician) > before[1], 10, "the voice to be back", 0.02)
    took = time.time() - back
    assert took < 2, f"the voice was back after {took:.2f} s"
    for one, where in ((patient, "own"), (clinician, "other")):
        wait_until(lambda: one.page.evaluate(f"shown.{where}.length % 2 === 0"), 10, "the page to show it")
        one.sees(30)
        one.hears()
    assert patient.page.evaluate("probe.count()") == 1, "no new connection was needed"
    clinician.ends("completed")


def test_a_line_that_is_back_stays(network, call, windows):
    """What was asked for while the line was away reaches the server late, and must not lead it to a path that is none."""
    patient, clinician = call(windows, "Tove Tilbage")
    for one in (patient, clinician):
        one.sees(60, seconds=40)
        one.page.evaluate(WATCH)
    for one in (patient, clinician):
        one.page.evaluate(GAPS)
    network.spoil(from_a=CUT, to_a=CUT)
    # The outage takes its time, and so does what may follow it: a path without consent is given up after eight seconds.
    patient.page.wait_for_timeout(10_000)
    back = network.spoil() * 1000
    patient.page.wait_for_timeout(14_000)
    for one in (patient, clinician):
        gaps = one.page.evaluate("(from) => gaps.filter(([begin]) => begin > from)", back + 1000)
        assert gaps == [], f"silent again {[f'{begin - back:.0f} to {end - back:.0f}' for begin, end in gaps]} ms after"
        one.hears()
    assert len(patient.page.evaluate("shown.own")) == 2 and patient.page.evaluate("probe.count()") == 1
    assert patient.page.evaluate("probe.alive().map((one) => one.signalingState)") == ["stable"]
    clinician.ends("completed")
