"""The settlement on the command line: what the README shows is what comes out, and faults are told by their place."""

import json
import os
import re
import subprocess

import pytest
from server import TOP, binary

SETTLEMENT = (TOP / "docs/settlement.md").read_text()


def run(*words, cwd, given=None, env=None):
    return subprocess.run(
        [str(binary()), *words], capture_output=True, text=True, timeout=60, cwd=cwd, input=given, env=env)


@pytest.fixture
def folder(tmp_path):
    """With the files that the README's examples name."""
    facts = [text for text in re.findall(r"### Facts: .*?\n```json\n(.*?)```", SETTLEMENT, re.S)]
    (tmp_path / "visit.json").write_text(facts[0])
    (tmp_path / "visits.json").write_text("[" + ",".join(facts) + "]")
    return tmp_path


def examples():
    """The README's commands with what it says they print."""
    block = (TOP / "README.md").read_text().split("## Settlement on the command line")[1]
    block = block.split("```console\n")[1].split("```")[0]
    return [part.split("\n", 1) for part in block.split("$ venterum ")[1:]]


def test_the_readmes_examples_run(folder):
    shown = examples()
    assert len(shown) >= 4
    for command, printed in shown:
        words = command.split("#")[0].strip()
        target = None
        if ">" in words:
            words, target = (word.strip() for word in words.split(">"))
        told = run(*words.split(), cwd=folder)
        assert told.returncode == 0, (command, told.stderr)
        if target:
            (folder / target).write_text(told.stdout)
        if printed.strip():
            assert told.stdout.strip() == printed.strip(), command


def test_standard_input_streams_and_the_same_facts_give_the_same_bytes(folder):
    first = run("settle", "visits.json", cwd=folder)
    assert [json.loads(line)["id"] for line in first.stdout.splitlines()] == ["v-1", "c-1", "p-1"]
    again = run("settle", "-", cwd=folder, given=(folder / "visits.json").read_text())
    assert again.stdout == first.stdout


@pytest.mark.parametrize("old,new,said", [
    ('"form": "consultation"', '"form": "chat"', 'form: found "chat", allowed'),
    ('"ydernummer": "057584"', '"ydernummer": "57584"', "provider.ydernummer: found"),
    ('"start": "2026-03-04T09:00:00+01:00"', '"start": "tomorrow"', "booking.start: found"),
    ('"persons": 1', '"persons": 1, "cpr": "010190-1234"', "cpr"),
    ('"persons": 1', '"persons": "one"', "persons: found"),
])
def test_a_fault_is_told_by_its_path_and_the_others_are_settled(folder, old, new, said):
    facts = (folder / "visit.json").read_text()
    assert old in facts
    (folder / "mixed.json").write_text(facts + facts.replace(old, new, 1) + facts)
    told = run("settle", "mixed.json", cwd=folder)
    assert told.returncode == 65
    assert len(told.stdout.splitlines()) == 2
    assert said in told.stderr and "object 2" in told.stderr, told.stderr


@pytest.mark.parametrize("content", [None, b"no zone file"])
@pytest.mark.parametrize("words", [("settle", "visit.json"), ("demo", "--data", "data")])
def test_without_danish_time_nothing_starts(folder, words, content):
    # UTC in silence would settle evenings as daytime.
    zones = folder / "zones"
    (zones / "Europe").mkdir(parents=True)
    if content:
        (zones / "Europe/Copenhagen").write_bytes(content)
    told = run(*words, cwd=folder, env={**os.environ, "TZDIR": str(zones)})
    assert told.returncode == 66, told.stderr
    assert str(zones / "Europe/Copenhagen") in told.stderr and "tzdata" in told.stderr
    assert not told.stdout


def test_files_that_cannot_be_used(folder):
    told = run("settle", "none.json", cwd=folder)
    assert told.returncode == 66 and "none.json" in told.stderr
    (folder / "bad.csv").write_text("code,colour\n")
    for words in (("tariffs", "check", "bad.csv"), ("settle", "--tariffs", "bad.csv", "visit.json")):
        told = run(*words, cwd=folder)
        assert told.returncode == 65 and "bad.csv: line 1" in told.stderr and "colour" in told.stderr
        assert not told.stdout
    (folder / "bad.conf").write_text("moduleRounding = sometimes\n")
    told = run("settle", "--settings", "bad.conf", "visit.json", cwd=folder)
    assert told.returncode == 65 and "line 1" in told.stderr and "completed, commenced" in told.stderr


@pytest.mark.parametrize("language", ["da", "en"])
def test_explained_for_people(folder, language):
    told = run("settle", "--explain", "--language", language, "visits.json", cwd=folder)
    assert told.returncode == 0
    assert ("Hvorfor" if language == "da" else "Why") in told.stdout
    assert "80-0125" in told.stdout and ("læger.dk" in told.stdout or "laeger.dk" in told.stdout)
