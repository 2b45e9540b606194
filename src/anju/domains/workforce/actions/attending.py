"""The attendance of a day is settled from facts, corrected by its keeper alone, and added up by the month."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anju.domains.people.queries import Person
from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.models import Scope
from anju.kernel.refusals import Refusal

from .. import queries
from ..codes import LEADERS, MANAGERS, OUTCOMES
from ..events import AttendanceCorrected, AttendanceSettled, MonthsDrawnUp
from ..models import Attendance, MonthSheet, WorkTerms
from ..queries.attendance import Line, month_figures
from ..rules import attending as rules
from .holding import held, nobody

CAME = ("present", "late", "early", "late_and_early")


@action(title=_("Settle the attendance of a day"), posts=MANAGERS, event=AttendanceSettled)
def settle_day(scope: Scope, *, on: Annotated[date, Field(_("Date"))], by: Actor, at: datetime | None = None) -> Scope | Refusal:
    """Write down how each shift of the day was kept, once all have ended."""
    sheet = queries.day_sheet(scope, on, at=at)
    is_over = bool(sheet) and all(line.holding.end_at <= at for line in sheet)
    if no := rules.may_settle(is_over=is_over, is_settled=Attendance.objects.filter(scope=scope, on=on).exists()):
        return no
    rows = [_row(scope, line, at) for line in sheet]
    Attendance.objects.bulk_create(rows, batch_size=200)
    announce(_settled(on, rows), subject=scope)
    return scope


def _row(scope: Scope, line: Line, at: datetime) -> Attendance:
    one, kept = line.holding, line.kept
    return Attendance(
        scope=scope, holding=one, person_id=one.person_id, post_id=one.post_id, on=one.on, start_at=one.start_at, end_at=one.end_at, came_at=kept.came_at,
        left_at=kept.left_at, source=kept.source, outcome=kept.outcome, minutes_late=kept.minutes_late, minutes_early=kept.minutes_early,
        minutes_worked=kept.minutes_worked, created_at=at,
    )  # fmt: skip


def _settled(on: date, rows: list[Attendance]) -> AttendanceSettled:
    def many(*outcomes: str) -> int:
        return sum(one.outcome in outcomes for one in rows)

    return AttendanceSettled(
        on=on, due=len(rows) - many("on_leave"), came=many(*CAME), came_by_device=sum(one.outcome in CAME and one.source in ("gate", "scan") for one in rows),
        late=many("late", "late_and_early"), early=many("early", "late_and_early"), absent=many("absent"), on_leave=many("on_leave"),
    )  # fmt: skip


@action(title=_("Correct the attendance"), posts=(*LEADERS, "headquarters"), event=AttendanceCorrected)
def correct_attendance(
    attendance: Attendance,
    *,
    outcome: Annotated[str, Field(pgettext_lazy("attendance", "Outcome"), choices=OUTCOMES)],
    reason: Annotated[str, Field(_("Reason"), max_length=200)],
    by: Actor,
    at: datetime | None = None,
) -> Attendance | Refusal:
    """Put an entry right. Only whoever keeps the attendance here may, never for himself, and always with a reason."""
    one, terms = held(attendance), queries.terms_of(attendance.scope)
    no = nobody(by) or rules.may_correct(
        is_keeper=_keeps(terms, by), keepers=str(terms.attendance_recorder or _("a manager")), is_own=by.person == one.person_id, why=reason, is_change=outcome != one.outcome
    )
    if no:
        return no
    before, one.outcome, one.source, one.corrected_by_id, one.correction = one.outcome, outcome, "hand", by.person, reason.strip()
    one.save(update_fields=["outcome", "source", "corrected_by", "correction"])
    event = AttendanceCorrected(attendance=one.id, of_person=one.person_id, on=one.on, before=before, after=outcome, source="hand", reason=one.correction)
    announce(event, subject=one, person=one.person_id)
    return one


def _keeps(terms: WorkTerms, by: Actor) -> bool:
    """The recorder and his assistants; where nobody is named, whoever may correct at all."""
    keepers = {str(terms.attendance_recorder_id), *terms.attendance_assistants} if terms.attendance_recorder_id else {str(by.person)}
    return str(by.person) in keepers


@action(title=_("Draw up the month"), posts=MANAGERS, event=MonthsDrawnUp)
def draw_up_month(scope: Scope, *, month: Annotated[date, Field(_("Sheet month"))], by: Actor, at: datetime | None = None) -> Scope | Refusal:
    """Add up everybody's attendance of a month; doing it again takes corrections in."""
    first = month.replace(day=1)
    figures = month_figures(scope, first)
    if not figures:
        return Refusal("workforce.no_attendance", _("Not drawn up: no day of this month is settled yet."))
    MonthSheet.objects.filter(scope=scope, month=first).delete()
    known = set(Person.everywhere.filter(pk__in=[row["person_id"] for row in figures]).values_list("pk", flat=True))
    sheets = [MonthSheet(scope=scope, month=first, created_at=at, **row) for row in figures if row["person_id"] in known]
    MonthSheet.objects.bulk_create(sheets, batch_size=200)
    announce(MonthsDrawnUp(month=first, people=len(sheets)), subject=scope)
    return scope
