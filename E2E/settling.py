"""Visits that were held and have ended, and the panel with the proposal for them."""

import contextlib
import json
import subprocess

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


def settled_in_daytime(visit, clinician):
    """Moves a visit that has ended to a Wednesday, and opens its proposal anew."""
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
    settled_in_daytime(visit, clinician)
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
    settled_in_daytime(visit, clinician)
    return visit, clinician
