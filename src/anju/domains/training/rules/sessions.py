"""When a session may be planned, opened, signed into and closed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from anju.kernel.refusals import Refusal

LATE_AFTER = timedelta(minutes=10)
OPEN_BEFORE = timedelta(hours=2)
BACKFILLED_AFTER = timedelta(hours=24)
MOST_MINUTES = 720
ESSAY_LEAST = 50


def spread(first: datetime, last: datetime, count: int, begins: time, zone: ZoneInfo) -> list[datetime]:
    """The beginnings of `count` sessions over the days of a slot, evenly, each at the local hour `begins`."""
    days = max(1, ((last - timedelta(microseconds=1)).astimezone(zone).date() - first.astimezone(zone).date()).days + 1)
    start: date = first.astimezone(zone).date()
    return [datetime.combine(start + timedelta(days=(2 * number + 1) * days // (2 * count)), begins, zone) for number in range(count)]


def may_plan(*, starts_at: datetime, minutes: int, title: str, now: datetime) -> Refusal | None:
    if not title.strip():
        return Refusal("training.no_title", _("Not recorded: say what is taught."))
    if not 5 <= minutes <= MOST_MINUTES:
        return Refusal("training.bad_length", _("Not recorded: a session lasts 5 to %(most)s minutes."), most=MOST_MINUTES)
    if not now - timedelta(days=62) <= starts_at <= now + timedelta(days=400):
        return Refusal("training.far_day", _("Not recorded: its day lies too far away."))
    return None


def may_open(*, state: str, starts_at: datetime, at: datetime, expected: int, is_before_leaders: bool) -> Refusal | None:
    if state != "planned":
        return Refusal("training.not_planned", _("Not opened: this session is not waiting to begin."))
    if at < starts_at - OPEN_BEFORE:
        return Refusal("training.too_early", _("Not opened: sign-in opens two hours before the begin at the earliest."))
    if is_before_leaders:
        return Refusal("training.leaders_first", _("Not opened: the leaders' own training comes first. Hold it, then teach the team."))
    if expected == 0:
        return Refusal("training.nobody_expected", _("Not opened: nobody holds one of its roles. Change for whom it is."))
    return None


@dataclass(frozen=True, kw_only=True)
class SignIn:
    state: str
    is_right_code: bool
    is_expected: bool
    is_signed: bool
    other_of_device: bool
    has_person: bool


def may_sign_in(facts: SignIn) -> Refusal | None:
    if not facts.has_person or facts.state != "open":
        return Refusal("training.not_open", _("Not signed in: sign-in for this session is closed. Ask the trainer to enter you."))
    if not facts.is_right_code:
        return Refusal("training.code_expired", _("Not signed in: this code is over. Scan the one on the wall now."))
    if not facts.is_expected:
        return Refusal("training.not_on_list", _("Not signed in: you are not on the list of this session. Tell the trainer."))
    if facts.is_signed:
        return Refusal("training.signed_already", _("You signed in already."))
    if facts.other_of_device:
        return Refusal("training.other_phone", _("Not signed in: somebody else signed in with this phone. Use your own, or ask the trainer."))
    return None


def may_enter(*, session: str, state: str, was: str, by: UUID | None, person: UUID, reason: str) -> Refusal | None:
    """Entered by the trainer: somebody without a phone, somebody excused, or afterwards."""
    if session not in ("open", "held"):
        return Refusal("training.not_begun", _("Not entered: this session has not begun."))
    if by == person:
        return Refusal("training.own_entry", _("Not entered: nobody enters himself. Scan the code, or ask somebody else."))
    if was in ("present", "made_up") or was == state:
        return Refusal("training.entered_already", _("Not entered: this stands there already."))
    if (session == "held" or state == "excused") and not reason.strip():
        return Refusal("training.reason_needed", _("Not done: give the reason."))
    return None


def may_close(*, state: str, present: int, report: str, starts_at: datetime, at: datetime) -> Refusal | None:
    if state != "open":
        return Refusal("training.not_open_yet", _("Not closed: open its sign-in first."))
    if at < starts_at:
        return Refusal("training.not_begun", _("Not entered: this session has not begun."))
    if present == 0:
        return Refusal("training.nobody_came", _("Not closed: nobody signed in. Enter who came, or cancel the session with the reason."))
    if len(report.strip()) < 4:
        return Refusal("training.no_report", _("Not closed: write what was taught."))
    return None


def held_moment(ends_at: datetime, at: datetime) -> datetime:
    """When it counts as held: at its end, or now where it is still going on or was closed more than a day later."""
    return ends_at if ends_at <= at <= ends_at + BACKFILLED_AFTER else at


def may_reflect(*, state: str, person: UUID, by: UUID | None, rating: int, essay: str, wants_essay: bool, commits: bool, wants_commitment: bool) -> Refusal | None:
    if by != person or state not in ("present", "made_up"):
        return Refusal("training.not_there", _("Not recorded: only who came says what he learnt."))
    if not 1 <= rating <= 5:
        return Refusal("training.bad_rating", _("Not recorded: choose 1 to 5."))
    if wants_essay and len(essay.strip()) < ESSAY_LEAST:
        return Refusal("training.short_essay", _("Not recorded: write at least %(least)s characters on what you learnt."), least=ESSAY_LEAST)
    if wants_commitment and not commits:
        return Refusal("training.no_commitment", _("Not recorded: this session asks for your commitment. Read it and agree."))
    return None


def may_rank(*, kind: str, state: str, took_part: bool, points: Any, most: int, is_own: bool) -> Refusal | None:
    if kind != "contest" or state not in ("open", "held"):
        return Refusal("training.no_contest", _("Not recorded: only a contest that took place has results."))
    if not took_part:
        return Refusal("training.not_in_contest", _("Not recorded: this person did not take part. Enter him as present first."))
    if is_own:
        return Refusal("training.own_result", _("Not recorded: nobody enters his own result. Ask another judge."))
    if not points.is_finite() or not 0 <= points <= most:
        return Refusal("training.bad_points", _("Not recorded: give 0 to %(most)s points."), most=most)
    return None
