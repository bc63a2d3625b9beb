"""Booking, changing and cancelling a visit, by the page and by the API."""

import time

from waiting import wait_until

MINUTE = 60_000


def in_minutes(minutes):
    return int(time.time() * 1000) + minutes * MINUTE


def test_booking_by_page(server, staff, patient):
    secretary = staff("secretary")
    secretary.books("Ulla Urd", "12 34 56 78")
    ulla = patient(link=secretary.link_shown("#booked"), server=server)
    ulla.open().is_in("booked", "early")

    # Nothing that was entered is lost when something is wrong, and what is wrong is said beside its field.
    secretary.books("Viggo Vang", "not a number")
    wrong = secretary.page.locator('#booking-telephone[aria-invalid="true"]')
    wrong.wait_for()
    assert secretary.page.locator('.field-problem[data-field="telephone"]').inner_text()
    assert secretary.page.locator("#booking-patient").input_value() == "Viggo Vang"
    assert wrong.input_value() == "not a number"


def test_changing_by_page(server, staff):
    visit = server.book("Xenia Xu", in_minutes=60)
    secretary = staff("secretary")
    secretary.sees_in(visit, "booked")
    secretary.press("change", secretary.card(visit))
    secretary.page.locator("#booking-minutes").select_option("30")
    secretary.press("change", "#booking")
    wait_until(lambda: visit["minutes"] == 30, 5, "the visit to be 30 minutes long")


def test_booking_by_api(server):
    visit = server.book("Yrsa Yde", in_minutes=30)
    told = visit.now()
    assert (told["state"], told["patient"]) == ("booked", "Yrsa Yde")
    later = in_minutes(45)
    answer = server.api("PATCH", f"/api/visits/{visit.id}", {"start": later})
    assert answer.status == 200, answer.text
    assert visit["start"] == later
    answer = server.api("DELETE", f"/api/visits/{visit.id}")
    assert answer.status in (200, 204), answer.text
    assert (visit.state, visit["outcome"]) == ("ended", "cancelled")
    assert visit.id in [one["visit"] for one in server.listed()]


def test_a_wrong_booking_is_refused_at_its_field(server):
    good = {"patient": "Åse Ås", "telephone": "+4512345678", "start": in_minutes(10), "minutes": 15}
    wrong = {
        "patient": "", "start": "tomorrow", "minutes": -5, "telephone": "abc",
    }
    for field, value in wrong.items():
        answer = server.api("POST", "/api/visits", {**good, field: value})
        assert answer.status in (400, 422), f"{field}={value!r} was answered {answer.status} {answer.text}"
        assert answer.headers["content-type"].startswith("application/problem+json")
        assert answer.json.get("field") == field, answer.text
    for body in ("", "{", "[]", "null", '{"patient":' + "[" * 5000):
        assert server.api("POST", "/api/visits", body).status in (400, 413, 422)
    assert server.ask("POST", "/api/visits", good).status == 401
    assert server.ask("POST", "/api/visits", good, {"authorization": "Bearer wrong"}).status == 401


def test_cancelling_by_page_reaches_the_patient(server, staff, patient):
    visit = server.book("Ærø Ø", in_minutes=10)
    secretary, waiting = staff("secretary"), patient(visit)
    waiting.open().is_in("booked")
    secretary.sees_in(visit, "booked")
    secretary.press("cancel", secretary.card(visit))
    waiting.is_in("ended", "closed")
    assert visit["outcome"] == "cancelled"


def test_openapi_document(server):
    answer = server.get("/api/openapi.json")
    assert answer.status == 200
    document = answer.json
    assert document["openapi"].startswith("3.")
    assert "/api/visits" in document["paths"]
    assert any(path.startswith("/api/visits/{") for path in document["paths"])
