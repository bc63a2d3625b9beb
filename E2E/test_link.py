"""A link opened too early counts down; one too late or unknown gives a friendly page that tells a guesser nothing."""

import re


def test_too_early(server, patient):
    visit = server.book("Rasmus Rask", in_minutes=20)
    rasmus = patient(visit)
    rasmus.open().is_in("early")
    assert not rasmus.offers("arrive")
    first = rasmus.page.locator("#countdown:visible").inner_text()
    rasmus.page.wait_for_function("first => document.querySelector('#countdown').innerText !== first", arg=first)
    answer = server.ask("POST", f"{visit.path}/arrive", {"device": "d"})
    assert answer.status in (403, 409), answer.text
    assert visit.state == "booked"


def test_too_late(server, patient):
    visit = server.book("Sanne Skov")
    server.move(visit, -600)
    sanne = patient(visit)
    response = sanne.page.goto(sanne.link)
    assert response.status in (200, 404, 410)
    assert not sanne.offers("arrive")
    assert shows_telephone(sanne)
    assert server.ask("POST", f"{visit.path}/arrive", {"device": "d"}).status in (403, 404, 409, 410)


def test_unknown(server, patient):
    stranger = patient(link=server.address + "/v/" + "A" * 22, server=server)
    response = stranger.page.goto(stranger.link)
    assert response.status == 404
    assert stranger.state == "unknown"
    assert shows_telephone(stranger)
    for path in ("/v/x", "/v/" + "A" * 500, "/v/%00%00", "/v/..%2f..%2fetc", "/v/" + "A" * 22 + "/facts"):
        assert server.get(path).status == 404, path


def test_a_guesser_learns_nothing(server):
    """A token that never was and one whose visit is long over are answered alike."""
    visit = server.book("Tom Tang")
    server.move(visit, -60 * 24 * 60)
    paths = [visit.path, "/v/" + "A" * len(visit.token)]
    answers = [server.get(path) for path in paths]
    assert [answer.status for answer in answers] == [404, 404]
    texts = [answer.text.replace(path, "") for answer, path in zip(answers, paths)]
    assert texts[0] == texts[1]
    assert [server.get(path + "/events?device=d").status for path in paths] == [404, 404]


def shows_telephone(one):
    """Whether the page says where to telephone."""
    return re.search(r"(\d ?){8}", one.page.locator("main").inner_text()) is not None
