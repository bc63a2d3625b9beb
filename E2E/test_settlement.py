"""After a call the proposal is there: confirmed in two presses, changed or declined with a reason, corrected anew."""

import csv
import io
import json

from axe_playwright_python.sync_playwright import Axe
from settling import (
    MARCH, answer, as_the_command_says, chooses, held, lines, on_the_telephone, panel, settled_in_daytime, status)
from waiting import wait_until


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
    # A refused change says so at its field, and what was entered stays.
    form = clinician.page.locator(".settlement details")
    form.locator("summary").click()
    form.locator('select[name="code"]').nth(0).select_option("0201")
    form.locator('select[name="code"]').nth(1).select_option("2161")
    form.locator('input[name="count"]').nth(1).evaluate("one => { one.removeAttribute('max'); one.value = '150'; }")
    form.locator('input[name="reason"]').fill("Der var tolk med")
    clinician.press("change-settlement", ".settlement")
    clinician.page.locator("#lines-problem").wait_for()
    form = clinician.page.locator(".settlement details[open]")
    assert form.locator('select[name="code"]').nth(1).input_value() == "2161"
    assert form.locator('input[name="count"]').nth(1).input_value() == "150"
    assert form.locator('input[name="reason"]').input_value() == "Der var tolk med"
    form.locator("summary").click()
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
    assert settled >= 1 and f"03: {settled}" in picture.get_attribute("aria-label")
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


def test_a_no_to_video_is_respected(server, patient, staff):
    visit = server.book("Nej Niels", triaged=True)
    niels, clinician = patient(visit).open(), staff()
    niels.page.locator('input[name="accepts-video"][value="no"]').check()
    niels.press("arrive")
    niels.is_in("waiting", seconds=30)
    # The clinic is told before it lets him in, and his camera has not been opened.
    clinician.page.locator(f"{clinician.card(visit)} .visit-devices", has_text="ønsker ikke video").wait_for()
    assert niels.taking == ["audio"]
    niels.page.reload()
    niels.is_in("waiting")
    wait_until(lambda: niels.taking == ["audio"], 10, "the microphone alone, after the page was loaded anew too")
    clinician.admit(visit).is_in_call()
    niels.is_in("inCall").sees(10)
    clinician.hears()
    assert clinician.frames() == 0 and niels.taking == ["audio"]
    clinician.ends("completed")
    panel(clinician).wait_for()
    settled_in_daytime(visit, clinician)
    answer(clinician, "patient.chronicCare", "no")
    # By sound alone it was no video consultation; what it was, the clinician decides.
    status(clinician, "review")
    assert lines(clinician) == [("0201", 1, "tariff")]
    as_the_command_says(clinician, visit)


def test_the_list_names_what_is_lacking(server, patient, staff):
    visit, clinician = held(server, patient, staff, "Mangler Mads")
    manager = staff("manager")

    def named(kind="all"):
        manager.page.goto(f"{server.address}/manage/settlement?{MARCH}&status={kind}")
        row = manager.page.locator(f'tr[data-visit="{visit.id}"]')
        return row.locator(".hint").all_inner_texts() if row.count() else None

    def asked(path):
        return clinician.page.locator(f'.settlement [data-question="{path}"] legend').inner_text()

    # Exactly the answers that the proposal waits for, in the words in which they are asked.
    care = asked("patient.chronicCare")
    assert named() == [care] and named("lacking") == [care]
    answer(clinician, "patient.chronicCare", "yes")
    clinician.page.locator('.settlement [data-question="patient.insuranceGroup"]').wait_for()
    assert named() == [asked("patient.insuranceGroup")]
    answer(clinician, "patient.insuranceGroup", "1")
    status(clinician, "proposed")
    # Nothing lacks any more but the decision.
    assert named() == [] and named("lacking") is None and named("undecided") == []


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
    field = manager.page.locator('input[name="ydernummer"]')
    assert field.get_attribute("aria-invalid") == "true"
    assert "seks cifre" in manager.page.locator(f'#{field.get_attribute("aria-describedby")}').inner_text()
    assert manager.page.input_value('input[name="ydernummer"]') == "57584"
    manager.page.goto(f"{server.address}/manage/settlement?from=2020-01-01&to=2026-03-31")
    manager.page.locator("#period-problem").wait_for()
    assert manager.page.input_value('input[name="from"]') == "2020-01-01"
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
