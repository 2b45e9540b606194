"""A quarter's report over half a million events, beside a plain recount of its figures in one pass over the same ledger rows."""

from __future__ import annotations

import json
import time
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from .figures import Figure, by_turns

EVENTS = 500_000
AT_ONCE = 10_000
FIRST_ON, LAST_ON = date(2026, 7, 1), date(2026, 9, 30)
CATEGORIES = ("round", "check", "cleaning", "training", "maintenance")
KINDS = (("complaint", "security"), ("repair", "water"), ("incident", "dispute"), ("hazard", "facility"))


def measure() -> Iterator[Figure]:
    """Set up once; then the whole report (sections, figures, footnotes) and the recount by turns. Both must give the same sums."""
    scope = _community()
    report = _report(scope)
    from anju.domains.plans import queries
    from anju.kernel import clock
    from anju.kernel import scope as view

    with view.entered(scope), clock.frozen(datetime(2026, 10, 2, 2, tzinfo=UTC)):
        content = queries.compose(report, language="zh-hans")
        _agree(content["notes"], _recounted(scope))
        ours, peer = by_turns(lambda: _timed(lambda: queries.compose(report)), lambda: _timed(lambda: _recounted(scope)))
        yield Figure("report of a quarter from 500,000 events", "s", ours, "<= 1", peer, "a recount in one pass")
        pages = _timed(lambda: _papers(report))
        yield Figure("the same report as Word and PDF", "s", pages, "<= 10")


def _timed(work: Any) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _papers(report: Any) -> None:
    from anju.domains.plans.reporting import work

    if any(len(paper) < 10_000 for paper in work.papers_of(report)):
        raise RuntimeError("the papers are empty")


def _community() -> Any:
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from anju.domains.measures import folding
    from anju.kernel import scope as view
    from anju.kernel.models import Entry, Scope

    scope = Scope.objects.create(kind="community", name="测试小区")
    for start in range(0, EVENTS, AT_ONCE):
        Entry.objects.bulk_create([_entry(scope, number) for number in range(start, start + AT_ONCE)], batch_size=1000)
    with view.entered(scope):
        while folding.catch_up(scope, limit=AT_ONCE):
            pass
    return scope


def _entry(scope: Any, number: int) -> Any:
    """Four of five are slots of regular work that were closed, the fifth is a case that was opened."""
    from anju.kernel.models import Entry

    at = datetime(2026, 7, 1, tzinfo=UTC) + timedelta(seconds=number * 15)
    one = str(UUID(int=number + 1))
    if number % 5:
        state = "missed" if number % 97 == 0 else "done_late" if number % 31 == 0 else "done"
        name, grade = "duties.occurrence_closed", "" if state == "missed" else "ABC"[number % 3]
        payload = {
            "occurrence": one, "duty": str(UUID(int=number % 200 + 1)), "category": CATEGORIES[number % 5 - 1], "on": at.date().isoformat(), "state": state,
            "before": "open", "grade": grade, "grade_before": "", "was_closed": False, "owed": 1, "on_time": int(state == "done"), "done": 1,
            "due_at": at.isoformat(), "longest_gap_seconds": 0,
        }  # fmt: skip
    else:
        kind, category = KINDS[number // 5 % 4]
        name = "cases.case_opened"
        payload = {
            "case": one, "kind": kind, "category": category, "severity": 1 if number % 9000 == 0 else 3,
            "opened_at": at.isoformat(), "due_at": None,
        }  # fmt: skip
        payload = {key: value for key, value in payload.items() if value is not None}
    return Entry(scope=scope, name=name, version=1, action="bench", actor_kind="system", actor_code="bench", subject_type="kernel.scope", subject_id=scope.pk, payload=payload, at=at)


def _report(scope: Any) -> Any:
    from anju.domains.plans import actions
    from anju.kernel import clock
    from anju.kernel import scope as view
    from anju.kernel.actors import Actor

    with view.entered(scope), clock.frozen(datetime(2026, 10, 2, 2, tzinfo=UTC)):
        return actions.draft_report(scope, kind="quarter", on=FIRST_ON, by=Actor.system("bench"))


def _recounted(scope: Any) -> dict[tuple[str, str], list[int]]:
    """The figures of the quarter by a plain loop: numerator, denominator, and the proofs of A, B and C, by measure and dimension."""
    from zoneinfo import ZoneInfo

    from django.db import connection

    zone, sums = ZoneInfo("Asia/Shanghai"), defaultdict(lambda: [0, 0, 0, 0, 0])
    first, last = FIRST_ON.isoformat(), LAST_ON.isoformat()
    with connection.cursor() as cursor:
        key = scope.pk if connection.features.has_native_uuid_field else scope.pk.hex
        cursor.execute("SELECT name, payload FROM kernel_entry WHERE scope_id = %s AND name IN ('duties.occurrence_closed', 'cases.case_opened') ORDER BY id", [key])
        while rows := cursor.fetchmany(5000):
            for name, payload in rows:
                fact = json.loads(payload) if isinstance(payload, str) else payload
                if name == "duties.occurrence_closed":
                    if first <= fact["on"] <= last:
                        _slot(sums, fact)
                elif first <= datetime.fromisoformat(fact["opened_at"]).astimezone(zone).date().isoformat() <= last:
                    _case(sums, fact)
    return sums


def _slot(sums: Any, fact: dict) -> None:
    state, grade = fact["state"], fact["grade"]
    kept = state in ("done", "done_late")
    for dimension in ("", fact["category"]):
        for name, top in (("duties.execution_rate", kept), ("duties.on_time_rate", state == "done")):
            _add(sums[name, dimension], top, 1, grade if top else "")
        if kept:
            _add(sums["duties.confirmed_rate", dimension], grade in "AB", 1, grade)


def _case(sums: Any, fact: dict) -> None:
    for dimension in ("", fact["kind"], f"{fact['kind']}/{fact['category']}"):
        sums["cases.found", dimension][0] += 1
    if fact["kind"] == "incident" and fact["severity"] == 1:
        sums["cases.major_incidents", ""][0] += 1


def _add(row: list[int], top: bool, bottom: int, grade: str) -> None:
    row[0] += top
    row[1] += bottom
    if grade:
        row["ABC".index(grade) + 2] += 1


def _agree(notes: list[dict], counted: dict) -> None:
    """Every figure of the report that the loop counts too must be the same to the last piece."""
    checked = 0
    for note in notes:
        key = (note.get("measure", ""), note.get("dimension", ""))
        if key[0] in ("duties.execution_rate", "duties.on_time_rate", "duties.confirmed_rate", "cases.found", "cases.major_incidents"):
            said = [note["numerator"], note["denominator"], note["a"], note["b"], note["c"]]
            if said != counted.get(key, [0, 0, 0, 0, 0]):
                raise RuntimeError(f"{key}: the report says {said}, the ledger {counted.get(key)}")
            checked += 1
    if checked < 6:
        raise RuntimeError(f"only {checked} figures were compared")
