"""Days of a period on which somebody who may be rostered today may not stand there any more."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from uuid import UUID

from anju.domains.people.queries import Named, Person, Post
from anju.kernel import clock
from anju.kernel.models import Scope

from .establishment import unfit


def lapsed_days(scope: Scope, posts: Mapping[Person, Iterable[Post]], first: date, days: int) -> dict[UUID, set[int]]:
    """By person the days, from 0, on which a certificate or contract for one of these posts is over, or ends before a night shift does."""
    asked = [(person, post) for person, own in posts.items() for post in own]
    ending = [asked[place] for place in unfit(scope, [_named(scope, *each, first + timedelta(days=days - 1)) for each in asked])]
    cells = [(person, post, day) for person, post in ending for day in range(days)]
    found: dict[UUID, set[int]] = {}
    for place in unfit(scope, [_named(scope, person, post, first + timedelta(days=day)) for person, post, day in cells]):
        person, _post, day = cells[place]
        found.setdefault(person.pk, set()).add(day)
    return found


def _named(scope: Scope, person: Person, post: Post, on: date) -> Named:
    """On a post from one midnight until the morning after, when the last night shift is over."""
    start, end = clock.day_bounds(scope, on)
    return Named(person, post, start, end + timedelta(hours=1))
