"""A video conference by a clock that can be set forward: planned, held for an hour, counted in modules, settled."""

import datetime
import json
import re
import zoneinfo

import pytest
from axe_playwright_python.sync_playwright import Axe
from conftest import serving
from waiting import wait_until

COPENHAGEN = zoneinfo.ZoneInfo("Europe/Copenhagen")
MINUTE = 60_000


class Clock:
    """The demonstration's own clock, which goes forward at a word."""

    def __init__(self, server):
        self.server, self.ahead = server, 0

    def passes(self, ms):
        answer = self.server.ask("POST", "/measuring/clock", {"passMs": int(ms)})
        assert answer.status == 200, answer.text
        self.now = answer.json["now"]

    def becomes_ten_in_the_morning(self):
        """Of the next Wednesday that is no public holiday: conferences are for daytime."""
        self.passes(1)
        here = datetime.datetime.fromtimestamp(self.now / 1000, COPENHAGEN)
        day = here + datetime.timedelta(days=(2 - here.weekday()) % 7)
        then = day.replace(hour=10, minute=0, second=0, microsecond=0)
        if then <= here:
            then += datetime.timedelta(days=7)
        # The end of a year has public holidays on any day of the week.
        while (then.month, then.day) in {(1, 1), (12, 24), (12, 25), (12, 26), (12, 31), (6, 5)}:
            then += datetime.timedelta(days=7)
        self.passes(then.timestamp() * 1000 - self.now)


@pytest.fixture
def server(tmp_path):
    with serving(tmp_path / "data", "--measuring", "true") as one:
        yield one


@pytest.fixture
def clock(server):
    clock = Clock(server)
    clock.becomes_ten_in_the_morning()
    return clock


def planned(server, clock, name, clinician):
    """A conference with somebody of a hospital, booked for now; gives it and the guest's link."""
    visit = server.book(name, kind="conference", triaged=True, start=clock.now + 2 * MINUTE, minutes=60)
    answer = clinician.act(
        f"/visits/{visit.id}/invite", {"name": "Overlæge Berg", "role": "hospital", "organisation": "AUH"})
    assert answer["status"] == 201, answer
    link = json.loads(answer["text"])["link"]
    return visit, server.address + link[link.index("/v/"):]


def counter(clinician):
    return clinician.page.locator("#conference-time:visible")


def counts(clinician, text):
    wait_until(
        lambda: counter(clinician).count() and re.search(text, counter(clinician).inner_text()), 20,
        f"the counter to say {text}")


def settled(clinician):
    """The proposal beside the queue, after the call has been ended."""
    clinician.page.locator("#outcome").select_option("")
    clinician.press("end", ".controls")
    panel = clinician.page.locator(".settlement [data-state=settlement]")
    panel.wait_for()
    rows = clinician.page.locator(".settlement tr[data-code]").all()
    return panel.get_attribute("data-status"), [
        (row.get_attribute("data-code"), int(row.get_attribute("data-count"))) for row in rows]


def test_sixty_one_minutes_are_six_modules(server, clock, patient, staff):
    clinician = staff()
    visit, link = planned(server, clock, "Konference Karen", clinician)
    karen, ward = patient(visit), patient(link=link, server=server)
    karen.becomes_ready()
    ward.becomes_ready()
    clinician.admit(visit).is_in_call()
    clinician.press("admit", "#guests")
    ward.is_in("inCall", "admitted").sees(5)
    counts(clinician, "modul 1 af 6")
    clock.passes(26 * MINUTE)
    counts(clinician, "modul 3 af 6, 4 min")
    clock.passes(35 * MINUTE)
    counts(clinician, "alle 6 moduler")
    status, lines = settled(clinician)
    assert (status, lines) == ("proposed", [("0126", 6)])
    clinician.says("seks moduler")
    found = [one["id"] for one in Axe().run(clinician.page).response["violations"] if one["impact"] in ("serious", "critical")]
    assert not found, found


def test_a_participant_goes_to_the_telephone(server, clock, patient, staff):
    clinician = staff()
    visit, link = planned(server, clock, "Telefon Tage", clinician)
    tage, ward = patient(visit), patient(link=link, server=server)
    tage.becomes_ready()
    ward.becomes_ready()
    clinician.admit(visit).is_in_call()
    clinician.press("admit", "#guests")
    ward.is_in("inCall", "admitted")
    counts(clinician, "modul 1 af 6")
    ward.page.close()
    clinician.press("go-to-telephone", "#guests")
    clinician.page.locator("#guests li", has_text="på telefonen").wait_for()
    # The call itself, with the patient, has stayed a video call.
    assert not clinician.page.locator("#call-phone").is_visible()
    clock.passes(30 * MINUTE)
    counts(clinician, "modul 4 af 6")
    status, lines = settled(clinician)
    assert (status, lines) == ("proposed", [("0126", 3)])
    assert clinician.page.locator('.settlement [data-rule="R19"]').count() >= 1


