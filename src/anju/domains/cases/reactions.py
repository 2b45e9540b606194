"""What the rooms below announce that becomes a case."""

from __future__ import annotations

from typing import Any

from anju.domains.duties.events import DutyPerformed
from anju.domains.duties.queries import performances_of
from anju.kernel import ledger
from anju.kernel.actors import Actor
from anju.kernel.models import Entry
from anju.kernel.reactions import reaction
from anju.kernel.refusals import Refusal

from .actions import open_case
from .models import Case

TITLE = 120


@reaction(on=DutyPerformed)
def when_duty_performed_open_its_faults(entry: Entry, event: DutyPerformed) -> None:
    """Every fault that a check found becomes a problem of its own, at the duty's place and with its basis."""
    if not event.faults:
        return
    performance = (
        performances_of(ledger.subject_of(entry)).select_related("occurrence__duty__place").get(pk=event.performance)
    )
    for answer in performance.answers:
        if answer["key"] in event.faults and not _is_open_already(entry, answer["key"]):
            _open(entry, performance, answer)


def _is_open_already(entry: Entry, key: str) -> bool:
    return Case.objects.filter(scope=entry.scope_id, raised_by_entry=entry.id, source=_source(key)).exists()


def _source(key: str) -> str:
    return f"duties.{key}"[:40]


def _open(entry: Entry, performance: Any, answer: dict) -> None:
    duty = performance.occurrence.duty
    made = open_case(
        entry.scope,
        kind="problem",
        title=answer["wording"][:TITLE],
        place=duty.place,
        note=performance.note,
        reporter=performance.person,
        source=_source(answer["key"]),
        basis_label=duty.basis_label or duty.title,
        basis_link=duty.basis_link,
        raised_by_entry=entry.id,
        by=Actor.system("reaction"),
    )
    if isinstance(made, Refusal):
        raise RuntimeError(f"no case for the fault {answer['key']} of performance {performance.pk}: {made.code}")
