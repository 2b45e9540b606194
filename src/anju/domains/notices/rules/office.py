"""Boards, campaigns, activities and reports: what must be said before something stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from anju.kernel.refusals import Refusal

from ..codes import SAFETY_TOPICS

MAX_STAGES, MAX_TASKS = 12, 60

NEEDED = {
    "tasks": _("the list of tasks"),
    "steps": _("the steps of each task"),
    "staff": _("who does each task"),
    "times": _("when each task is done"),
    "contingency": _("the plan for the unforeseen"),
}
"""The five things an activity's plan holds before it is approved."""


def person_needed(by: UUID | None) -> Refusal | None:
    return None if by else Refusal("notices.person_needed", _("Not done: only somebody with a name may do this. Sign in."))


def reason_needed(reason: str) -> Refusal | None:
    return None if reason.strip() else Refusal("notices.reason_needed", _("Not done: give the reason."))


def read_tasks(text: str) -> list[dict[str, str]] | Refusal:
    """Tasks written one a line: step | who | when. What is left out stays empty and is asked for at the approval."""
    found = []
    for line in filter(None, (each.strip() for each in text.splitlines())):
        parts = [part.strip()[:80] for part in line.replace("｜", "|").split("|")] + ["", ""]
        found.append(dict(zip(("step", "who", "when"), parts, strict=False)))
    if len(found) > MAX_TASKS:
        return Refusal("notices.too_many_tasks", _("Not saved: at most %(limit)s tasks. Put some together."), limit=MAX_TASKS)
    return found


def lacking(tasks: Iterable[Mapping[str, str]], contingency: str) -> list[str]:
    """Which of the five things a plan still lacks, as codes of NEEDED."""
    tasks = list(tasks)
    missing = [] if tasks else ["tasks"]
    for name, key in (("steps", "step"), ("staff", "who"), ("times", "when")):
        if not tasks or not all(each.get(key) for each in tasks):
            missing.append(name)
    return missing if contingency.strip() else [*missing, "contingency"]


def may_review(*, proposed_by: UUID | None, by: UUID | None) -> Refusal | None:
    """A plan is reviewed and approved by another person than who proposed it."""
    if no := person_needed(by):
        return no
    return Refusal("notices.own_plan", _("Not done: somebody else than who proposed it does this.")) if by == proposed_by else None


def read_stages(text: str) -> list[dict[str, Any]] | Refusal:
    """Stages written one a line: name | from | to | entries wanted; each begins after the one before it has begun and ends not before its start."""
    found: list[dict[str, Any]] = []
    for line in filter(None, (each.strip() for each in text.splitlines())):
        parts = [part.strip() for part in line.replace("｜", "|").split("|")]
        try:
            name, starts_on, ends_on, wanted = parts[0], date.fromisoformat(parts[1]), date.fromisoformat(parts[2]), int(parts[3] if len(parts) > 3 else "1")
        except (ValueError, IndexError):
            return Refusal("notices.bad_stage", _("Not saved: write each stage on a line of its own: name | 2026-03-01 | 2026-03-31 | entries wanted."))
        is_in_order = starts_on <= ends_on and (not found or starts_on >= date.fromisoformat(found[-1]["starts_on"]))
        if not name or len(name) > 40 or not 1 <= wanted <= 999 or not is_in_order:
            return Refusal("notices.bad_stage", _("Not saved: write each stage on a line of its own: name | 2026-03-01 | 2026-03-31 | entries wanted."))
        found.append({"name": name, "starts_on": starts_on.isoformat(), "ends_on": ends_on.isoformat(), "wanted": wanted})
    if not 2 <= len(found) <= MAX_STAGES:
        return Refusal("notices.number_of_stages", _("Not saved: a campaign has 2 to %(limit)s stages."), limit=MAX_STAGES)
    return found


def covered_topics(held: Iterable[str], wanted: Iterable[str] = SAFETY_TOPICS) -> dict[str, int]:
    """How often each wanted topic was told; 0 for those that were left out."""
    counts = dict.fromkeys(wanted, 0)
    for topic in held:
        if topic in counts:
            counts[topic] += 1
    return counts
