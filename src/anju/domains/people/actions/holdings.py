"""Naming people for posts, one by one or a roster at a time.

Nobody is booked twice: the persons are locked in the order of their ids before what they hold is read.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from django.utils.dateparse import parse_date
from django.utils.translation import gettext_lazy as _

from anju.kernel import clock
from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.models import Scope
from anju.kernel.refusals import Refusal

from .. import queries
from ..events import HoldingsPublished, HoldingsWithdrawn, PostAssigned, PostReleased
from ..models import Holding, Person, Post, Shift
from ..rules import holdings as rules
from ..rules.shifts import bounds

LEADERS = ("squad_leader", "team_leader", "security_manager", "project_manager", "headquarters")


@dataclass(frozen=True)
class _Row:
    post: Post
    person: Person
    shift: Shift | None
    on: date
    span: rules.Span


def _lock(persons: Iterable[UUID]) -> dict[UUID, Person]:
    """The persons, locked in one fixed order, so that two rosters never wait for each other."""
    return {p.pk: p for p in Person.objects.select_for_update().filter(pk__in=set(persons)).order_by("pk")}


def _taken(persons: Iterable[UUID], start: datetime, end: datetime) -> dict[UUID, list[tuple[rules.Span, str]]]:
    """What persons hold in any community between two moments: spans and post names, by person."""
    rows = Holding.everywhere.filter(person_id__in=set(persons), start_at__lt=end, end_at__gt=start).exclude(state="withdrawn")
    found: dict[UUID, list[tuple[rules.Span, str]]] = defaultdict(list)
    for person, begins, ends, post in rows.values_list("person_id", "start_at", "end_at", "post__name"):
        found[person].append(((begins, ends), post))
    return found


def _decide(scope: Scope, rows: list[_Row]) -> Refusal | None:
    """Whether all rows may stand, beside what is held already and beside each other."""
    persons = {row.person.pk for row in rows}
    taken = _taken(persons, min(row.span[0] for row in rows), max(row.span[1] for row in rows))
    roles = {day: queries.roles_of(scope, persons, on=day) for day in {row.on for row in rows}}
    for number, row in enumerate(rows, 1):
        held = roles[row.on].get(row.person.pk, frozenset())
        no = rules.may_hold(
            person=row.person.name, span=row.span, taken=taken[row.person.pk], held=held, role=row.post.role, is_post_used=row.post.state == "in_use"
        )
        if no:
            return _of_row(no, number, rows)
        taken[row.person.pk].append((row.span, row.post.name))
    unfit = queries.against(scope, [queries.Named(row.person, row.post, *row.span) for row in rows])
    return _of_row(unfit[min(unfit)], min(unfit) + 1, rows) if unfit else None


def _of_row(no: Refusal, number: int, rows: list[_Row]) -> Refusal:
    return no if len(rows) == 1 else Refusal(no.code, _("Row %(row)s: %(why)s"), row=number, why=no)


def _holding(scope: Scope, row: _Row, now: datetime) -> Holding:
    start, end = row.span
    return Holding(scope=scope, post=row.post, person=row.person, shift=row.shift, on=row.on, start_at=start, end_at=end, created_at=now)


@action(title=_("Assign a post"), posts=LEADERS, event=PostAssigned)
def assign_post(
    post: Post,
    *,
    person: Annotated[Person, Field(_("Person"))],
    shift: Annotated[Shift | None, Field(_("Shift"))] = None,
    on: Annotated[date | None, Field(_("Date"))] = None,
    start_at: Annotated[datetime | None, Field(_("Start"))] = None,
    end_at: Annotated[datetime | None, Field(_("End"))] = None,
    by: Actor,
    at: datetime | None = None,
) -> Holding | Refusal:
    """Name a person for a post: for a shift of a date, or from one moment to another."""
    row = _row(post.scope, post, _lock([person.pk]).get(person.pk), shift, on or clock.local(post.scope, start_at or at).date(), start_at, end_at)
    if isinstance(row, Refusal):
        return row
    if no := _decide(post.scope, [row]):
        return no
    holding = _holding(post.scope, row, clock.now())
    holding.save()
    assigned = PostAssigned(holding=holding.id, post=post.id, of_person=person.id, start_at=holding.start_at, end_at=holding.end_at)
    announce(assigned, subject=holding)
    return holding


def _row(
    scope: Scope, post: Post | None, person: Person | None, shift: Shift | None, on: date | None, start_at: datetime | None, end_at: datetime | None
) -> _Row | Refusal:
    if post is None or person is None or post.scope_id != scope.id or (shift is not None and shift.scope_id != scope.id):
        return Refusal("people.not_here", _("This belongs to another community. Choose one of this community."))
    if shift is not None and on is not None:
        return _Row(post, person, shift, on, bounds(on, shift.start_time, shift.end_time, clock.zone(scope)))
    if start_at is None or end_at is None:
        return Refusal("people.needs_span", _("Give a shift and a date, or a start and an end."))
    return _Row(post, person, None, clock.local(scope, start_at).date(), (start_at, end_at))


@action(title=_("Publish a roster"), posts=LEADERS[2:], event=HoldingsPublished)
def publish_holdings(
    scope: Scope,
    *,
    rows: Annotated[list[dict], Field(_("Rows"), help=_("Each with post, person, and shift with on, or start_at with end_at"))],
    by: Actor,
    at: datetime | None = None,
) -> Scope | Refusal:
    """Name people for posts, at most 200 rows at a time; all rows stand or none does."""
    if not 0 < len(rows) <= rules.MAX_ROWS:
        return Refusal("people.bad_row_count", _("A roster is published in parts of 1 to %(limit)s rows."), limit=rules.MAX_ROWS)
    read = _read_rows(scope, rows)
    if isinstance(read, Refusal):
        return read
    if no := _decide(scope, read):
        return no
    now = clock.now()
    Holding.objects.bulk_create([_holding(scope, row, now) for row in read])
    days = [row.on for row in read]
    posts = sorted({row.post.pk for row in read})
    announce(HoldingsPublished(count=len(read), first_on=min(days), last_on=max(days), posts=posts), subject=scope)
    return scope


def _read_rows(scope: Scope, rows: list[dict]) -> list[_Row] | Refusal:
    posts = Post.objects.in_bulk(_ids(rows, "post"))
    shifts = Shift.objects.in_bulk(_ids(rows, "shift"))
    persons = _lock(_ids(rows, "person"))
    read: list[_Row] = []
    for number, raw in enumerate(rows, 1):
        post, person, shift = (found.get(_id(raw.get(key))) for found, key in ((posts, "post"), (persons, "person"), (shifts, "shift")))
        row = _row(scope, post, person, shift, _day(raw.get("on")), _moment(raw.get("start_at")), _moment(raw.get("end_at")))
        if isinstance(row, Refusal):
            return Refusal(row.code, _("Row %(row)s: %(why)s"), row=number, why=row)
        read.append(row)
    return read


def _ids(rows: list[dict], key: str) -> set[UUID]:
    return {found for row in rows if (found := _id(row.get(key))) is not None}


def _id(value: Any) -> UUID | None:
    try:
        return UUID(str(getattr(value, "pk", value)))
    except ValueError:
        return None


def _day(value: Any) -> date | None:
    if isinstance(value, date):
        return value
    try:
        return parse_date(str(value)) if value else None
    except ValueError:
        return None


def _moment(value: Any) -> datetime | None:
    """An aware moment; one without a zone is nobody's time and is refused as missing."""
    try:
        moment = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else None


