#!/usr/bin/env python3
"""sum-up.py MAY-SKIP RESULT LOG…: adds up what Meson's logs (testlog.json) say.

Every line of TAP counts as one test, a program without TAP as one. A test that skips must stand in
MAY-SKIP (a pattern of its name, then the reason); any other counts as failed. RESULT is 0 when all
builds worked; where a LOG is missing, one did not. The last line is "N passed, N failed, N skipped".

SPDX-License-Identifier: GPL-3.0-or-later
"""
import fnmatch
import json
import re
import sys
from pathlib import Path

TAP_LINE = re.compile(r"^(?P<not>not )?ok\b\s*\d*\s*-?\s*(?P<name>[^#]*)(?:#\s*(?P<what>SKIP|TODO)\s*(?P<why>.*))?", re.I)
TAP_NOTHING = re.compile(r"^1\.\.0\s*(?:#\s*SKIP\s*(?P<why>.*))?$", re.I | re.M)


def read_patterns(path):
    """The patterns of tests that may skip: the first word of every line that is no comment."""
    lines = Path(path).read_text(encoding="utf-8").splitlines()
    return [line.split()[0] for line in lines if line.strip() and not line.startswith("#")]


def read_test(test):
    """Yields (name, outcome, why) for each thing that one program tested."""
    name = test["name"].split(" / ")[-1]
    output = test.get("stdout") or ""
    whole = test["result"]
    if whole == "SKIP":
        nothing = TAP_NOTHING.search(output)
        why = nothing.group("why") if nothing else output.strip().splitlines()[-1:]
        if not re.search(r"^(not )?ok\b", output, re.M):
            yield name, "skipped", why or "no reason given"
            return
    seen_failure = False
    n_lines = 0
    for line in output.splitlines():
        match = TAP_LINE.match(line)
        if match is None:
            continue
        n_lines += 1
        full = f"{name}:{match.group('name').strip()}"
        if (match.group("what") or "").upper() == "SKIP":
            yield full, "skipped", match.group("why") or "no reason given"
        elif match.group("not"):
            seen_failure = True
            yield full, "failed", ""
        else:
            yield full, "passed", ""
    if whole not in ("OK", "SKIP", "EXPECTEDFAIL") and not seen_failure:
        yield name, "failed", whole
    elif n_lines == 0:
        yield name, "passed", ""


def main():
    patterns = read_patterns(sys.argv[1])
    counts = {"passed": 0, "failed": 0, "skipped": 0}
    failed_build = sys.argv[2] != "0"
    for path in sys.argv[3:]:
        if not Path(path).exists():
            print(f"{path} is missing.")
            failed_build = True
            continue
        for line in Path(path).read_text(encoding="utf-8").splitlines():
            for name, outcome, why in read_test(json.loads(line)):
                if outcome == "skipped" and not any(fnmatch.fnmatch(name, p) for p in patterns):
                    print(f"{path}: {name} must not skip: {why}")
                    outcome = "failed"
                elif outcome == "failed":
                    print(f"{path}: {name} failed {why}")
                elif outcome == "skipped":
                    print(f"{path}: {name} skipped: {why}")
                counts[outcome] += 1
    if failed_build and counts["failed"] == 0:
        print("A build or a test program failed, see above.")
        counts["failed"] = 1
    if counts["passed"] == 0:
        counts["failed"] += 1
    print("{passed} passed, {failed} failed, {skipped} skipped".format(**counts))
    return 1 if counts["failed"] else 0


sys.exit(main())
