"""Whether a post is kept: nobody came, left, short leave, relief and alone told apart by facts alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from anju.kernel.refusals import Refusal

EARLY_END = timedelta(minutes=5)
"""Who goes off so shortly before the end of his shift has not left the post."""
EXCUSED = ("called_out",)


@dataclass(frozen=True)
class Holder:
    """Somebody whom the roster names for the post now and who is not there. `left_at` is None as long as he never came."""

    person: UUID
    holding: UUID
    start_at: datetime
    end_at: datetime
    left_at: datetime | None = None
    left_for: str = ""
    due_at: datetime | None = None


@dataclass(frozen=True)
class PostFacts:
    """A post at a moment: `standing` counts the people there, reliefs too; `missing` are the holders who are not."""

    needed: int
    standing: int
    missing: tuple[Holder, ...] = ()
    is_two_person: bool = False
    is_pool: bool = False
    since_at: datetime | None = None


@dataclass(frozen=True)
class Wrong:
    kind: str
    source: str
    since_at: datetime
    person: UUID | None = None
    holding: UUID | None = None


def wrong_at(facts: PostFacts, *, at: datetime, nobody_after: timedelta, short_leave: timedelta) -> list[Wrong]:
    """What is wrong with a post at a moment. A post that has its people, and one of the relief pool, is kept."""
    if facts.is_pool or facts.standing >= facts.needed:
        return []
    if facts.is_two_person and facts.standing == 1:
        return _alone(facts, at, nobody_after)
    if not facts.missing and facts.standing == 0:
        return [Wrong("nobody_came", "roster", facts.since_at or at)] if facts.needed else []
    found = (_of(one, at, nobody_after, short_leave) for one in facts.missing)
    return [one for one in found if one is not None]


def _of(one: Holder, at: datetime, nobody_after: timedelta, short_leave: timedelta) -> Wrong | None:
    about = {"person": one.person, "holding": one.holding}
    if one.left_at is None:
        return Wrong("nobody_came", "roster", one.start_at, **about) if at >= one.start_at + nobody_after else None
    if one.left_for in EXCUSED or (one.left_for in ("end_of_shift", "relieved") and one.left_at >= one.end_at - EARLY_END):
        return None
    if one.left_for == "short_leave":
        due_at = one.due_at or one.left_at + short_leave
        return Wrong("left", "leave", due_at, **about) if at >= due_at else None
    return Wrong("left", "roster", one.left_at, **about)


def _alone(facts: PostFacts, at: datetime, nobody_after: timedelta) -> list[Wrong]:
    """Where two are needed one is alone as soon as the other leaves, whatever for; one who never came has the usual minutes."""
    for one in facts.missing:
        if one.left_at is not None and one.left_at < one.end_at - EARLY_END:
            return [Wrong("alone", "roster", one.left_at, one.person, one.holding)]
        if one.left_at is None and at >= one.start_at + nobody_after:
            return [Wrong("alone", "roster", one.start_at, one.person, one.holding)]
    return []


def may_step_away(*, is_here: bool, kind: str, reason: str, minutes: int, limit: int) -> Refusal | None:
    if not is_here:
        return Refusal("workforce.not_on_post", _("Not recorded: you are not on this post. Go on post first."))
    if not reason.strip():
        return Refusal("workforce.reason_needed", _("Not recorded: say why, in a few words."))
    if not 1 <= minutes <= limit:
        return Refusal("workforce.away_too_long", _("Not recorded: at most %(limit)s minutes. Ask the squad leader for somebody to stand in."), limit=limit)
    return None


def may_come_back(*, is_away: bool, is_own: bool, leads: bool) -> Refusal | None:
    if not is_own and not leads:
        return Refusal("workforce.not_yours", _("Only who it is about, or a leader, may do this."))
    if not is_away:
        return Refusal("workforce.not_away", _("Nobody is away from this post under this name. Go on post instead."))
    return None


def may_relieve(*, is_own_post: bool, fits: bool, standing_elsewhere: str, needed_at: str, is_post_held: bool, is_relieved_already: bool) -> Refusal | None:
    """`needed_at` is the fixed post that would be left without anybody."""
    if is_own_post:
        return Refusal("workforce.own_post", _("Not recorded: nobody stands in for himself. Go on post instead."))
    if not fits:
        return Refusal("workforce.cannot_fill", _("Not recorded: your post does not allow you to fill this one. Ask the squad leader for somebody else."))
    if standing_elsewhere:
        return Refusal("workforce.relieves_already", _("Not recorded: you stand in at “%(post)s”. Give that back first."), post=standing_elsewhere)
    if needed_at:
        return Refusal("workforce.needed_elsewhere", _("Not recorded: “%(post)s” would be without anybody. Somebody of the relief pool stands in."), post=needed_at)
    if not is_post_held:
        return Refusal("workforce.nobody_to_relieve", _("Not recorded: the roster names nobody for this post now. Ask the squad leader to assign it."))
    if is_relieved_already:
        return Refusal("workforce.relieved_already", _("Not recorded: somebody stands in there already."))
    return None


def may_give_back(*, is_standing: bool, is_own: bool, leads: bool) -> Refusal | None:
    if not is_standing:
        return Refusal("workforce.relief_over", _("This was given back already."))
    if not is_own and not leads:
        return Refusal("workforce.not_yours", _("Only who it is about, or a leader, may do this."))
    return None


def may_report(*, kind: str, allowed: tuple[str, ...], is_told: bool) -> Refusal | None:
    if kind not in allowed:
        return Refusal("workforce.unknown_finding", _("Not recorded: choose what was seen from the list."))
    if is_told:
        return Refusal("workforce.told_already", _("This is known already. See the open findings."))
    return None


def may_clear(*, state: str) -> Refusal | None:
    if state != "open":
        return Refusal("workforce.finding_over", _("This is over already. See the record."))
    return None


def may_judge(*, state: str, is_about_judge: bool, why: str) -> Refusal | None:
    if state == "open":
        return Refusal("workforce.still_open", _("Not judged: it still lasts. Send somebody to the post first."))
    if state != "cleared":
        return Refusal("workforce.judged_already", _("This was judged already. See the record."))
    if is_about_judge:
        return Refusal("workforce.own_finding", _("Not judged: it is about you. Somebody else judges it."))
    if not why.strip():
        return Refusal("workforce.reason_needed", _("Not recorded: say why, in a few words."))
    return None


def within(given: Any, first: int, last: int) -> bool:
    """Whether a figure is a whole number from `first` to `last`; true is none."""
    return type(given) is int and first <= given <= last


def figures_allowed(given: dict[str, Any], bounds: dict[str, tuple[int, int]]) -> Refusal | None:
    for name, (first, last) in bounds.items():
        if name in given and not within(given[name], first, last):
            return Refusal("workforce.bad_figure", _("Not saved: a figure lies outside %(first)s to %(last)s. Check it."), first=first, last=last)
    return None
