"""The server is killed with SIGKILL while patients wait and during a call, and started again on the same folder."""

import contextlib
import time

import pytest
from conftest import serving
from waiting import wait_until


@pytest.fixture
def server(tmp_path):
    with serving(tmp_path / "data") as one:
        yield one


def events(server, visit):
    """What has happened to a visit, as it is kept."""
    with contextlib.closing(server.database()) as database:
        return database.execute(
            "select number, at, word, body from visit_events where visit = ? order by number", [visit.id]).fetchall()


def complete(kept, now):
    """Everything that was kept is there still, in its order and without a gap before what came after."""
    return now[:len(kept)] == kept and [row[0] for row in now] == list(range(kept[0][0], kept[0][0] + len(now)))


def test_server_killed_while_patients_wait(server, patient, staff):
    visits = [server.book(name, in_minutes=n) for n, name in enumerate(("Nina Nord", "Otto Ost"), 1)]
    people = [patient(visit) for visit in visits]
    for one in people:
        one.arrive()
    wait_until(lambda: [one.place for one in people] == [1, 2], 5, "places 1 and 2")

    kept = [events(server, visit) for visit in visits]
    assert all(kept)
    server.kill()
    server.start()
    assert all(complete(before, events(server, visit)) for before, visit in zip(kept, visits))
    assert [visit.state in ("arrived", "waiting") for visit in visits] == [True, True]
    clinician = staff()
    for visit in visits:
        clinician.sees_in(visit, "arrived", "waiting")
    for number, one in enumerate(people, 1):
        one.is_in("arrived", "waiting")
        wait_until(lambda: one.place == number, 10, f"place {number} after the restart")
    clinician.admit(visits[0]).is_in_call()
    people[0].is_in("inCall").sees(20)


def test_server_killed_during_a_call(server, patient, staff):
    visit = server.book("Poul Pind")
    poul, clinician = patient(visit), staff()
    poul.becomes_ready()
    clinician.admit(visit).is_in_call()
    poul.is_in("inCall").sees(20)
    kept = events(server, visit)
    assert {"booked", "arrived", "admitted", "connected"} <= {row[2] for row in kept}

    server.kill()
    server.start()
    back = time.monotonic()
    # By itself: nobody presses anything.
    for one in (poul, clinician):
        frames = one.frames()
        wait_until(lambda: 0 < one.frames() != frames, 12, "the picture to be back", 0.05)
    took = time.monotonic() - back
    assert poul.state == "inCall" and clinician.call_state == "inCall"
    poul.hears()
    clinician.hears()
    assert took < 5, f"the call was back {took:.1f} s after the server"
    assert visit.state == "inCall"
    assert complete(kept, events(server, visit))
