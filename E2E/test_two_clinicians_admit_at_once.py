"""Two clinicians press Admit for the same patient in the same moment: one wins, the other is told who."""

import json


def test_two_clinicians_admit_at_once(server, patient, staff):
    visit = server.book("Jens Madsen")
    anna, bo = staff(nth=0), staff(nth=1)
    jens = patient(visit)
    jens.becomes_ready()
    for one in (anna, bo):
        one.sees_in(visit, "waiting")

    # Both requests are on their way before either is answered.
    path = f"/visits/{visit.id}/admit"
    start = """([path, token]) => { window.answer = fetch(path, { method: "POST", body: "{}",
        headers: { "content-type": "application/json", "x-form-token": token } })
        .then(async (a) => [a.status, await a.text()]); }"""
    for one in (anna, bo):
        one.page.evaluate(start, [path, one.form_token()])
    answers = [one.page.evaluate("window.answer") for one in (anna, bo)]

    assert sorted(status for status, _ in answers) == [200, 409], answers
    loser = next(n for n, (status, _) in enumerate(answers) if status == 409)
    winner_name, refusal = (bo, anna)[loser].name, json.loads(answers[loser][1])
    assert winner_name in refusal["title"], refusal
    jens.is_in("inCall")
    (bo, anna)[loser].is_in_call()
    assert (anna, bo)[loser].call_state == "none"


def test_the_other_sees_who_admitted(server, patient, staff):
    visit = server.book("Mette Lund")
    anna, bo = staff(nth=0), staff(nth=1)
    for one in (anna, bo):
        if one.call_state != "none":
            one.ends("completed")
    mette = patient(visit)
    mette.becomes_ready()
    anna.admit(visit).is_in_call()
    bo.sees_in(visit, "admitted", "inCall")
    assert anna.name in bo.page.locator(bo.card(visit)).first.inner_text()
    assert not bo.offers("admit", bo.card(visit))
