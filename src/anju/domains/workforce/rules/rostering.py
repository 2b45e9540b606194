"""Rosters: what may be asked, and who of a shift stands at which post. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

from django.utils.translation import gettext_lazy as _

from anju.kernel.refusals import Refusal

LONGEST_DAYS = 42
SECONDS = (2, 600)
Cells = Mapping[str, Sequence[str | None]]
"""{person: key of each day}."""


def may_draft(*, first: date, last: date, today: date, seconds: int, seats: int, people: int, is_working: bool, is_held: bool) -> Refusal | None:
    if last < first or (last - first).days >= LONGEST_DAYS:
        return Refusal("workforce.bad_period", _("A roster has 1 to %(days)s days. Check the dates."), days=LONGEST_DAYS)
    if not SECONDS[0] <= seconds <= SECONDS[1]:
        return Refusal("workforce.bad_seconds", _("Give %(least)s to %(most)s seconds to look."), least=SECONDS[0], most=SECONDS[1])
    if first < today:
        return Refusal("workforce.period_begun", _("A roster is made for days to come. Begin today or later."))
    if not seats or not people:
        return Refusal("workforce.nothing_to_fill", _("There are no posts with shifts, or nobody who may stand there. Define posts and enter staff first."))
    if is_working:
        return Refusal("workforce.roster_working", _("A roster is being worked out already. Wait for it or stop it."))
    if is_held:
        return Refusal("workforce.roster_there", _("Shifts are published for these days already. Call somebody ill to change them, or withdraw them first."))
    return None


def may_replan(*, from_on: date, until_on: date, first: date, last: date, today: date, works: bool, is_working: bool) -> Refusal | None:
    if not max(first, today) <= from_on <= until_on <= last:
        return Refusal("workforce.outside_roster", _("Give days of this roster that lie ahead."))
    if not works:
        return Refusal("workforce.not_on_roster", _("Nothing changes: this person has no shift on those days."))
    if is_working:
        return Refusal("workforce.roster_working", _("A roster is being worked out already. Wait for it or stop it."))
    return None


def seated(rows: Cells, seats: Mapping[str, Sequence[str]], group_of: Mapping[str, str], before: Cells | None = None) -> dict[str, list[str | None]]:
    """From kinds of shifts to posts. `rows` holds keys "group|shift"; `seats` names the posts of each key, one entry a seat; `group_of` the
    group of a post. Whoever keeps his kind of shift of `before` keeps his post; for the others it is the post he had least.
    """
    found: dict[str, list[str | None]] = {person: [None] * len(row) for person, row in rows.items()}
    had: Counter[tuple[str, str]] = Counter()
    for day in range(max((len(row) for row in rows.values()), default=0)):
        left = {key: Counter(posts) for key, posts in seats.items()}
        open_ones = []
        for person, row in rows.items():
            if (key := row[day]) is None:
                continue
            post = _post_before(before, person, day, key, group_of)
            if post and left[key][post] > 0:
                _seat(found, had, left, person, day, key, post)
            else:
                open_ones.append((person, key))
        for person, key in open_ones:
            posts = [post for post, count in left[key].items() if count > 0] or list(left[key])
            _seat(found, had, left, person, day, key, min(posts, key=lambda post: (had[person, post], posts.index(post))))  # noqa: B023
    return found


def _post_before(before: Cells | None, person: str, day: int, key: str, group_of: Mapping[str, str]) -> str | None:
    cell = before[person][day] if before and person in before else None
    if cell is None:
        return None
    post, _bar, shift = cell.partition("|")
    return post if f"{group_of.get(post)}|{shift}" == key else None


def _seat(found: dict, had: Counter, left: dict, person: str, day: int, key: str, post: str) -> None:
    found[person][day] = f"{post}|{key.partition('|')[2]}"
    left[key][post] -= 1
    had[person, post] += 1
