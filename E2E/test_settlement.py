"""After a call the proposal is there: confirmed in two presses, changed or declined with a reason, corrected anew."""

import contextlib
import csv
import io
import json
import subprocess

from axe_playwright_python.sync_playwright import Axe
from server import binary
from waiting import wait_until


# A Wednesday at ten, in daytime: the tests must say the same on a Sunday.
DAYTIME = 1_772_614_800_000
MARCH = "from=2026-03-01&to=2026-03-31"


def in_daytime(visit):
    """Moves all that happened in a visit to a Wednesday at ten."""
    with contextlib.closing(visit.server.database(writable=True)) as database, database:
        (body,) = database.execute("select body from visits where id = ?", [visit.id]).fetchone()
        by = DAYTIME - json.loads(body)["booking"]["start"]
        moved = shifted(json.loads(body), by)
        database.execute(
            "update visits set body = ?, start_at = start_at + ?, ended_at = ended_at + ? where id = ?",
            [json.dumps(moved), by, by, visit.id])
        events = database.execute("select number, body from visit_events where visit = ?", [visit.id]).fetchall()
        for number, event in events:
            database.execute(
                "update visit_events set at = at + ?, body = ? where visit = ? and number = ?",
                [by, json.dumps(shifted(json.loads(event), by)), visit.id, number])


def shifted(value, by):
    """Every instant within, so much later; no other number of a visit is as large."""
    if isinstance(value, dict):
        return {key: shifted(one, by) for key, one in value.items()}
    if isinstance(value, list):
        return [shifted(one, by) for one in value]
    return value + by if isinstance(value, int) and value > 10**12 else value


def panel(clinician):
    return clinician.page.locator(".settlement [data-state=settlement]")


def status(clinician, wanted, seconds=10):
    wait_until(
        lambda: panel(clinician).count() and panel(clinician).get_attribute("data-status") == wanted, seconds,
        f"the proposal to be {wanted}")


def lines(clinician):
    rows = clinician.page.locator(".settlement tr[data-code]")
    return [
        (row.get_attribute("data-code"), int(row.get_attribute("data-count")), row.get_attribute("data-payment"))
        for row in rows.all()
    ]


def answer(clinician, path, word):
    clinician.page.locator(f'.settlement input[name="{path}"][value="{word}"]').check()


def as_the_command_says(clinician, visit):
    """What the panel shows is what `venterum settle` says of the same facts: lines, payment, amounts and reasons."""
    facts = clinician.page.evaluate(f"fetch('/visits/{visit.id}/settlement/facts').then(answer => answer.text())")
    told = subprocess.run([str(binary()), "settle", "-"], input=facts, capture_output=True, text=True, timeout=60)
    assert told.returncode == 0, told.stderr
    said = json.loads(told.stdout)
    assert said["status"] == panel(clinician).get_attribute("data-status")
    assert [(line["code"], line["count"], line["payment"]) for line in said["lines"]] == lines(clinician)
    for line in said["lines"]:
        shown = clinician.page.locator(f'.settlement tr[data-code="{line["code"]}"]').inner_text()
        if "amount" in line:
            kroner = f'{line["amount"]["ore"] // 100},{line["amount"]["ore"] % 100:02}'
            assert kroner in shown.replace(".", ""), shown
        else:
            assert "ukendt" in shown
    shown = panel(clinician).inner_text()
    for reason in said["reasons"] + said["warnings"]:
        assert reason["da"] in shown, reason


def chooses(clinician, decision, reason):
    form = clinician.page.locator(".settlement details")
    form.locator("summary").click()
    form.locator('input[name="reason"]').fill(reason)
    clinician.press(f"{decision}-settlement", ".settlement")


def held(server, patient, staff, name, clinic=0, **more):
    """A visit that was held by video and has ended; gives it and the clinician before its proposal."""
    visit = server.book(name, triaged=True, clinic=clinic, **more)
    one, clinician = patient(visit).open(), staff(clinic=clinic)
    one.page.locator('input[name="accepts-video"][value="yes"]').check()
    one.press("arrive")
    one.is_in("waiting", seconds=30)
    clinician.admit(visit).is_in_call()
    one.is_in("inCall").sees(10)
    clinician.ends("completed")
    panel(clinician).wait_for()
    in_daytime(visit)
    # The card of a visit of another day is not in the queue: a link of the same kind opens the panel.
    clinician.page.evaluate(
        """visit => {
            const link = document.createElement("a");
            link.href = `/visits/${visit}/settlement`;
            link.dataset.act = "settle";
            document.body.append(link);
            link.click();
            link.remove();
        }""", visit.id)
    clinician.page.locator(".settlement .hint", has_text="marts 2026").wait_for()
    return visit, clinician


