"""Who holds a post when, and who is on it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from anju.kernel import clock
from anju.kernel.models import Scope

from ..models import Holding, Person, Post, Presence, Shift, ShiftPattern
from ..rules.shifts import ShiftSpec, covers, weekly_hours


@dataclass
class OnDuty:
    """Somebody who holds a post at a moment, or is on it without being named for it (then `holding` is None)."""

    post: Post
    person: Person
    holding: Holding | None = None
    presence: Presence | None = None

    @property
    def is_present(self) -> bool:
        return self.presence is not None


@dataclass
class PostNow:
    """A post at a moment: how many people it needs, who holds it, who is there."""

    post: Post
    needed: int
    people: list[OnDuty] = field(default_factory=list)

    @property
    def held(self) -> int:
        return sum(1 for one in self.people if one.holding is not None)

    @property
    def present(self) -> int:
        return sum(1 for one in self.people if one.is_present)


def _holding_at(at: datetime) -> Q:
    return Q(start_at__lte=at, end_at__gt=at) & ~Q(state="withdrawn")


def _there_at(at: datetime) -> Q:
    return Q(since_at__lte=at) & (Q(until_at=None) | Q(until_at__gt=at))


def holders_at(scope: Scope, at: datetime | None = None) -> list[Holding]:
    """Every holding at a moment, with post, person, shift and place. One query."""
    rows = Holding.objects.filter(_holding_at(at or clock.now()), scope=scope)
    return list(rows.select_related("post__place", "person", "shift").order_by("post__name", "person__name", "pk"))


def holding_of(person: Person, at: datetime | None = None) -> Holding | None:
    """What a person holds at a moment, in the scopes in view."""
    return Holding.objects.filter(_holding_at(at or clock.now()), person=person).select_related("post__place", "shift").first()


def holdings_between(scope: Scope, start: datetime, end: datetime) -> QuerySet[Holding]:
    """Holdings that share a moment with [start, end)."""
    rows = Holding.objects.filter(scope=scope, start_at__lt=end, end_at__gt=start).exclude(state="withdrawn")
    return rows.select_related("post", "person", "shift").order_by("start_at", "post__name")


def post_now(post: Post, at: datetime | None = None) -> list[Holding]:
    """Who holds a post at a moment."""
    return list(Holding.objects.filter(_holding_at(at or clock.now()), post=post).select_related("person", "shift").order_by("start_at", "pk"))


def presence_of(person: Person) -> Presence | None:
    """Where a person is on post now."""
    return Presence.objects.filter(person=person, until_at=None).select_related("post").first()


def on_duty(scope: Scope, at: datetime | None = None) -> list[OnDuty]:
    """Who holds a post at a moment and whether he is there, and who else is on a post. Two queries."""
    moment = at or clock.now()
    found = {(h.post_id, h.person_id): OnDuty(h.post, h.person, h) for h in holders_at(scope, moment)}
    rows = Presence.objects.filter(_there_at(moment), scope=scope).select_related("post__place", "person").order_by("post__name", "since_at")
    for row in rows:
        found.setdefault((row.post_id, row.person_id), OnDuty(row.post, row.person)).presence = row
    return list(found.values())


def posts_at(scope: Scope, at: datetime | None = None) -> list[PostNow]:
    """Every post in use at a moment with its people; a post whose pattern has no shift then needs nobody. Four queries."""
    moment = at or clock.now()
    people: dict[UUID, list[OnDuty]] = defaultdict(list)
    for one in on_duty(scope, moment):
        people[one.post.pk].append(one)
    wanted = _patterns_running(scope, moment)
    posts = Post.objects.filter(scope=scope, state="in_use").select_related("place").order_by("name")
    return [PostNow(p, p.people_per_shift if p.pattern_id is None or p.pattern_id in wanted else 0, people[p.pk]) for p in posts]


def _patterns_running(scope: Scope, at: datetime) -> set[UUID]:
    wall = clock.local(scope, at).time()
    shifts = Shift.objects.filter(scope=scope, is_used=True).values_list("pattern_id", "start_time", "end_time")
    return {pattern for pattern, start, end in shifts if covers(start, end, wall)}


def gaps_at(scope: Scope, at: datetime | None = None) -> list[PostNow]:
    """The posts that fewer people hold than they need."""
    return [post for post in posts_at(scope, at) if post.held < post.needed]


def shifts_of(pattern: ShiftPattern) -> list[Shift]:
    """The shifts of a pattern in their order."""
    return list(Shift.objects.filter(pattern=pattern, is_used=True).order_by("position"))


def weekly_hours_of(pattern: ShiftPattern) -> float:
    """The hours a week that one person works on average in this pattern."""
    return weekly_hours([ShiftSpec(s.name, s.start_time, s.end_time) for s in shifts_of(pattern)], pattern.crews)


def holdings_on(scope: Scope, day: date) -> QuerySet[Holding]:
    """Holdings whose shift begins on a business date."""
    return Holding.objects.filter(scope=scope, on=day).exclude(state="withdrawn").select_related("post", "person", "shift").order_by("start_at", "post__name")


def absences_between(scope: Scope, start: datetime, end: datetime) -> list[Holding]:
    """Holdings that began in [start, end) whose person never came to the post."""
    began = Holding.objects.filter(scope=scope, start_at__gte=start, start_at__lt=end).exclude(state="withdrawn").select_related("post", "person")
    came = set(Presence.objects.filter(holding__in=began).values_list("holding_id", flat=True))
    return [one for one in began.order_by("start_at") if one.id not in came]
