"""Forged forms, missing sessions, another clinic's visit, a patient's token for another visit: refused, and audited."""

import contextlib

import pytest


def audited(server):
    """The audit trail as rows of texts."""
    with contextlib.closing(server.database()) as connection:
        tables = [row[0] for row in connection.execute("select name from sqlite_master where type = 'table'")]
        trail = next(name for name in tables if "audit" in name)
        return [" ".join(map(str, row)) for row in connection.execute(f"select * from {trail}")]


@pytest.fixture
def refusals(server):
    """Counts what is added to the audit trail by a refusal."""
    def about(word):
        return len([row for row in audited(server) if word in row])
    return about


def test_forged_form(server, staff, refusals):
    visit = server.book("Aksel Agn")
    clinician = staff()
    before = refusals("form-forged")
    for token in ("", "forged"):
        answer = clinician.act(f"/visits/{visit.id}/cancel", {}, token=token)
        assert answer["status"] == 403, answer
    assert visit.state == "booked"
    assert refusals("form-forged") == before + 2


def test_missing_session(server, refusals):
    visit = server.book("Birte Bæk")
    before = refusals("not-signed-in")
    for path in (f"/visits/{visit.id}/admit", f"/visits/{visit.id}/cancel", "/visits", "/clinic/notify"):
        assert server.ask("POST", path, {}).status in (401, 403), path
    for path in ("/clinic", "/manage/people", f"/visits/{visit.id}/facts"):
        answer = server.get(path)
        assert answer.status in (302, 303, 401, 403), path
    assert server.get("/clinic/events").status in (401, 403)
    assert visit.state == "booked"
    assert refusals("not-signed-in") > before


def test_another_clinics_visit(server, staff, refusals):
    visit = server.book("Carla Clod", clinic=1)
    clinician = staff()
    before = refusals(visit.id)
    for act in ("admit", "cancel", "put-back", "end"):
        answer = clinician.act(f"/visits/{visit.id}/{act}", {"outcome": "completed"})
        assert answer["status"] in (403, 404), (act, answer)
    assert clinician.page.request.get(f"{server.address}/visits/{visit.id}/facts").status in (403, 404)
    assert server.api("GET", f"/api/visits/{visit.id}", clinic=0).status in (403, 404)
    assert visit.state == "booked"
    assert refusals(visit.id) > before
    assert clinician.state_of(visit) is None


def test_a_patients_token_for_another_visit(server, patient, refusals):
    mine, other = server.book("Dan Dal"), server.book("Eva Elm")
    dan = patient(mine)
    dan.becomes_ready()
    asked = dan.page.evaluate("performance.getEntriesByType('resource').map(one => one.name)")
    assert not any(other.token in name for name in asked)
    # A media peer belongs to the visit whose link made it: with another link it is as if it were not there.
    peer = next(name.split("/media/")[1].split("/")[0] for name in asked if f"{mine.path}/media/" in name)
    sends = {"microphone": True, "camera": True, "screen": False}
    before = refusals("no-such-peer")
    for method, path, body in (
            ("POST", f"{other.path}/media/{peer}/sends", sends), ("GET", f"{other.path}/media/{peer}/line", None),
            ("DELETE", f"{other.path}/media/{peer}", None)):
        assert server.ask(method, path, body).status == 404, path
    assert refusals("no-such-peer") == before + 3
    assert server.ask("GET", f"{mine.path}/media/{peer}/line").status == 200
    for path in (f"/v/{mine.token}/visits/{other.id}/admit", f"/visits/{other.id}/admit"):
        assert server.ask("POST", path, {}).status in (401, 403, 404)
    assert other.state == "booked"


def test_a_secretary_does_not_admit(server, staff, patient, refusals):
    visit = server.book("Freja Fyn")
    freja, secretary = patient(visit), staff("secretary")
    freja.arrive()
    secretary.sees_in(visit, "arrived", "waiting")
    before = refusals(visit.id)
    assert secretary.act(f"/visits/{visit.id}/admit", {})["status"] == 403
    assert visit.state in ("arrived", "waiting")
    assert refusals(visit.id) > before


def test_wrong_password_is_limited(server, windows):
    from people import Staff
    who = server.staff(clinic=1)
    stranger = Staff(windows(), server, who)
    for _ in range(3):
        stranger.sign_in(password="wrong")
        stranger.page.locator('[role="alert"]:visible').first.wait_for()
        assert "/clinic" not in stranger.page.url
        assert stranger.page.locator('input[name="account"]').input_value() == who["account"]


def test_nothing_personal_in_the_log(server):
    server.book("Hemmelig Hansen")
    said = server.said()
    # What the demonstration prints on purpose is its own fiction.
    assert "Hemmelig" not in said
    assert "+4512345678" not in said and "12345678" not in said


def test_strict_headers(server):
    for path in ("/", "/support", "/test", "/sign-in"):
        headers = server.get(path).headers
        policy = headers["content-security-policy"]
        assert "unsafe-inline" not in policy and "unsafe-eval" not in policy and "default-src" in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] in ("no-referrer", "same-origin")
