"""bench.py [PART ...]: runs the measurements and merges what they say into bench/results.json.

A part is a folder of bench/ with an executable `run`. It prints what it likes; each line that is a JSON
object with `name`, `value` and `unit` is a record. A part that fails says so and fails the whole, after the
others have run; its old records are taken out, so that results.json never shows a figure that this commit did
not reach.
"""

import json
import os
import pathlib
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
RESULTS = HERE / "results.json"


def parts():
    return sorted(path.parent.name for path in HERE.glob("*/run") if os.access(path, os.X_OK))


def record(line):
    """The record that a line is, or None."""
    if not line.startswith("{"):
        return None
    try:
        found = json.loads(line)
    except ValueError:
        return None
    return found if {"name", "value", "unit"} <= set(found) else None


def run(part):
    """Runs a part; gives its records and whether it succeeded."""
    print(f"\n== bench {part}", flush=True)
    since, records = time.monotonic(), []
    process = subprocess.Popen([HERE / part / "run"], cwd=HERE.parent, stdout=subprocess.PIPE, text=True)
    for line in process.stdout:
        print(line, end="", flush=True)
        if found := record(line):
            records.append({**found, "part": part})
    status = process.wait()
    print(f"== {part}: {len(records)} records in {time.monotonic() - since:.0f} s, status {status}", flush=True)
    return records, status == 0


def main(wanted):
    unknown = set(wanted) - set(parts())
    if unknown:
        sys.exit(f"There is no part {', '.join(sorted(unknown))}. These there are: {', '.join(parts())}")
    kept = json.loads(RESULTS.read_text()) if RESULTS.exists() else []
    failed = []
    for part in wanted or parts():
        records, succeeded = run(part)
        names = {one["name"] for one in records}
        kept = [one for one in kept if one.get("part") != part and one["name"] not in names] + records
        RESULTS.write_text("[\n" + ",\n".join(json.dumps(one) for one in kept) + "\n]\n")
        if not succeeded:
            failed.append(part)
    width = max((len(one["name"]) for one in kept), default=0)
    print("\n== results")
    for one in sorted(kept, key=lambda one: (one["part"], one["name"])):
        print(f"{one['name']:<{width}}  {one['value']:>12} {one['unit']}")
    if failed:
        sys.exit(f"failed: {', '.join(failed)}")


main(sys.argv[1:])
