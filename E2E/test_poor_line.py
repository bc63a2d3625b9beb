"""A line that loses much: the page says that it is poor and that the voice goes first, and takes it back afterwards. Where
the picture moves all the same, it is not said to rest."""

import contextlib
import json

import pytest
from lossy import LossyLine
from waiting import wait_until

POOR = ("voiceOnly", "bad")
# All that the page says of voice and picture from now on, in turn; nothing is an empty text.
WATCH = """() => {
  const place = document.getElementById("voice-first");
  window.said = [];
  const look = () => {
    const text = place.hidden ? "" : place.innerText.trim();
    if (window.said.at(-1) !== text) window.said.push(text);
  };
  new MutationObserver(look).observe(place, { attributes: true, childList: true, characterData: true, subtree: true });
  look();
}"""


@pytest.fixture
def line(server):
    one = LossyLine(server.media_port)
    yield one
    one.close()


def test_a_poor_line_is_said(server, patient, staff, line):
    visit = server.book("Ringe Rikke")
    rikke, clinician = patient(visit), staff()
    line.lies_before(rikke.page, f"{visit.path}/media")
    rikke.becomes_ready()
    assert line.backs, "the page's connection does not go over the bad line"
    clinician.admit(visit).is_in_call()
    rikke.is_in("inCall").sees(20)
    shown = rikke.page.locator("#call-line")
    assert shown.get_attribute("data-verdict") == "good"

    line.loss = 0.3
    said = rikke.page.locator("#voice-first")
    said.wait_for(timeout=40_000)
    assert "Lyden prioriteres" in said.inner_text() and said.get_attribute("role") == "status"
    assert shown.get_attribute("data-verdict") in POOR
    # The clinician sees why: on the picture, and on the card as everybody in the clinic does.
    tile = clinician.page.locator('.tile[data-slot="0"]')
    wait_until(lambda: tile.get_attribute("data-verdict") in POOR, 10, "the tile to say so")
    assert tile.locator(".tile-line").inner_text() in ("Svag forbindelse", "Dårlig forbindelse")
    card = clinician.page.locator(f"{clinician.card(visit)} .visit-line").first
    wait_until(lambda: card.get_attribute("data-verdict") in POOR, 10, "the card to say so")
    # The voice goes on, both ways.
    rikke.hears()
    clinician.hears()

    line.loss = 0.0
    said.wait_for(state="hidden", timeout=60_000)
    wait_until(lambda: shown.get_attribute("data-verdict") in ("good", "pictureWeak"), 60, "the line to be good again")
    wait_until(lambda: card.get_attribute("data-verdict") in ("good", "pictureWeak"), 10, "the card to take it back")
    tile.locator(".tile-line").wait_for(state="hidden")
    rikke.sees(20)

    clinician.ends("completed")
    concealed = wait_until(lambda: concealed_ms(server, visit), 10, "what the browser made up to be kept")
    assert concealed < 60_000


def test_a_picture_that_moves_is_not_said_to_rest(server, patient, staff, line):
    visit = server.book("Ruth Ryst")
    ruth, clinician = patient(visit), staff(nth=1)
    line.lies_before(ruth.page, f"{visit.path}/media")
    ruth.becomes_ready()
    assert line.backs, "the page's connection does not go over the bad line"
    clinician.admit(visit).is_in_call()
    ruth.is_in("inCall").sees(20)
    ruth.page.evaluate(WATCH)

    line.loss = 0.12
    wait_until(lambda: any("Lyden prioriteres" in text for text in said(ruth)), 40, "the page to say it", 0.2)
    # Ten seconds and more of a picture: it would be said to rest after nine without one.
    ruth.sees(300, seconds=60)
    ruth.hears()
    assert all(text.startswith("Lyden prioriteres") for text in said(ruth) if text), said(ruth)
    assert not any("billedet holder pause" in text for text in said(ruth)), said(ruth)

    line.loss = 0.0
    wait_until(lambda: said(ruth)[-1] == "", 60, "the page to take it back", 0.2)
    clinician.ends("completed")


def said(one):
    return one.page.evaluate("said")


def concealed_ms(server, visit):
    """For how long the visit's browsers had to make up sound, as they have told and the visit's events keep it."""
    with contextlib.closing(server.database()) as database:
        rows = database.execute("select body from visit_events where visit = ? and word = 'lineMeasured'", [visit.id]).fetchall()
    return sum(sum(numbers(json.loads(body), "concealedMs")) for (body,) in rows)


def numbers(body, name):
    """Every number of this name, however deep it lies."""
    for key, value in body.items():
        if isinstance(value, dict):
            yield from numbers(value, name)
        elif key == name and value is not None:
            yield value
