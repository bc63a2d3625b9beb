"""A wrong or unknown setting is refused at the start, with its name and what is allowed."""

import json
import os
import subprocess

import pytest
from conftest import serving
from server import TOP, binary


def run(*words, **options):
    return subprocess.run([str(binary()), *words], capture_output=True, text=True, timeout=20, **options)


def test_help_reads_well():
    told = run("--help")
    assert told.returncode == 0
    assert "serve" in told.stdout and "demo" in told.stdout
    assert max(map(len, told.stdout.splitlines())) <= 120


@pytest.mark.parametrize("words", [["--port", "many"], ["--port", "99999"], ["--no-such-setting", "1"]])
def test_wrong_setting(tmp_path, words):
    told = run("demo", "--data", str(tmp_path / "data"), *words)
    assert told.returncode != 0
    assert words[0].strip("-") in told.stderr
    assert "Fatal error" not in told.stderr


def test_unknown_setting_in_the_environment_and_in_the_file(tmp_path):
    told = run("demo", "--data", str(tmp_path / "data"), env={**os.environ, "VENTERUM_PROT": "8080"})
    assert told.returncode != 0 and "VENTERUM_PROT" in told.stderr and "VENTERUM_PORT" in told.stderr
    file = tmp_path / "settings.json"
    file.write_text('{"media": {"prot": 8082}}')
    told = run("demo", "--data", str(tmp_path / "data"), "--config", str(file))
    assert told.returncode != 0 and "media.prot" in told.stderr


def test_every_setting_is_documented():
    table = run("settings").stdout.strip().splitlines()
    document = (TOP / "docs/operating.md").read_text()
    missing = [line for line in table if line not in document]
    assert len(table) > 10 and not missing, "copy the output of `venterum settings` to docs/operating.md"


@pytest.fixture
def tariffs(tmp_path):
    """A file of a clinic's own, begun with the shipped one: the row of 0125 has an amount."""
    def write(old=",,,2022-10", new=",15544,,2022-10"):
        shipped = run("tariffs", "show").stdout
        line = next(line for line in shipped.splitlines() if line.startswith("0125,80,"))
        assert old in line, line
        file = tmp_path / "tariffs.csv"
        file.write_text(shipped.replace(line, line.replace(old, new, 1)))
        return file
    return write


@pytest.mark.parametrize("new,said", [
    (",-5,,2022-10", "amountOre -5 is negative"), (",1.5,,2022-10", "amountOre \"1.5\" is not a whole number of øre"),
    (",15544,,autumn", "level \"autumn\" is written YYYY-MM"), (",15544,,2022-10,extra", "fields, but"),
])
def test_wrong_tariffs_are_refused_by_name(tmp_path, tariffs, new, said):
    file = tariffs(new=new)
    told = run("serve", "--data", str(tmp_path / "data"), "--tariffs", str(file))
    assert told.returncode == 78
    assert told.stderr.startswith("venterum: tariffs: ") and str(file) in told.stderr and "line " in told.stderr
    assert said in told.stderr
    # The checker says the same, and nothing was begun.
    assert said in run("tariffs", "check", str(file)).stderr
    assert not (tmp_path / "data").exists()


def test_a_missing_tariff_file_is_refused(tmp_path):
    told = run("serve", "--data", str(tmp_path / "data"), "--tariffs", str(tmp_path / "none.csv"))
    assert told.returncode == 78 and "tariffs" in told.stderr and "none.csv" in told.stderr


def test_own_tariffs_give_the_amounts(tmp_path, tariffs):
    with serving(tmp_path / "data", "--tariffs", tariffs()) as server:
        page = (TOP / "docs/settlement.md").read_text()
        facts = page.split("### Facts: general practice\n```json\n")[1].split("```")[0]
        answer = server.api("POST", "/api/settlement/proposals", json.loads(facts))
        assert answer.json["lines"][0]["amount"]["ore"] == 15544
