"""Which slots are filled, by too few or too many, who could fill them, and whether people rest in between."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from anju.domains.people.queries import ROLES, Holding, Person, Post, Shift, people_with_role, roles_of
from anju.kernel import clock
from anju.kernel.models import Scope

from ..codes import GUARDS
from ..models import Establishment, Leave, StaffFile
from ..rules.swapping import Span, shortest_rest
from .terms import terms_of

AROUND = timedelta(days=3)


@dataclass(frozen=True)
class Coverage:
    """One post in one shift of one day: how many are needed, how many are named, and who rests too little before or after it."""

    post: Post
    shift: Shift
    on: date
    start_at: datetime
    end_at: datetime
    needed: int
    named: tuple[Person, ...]
    tired: tuple[Person, ...] = ()

    @property
    def short(self) -> int:
        return max(0, self.needed - len(self.named))

    @property
    def surplus(self) -> int:
        return max(0, len(self.named) - self.needed)


def coverage(scope: Scope, first: date, last: date, *, roles: Iterable[str] = GUARDS) -> list[Coverage]:
    """Every slot from the first to the last day, in order of time. Four queries, however many slots."""
    posts = list(Post.objects.filter(scope=scope, state="in_use", role__in=tuple(roles)).exclude(pattern=None).order_by("name"))
    shifts: dict[UUID, list[Shift]] = defaultdict(list)
    for shift in Shift.objects.filter(scope=scope, is_used=True).order_by("position"):
        shifts[shift.pattern_id].append(shift)
    held = _held(scope, first, last)
    rest, hours = _rest_of(held), terms_of(scope).rest_hours
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    found = [_slot(scope, post, shift, day, held, rest, hours) for day in days for post in posts for shift in shifts[post.pattern_id]]
    return sorted(found, key=lambda one: (one.start_at, one.post.name))


def _held(scope: Scope, first: date, last: date) -> list[Holding]:
    rows = Holding.objects.filter(scope=scope, on__gte=first - timedelta(days=2), on__lte=last + timedelta(days=2)).exclude(state="withdrawn")
    return list(rows.select_related("person").order_by("start_at"))


def _rest_of(held: list[Holding]) -> dict[UUID, float | None]:
    """The shortest rest around each holding, by its id."""
    by_person: dict[UUID, list[Holding]] = defaultdict(list)
    for one in held:
        by_person[one.person_id].append(one)
    found = {}
    for own in by_person.values():
        for place, one in enumerate(own):
            near = own[max(0, place - 1) : place] + own[place + 1 : place + 2]
            found[one.pk] = shortest_rest((one.start_at, one.end_at), [(each.start_at, each.end_at) for each in near])
    return found


def _slot(scope: Scope, post: Post, shift: Shift, day: date, held: list[Holding], rest: dict[UUID, float | None], hours: int) -> Coverage:
    start, end = span_of(scope, shift, day)
    own = [one for one in held if one.post_id == post.pk and one.start_at < end and one.end_at > start and one.on == day]
    tired = tuple(one.person for one in own if rest[one.pk] is not None and rest[one.pk] < hours)
    return Coverage(post, shift, day, start, end, post.people_per_shift, tuple(one.person for one in own), tired)


def span_of(scope: Scope, shift: Shift, day: date) -> Span:
    """From when to when a shift of a day lasts, by the community's wall clock."""
    zone = clock.zone(scope)
    last = day if shift.end_time > shift.start_time else day + timedelta(days=1)
    return datetime.combine(day, shift.start_time, zone), datetime.combine(last, shift.end_time, zone)


def others_of(person: Person, span: Span, *, but: Iterable[Any] = ()) -> list[Span]:
    """What else somebody holds around a span, in any community."""
    rows = Holding.everywhere.filter(person=person, start_at__lt=span[1] + AROUND, end_at__gt=span[0] - AROUND).exclude(state="withdrawn")
    return list(rows.exclude(pk__in=list(but)).values_list("start_at", "end_at"))


def candidates(post: Post, start_at: datetime, end_at: datetime) -> list[Person]:
    """Who could stand in: of the role, rested, not on leave, fit for duty; whoever works least around that time first."""
    scope, hours = post.scope, terms_of(post.scope).rest_hours
    fitting = {person.pk: person for role in [post.role, *(code for code, one in ROLES.items() if post.role in one.stands_in_for)] for person in people_with_role(scope, role)}
    away = set(Leave.objects.filter(scope=scope, state="approved", start_at__lt=end_at, end_at__gt=start_at).values_list("person_id", flat=True))
    barred = set(StaffFile.objects.filter(scope=scope, state="left").exclude(person=None).values_list("person_id", flat=True))
    busy: dict[UUID, list[Span]] = defaultdict(list)
    rows = Holding.everywhere.filter(person_id__in=fitting, start_at__lt=end_at + AROUND, end_at__gt=start_at - AROUND).exclude(state="withdrawn")
    for person, begins, ends in rows.values_list("person_id", "start_at", "end_at"):
        busy[person].append((begins, ends))
    good = [one for one in fitting.values() if one.pk not in away | barred and _is_rested(busy[one.pk], (start_at, end_at), hours)]
    roles = roles_of(scope, [one.pk for one in good])
    return sorted(good, key=lambda one: (post.role not in roles.get(one.pk, ()), len(busy[one.pk]), one.name))


def _is_rested(busy: list[Span], span: Span, hours: int) -> bool:
    rest = shortest_rest(span, busy)
    return rest is None or rest >= hours


@dataclass(frozen=True)
class MyShift:
    """A person's shift now or next: who held the post before, who comes after, and the hours of the month."""

    holding: Holding
    before: tuple[Person, ...]
    after: tuple[Person, ...]
    is_pool: bool


def my_shift(person: Person, at: datetime | None = None) -> MyShift | None:
    """The shift that runs, or the next one within a day."""
    moment = at or clock.now()
    rows = Holding.objects.filter(person=person, end_at__gt=moment, start_at__lt=moment + timedelta(days=1)).exclude(state="withdrawn")
    own = rows.select_related("post__scope", "post__place", "shift", "scope").order_by("start_at").first()
    if own is None:
        return None
    near = Holding.objects.filter(post=own.post_id).exclude(state="withdrawn").select_related("person")
    before = tuple(one.person for one in near.filter(end_at__gt=own.start_at - timedelta(minutes=30), end_at__lte=own.start_at))
    after = tuple(one.person for one in near.filter(start_at__gte=own.end_at, start_at__lt=own.end_at + timedelta(minutes=30)))
    return MyShift(own, before, after, Establishment.objects.filter(post=own.post_id, is_pool=True).exists())
