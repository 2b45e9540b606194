"""What a report on a violation says: what was done and ordered step by step, its pictures, and to which bodies it went."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from anju.domains.notices.queries import BodyReport
from anju.kernel import ledger

from .events import NoticeServed, PutRightNoted, ViolationCleared, ViolationDissuaded, WorkStopped
from .models import Violation

STEPS = tuple(kind.name for kind in (ViolationDissuaded, NoticeServed, WorkStopped, PutRightNoted, ViolationCleared))


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that was done about a violation, and the words of who did it; "" where those were erased."""

    name: str
    at: datetime
    by: UUID | None
    words: str


def steps_of(violation: Violation) -> list[Step]:
    """From the ledger, in their order."""
    entries = sorted(ledger.history(violation).filter(name__in=STEPS), key=lambda entry: entry.pk)
    words = ledger.words_of(entries)
    return [Step(entry.name.partition(".")[2], entry.at, entry.actor_id, words.get(entry.pk, {}).get("words", "")) for entry in entries]


def pictures_of(violation: Violation) -> list[UUID]:
    """What was photographed when it was found, and on the visit on which it was found."""
    visit = violation.inspection.photos if violation.inspection is not None else []
    return [UUID(one) for one in dict.fromkeys([*violation.photos, *visit])]


def reports_of(violation: Violation) -> list[BodyReport]:
    """The reports that bodies got about it, in the order in which they were handed in."""
    found = {str(one.pk): one for one in BodyReport.objects.filter(scope=violation.scope_id, pk__in=[row["report"] for row in violation.reports])}
    return [found[row["report"]] for row in violation.reports if row["report"] in found]


def reported_in(report: BodyReport) -> Violation | None:
    """The violation that a body was told of by this report."""
    one = Violation.objects.filter(scope=report.scope_id, number=report.basis_label).first()
    return one if one is not None and any(row["report"] == str(report.pk) for row in one.reports) else None
