"""Running points: book and cancel."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any

from django.utils.translation import gettext_lazy as _

from anju.domains.cases.queries import Case
from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.files import File
from anju.kernel.refusals import Refusal

from .. import rules, summing
from ..events import PointsBooked, PointsCancelled
from ..kinds import CHANNELS, LEVELS
from ..models import Enrolment, Item, Points, Round, Scheme, Subject
from .holding import LEADERS, MANAGERS, day_of, held, is_backfilled, numbered, own_people

PAPERS = ("image/", "application/pdf")


@action(title=_("Book points"), posts=(*LEADERS, "street_office", "auditor"), event=PointsBooked, offline=True, linkable=True)
def book_points(
    subject: Subject,
    *,
    scheme: Annotated[Scheme, Field(_("Scheme"))],
    reason: Annotated[str, Field(_("Reason"), max_length=300)],
    points: Annotated[Decimal | None, Field(_("Points"), help=_("Below zero takes points; empty takes what the item says."))] = None,
    item: Annotated[Item | None, Field(_("Item"))] = None,
    level: Annotated[str, Field(_("Gravity"), choices=LEVELS, required=False)] = "",
    channel: Annotated[str, Field(_("Found by"), choices=CHANNELS)] = "daily",
    institution: Annotated[Subject | None, Field(_("Institution"))] = None,
    on: Annotated[date | None, Field(_("Day"))] = None,
    photo: Annotated[File | None, Field(_("Photo or file"), accept=PAPERS)] = None,
    case: Annotated[Case | None, Field(_("Case that shows it"))] = None,
    by: Actor,
    at: datetime | None = None,
) -> Points | Refusal:
    """Add or take points with the reason and how it was found; the day decides the year and the version of the scheme."""
    subject, day = held(subject), on or day_of(subject.scope, at)
    scheme = version_on(scheme, day)
    amount = points if points is not None else _amount_of(item, level)
    if no := _may_book(subject, scheme, item, amount, reason, day, by, at):
        return no
    before = summing.account(subject, scheme, day.year)
    booked = Points.objects.create(
        scope=subject.scope, number=numbered(subject.scope, "points", at), scheme=scheme, subject=subject, item=item, year=day.year, on=day, points=amount,
        level=level, channel=channel, institution=institution, reason=reason, photo=photo, case=case, booked_by_id=by.person,
        is_backfilled=is_backfilled(subject.scope, day, at),
    )  # fmt: skip
    announce(_booked(booked, before, summing.account(subject, scheme, day.year)), subject=booked, person=subject.person_id)
    return booked


def _booked(booked: Points, before: summing.Account, after: summing.Account) -> PointsBooked:
    return PointsBooked(
        points=booked.pk,
        scheme=booked.scheme_id,
        subject=booked.subject_id,
        amount=booked.points,
        year=booked.year,
        on=booked.on,
        channel=booked.channel,
        balance=after.balance,
        deducted_before=before.deducted,
        deducted=after.deducted,
        is_backfilled=booked.is_backfilled,
        reason=booked.reason,
    )


def version_on(scheme: Scheme, day: date) -> Scheme:
    """The version that counted on that day; an old breach is judged by the old version."""
    found = Scheme.objects.filter(scope=scheme.scope_id, code=scheme.code, from_on__lte=day).exclude(state="draft")
    return found.order_by("-from_on", "-version").first() or scheme


def _amount_of(item: Item | None, level: str) -> Decimal | None:
    """What the item takes for one breach of this gravity, or gives."""
    if item is None:
        return None
    amount = Decimal(str(item.levels.get(level, item.unit_points)))
    return amount if item.shape == "add" else -amount


def _may_book(subject: Subject, scheme: Scheme, item: Item | None, amount: Decimal | None, reason: str, day: date, by: Actor, at: datetime) -> Refusal | None:
    if scheme.state == "draft" or scheme.scope_id != subject.scope_id or (scheme.from_on and day < scheme.from_on):
        return Refusal("scores.no_version_then", _("No version of this scheme was in use on that day."))
    if not reason.strip():
        return Refusal("scores.booking_without_reason", _("Points are booked with a reason."))
    if amount is None or not rules.is_number(amount) or amount == 0 or abs(amount) > scheme.highest - scheme.lowest:
        return Refusal("scores.bad_amount", _("Enter points that are not zero and fit the scale of the scheme."))
    if item is not None and (item.scheme.code != scheme.code or (item.shape == "add" and amount > item.full_marks)):
        return Refusal("scores.item_does_not_fit", _("This item belongs to another scheme, or gives fewer points."))
    if day > day_of(subject.scope, at):
        return Refusal("scores.day_to_come", _("This day has not come yet."))
    if by.person is not None and by.person in own_people(subject):
        return Refusal("scores.scores_himself", _("Nobody scores himself or his own unit. Choose “Self-score”, or ask somebody else."))
    if not Enrolment.objects.filter(scope=subject.scope_id, scheme_code=scheme.code, subject=subject, until_on=None).exists():
        return Refusal("scores.not_enrolled", _("This scheme does not count on this subject. Put it on the scheme's list first."))
    return _is_closed(scheme, day)


def _is_closed(scheme: Scheme, day: date) -> Refusal | None:
    if Round.objects.filter(scope=scheme.scope_id, scheme__code=scheme.code, first_on__lte=day, last_on__gte=day).exclude(state="open").exists():
        return Refusal("scores.round_closed", _("This round is closed, its points stand. Somebody who disagrees files an appeal."))
    return None


@action(title=_("Restore the points"), posts=MANAGERS, event=PointsCancelled, confirm=True, allowed_from=("stands",))
def cancel_points(
    points: Points, *, reason: Annotated[str, Field(_("Reason"), multiline=True)], by: Actor, at: datetime | None = None
) -> Points | Refusal:
    """Take back a booking that was wrong; it stays on the account, struck through, with the reason."""
    points = held(points)
    if points.state != "stands" or not reason.strip():
        return Refusal("scores.restored_already", _("These points were restored before, or no reason was given."))
    if by.person is not None and by.person in own_people(points.subject):
        return Refusal("scores.own_matter", _("Nobody decides in his own matter."))
    if no := _is_closed(points.scheme, points.on):
        return no
    points.state = "cancelled"
    points.save()
    announce(cancelled(points, reason), subject=points, person=points.subject.person_id)
    return points


def cancelled(points: Points, reason: Any) -> PointsCancelled:
    balance = summing.account(points.subject, points.scheme, points.year).balance
    return PointsCancelled(
        points=points.pk, subject=points.subject_id, amount=points.points, year=points.year, balance=balance, reason=reason
    )
