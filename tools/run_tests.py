"""`make test`: the suite on SQLite, then what touches a database again on PostgreSQL; ends with what was left out and what failed."""

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
from tests.plugin import by_reason  # noqa: E402

NO_TESTS = 5


def main(arguments: list[str]) -> int:
    """Run both passes with `arguments` for pytest (`--soak` runs the long ones alone). Returns the exit status."""
    is_soak = "--soak" in arguments
    processes = 1 if is_soak else int(os.environ.get("ANJU_TEST_PROCESSES") or (os.cpu_count() or 1) + 1)  # browsers and servers of the tests leave a core idle
    given = ["-m", "soak or history" if is_soak else "not soak", *(["--timeout=0"] if is_soak else []), *(argument for argument in arguments if argument != "--soak")]
    print("On SQLite:", flush=True)
    outcomes = [one_pass(given, ["sqlite:///:memory:"] * processes)]
    left_out = []
    try:
        with postgres.servers(processes) as addresses:
            print("\nOn PostgreSQL:", flush=True)
            outcomes.append(one_pass(given, addresses, ANJU_TEST_DATABASE_ONLY="1"))
    except postgres.Unavailable as reason:
        left_out.append(f"{reason}: every test on PostgreSQL")
    return close(outcomes, left_out)


def one_pass(arguments: list[str], databases: list[str], **environment: str) -> dict:
    """Run pytest with one process for each database; its exit status, its counts, what passed, what failed and what it left out."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "-n", str(len(databases)), *arguments],
            cwd=ROOT,
            env={**os.environ, "ANJU_TEST_DATABASES": " ".join(databases), "ANJU_TEST_REPORT": str(report), **environment},
        )
        told = json.loads(report.read_text(encoding="utf-8")) if report.exists() else {"counts": {}, "left_out": {}, "passed": [], "failed": {}, "tried_again": {}}
    return {"status": done.returncode, **told}


def close(outcomes: list[dict], left_out: list[str]) -> int:
    """Print the sums, what was left out on every database and, last, what failed; skipped tests are never counted as passed."""
    total = {kind: sum(outcome["counts"].get(kind, 0) for outcome in outcomes) for kind in ("passed", "failed", "error", "skipped")}
    passed = {nodeid for outcome in outcomes for nodeid in outcome["passed"]}
    skipped = {nodeid: why for outcome in outcomes for nodeid, why in outcome["left_out"].items() if nodeid not in passed}
    left_out += by_reason(skipped)
    print(f"\n{total['passed']} passed, {total['failed'] + total['error']} failed, {total['skipped']} skipped")
    for line in left_out or ["nothing"]:
        print(f"left out: {line}")
    for kind, words in (("tried_again", "needed a second try"), ("failed", "failed")):
        for nodeid, why in (pair for outcome in outcomes for pair in outcome[kind].items()):
            print(f"{words}: {nodeid}\n{why}")
    return max((outcome["status"] for outcome in outcomes if outcome["status"] != NO_TESTS), default=0)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