@action(title=_("Release a post"), posts=LEADERS, event=PostReleased, allowed_from=("published",), confirm=True)
def release_post(
    holding: Holding, *, reason: Annotated[str, Field(_("Reason"), max_length=200)] = "", by: Actor, at: datetime | None = None
) -> Holding | Refusal:
    """End a holding now, or withdraw one that has not begun."""
    holding = Holding.objects.select_for_update(of=("self",)).get(pk=holding.pk)
    if no := rules.may_release(state=holding.state, end_at=holding.end_at, at=at):
        return no
    is_withdrawn = holding.start_at >= at
    holding.state = "withdrawn" if is_withdrawn else "released"
    holding.end_at = holding.end_at if is_withdrawn else at
    holding.save(update_fields=["state", "end_at"])
    released = PostReleased(
        holding=holding.id, post=holding.post_id, of_person=holding.person_id, end_at=holding.end_at, is_withdrawn=is_withdrawn, reason=reason
    )
    announce(released, subject=holding)
    return holding


@action(title=_("Withdraw a roster"), posts=LEADERS[2:], event=HoldingsWithdrawn, confirm=True)
def withdraw_holdings(
    scope: Scope,
    *,
    first_on: Annotated[date, Field(_("First date"))],
    last_on: Annotated[date, Field(_("Last date"))],
    post: Annotated[Post | None, Field(_("Post"))] = None,
    by: Actor,
    at: datetime | None = None,
) -> Scope | Refusal:
    """Take back what is published for these dates and has not begun, at most 200 holdings at a time."""
    ahead = Holding.objects.filter(scope=scope, on__gte=first_on, on__lte=last_on, start_at__gte=at, state="published")
    if post is not None:
        ahead = ahead.filter(post=post)
    ids = list(ahead.order_by("start_at", "pk").values_list("pk", flat=True)[: rules.MAX_ROWS])
    if not ids:
        return Refusal("people.nothing_ahead", _("Nothing that is published for these dates lies ahead."))
    Holding.objects.filter(pk__in=ids).update(state="withdrawn")
    announce(HoldingsWithdrawn(count=len(ids), first_on=first_on, last_on=last_on), subject=scope)
    return scope
