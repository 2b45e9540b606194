"""A post kept in long shifts: its roster as it is published, and beside it one that the labour law allows, with the people each takes."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from anju.domains.people.queries import Holding, Person, Post, Shift
from anju.kernel.models import Scope
from anju.planners import rosters as planner

from ..codes import GUARDS
from .rostering import faults_published, law_of, minutes_of

EIGHT_HOURS = 8 * 60


@dataclass(frozen=True)
class Square:
    """One day of one person: what he works, and the rules it breaks."""

    text: str = ""
    title: str = ""
    rules: tuple[str, ...] = ()

    @property
    def is_wrong(self) -> bool:
        return bool(self.rules)


@dataclass
class Line:
    """One person over the days shown; `broken` counts his breaches of the whole period by rule."""

    name: str
    squares: list[Square]
    hours: float
    broken: Counter[str] = field(default_factory=Counter)

    @property
    def count(self) -> int:
        return sum(self.broken.values())


@dataclass
class Beside:
    """A post with shifts of more than eight hours. `lawful` is empty where no turning roster keeps every limit."""

    post: Post
    shifts: tuple[Shift, ...]
    today: list[Line]
    lawful: list[Line]
    parts: list[str]
    breaches: int
    needed: int


def long_shifts(scope: Scope, first: date, last: date, *, shown: int = 14, shown_from: date | None = None) -> list[Beside]:
    """Every guarding post whose pattern has such shifts, over the days from `first` to `last`; so many of them are drawn."""
    posts = Post.objects.filter(scope=scope, state="in_use", role__in=GUARDS).exclude(pattern=None).order_by("name")
    patterns: dict[object, list[Shift]] = defaultdict(list)
    for shift in Shift.objects.filter(scope=scope, is_used=True).order_by("position"):
        patterns[shift.pattern_id].append(shift)
    posts = [post for post in posts if any(end - start > EIGHT_HOURS for start, end in map(minutes_of, patterns[post.pattern_id]))]
    if not posts:
        return []
    faults: dict[str, list[planner.Fault]] = defaultdict(list)
    for fault in faults_published(scope, first, last):
        faults[fault.person].append(fault)
    days = [(shown_from or first) + timedelta(days=day) for day in range(shown)]
    return [_beside(post, patterns[post.pattern_id], faults, first, last, days) for post in posts]


def _beside(post: Post, shifts: list[Shift], faults: dict[str, list[planner.Fault]], first: date, last: date, days: list[date]) -> Beside:
    today = list(_published(post, faults, first, last, days))
    made = _turning(post.scope, shifts, days)
    lawful, parts, each = ([], [], 0) if made is None else (_drawn(made, days, post.people_per_shift), [_hours(part) for part in made.parts], made.people)
    broken = sum(line.count for line in today)
    return Beside(post, tuple(shifts), today, lawful, parts, broken, each * post.people_per_shift)


def _published(post: Post, faults: dict[str, list[planner.Fault]], first: date, last: date, days: list[date]) -> Iterable[Line]:
    rows = Holding.objects.filter(scope=post.scope_id, post=post, on__gte=min(first, days[0]), on__lte=max(last, days[-1])).exclude(state="withdrawn")
    held: dict[Person, list[Holding]] = defaultdict(list)
    for one in rows.select_related("person", "shift").order_by("person__name", "on"):
        held[one.person].append(one)
    weeks = ((last - first).days + 1) / 7
    for person, own in held.items():
        on = {one.on: one for one in own}
        broken = faults.get(str(person.pk), [])
        by_day: dict[date, list[str]] = defaultdict(list)
        for fault in broken:
            by_day[first + timedelta(days=fault.day)].append(fault.rule)
        squares = [Square(str(on[day].shift or "")[:1], str(on[day].shift or ""), tuple(by_day[day])) if day in on else Square(rules=tuple(by_day[day])) for day in days]
        hours = sum((one.end_at - one.start_at).total_seconds() for one in own if first <= one.on <= last) / 3600
        yield Line(str(person), squares, round(hours / weeks, 1), Counter(fault.rule for fault in broken))


def _turning(scope: Scope, shifts: list[Shift], days: list[date]) -> planner.Turning | None:
    """By the hours from the first shift's start to the last one's end."""
    spans = [minutes_of(shift) for shift in shifts]
    start = min(begins for begins, _ in spans)
    minutes = min(24 * 60, sum(end - begins for begins, end in spans))
    return planner.turning(start, minutes, days=max(28, len(days)), first_weekday=days[0].weekday(), terms=law_of(scope))


def _drawn(made: planner.Turning, days: list[date], seats: int) -> list[Line]:
    lines = []
    for number, row in enumerate(made.rows * seats, 1):
        squares = [Square() if part is None else Square("ABC"[part], _hours(made.parts[part])) for part in row[: len(days)]]
        worked = sum(made.parts[part][1] - made.parts[part][0] for part in row if part is not None)
        lines.append(Line(str(number), squares, round(worked * 7 / len(row) / 60, 1)))
    return lines


def _hours(part: tuple[int, int]) -> str:
    start, end = (minute % (24 * 60) for minute in part)
    return f"{start // 60:02d}:{start % 60:02d}-{end // 60:02d}:{end % 60:02d}"