def on_the_telephone(server, patient, staff, name, **more):
    """The patient came, but no path was ever there: the clinician calls by telephone."""
    visit = server.book(name, triaged=True, **more)
    answered = server.ask("POST", f"{visit.path}/arrive", {"device": "old-telephone-1"})
    assert answered.status == 200, answered.text
    clinician = staff()
    clinician.admit(visit)
    clinician.press("go-to-telephone")
    clinician.page.locator("#call-number:visible").wait_for()
    clinician.page.wait_for_timeout(1200)
    clinician.ends("completedByTelephone")
    panel(clinician).wait_for()
    in_daytime(visit)
    # The card of a visit of another day is not in the queue: a link of the same kind opens the panel.
    clinician.page.evaluate(
        """visit => {
            const link = document.createElement("a");
            link.href = `/visits/${visit}/settlement`;
            link.dataset.act = "settle";
            document.body.append(link);
            link.click();
            link.remove();
        }""", visit.id)
    clinician.page.locator(".settlement .hint", has_text="marts 2026").wait_for()
    return visit, clinician


def test_settled_in_two_presses_and_corrected(server, patient, staff):
    visit, clinician = held(server, patient, staff, "Two Presses")
    status(clinician, "review")
    assert lines(clinician) == [("0125", 1, "chronicFee")]
    answer(clinician, "patient.chronicCare", "no")
    status(clinician, "proposed")
    assert lines(clinician) == [("0125", 1, "tariff")]
    as_the_command_says(clinician, visit)
    clinician.press("confirm-settlement", ".settlement")
    entries = clinician.page.locator(".settlement li[data-decision]")
    wait_until(lambda: entries.count() == 1, 10, "the decision to be kept")
    chooses(clinician, "decline", "Registreret i det andet system")
    wait_until(lambda: entries.count() == 2, 10, "the correction to stand beside it")
    assert [one.get_attribute("data-decision") for one in entries.all()] == ["confirmed", "declined"]

    # What is on the screen can be run again outside.
    facts = clinician.page.evaluate(f"fetch('/visits/{visit.id}/settlement/facts').then(answer => answer.text())")
    again = server.api("POST", "/api/settlement/proposals", facts)
    assert again.status == 200 and again.json["status"] == "proposed" and again.json["lines"][0]["code"] == "0125"


def test_chronic_care(server, patient, staff):
    visit, clinician = held(server, patient, staff, "Kroniker Kaj")
    answer(clinician, "patient.chronicCare", "yes")
    wait_until(
        lambda: clinician.page.locator('.settlement [data-question="patient.insuranceGroup"]').count() == 1, 10,
        "the insurance group to be asked for")
    answer(clinician, "patient.insuranceGroup", "1")
    status(clinician, "proposed")
    assert lines(clinician) == [("0125", 1, "chronicFee")]
    as_the_command_says(clinician, visit)


def test_telephone_instead(server, patient, staff):
    visit, clinician = on_the_telephone(server, patient, staff, "Telefon Tove")
    answer(clinician, "patient.chronicCare", "no")
    status(clinician, "proposed")
    assert lines(clinician) == [("0201", 1, "tariff")]
    as_the_command_says(clinician, visit)


def test_talk_therapy_without_a_reason(server, patient, staff):
    visit, clinician = held(server, patient, staff, "Samtale Sofie", kind="talkTherapy")
    answer(clinician, "assessment.hardship", "none")
    status(clinician, "none")
    assert lines(clinician) == []
    clinician.says("se patienten i klinikken")
    as_the_command_says(clinician, visit)


