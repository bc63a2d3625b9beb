"""Nobody is left alone in silence: the loss of a path is shown to both within two seconds, and an outage ends by itself."""

import time

import pytest
from laboratory import calls, laboratory
from waiting import wait_until

CUT = {"cut": True}
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


@pytest.fixture(scope="module")
def network():
    with laboratory() as made:
        yield made


@pytest.fixture(scope="module")
def call(playwright, network):
    with calls(playwright, network, "path-lost") as begin:
        yield begin


def heard(person):
    return person.flow().get("0", {}).get("received", 0)


def test_half_a_minute_without_a_line(network, call, windows):
    patient, clinician = call(windows, "Frode Fald")
    for one in (patient, clinician):
        one.sees(60, seconds=40)
        one.page.evaluate(WATCH)
    since = network.spoil(from_a=CUT, to_a=CUT) * 1000
    wait_until(lambda: patient.page.evaluate("shown.own[0]"), 10, "the patient to see that the path is lost")
    wait_until(lambda: clinician.page.evaluate("shown.other[0]"), 10, "the clinician to see it")
    took = patient.page.evaluate("shown.own[0]") - since, clinician.page.evaluate("shown.other[0]") - since
    assert max(took) < 2000, f"shown after {took} ms"
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
