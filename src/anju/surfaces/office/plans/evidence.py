"""The records behind a sentence, newest first: what its duty owed and got, spot checks, and the figure of its target."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from anju.domains.duties import queries as duties
from anju.domains.duties.states import OccurrenceState
from anju.domains.measures import queries as measures
from anju.domains.measures.states import Standing
from anju.domains.plans import queries
from anju.domains.plans.models import Clause
from anju.domains.plans.states import LiveState
from anju.kernel import clock

MARKS = {"A": "甲", "B": "乙", "C": "丙"}


def of(clause: Clause, *, limit: int = 60) -> list[dict[str, Any]]:
    """Rows with at, state, words, grade, mark, is_backfilled and url; what another record proves names it in proof and proof_url."""
    if clause.duty_id:
        rows = [_slot(slot, record) for duty in owed_by(clause) for slot, record in duties.records_of(duty, limit=limit)]
        return sorted(rows, key=lambda row: row["at"], reverse=True)[:limit]
    if clause.target_id:
        return [_figure(clause)]
    return [_check(check) for check in queries.spot_checks(clause)[:limit]]


def owed_by(clause: Clause) -> list[Any]:
    """The duties of a sentence, one for each frequency it names."""
    return queries.duties_of(Clause.objects.filter(pk=clause.pk))


def _slot(slot: Any, record: Any) -> dict[str, Any]:
    if record is None:
        said = slot.excuse if slot.is_excused else _("Nobody did it")
        return _row(slot.due_at, OccurrenceState[slot.state], said, "", False, reverse("duty", args=[slot.id]))
    said = _("%(who)s did it") % {"who": record.person.name if record.person else _("Somebody")}
    if record.confirmed_by_id:
        said = _("%(who)s did it, %(second)s confirmed it") % {"who": record.person, "second": record.confirmed_by}
    row = _row(record.device_at, OccurrenceState[slot.state], said, record.grade, record.is_backfilled, reverse("duty", args=[slot.id]))
    return row | {"proof": record.proof_label, "proof_url": record.proof_link}


def _check(check: Any) -> dict[str, Any]:
    state = LiveState.proven if check.is_passed else LiveState.broken
    said = _("%(who)s looked: found as written") if check.is_passed else _("%(who)s looked: not as written")
    return _row(check.checked_at, state, said % {"who": check.by or _("Somebody")}, check.grade, False, "")


def _figure(clause: Clause) -> dict[str, Any]:
    found = measures.progress(clause.target)
    return _row(clock.now(), Standing[found.state], clause.target.title, "", False, "")


def _row(at: Any, state: Any, said: str, grade: str, is_backfilled: bool, url: str) -> dict[str, Any]:
    return {"at": at, "state": state, "words": said, "grade": grade, "mark": MARKS.get(grade, ""), "is_backfilled": is_backfilled, "url": url, "proof_url": ""}
