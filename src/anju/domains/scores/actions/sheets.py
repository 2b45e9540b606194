"""Scoring: open a sheet, mark its items, hand it in; void it; bring marks in from a table."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from anju.domains.measures.queries import period_of
from anju.kernel import clock
from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.files import File
from anju.kernel.models import Scope
from anju.kernel.refusals import Refusal

from .. import rules, summing
from ..events import ItemScored, SheetOpened, SheetSubmitted, SheetVoided
from ..kinds import LEVELS, SOURCES
from ..models import Enrolment, Item, Mark, Round, Scheme, Sheet, Subject
from .holding import (
    LEADERS,
    SCORERS,
    STAFF,
    held,
    is_backfilled,
    item_terms,
    items_of,
    numbered,
    of_sheet,
    own_people,
    rate_spans,
)

NEEDS_A_MARK = ("give", "rate")
GRADES = {"self": "C", "outside": "A", "owner": "A", "measures": "A"}


@action(title=_("Score a subject"), posts=(*SCORERS, *STAFF), event=SheetOpened, offline=True, allowed_from=("open",))
def open_sheet(
    round: Round,
    *,
    scored: Annotated[Subject, Field(_("Subject"))],
    source: Annotated[str, Field(_("Source"), choices=SOURCES)] = "review",
    on: Annotated[date | None, Field(_("Day"))] = None,
    turn: Annotated[int, Field(_("Which time in the month"), minimum=1, maximum=31)] = 1,
    by: Actor,
    at: datetime | None = None,
) -> Sheet | Refusal:
    """Begin a sheet for a subject of the round; you see every item, and mark only what you found."""
    return _begin(held(round), scored, source, on, turn, by, at)


def _begin(round_: Round, subject: Subject, source: str, on: date | None, turn: int, by: Actor, at: datetime) -> Sheet | Refusal:
    day = on or min(max(clock.local(round_.scope, at).date(), round_.first_on), round_.last_on)
    if no := rules.person_needed(by.person) or _may_begin(round_, subject, source, day, by, at):
        return no
    sheet = Sheet(
        scope=round_.scope, number=numbered(round_.scope, "sheet", at), scheme=round_.scheme, round=round_, subject=subject, turn=turn, source=source,
        scorer_id=by.person, on=day, is_backfilled=is_backfilled(round_.scope, day, at),
    )  # fmt: skip
    try:
        with transaction.atomic():
            sheet.save()
    except IntegrityError:
        return Refusal("scores.sheet_exists", _("You have a sheet for %(subject)s on this day already. Go on with that one."), subject=subject)
    announce(SheetOpened(**of_sheet(sheet), on=day, is_backfilled=sheet.is_backfilled), subject=sheet)
    return sheet


def _may_begin(round_: Round, subject: Subject, source: str, day: date, by: Actor, at: datetime) -> Refusal | None:
    if subject.scope_id != round_.scope_id:
        return Refusal("scores.not_enrolled", _("This scheme does not count on this subject. Put it on the scheme's list first."))
    if not round_.first_on <= day <= round_.last_on:
        return Refusal("scores.day_outside", _("This day lies outside of the round."))
    on_list = Enrolment.objects.filter(scope=round_.scope_id, scheme_code=round_.scheme.code, subject=subject, from_on__lte=round_.last_on)
    facts = rules.Scored(
        round_state=round_.state,
        source=source,
        by=by.person,
        own_people=own_people(subject),
        is_enrolled=any(one.until_on is None or one.until_on > round_.first_on for one in on_list),
    )
    return rules.may_score(facts)


@action(title=_("Mark an item"), posts=(*SCORERS, *STAFF), event=ItemScored, offline=True, allowed_from=("open",))
def score_item(
    sheet: Sheet,
    *,
    item: Annotated[Item, Field(_("Item"))],
    quantity: Annotated[int, Field(_("Findings"))] = 0,
    level: Annotated[str, Field(_("Gravity"), choices=LEVELS, required=False)] = "",
    given: Annotated[Decimal | None, Field(_("Points named by the scorer"))] = None,
    value: Annotated[Decimal | None, Field(_("Value"))] = None,
    reason: Annotated[str, Field(_("Reason"), max_length=300)] = "",
    photo: Annotated[File | None, Field(_("Photo"), accept=("image/",))] = None,
    by: Actor,
    at: datetime | None = None,
) -> Mark | Refusal:
    """Say what was found on one item; a deduction carries its reason, and a photo where the item asks for one."""
    sheet = held(sheet)
    seen = rules.Seen(quantity=quantity, level=level, given=given, value=value)
    return _mark(sheet, item, seen, reason, photo, by)


def _mark(sheet: Sheet, item: Item, seen: rules.Seen, reason: str, photo: Any, by: Actor) -> Mark | Refusal:
    facts = rules.Scored(
        round_state=sheet.round.state,
        sheet_state=sheet.state,
        source=sheet.source,
        by=by.person,
        sheet_scorer=sheet.scorer_id,
        own_people=own_people(sheet.subject),
    )
    if item.scheme_id != sheet.scheme_id:
        return Refusal("scores.item_of_another", _("This item belongs to another scheme."))
    if no := rules.may_score(facts) or rules.fit_mark(
        shape=item.shape, quantity=seen.quantity, given=seen.given, value=seen.value, full=item.full_marks, levels=item.levels, level=seen.level
    ):
        return no
    points = rules.item_points(item_terms(item, rate_spans(sheet.scheme).get(item.pk, [])), seen)
    if points is None:
        return Refusal("scores.value_needed", _("Item %(item)s needs a value that one of its bands holds."), item=item.code)
    before = Mark.objects.filter(scope=sheet.scope_id, sheet=sheet, item=item).first()
    photo = photo or (before.photo if before else None)
    if no := rules.needs_proof(evidence=item.evidence, is_marked_down=_is_down(item, points), reason=reason, has_photo=photo is not None, item=item.code):
        return no
    mark, _made = Mark.objects.update_or_create(
        scope_id=sheet.scope_id, sheet=sheet, item=item,
        defaults={"quantity": seen.quantity, "level": seen.level, "given": seen.given, "value": seen.value, "points": points, "reason": reason, "photo": photo},
    )  # fmt: skip
    announce(
        ItemScored(**of_sheet(sheet), item_code=item.code, points=points, quantity=seen.quantity, level=seen.level, reason=reason), subject=mark
    )
    return mark


def _is_down(item: Item, points: Decimal) -> bool:
    """Points were taken, or added for which there must be a reason too."""
    return points > 0 if item.shape == "add" else points < item.full_marks and item.shape != "rate"


@action(title=_("Hand in the sheet"), posts=(*SCORERS, *STAFF), event=SheetSubmitted, offline=True, allowed_from=("open",))
def submit_sheet(
    sheet: Sheet, *, opinion: Annotated[str, Field(_("Opinion"), multiline=True)] = "", by: Actor, at: datetime | None = None
) -> Sheet | Refusal:
    """Close the sheet; what was not marked was found in order, and the points are counted."""
    sheet = held(sheet)
    facts = rules.Scored(
        round_state=sheet.round.state, sheet_state=sheet.state, source=sheet.source, by=by.person, sheet_scorer=sheet.scorer_id, own_people=own_people(sheet.subject)
    )
    if no := rules.may_score(facts):
        return no
    items = [item for item in items_of(sheet.scheme) if item.shape != "measure"]
    marks = summing.marks_of(sheet)
    unmarked = sum(item.shape in NEEDS_A_MARK and item.pk not in marks for item in items)
    if no := rules.may_submit(unmarked=unmarked, marks=len(items) - unmarked):
        return no
    close(sheet, items, marks, at)
    sheet.opinion = opinion
    sheet.save()
    announce(submitted(sheet, items, marks), subject=sheet)
    return sheet


def close(sheet: Sheet, items: list[Item], marks: dict[Any, Mark], at: datetime) -> None:
    """Count the sheet. Does not save."""
    terms = [(item, item_terms(item, [])) for item in items]
    points = [marks[item.pk].points if item.pk in marks else rules.item_points(one, rules.Seen()) or Decimal(0) for item, one in terms]
    sheet.points = sum(points, Decimal(0))
    sheet.full = sum((item.full_marks for item in items if item.shape != "add"), Decimal(0))
    sheet.is_vetoed = any(item.is_veto and item.pk in marks and _fails(marks[item.pk], item) for item in items)
    sheet.state, sheet.submitted_at = "submitted", at


def _fails(mark: Mark, item: Item) -> bool:
    return mark.quantity > 0 or mark.points < item.full_marks


def submitted(sheet: Sheet, items: list[Item], marks: dict[Any, Mark]) -> SheetSubmitted:
    return SheetSubmitted(
        **of_sheet(sheet),
        scheme=sheet.scheme_id,
        code=sheet.scheme.code,
        on=sheet.on,
        points=sheet.points,
        full=sheet.full,
        is_vetoed=sheet.is_vetoed,
        is_backfilled=sheet.is_backfilled,
        deductions=sum(item.pk in marks and item.shape != "add" and marks[item.pk].points < item.full_marks for item in items),
        grade=GRADES.get(sheet.source, "B"),
    )


@action(title=_("Declare void"), posts=(*LEADERS, "street_office"), event=SheetVoided, confirm=True, allowed_from=("open", "submitted"))
def void_sheet(
    sheet: Sheet, *, reason: Annotated[str, Field(_("Reason"), multiline=True)], by: Actor, at: datetime | None = None
) -> Sheet | Refusal:
    """Take a wrong sheet out of the count while the round is open; it stays on record with the reason."""
    sheet = held(sheet)
    if sheet.round.state != "open":
        return Refusal("scores.round_closed", _("This round is closed, its points stand. Somebody who disagrees files an appeal."))
    if sheet.state == "void" or not reason.strip():
        return Refusal("scores.void_already", _("It is void already, or no reason was given."))
    if by.person is not None and by.person in own_people(sheet.subject):
        return Refusal("scores.own_matter", _("Nobody decides in his own matter."))
    was_submitted, sheet.state = sheet.state == "submitted", "void"
    sheet.save()
    announce(
        SheetVoided(**of_sheet(sheet), code=sheet.scheme.code, on=sheet.on, was_submitted=was_submitted, reason=reason), subject=sheet
    )
    return sheet


@action(title=_("Bring in a mark"), posts=SCORERS, event=ItemScored)
def import_mark(
    scope: Scope,
    *,
    scheme_code: Annotated[str, Field(_("Code of the scheme"), max_length=40)],
    subject_code: Annotated[str, Field(_("Code of the subject"), max_length=40)],
    item_code: Annotated[str, Field(_("Code of the item"), max_length=40)],
    on: Annotated[date, Field(_("Day"))],
    quantity: Annotated[int, Field(_("Findings"))] = 0,
    given: Annotated[Decimal | None, Field(_("Points named by the scorer"))] = None,
    value: Annotated[Decimal | None, Field(_("Value"))] = None,
    reason: Annotated[str, Field(_("Reason"), max_length=300)] = "",
    by: Actor,
    at: datetime | None = None,
) -> Mark | Refusal:
    """One row of a table of scores: the sheet of that day is opened when it is not there, and the item marked."""
    scheme = Scheme.objects.filter(scope=scope, code=scheme_code, state="active").first()
    round_ = scheme and Round.objects.filter(scope=scope, scheme=scheme, first_on=period_of(scheme.period, on).first).first()
    item = scheme and Item.objects.filter(scope=scope, scheme=scheme, code=item_code).first()
    subject = scheme and Subject.objects.filter(scope=scope, kind=scheme.subject_kind, code=subject_code).first()
    if not (round_ and item and subject):
        return Refusal("scores.row_unknown", _("There is no open round with this scheme, subject and item on that day."))
    sheet = Sheet.objects.filter(scope=scope, round=round_, subject=subject, scorer=by.person, on=on, source="review", state="open").first()
    sheet = sheet or open_sheet(round_, scored=subject, on=on, by=by, at=at)
    if isinstance(sheet, Refusal):
        return sheet
    return _mark(sheet, item, rules.Seen(quantity=quantity, given=given, value=value), reason, None, by)