def test_physiotherapy_twice_a_day(server, patient, staff):
    asked = (
        "relevant", "safe", "preferenceHeard", "cognitivelyAble", "technicallyAble", "seenInClinicThisCourse")
    first, clinician = held(server, patient, staff, "Fys Frode", clinic=1, kind="physiotherapy")
    status(clinician, "review")
    for path in asked:
        answer(clinician, f"assessment.{path}", "yes")
    for path, word in (
        ("assessment.referral", "valid"), ("otherServices", "no"), ("note.goalReached", "no"), ("content", "training"),
    ):
        answer(clinician, path, word)
    boxes = clinician.page.locator('.settlement input[name="note.written"][type=checkbox]')
    for number in range(boxes.count()):
        boxes.nth(number).check()
    clinician.press("answer-settlement", ".settlement")
    status(clinician, "proposed")
    assert lines(clinician) == [("0131", 1, "tariff")]
    as_the_command_says(clinician, first)
    clinician.press("confirm-settlement", ".settlement")
    clinician.page.locator(".settlement li[data-decision=confirmed]").wait_for()

    second, again = held(server, patient, staff, "Fys Frode", clinic=1, kind="physiotherapy")
    status(again, "none")
    again.says("0131")
    as_the_command_says(again, second)
    found = Axe().run(again.page).response["violations"]
    assert not [one for one in found if one["impact"] in ("serious", "critical")], found


def test_the_list_the_exports_and_the_guide(server, staff, patient):
    _, clinician = on_the_telephone(server, patient, staff, 'Eksport "Ebbe", Olsen')
    answer(clinician, "patient.chronicCare", "no")
    status(clinician, "proposed")
    clinician.press("confirm-settlement", ".settlement")
    clinician.page.locator(".settlement li[data-decision=confirmed]").wait_for()

    manager = staff("manager")
    manager.page.goto(f"{server.address}/manage/settlement?{MARCH}")
    assert manager.page.locator('tr[data-code="80-0201"]').count() == 1
    # The months in a picture, and the same in words for those who do not see it.
    picture = manager.page.locator("#settlement-months svg")
    picture.wait_for()
    in_march = manager.page.locator('tr[data-month="2026-03"]')
    settled = int(in_march.get_attribute("data-settled"))
    assert settled >= 1 and f"26-03: {settled}" in picture.get_attribute("aria-label")
    assert "marts 2026" in in_march.inner_text() and manager.page.locator("tr[data-month]").count() == 12
    complaints = [one["id"] for one in Axe().run(manager.page).response["violations"] if one["impact"] in ("serious", "critical")]
    for path in ("/manage/settlement", "/settlement-guide"):
        manager.page.goto(server.address + path)
        violations = Axe().run(manager.page).response["violations"]
        complaints += [one["id"] for one in violations if one["impact"] in ("serious", "critical")]
    assert not complaints, complaints
    assert manager.page.locator("[data-rule]").count() == 31

    def export(kind):
        return manager.page.evaluate(
            f"fetch('/manage/settlement/export.{kind}?{MARCH}&status=settled').then(answer => answer.text())")

    rows = list(csv.DictReader(io.StringIO(export("csv"))))
    mine = [row for row in rows if row["patient"] == 'Eksport "Ebbe", Olsen']
    assert mine and mine[0]["code"] == "80-0201" and mine[0]["count"] == "1", rows
    assert [json.loads(line)["code"] for line in export("jsonl").splitlines()] == [row["code"] for row in rows]


def test_malformed_and_refused(server, staff):
    for facts, field in (
        ('{"form":"consultation","provider":{"specialty":"80","ydernummer":"57584"}}', "provider.ydernummer"),
        ('{"form":"chat"}', "form"), ('{"colour":1}', "colour"),
    ):
        answered = server.api("POST", "/api/settlement/proposals", facts)
        assert answered.status == 422 and answered.json["field"] == field, answered.text
    assert server.ask("POST", "/api/settlement/proposals", "{}").status == 401

    manager = staff("manager")
    manager.page.goto(f"{server.address}/manage/settlement")
    manager.page.fill('input[name="ydernummer"]', "57584")
    manager.press("save-settlement")
    manager.says("seks cifre")
    assert manager.page.input_value('input[name="ydernummer"]') == "57584"
    visit = server.book("Secret Sif")
    secretary = staff("secretary")
    answered = secretary.page.evaluate(
        """path => fetch(path, {
            method: "POST", body: "decision=declined&reason=x",
            headers: {
                "x-form-token": document.querySelector("meta[name=form-token]").content, accept: "application/json",
                "content-type": "application/x-www-form-urlencoded",
            }}).then(answer => answer.status)""", f"/visits/{visit.id}/settlement/decide")
    assert answered == 403
