"""The interface's document is valid, and the settlement's route takes and gives what it says."""

import json
import re

import pytest
from jsonschema import Draft202012Validator, FormatChecker
from openapi_spec_validator import OpenAPIV31SpecValidator
from server import TOP

PROPOSALS = "/api/settlement/proposals"


@pytest.fixture(scope="module")
def document(server):
    answer = server.get("/api/openapi.json")
    assert answer.status == 200
    return answer.json


def fits(document, name, value):
    """Fails where a value is not what one of the document's schemas says."""
    schema = {"$ref": f"#/components/schemas/{name}", "components": document["components"]}
    Draft202012Validator(schema, format_checker=FormatChecker()).validate(value)


def worked_facts():
    """The facts that the worked examples of the documentation begin with."""
    page = (TOP / "docs/settlement.md").read_text()
    return [json.loads(text) for text in re.findall(r"### Facts: .*?\n```json\n(.*?)```", page, re.S)]


def test_the_document_is_valid(document):
    OpenAPIV31SpecValidator(document).validate()
    assert PROPOSALS in document["paths"]


def test_proposals_are_as_documented(server, document):
    examples = worked_facts()
    assert len(examples) == 3
    for facts in examples:
        fits(document, "Facts", facts)
        answer = server.api("POST", PROPOSALS, facts)
        assert answer.status == 200 and answer.headers["content-type"] == "application/json"
        fits(document, "Proposal", answer.json)
        assert answer.json["id"] == facts["id"]
        # The same facts give the same bytes.
        assert server.api("POST", PROPOSALS, facts).body == answer.body
    least = {"form": "consultation", "provider": {"specialty": "80", "ydernummer": "057584"},
             "booking": {"start": "2026-03-04T09:00:00+01:00", "triage": None}, "assessment": {"hardship": None}}
    fits(document, "Facts", least)
    answer = server.api("POST", PROPOSALS, least)
    fits(document, "Proposal", answer.json)
    assert answer.json["status"] == "review" and "id" not in answer.json


def test_every_documented_field_is_read_and_no_other(server, document):
    """The document's own list of fields is the reader's: each of them is understood, a made-up one beside it is not."""
    base = worked_facts()[0]

    def places(schema, path):
        for option in schema.get("oneOf", [schema]):
            if option.get("type") == "object":
                yield path
                for name, inner in option["properties"].items():
                    yield from places(inner, [*path, name])
            elif option.get("type") == "array":
                yield from places(option["items"], [*path, 0])

    found = list(places(document["components"]["schemas"]["Facts"], []))
    assert len(found) > 12
    for path in found:
        facts = {"form": base["form"], "provider": dict(base["provider"]), "booking": {"start": base["booking"]["start"]}}
        here = facts
        for step, follows in zip(path, [*path[1:], ""]):
            if isinstance(here, list):
                here.append([] if follows == 0 else {})
                here = here[0]
            else:
                here = here.setdefault(step, [] if follows == 0 else {})
        here["colour"] = 1
        answer = server.api("POST", PROPOSALS, facts)
        assert answer.status == 422, (path, answer.text)
        fits(document, "MalformedFacts", answer.json)
        assert answer.json["field"].endswith("colour"), answer.text
        wanted = document["components"]["schemas"]["Facts"]
        for step in path:
            options = wanted.get("oneOf", [wanted])
            wanted = next(one for one in options if one.get("type") != "null")
            wanted = wanted["items"] if step == 0 else wanted["properties"][step]
        wanted = next(one for one in wanted.get("oneOf", [wanted]) if one.get("type") != "null")
        allowed = set(re.findall(r"\w+", answer.json["allowed"]))
        assert set(wanted["properties"]) <= allowed, (path, answer.json["allowed"])


def test_refusals_are_as_documented(server, document):
    one = json.dumps(worked_facts()[0])
    for body, field in (
        ("", ""), ("{", ""), ("[]", ""), (f"[{one},{one}]", ""), (f"{one}\n{one}", ""), (f"{one} x", ""),
        ('{"form":"chat"}', "form"), (one.replace("2026-03-04T09:00", "2026-02-30T09:00"), "booking.start"),
    ):
        answer = server.api("POST", PROPOSALS, body)
        assert answer.status == 422, (body, answer.text)
        fits(document, "MalformedFacts", answer.json)
        assert answer.json["field"] == field, (body, answer.text)
    answer = server.ask("POST", PROPOSALS, worked_facts()[0])
    assert answer.status == 401
    fits(document, "Problem", answer.json)
