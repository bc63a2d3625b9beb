"""A wrong or unknown setting is refused at the start, with its name and what is allowed."""

import os
import subprocess

import pytest
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
