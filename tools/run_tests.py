"""`make test`: the suite on SQLite, then what touches a database again on PostgreSQL; ends with what was left out and why."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests import postgres  # noqa: E402

NO_TESTS = 5
EVERYTHING_ELSE = "not soak"


def main(arguments: list[str]) -> int:
    """Run both passes with `arguments` for pytest (`--soak` runs the long ones alone). Returns the exit status."""
    chosen = ["-m", "soak"] if "--soak" in arguments else ["-n", os.environ.get("ANJU_TEST_PROCESSES", "2"), "-m", EVERYTHING_ELSE]
    given = [*chosen, *(argument for argument in arguments if argument != "--soak")]
    print("On SQLite:", flush=True)
    outcomes = [one_pass(given, "sqlite:///:memory:")]
    left_out = []
    try:
        with postgres.server() as address:
            print("\nOn PostgreSQL:", flush=True)
            outcomes.append(one_pass(given, address, ANJU_TEST_DATABASE_ONLY="1"))
    except postgres.Unavailable as reason:
        left_out.append(f"{reason}: every test on PostgreSQL")
    return close(outcomes, left_out)


def one_pass(arguments: list[str], database: str, **environment: str) -> dict:
    """Run pytest on one database; its exit status, its counts and what it left out."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        done = subprocess.run(
            [sys.executable, "-m", "pytest", *arguments],
            cwd=ROOT,
            env={**os.environ, "ANJU_DATABASE": database, "ANJU_TEST_REPORT": str(report), **environment},
        )
        told = json.loads(report.read_text(encoding="utf-8")) if report.exists() else {"counts": {}, "left_out": []}
    return {"status": done.returncode, **told}


def close(outcomes: list[dict], left_out: list[str]) -> int:
    """Print the sums and the list of what was left out; skipped tests are never counted as passed."""
    total = {kind: sum(outcome["counts"].get(kind, 0) for outcome in outcomes) for kind in ("passed", "failed", "error", "skipped")}
    left_out += [line for outcome in outcomes for line in outcome["left_out"]]
    print(f"\n{total['passed']} passed, {total['failed'] + total['error']} failed, {total['skipped']} skipped")
    for line in sorted(set(left_out)) or ["nothing"]:
        print(f"left out: {line}")
    return max((outcome["status"] for outcome in outcomes if outcome["status"] != NO_TESTS), default=0)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
