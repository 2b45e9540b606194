"""Appeals: filed by the one concerned, heard by somebody who had no part in it; what was wrong is given back."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.refusals import Refusal

from .. import rules
from ..events import AppealFiled, AppealRejected, AppealUpheld, PanelRecorded
from ..models import Appeal, Consequence, Filing, Points, Result, Round, Sheet, Subject
from .holding import ABOVE, APPELLANTS, MANAGERS, day_of, held, numbered, own_people, term_end
from .rounds import write_results


@action(title=_("Appeal"), posts=APPELLANTS, event=AppealFiled)
def file_appeal(
    subject: Subject,
    *,
    grounds: Annotated[str, Field(_("Grounds"), multiline=True)],
    consequence: Annotated[Consequence | None, Field(_("Consequence"))] = None,
    result: Annotated[Result | None, Field(_("Result of a round"))] = None,
    points: Annotated[Points | None, Field(_("Booked points"))] = None,
    through: Annotated[Subject | None, Field(_("Through the institution"))] = None,
    by: Actor,
    at: datetime | None = None,
) -> Appeal | Refusal:
    """Say what is wrong with a score, points or a consequence; while it is heard nothing is put in force."""
    subject = held(subject)
    target = consequence or result or points
    today = day_of(subject.scope, at)
    owners = own_people(subject) | (own_people(through) if through else frozenset())
    is_mine = target is not None and target.subject_id == subject.pk
    no = rules.person_needed(by.person) or rules.may_appeal(
        is_open=target is not None and can_be_appealed(target),
        on=today,
        until=appeal_until(target) if target is not None else None,
        has_open=target is not None and Appeal.objects.filter(scope=subject.scope_id, state="filed", **{_about(target): target}).exists(),
        is_own=by.person in owners and is_mine,
        targets=sum(one is not None for one in (consequence, result, points)),
    )
    if no or not grounds.strip():
        return no or Refusal("scores.appeal_without_grounds", _("Say what is wrong."))
    appeal = Appeal.objects.create(
        scope=subject.scope, number=numbered(subject.scope, "appeal", at), subject=subject, consequence=consequence, result=result, points=points,
        through=through, filed_by_id=by.person, filed_at=at, grounds=grounds,
    )  # fmt: skip
    announce(
        AppealFiled(appeal=appeal.pk, subject=subject.pk, about=_about(target), target=target.pk, grounds=grounds), subject=appeal, person=by.person
    )
    return appeal


def _about(target: Any) -> str:
    return {Consequence: "consequence", Result: "result", Points: "points"}[type(target)]


def can_be_appealed(target: Any) -> bool:
    """Whether a consequence, result or booking stands, so that there is something to appeal."""
    if isinstance(target, Consequence):
        return target.state in ("announced", "in_force")
    return target.round.state != "open" if isinstance(target, Result) else target.state == "stands"


def appeal_until(target: Any) -> date | None:
    """The last day to appeal; a frozen result that is not published yet has none."""
    if isinstance(target, Consequence):
        return target.appeal_until_on
    if isinstance(target, Result):
        return target.round.appeal_until_on
    scheme = target.scheme
    return term_end(scheme, day_of(target.scope, target.created_at), scheme.appeal_days, in_working_days=scheme.appeal_in_working_days)


@action(title=_("Record the expert panel"), posts=(*MANAGERS, "street_office"), event=PanelRecorded, allowed_from=("filed",))
def record_panel(
    appeal: Appeal,
    *,
    panel: Annotated[str, Field(_("Who sat on it"), max_length=200)],
    on: Annotated[date | None, Field(_("Panel held on"))] = None,
    by: Actor,
    at: datetime | None = None,
) -> Appeal | Refusal:
    """Keep who heard the appeal as experts, and when."""
    appeal = held(appeal)
    if appeal.state != "filed" or not panel.strip():
        return Refusal("scores.appeal_decided", _("This appeal has been decided."))
    appeal.panel, appeal.panel_on = panel, on or day_of(appeal.scope, at)
    appeal.save()
    announce(PanelRecorded(appeal=appeal.pk, on=appeal.panel_on, panel=panel), subject=appeal)
    return appeal


@action(title=_("Uphold the appeal"), posts=(*ABOVE, "security_manager"), event=AppealUpheld, allowed_from=("filed",))
def uphold_appeal(
    appeal: Appeal,
    *,
    answer: Annotated[str, Field(_("Answer"), multiline=True)],
    restored: Annotated[Decimal, Field(_("Points restored"), minimum=0, help=_("Of a result; booked points are restored whole."))] = Decimal(0),
    by: Actor,
    at: datetime | None = None,
) -> Appeal | Refusal:
    """Give back points and rank, or end the consequence; the ledger says what stood before and what stands now."""
    appeal = held(appeal)
    if no := _may_decide(appeal, by, answer):
        return no
    if appeal.result_id and (not rules.is_number(restored) or restored <= 0):
        return Refusal("scores.restore_how_much", _("Say how many points of the result are given back."))
    before = _standing(appeal)
    appeal.restored = _restore(appeal, restored, at)
    after = _standing(appeal)
    appeal.rank_before, appeal.rank_after = before[1], after[1]
    _decide(appeal, "upheld", answer, by, at)
    announce(
        AppealUpheld(
            appeal=appeal.pk, subject=appeal.subject_id, about=_about(_target(appeal)), target=_target(appeal).pk, restored=appeal.restored,
            points_before=before[0], points_after=after[0], rank_before=before[1], rank_after=after[1], answer=answer,
        ),
        subject=appeal, person=appeal.filed_by_id,
    )  # fmt: skip
    return appeal


@action(title=_("Reject the appeal"), posts=(*ABOVE, "security_manager"), event=AppealRejected, allowed_from=("filed",))
def reject_appeal(
    appeal: Appeal, *, answer: Annotated[str, Field(_("Answer"), multiline=True)], by: Actor, at: datetime | None = None
) -> Appeal | Refusal:
    """Leave it as it stands, with an answer to what was said."""
    appeal = held(appeal)
    if no := _may_decide(appeal, by, answer):
        return no
    _decide(appeal, "rejected", answer, by, at)
    announce(
        AppealRejected(appeal=appeal.pk, subject=appeal.subject_id, about=_about(_target(appeal)), target=_target(appeal).pk, answer=answer),
        subject=appeal,
        person=appeal.filed_by_id,
    )
    return appeal


def _may_decide(appeal: Appeal, by: Actor, answer: str) -> Refusal | None:
    if not answer.strip():
        return Refusal("scores.answer_needed", _("An appeal is answered in words."))
    return rules.person_needed(by.person) or rules.may_decide_appeal(state=appeal.state, by=by.person, parties=parties_of(appeal))


def parties_of(appeal: Appeal) -> frozenset[UUID]:
    """Everybody who scored, booked, warned, decided or filed in this matter."""
    found = {appeal.filed_by_id, *own_people(appeal.subject)}
    consequence, points, result = appeal.consequence, appeal.points, appeal.result
    if consequence is not None:
        found |= {consequence.announced_by_id, consequence.enforced_by_id}
        points, result = points or consequence.points, result or _result_of(consequence.round, appeal.subject_id)
    if points is not None:
        found.add(points.booked_by_id)
    if result is not None:
        rows = Sheet.objects.filter(scope=appeal.scope_id, round=result.round_id, subject=appeal.subject_id)
        found |= set(rows.values_list("scorer_id", flat=True))
    return frozenset(one for one in found if one is not None)


def _result_of(round_: Round | None, subject: UUID) -> Result | None:
    return Result.objects.filter(round=round_, subject=subject).first() if round_ is not None else None


def _target(appeal: Appeal) -> Any:
    return appeal.consequence or appeal.result or appeal.points


def _rounds(appeal: Appeal) -> list[Round]:
    """The closed rounds whose results change with the appeal."""
    rows = Round.objects.filter(scope=appeal.scope_id).exclude(state="open")
    if appeal.result_id:
        return list(rows.filter(pk=appeal.result.round_id))
    if appeal.points_id:
        on = appeal.points.on
        return list(rows.filter(scheme__code=appeal.points.scheme.code, first_on__lte=on, last_on__gte=on).order_by("first_on"))
    return list(rows.filter(pk=appeal.consequence.round_id))


def _standing(appeal: Appeal) -> tuple[Decimal | None, int | None]:
    """Points and rank in the round concerned, as they stand now."""
    rounds = _rounds(appeal)
    result = _result_of(rounds[0], appeal.subject_id) if rounds else None
    return (result.points, result.rank) if result else (None, None)


def _restore(appeal: Appeal, restored: Decimal, at: datetime) -> Decimal:
    """Do what the decision says; returns the points given back."""
    if appeal.result_id:
        Result.objects.filter(pk=appeal.result_id).update(restored_points=appeal.result.restored_points + restored)
    elif appeal.points_id:
        Points.objects.filter(pk=appeal.points_id).update(state="cancelled")
        _undo(Consequence.objects.filter(scope=appeal.scope_id, points=appeal.points_id, state__in=("announced", "in_force")), appeal, at)
        restored = -appeal.points.points
    else:
        _undo(Consequence.objects.filter(pk=appeal.consequence_id), appeal, at)
        restored = Decimal(0)
    for round_ in _rounds(appeal):
        write_results(round_, at)
    return restored


def _undo(rows: Any, appeal: Appeal, at: datetime) -> None:
    """End consequences as if they had not been, and open again the filings they ended."""
    for one in rows.order_by("number"):
        Filing.objects.filter(scope=one.scope_id, subject=one.subject_id, reason=one.number).update(until_on=None, reason="")
        one.state, one.until_on, one.result = "cancelled", day_of(one.scope, at), appeal.number
        one.save()


def _decide(appeal: Appeal, state: str, answer: str, by: Actor, at: datetime) -> None:
    appeal.state, appeal.answer, appeal.decided_by_id, appeal.decided_at = state, answer, by.person, at
    appeal.save()