def two_professionals(server, clock, patient, clinician, name):
    """A conference whose two professionals wait, and whose patient has not come; gives it and the two."""
    visit, link = planned(server, clock, name, clinician)
    answer = clinician.act(
        f"/visits/{visit.id}/invite",
        {"name": "Sygeplejerske Kirk", "role": "municipality", "organisation": "Aarhus Kommune"})
    assert answer["status"] == 201, answer
    more = json.loads(answer["text"])["link"]
    ward, nurse = (
        patient(link=one, server=server) for one in (link, server.address + more[more.index("/v/"):]))
    ward.becomes_ready()
    nurse.becomes_ready()
    return visit, ward, nurse


def test_the_patient_never_comes(server, clock, patient, staff):
    clinician = staff()
    visit, ward, nurse = two_professionals(server, clock, patient, clinician, "Udeblevet Ulla")
    card = clinician.card(visit)
    # Who waits is told on the card, and one press begins.
    clinician.page.locator(f"{card} .visit-guests li", has_text="Overlæge Berg (Sygehus): venter").wait_for()
    assert not clinician.offers("admit", card)
    clinician.page.locator(card).get_by_text("Begynd konferencen uden patienten").wait_for()
    # Their own pictures came back to them in the trial, over the patient's line; from here on nothing does.
    before = {one: one.frames(0) for one in (clinician, ward, nurse)}
    for one in (ward, nurse):
        assert one.state == "waiting" and one.frames(1) == one.frames(2) == 0
    clinician.press("begin-conference", card)
    clinician.is_in_call()
    for one in (ward, nurse):
        one.is_in("inCall")
    # Seats: the clinician 1, the two professionals 2 and 3 in the order in which they were invited; nobody in the
    # patient's. Each sees and hears both others.
    for one, slots in ((clinician, (1, 2)), (ward, (1, 2)), (nurse, (1, 2))):
        for slot in slots:
            one.sees(10, slot=slot)
            one.hears(slot=slot)
        assert one.frames(0) == before[one]
    clinician.page.locator("#guests", has_text="Konferencen holdes uden patienten").wait_for()
    counts(clinician, "modul 1 af 6")
    clock.passes(26 * MINUTE)
    counts(clinician, "modul 3 af 6, 4 min")
    clock.passes(5 * MINUTE)
    status, lines = settled(clinician)
    assert (status, lines) == ("proposed", [("0126", 3)])
    # Held, and so no no-show.
    assert visit["outcome"] == "completed"
    words = [entry["word"] for entry in server.api("GET", f"/api/visits/{visit.id}/facts").json["entries"]]
    assert "beganConference" in words and words.count("admitted") == 2
    # Who opens the patient's link afterwards is told that it is over.
    late = patient(visit).open()
    late.is_in("ended")


def test_the_patient_comes_to_a_conference_that_runs(server, clock, patient, staff):
    clinician = staff()
    visit, ward, nurse = two_professionals(server, clock, patient, clinician, "Sent Svend")
    clinician.press("begin-conference", clinician.card(visit))
    clinician.is_in_call()
    ward.is_in("inCall").sees(10, slot=1)
    svend = patient(visit)
    svend.becomes_ready()
    # The patient hears and sees nothing of it, and nobody the patient, until let in.
    assert svend.frames(1) == 0 and clinician.frames(0) == 0
    assert svend.page.locator("#call").is_hidden()
    clinician.page.locator("#guests", has_text="Patienten er kommet og venter").wait_for()
    clinician.press("admit", "#guests .without-patient")
    svend.is_in("inCall").sees(10, slot=0)
    for one in (clinician, ward, nurse):
        one.sees(10, slot=0)
        one.hears(slot=0)
    clinician.page.locator("#guests .without-patient").wait_for(state="detached")
    clock.passes(20 * MINUTE)
    status, lines = settled(clinician)
    assert (status, lines) == ("proposed", [("0126", 2)])


