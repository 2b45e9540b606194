"""Rosters: the question put to the planner, the answer as a grid, and what the labour law makes of what is published."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import cached_property
from uuid import UUID

from anju.domains.people.queries import Holding, Person, Post, Shift, people_with_role
from anju.domains.training import queries as training
from anju.kernel import clock
from anju.kernel.models import Scope
from anju.planners import rosters as planner

from ..codes import GUARDS
from ..models import Leave, Roster
from .establishment import fit_for
from .lapsing import lapsed_days
from .terms import terms_of

UNDER, UNDER_TWO, OVER, ASKED, CHANGE = 100, 300, 20, 5, 8
"""What it costs: somebody missing, one missing where two must stand, one too many, leave that is only asked for, a changed cell."""
BEFORE_DAYS = 6
LONGEST_RUN = 5
"""Days in a row at work."""
SETTLES_DAYS = LONGEST_RUN
"""So many days after an illness may still change; what lies behind them stays."""
FAIR = (0.85, 1.15)
"""Of the average of the role, the least and the most that one works; a shift more or less is always fair."""
TURN = 1.25
"""Of the even share of early, late, night and weekend duty, the most that one has; one more is always fair."""
SOME_WEEKENDS = 14
"""Days from which on weekends are shared; in fewer there is only one."""


@dataclass(frozen=True)
class Group:
    """Posts that the same people can fill in the same shifts."""

    key: str
    role: str
    posts: tuple[Post, ...]
    shifts: tuple[Shift, ...]


def minutes_of(shift: Shift) -> tuple[int, int]:
    """Start and end in minutes from the midnight before it."""
    start, end = (each.hour * 60 + each.minute for each in (shift.start_time, shift.end_time))
    return start, end if end > start else end + 24 * 60


class Question:
    """What is to be filled from one day to another, by whom. A handful of queries, and one or two for each person."""

    def __init__(self, scope: Scope, first: date, last: date) -> None:
        self.scope, self.first, self.last = scope, first, last
        self.days = (last - first).days + 1
        self.law = law_of(scope)

    @cached_property
    def groups(self) -> list[Group]:
        posts = Post.objects.filter(scope=self.scope, state="in_use", role__in=GUARDS).exclude(pattern=None).order_by("name")
        shifts: dict[UUID, list[Shift]] = defaultdict(list)
        for shift in Shift.objects.filter(scope=self.scope, is_used=True).order_by("position"):
            shifts[shift.pattern_id].append(shift)
        alike: dict[tuple, list[Post]] = defaultdict(list)
        for post in posts:
            alike[post.role, post.pattern_id, frozenset(training.requirements_of(self.scope, post).values_list("pk", flat=True))].append(post)
        return [Group(str(own[0].pk), role, tuple(own), tuple(shifts[pattern])) for (role, pattern, _names), own in alike.items() if shifts[pattern]]

    @cached_property
    def may(self) -> dict[Person, list[Group]]:
        """Who may stand in which groups."""
        found: dict[Person, list[Group]] = defaultdict(list)
        for group in self.groups:
            for person in people_with_role(self.scope, group.role, on=self.first):
                if fit_for(person, group.posts[0], self.first) is None:
                    found[person].append(group)
        return dict(found)

    @cached_property
    def lapsed(self) -> dict[UUID, set[int]]:
        """Days on which a certificate or contract that holds on the first day is over."""
        return lapsed_days(self.scope, {person: [group.posts[0] for group in groups] for person, groups in self.may.items()}, self.first, self.days)

    @property
    def seats(self) -> dict[str, list[str]]:
        """The posts of each kind of shift, one entry a seat; those where two must stand first."""
        posts = {group.key: sorted(group.posts, key=lambda post: not post.is_two_person) for group in self.groups}
        return {f"{group.key}|{shift.pk}": [str(post.pk) for post in posts[group.key] for _ in range(post.people_per_shift)] for group in self.groups for shift in group.shifts}

    @property
    def group_of(self) -> dict[str, str]:
        return {str(post.pk): group.key for group in self.groups for post in group.posts}

    def problem(self, roster: Roster) -> planner.Problem:
        """In the planner's words; a replanned roster keeps what lies before the illness and some days after it, and changes little in between."""
        previous = self.grouped(roster.base.cells) if roster.base_id else None
        people = self._people(roster)
        return planner.Problem(
            days=self.days, shifts=self._shifts(), people=people, covers=tuple(self._covers()), wishes=tuple(self._wishes()),
            first_weekday=self.first.weekday(), kept=self._kept(roster, previous, people) if previous else {}, previous=previous, change=CHANGE if previous else 0,
        )  # fmt: skip

    def _kept(self, roster: Roster, previous: planner.Roster, people: Iterable[planner.Person]) -> dict[tuple[str, int], str | None]:
        begins, ends = ((day - self.first).days for day in (roster.ill_from_on, roster.ill_until_on))
        stays = {*range(begins), *range(ends + SETTLES_DAYS + 1, self.days)}
        out = {person.id: {day for day in person.days_off if day >= begins} for person in people}
        return {(person, day): row[day] for person, row in previous.items() for day in stays - out.get(person, set())}

    @cached_property
    def published(self) -> dict[str, list[str | None]]:
        """Cells of what is published for these days already; everybody who may be rostered has a row."""
        found: dict[str, list[str | None]] = {str(person.pk): [None] * self.days for person in self.may}
        rows = Holding.objects.filter(scope=self.scope, on__gte=self.first, on__lte=self.last, post_id__in=list(self.group_of)).exclude(state="withdrawn")
        for person, post, shift, on in rows.exclude(shift=None).values_list("person_id", "post_id", "shift_id", "on"):
            if str(person) in found:
                found[str(person)][(on - self.first).days] = f"{post}|{shift}"
        return found

    def grouped(self, cells: dict) -> planner.Roster:
        """Cells of posts as kinds of shifts; people who are no longer here are left out."""
        here, group_of = {str(person.pk) for person in self.may}, self.group_of
        return {
            person: tuple(f"{group_of[cell.partition('|')[0]]}|{cell.partition('|')[2]}" if cell and cell.partition("|")[0] in group_of else None for cell in row)
            for person, row in cells.items()
            if person in here
        }

    def _kinds(self) -> list[tuple[str, Shift]]:
        return [(f"{group.key}|{shift.pk}", shift) for group in self.groups for shift in group.shifts]

    def _shifts(self) -> tuple[planner.Shift, ...]:
        kinds = [(key, *minutes_of(shift)) for key, shift in self._kinds()]
        return tuple(
            planner.Shift(
                key, end - start, frozenset(other for other, begins, _ in kinds if begins + 24 * 60 - end < self.law.rest),
                latest_in_run=self.law.nights if planner.is_night(start, end) else self.days + BEFORE_DAYS,
            )  # fmt: skip
            for key, start, end in kinds
        )

    def _people(self, roster: Roster) -> tuple[planner.Person, ...]:
        away, before = self._away("approved"), self._before()
        if roster.ill_id:
            first, last = ((day - self.first).days for day in (roster.ill_from_on, roster.ill_until_on))
            away[roster.ill_id] |= set(range(first, last + 1))
        for lapsed, days in self.lapsed.items():
            away[lapsed] |= days
        expected = self._expected()
        lawful = planner.norm_minutes(self.days, self.law) + planner.most_overtime(self.days, self.law)
        found = []
        for person, groups in self.may.items():
            share = expected[person.pk] * (self.days - len(away[person.pk])) / self.days
            shifts = {f"{group.key}|{shift.pk}": self.days if roster.base_id else self._turn(group) for group in groups for shift in group.shifts}
            step = max(shift[1] - shift[0] for group in groups for shift in map(minutes_of, group.shifts))
            found.append(planner.Person(
                str(person.pk), shifts, max_minutes=int(min(lawful, max(FAIR[1] * expected[person.pk], expected[person.pk] + step))),
                min_minutes=0 if roster.base_id else max(0, int(min(FAIR[0] * share, share - step, lawful - step, self._reachable(groups, len(away[person.pk]))))), max_consecutive=LONGEST_RUN, min_consecutive=1, min_days_off=1,
                max_weekends=99 if roster.base_id else self._weekends(groups),
                days_off=frozenset(away[person.pk]), before=before.get(person.pk, ()),
            ))  # fmt: skip
        return tuple(found)

    def _reachable(self, groups: list[Group], away: int) -> int:
        """Minutes that everybody can work whatever the last days before were: one who is alone in his role must not make the whole roster impossible."""
        shortest = min(end - start for group in groups for start, end in map(minutes_of, group.shifts))
        return max(0, (self.days - away) * LONGEST_RUN // (LONGEST_RUN + 1) - 1) * shortest

    def _turn(self, group: Group) -> int:
        """How often somebody may have one kind of shift (the early one, the night) in the period: his turn among all who can, and a little more."""
        share = self.days * self._seats(group) / self._able(group)
        return min(self.days, max(math.ceil(round(TURN * share, 6)), int(share) + 1))

    def _weekends(self, groups: list[Group]) -> int:
        """At how many weekends somebody may work: everybody's turn by the seats of a Saturday, and a little more."""
        turn = sum(len(group.shifts) * self._seats(group) / self._able(group) for group in groups)
        return math.ceil(round(TURN * turn * self.days / 7, 6)) if self.days >= SOME_WEEKENDS else 99

    def _seats(self, group: Group) -> int:
        return sum(post.people_per_shift for post in group.posts)

    def _able(self, group: Group) -> int:
        return max(1, sum(group in groups for groups in self.may.values()))

    def _expected(self) -> dict[UUID, float]:
        """Minutes of the period that fall to each if all of a role work the same."""
        found: dict[UUID, float] = defaultdict(float)
        for group in self.groups:
            able = [person for person, groups in self.may.items() if group in groups]
            minutes = sum(minutes_of(shift)[1] - minutes_of(shift)[0] for shift in group.shifts) * sum(post.people_per_shift for post in group.posts) * self.days
            for person in able:
                found[person.pk] += minutes / len(able)
        return found

    def _away(self, state: str) -> dict[UUID, set[int]]:
        """Days of the period on which somebody is on leave, or asks to be."""
        zone, found = clock.zone(self.scope), defaultdict(set)
        start = datetime.combine(self.first, time(), zone)
        rows = Leave.objects.filter(scope=self.scope, state=state, start_at__lt=start + timedelta(days=self.days), end_at__gt=start)
        for person, begins, ends in rows.values_list("person_id", "start_at", "end_at"):
            first, last = begins.astimezone(zone).date(), (ends - timedelta(seconds=1)).astimezone(zone).date()
            found[person] |= {day for day in range(self.days) if first <= self.first + timedelta(days=day) <= last}
        return found

    def _before(self) -> dict[UUID, tuple[str | None, ...]]:
        kinds = {shift.pk: key for key, shift in reversed(self._kinds())}
        since = self.first - timedelta(days=BEFORE_DAYS)
        rows = Holding.objects.filter(scope=self.scope, on__gte=since, on__lt=self.first, shift_id__in=list(kinds)).exclude(state="withdrawn")
        found: dict[UUID, list[str | None]] = {}
        for person, shift, on in rows.values_list("person_id", "shift_id", "on"):
            found.setdefault(person, [None] * BEFORE_DAYS)[(on - since).days] = kinds[shift]
        return {person: tuple(row) for person, row in found.items()}

    def _covers(self) -> Iterable[planner.Cover]:
        for group in self.groups:
            needed = sum(post.people_per_shift for post in group.posts)
            under = UNDER_TWO if any(post.is_two_person for post in group.posts) else UNDER
            for shift in group.shifts:
                yield from (planner.Cover(day, f"{group.key}|{shift.pk}", needed, under, OVER) for day in range(self.days))

    def _wishes(self) -> Iterable[planner.Wish]:
        here = {person.pk for person in self.may}
        return [planner.Wish(str(person), day, None, ASKED) for person, days in self._away("asked").items() if person in here for day in sorted(days)]


def roster_ahead(scope: Scope, first: date) -> bool:
    """Whether a roster for days from this one on was drafted already."""
    return Roster.objects.filter(scope=scope, last_on__gte=first).exists()


def first_open(scope: Scope, first: date, last: date) -> date:
    """The first day after all that is published of these days; after the last day where all of them are."""
    held = Holding.objects.filter(scope=scope, on__gte=first, on__lte=last, post__role__in=GUARDS).exclude(state="withdrawn").exclude(shift=None)
    newest = held.order_by("-on").values_list("on", flat=True).first()
    return first if newest is None else newest + timedelta(days=1)


def goes_on(scope: Scope, first: date) -> date | None:
    """The day before, where shifts are published up to it: a roster from this day on goes on from there, whatever day was asked for."""
    before = first - timedelta(days=1)
    return before if first_open(scope, before, before) == first else None


def cover_of(question: Question, cells: dict) -> list[tuple[Post, Shift, list[int]]]:
    """For each post and shift how many are missing (negative: too many) on each day."""
    named = Counter((day, cell) for row in cells.values() for day, cell in enumerate(row) if cell)
    return [
        (post, shift, [post.people_per_shift - named[day, f"{post.pk}|{shift.pk}"] for day in range(question.days)])
        for group in question.groups
        for post in group.posts
        for shift in group.shifts
    ]


def changed_cells(roster: Roster) -> list[tuple[str, int, str | None, str | None]]:
    """(person id, day, was, is) of a replanned roster beside the one it changes."""
    before = roster.base.cells if roster.base_id else {}
    return [(person, day, was, now) for person, row in roster.cells.items() for day, (was, now) in enumerate(zip(before.get(person, row), row, strict=True)) if was != now]


def faults_published(scope: Scope, first: date, last: date) -> list[planner.Fault]:
    """What the labour law makes of the shifts that are published for these days; by person id."""
    zone = clock.zone(scope)
    start = datetime.combine(first, time(), zone)
    rows = Holding.objects.filter(scope=scope, on__gte=first, on__lte=last, post__role__in=GUARDS).exclude(state="withdrawn").values_list("person_id", "start_at", "end_at")
    stints = [planner.Stint(str(person), *(int((moment - start).total_seconds() // 60) for moment in span)) for person, *span in rows]
    return planner.faults_of(stints, (last - first).days + 1, first_weekday=first.weekday(), terms=law_of(scope))


def faults_of_cells(question: Question, cells: dict) -> list[planner.Fault]:
    """The same of a draft."""
    shifts = {str(shift.pk): minutes_of(shift) for group in question.groups for shift in group.shifts}
    stints = [
        planner.Stint(person, *(24 * 60 * day + minute for minute in shifts[cell.partition("|")[2]]))
        for person, row in cells.items()
        for day, cell in enumerate(row)
        if cell and cell.partition("|")[2] in shifts
    ]
    return planner.faults_of(stints, question.days, first_weekday=question.first.weekday(), terms=law_of(question.scope))


def law_of(scope: Scope) -> planner.Terms:
    """The limits of the labour law with the community's own hours of rest."""
    return planner.Terms(rest=terms_of(scope).rest_hours * 60)


def heads(question: Question) -> list[tuple[str, int, int]]:
    """(role, how many a lawful roster takes without overtime, how many there are) of each role."""
    minutes: Counter[str] = Counter()
    there: dict[str, set[UUID]] = defaultdict(set)
    for group in question.groups:
        minutes[group.role] += 7 * sum(post.people_per_shift for post in group.posts) * sum(end - start for start, end in map(minutes_of, group.shifts))
        there[group.role] |= {person.pk for person, groups in question.may.items() if group in groups}
    return [(role, planner.heads_needed(total), len(there[role])) for role, total in minutes.items()]


def candidates_for(question: Question, roster: Roster, slot: str, day: int) -> list[tuple[str, list[str]]]:
    """(person id, rules it would break) of everybody of the role who is off that day, those whom no rule holds back first."""
    problem, rows = question.problem(roster), question.grouped(roster.cells)
    post, _bar, shift = slot.partition("|")
    key = f"{question.group_of[post]}|{shift}"
    rules = {person.id: person for person in problem.people if key in person.max_shifts}
    found = []
    for person in (each for each in rules if each in rows and rows[each][day] is None):
        alone = replace(problem, people=(rules[person],), kept={})
        now = set(planner.breaches_of(alone, {person: rows[person]}))
        then = planner.breaches_of(alone, {person: (*rows[person][:day], key, *rows[person][day + 1 :])})
        found.append((person, sorted({breach.rule for breach in then if breach not in now})))
    return sorted(found, key=lambda each: (len(each[1]), sum(cell is not None for cell in rows[each[0]])))
