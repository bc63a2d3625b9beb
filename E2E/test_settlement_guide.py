"""The guide answers what general practitioners ask, and shows every condition of the physiotherapists' sheet."""

import pytest

# What is asked of video consultations in general practice, each with what an answer has to say.
QUESTIONS = {
    "the code of a video consultation": ("0125", "grundydelse"),
    "chronic-care fee": ("kronikerhonorar", "registreres"),
    "no connection": ("0201", "telefonkonsultation"),
    "talk therapy and annual review": ("6101", "6201", "0120", "1003", "meget vanskeligt"),
    "tests at an annual review": ("parakliniske", "hjemmet"),
    "planned beforehand": ("visiteret på forhånd", "drop-in"),
    "when video is right": ("lægefaglig vurdering", "fysisk undersøgelse"),
    "who decides": ("ikke-medicinske", "transporttid"),
    "supplements": ("2151", "2149", "2161", "2401", "2402"),
    "out of hours": ("lægevagt", "telefonvisitation"),
    "what a conference is": ("0126", "mindst tre deltagere"),
    "how a conference is paid": ("10 minutter", "seks", "dagtid"),
    "a conference by telephone": ("telefon", "honoreres der fortsat"),
    "a conference and the chronic-care fee": ("omfattet af kronikerhonoraret?",),
}

SHEET = {
    "fee and number": ("0131", "4531"),
    "assessment and preference": ("relevant", "præference"),
    "safe": ("patientsikker",),
    "data protection": ("databeskyttelse",),
    "two-way": ("tovejs",),
    "seen in the clinic": ("set i klinikken",),
    "able": ("kognitivt", "teknisk"),
    "content": ("status", "evaluering", "komplikationer", "øvelse", "mål", "journal"),
    "instead of a consultation in the clinic": ("i stedet for en individuel konsultation",),
    "what it may be": ("træning", "vejledning"),
    "standards": ("faglige standarder",),
    "one a day": ("kalenderdag", "hold"),
}


@pytest.fixture(scope="module")
def guide(server):
    page = server.get("/settlement-guide")
    assert page.status == 200
    return page.text.lower()


@pytest.mark.parametrize("topic", QUESTIONS)
def test_every_question_is_answered_in_the_short_answers(guide, topic):
    answers = [part.split("</details>")[0] for part in guide.split("<details")[1:]]
    whole = " ".join(answers)
    missing = [word for word in QUESTIONS[topic] if word.lower() not in whole]
    assert not missing, (topic, missing)


@pytest.mark.parametrize("condition", SHEET)
def test_every_condition_of_the_sheet_is_shown(guide, condition):
    part = guide.split('id="physio"')[1]
    missing = [word for word in SHEET[condition] if word.lower() not in part]
    assert not missing, (condition, missing)


def test_both_languages_have_as_many_answers_and_rules(server):
    danish, english = (server.get(f"/settlement-guide?lang={one}").text for one in ("da", "en"))
    for mark in ("<details", "data-rule="):
        assert danish.count(mark) == english.count(mark) > 13