def test_the_conference_is_put_back_and_begun_again(server, clock, patient, staff):
    clinician = staff()
    visit, ward, nurse = two_professionals(server, clock, patient, clinician, "Tilbage Troels")
    clinician.press("begin-conference", clinician.card(visit))
    clinician.is_in_call()
    nurse.is_in("inCall")
    clinician.press("put-back")
    for one in (ward, nurse):
        one.is_in("waiting")
    clinician.sees_in(visit, "booked")
    clinician.press("begin-conference", clinician.card(visit))
    for one in (ward, nurse):
        one.is_in("inCall").sees(10, slot=1)


def test_a_wrong_press_on_the_telephone_is_taken_back(server, clock, patient, staff):
    clinician = staff()
    visit, link = planned(server, clock, "Fejltryk Frede", clinician)
    frede = patient(visit)
    frede.becomes_ready()
    clinician.admit(visit).is_in_call()
    guest = clinician.page.locator("#guests li", has_text="Overlæge Berg")
    guest.get_by_text("inviteret").wait_for()
    clinician.press("go-to-telephone", "#guests")
    guest.get_by_text("på telefonen").wait_for()
    clinician.page.locator(f"{clinician.card(visit)} .visit-guests li", has_text="på telefonen").wait_for()
    counts(clinician, "modul 1 af 6")
    clock.passes(25 * MINUTE)
    clinician.press("take-back-telephone", "#guests")
    # As it was before the press: not come yet. And the time was none of a conference.
    guest.get_by_text("inviteret").wait_for()
    counts(clinician, "modul 1 af 6, 10 min")
    # Who comes by the link all the same waits to be let in.
    ward = patient(link=link, server=server)
    ward.becomes_ready()
    clinician.press("admit", "#guests")
    ward.is_in("inCall").sees(10)
    clock.passes(11 * MINUTE)
    status, lines = settled(clinician)
    assert (status, lines) == ("proposed", [("0126", 1)])


def test_participants_are_planned_on_the_card(server, clock, patient, staff):
    secretary = staff("secretary")
    visit = server.book("Planlagt Poul", kind="conference", triaged=True, start=clock.now + 20 * MINUTE, minutes=60)
    secretary.sees_in(visit, "booked")
    card = secretary.page.locator(secretary.card(visit)).first
    card.locator('[data-act="show-participants"]').click()
    card.get_by_text("kræver mindst tre").wait_for()
    card.locator('[data-act="plan-participant"]').click()
    card.get_by_text("Skriv et navn").wait_for()
    links = []
    for name, role, place in (
        ("Overlæge Berg", "hospital", "AUH"), ("Sygeplejerske Kirk", "municipality", "Aarhus Kommune"),
    ):
        card.locator('input[name="name"]').fill(name)
        card.locator('select[name="role"]').select_option(role)
        card.locator('input[name="organisation"]').fill(place)
        card.locator('[data-act="plan-participant"]').click()
        card.get_by_text(f"Link til {name}").wait_for()
        links.append(card.locator("[data-link]").input_value())
    card.get_by_text("Deltagere: 4 planlagt").wait_for()
    assert card.locator("li", has_text="Sygeplejerske Kirk · Kommune · Aarhus Kommune").count() == 1
    assert len(set(links)) == 2
    guest = patient(link=links[0], server=server).open()
    wait_until(lambda: guest.state in ("early", "booked"), 15, "the participant's own page")
    secretary.page.set_viewport_size({"width": 320, "height": 568})
    needed, there = secretary.page.evaluate("[document.scrollingElement.scrollWidth, innerWidth]")
    assert needed <= there
    found = [one["id"] for one in Axe().run(secretary.page).response["violations"] if one["impact"] in ("serious", "critical")]
    assert not found, found


def test_the_clock_is_for_a_measured_demonstration_alone(tmp_path):
    with serving(tmp_path / "plain") as plain:
        assert plain.ask("POST", "/measuring/clock", {"passMs": 1000}).status == 404
    with serving(tmp_path / "measured", "--measuring", "true") as measured:
        for wrong in ({"passMs": -1}, {"passMs": 10**15}, {}, {"passMs": "1"}):
            assert measured.ask("POST", "/measuring/clock", wrong).status == 422, wrong
    # Where patients are, the setting opens no clock.
    with serving(tmp_path / "clinic", "--measuring", "true", command="serve") as clinic:
        assert clinic.ask("POST", "/measuring/clock", {"passMs": 1000}).status == 404
