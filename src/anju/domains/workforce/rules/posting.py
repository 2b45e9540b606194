"""What a post may be given, and when a contingency plan runs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from anju.kernel.refusals import Refusal

ONE_DAY = timedelta(days=1)
LONGEST = timedelta(days=60)


def may_establish(*, reason: str, people: int, headcount: int | None, is_two_person: bool) -> Refusal | None:
    if not reason.strip():
        return Refusal("workforce.reason_needed", _("Not recorded: say why, in a few words."))
    if not (2 if is_two_person else 1) <= people <= 50:
        return Refusal("workforce.bad_number", _("Not saved: 1 to 50 people a shift, at least 2 where nobody stands alone."))
    if headcount is not None and not 0 <= headcount <= 500:
        return Refusal("workforce.bad_headcount", _("Not saved: 0 to 500 authorised staff."))
    return None


def may_warn(*, title: str, starts_at: datetime, ends_at: datetime, is_known: bool) -> Refusal | None:
    if is_known:
        return Refusal("workforce.warning_known", _("This warning was taken already."))
    if not title.strip() or not timedelta() < ends_at - starts_at <= LONGEST:
        return Refusal("workforce.bad_warning", _("Not saved: give a title, and an end at most 60 days after the start."))
    return None


def may_plan(*, name: str, kinds: Sequence[str], posts: int, is_taken: bool) -> Refusal | None:
    if is_taken:
        return Refusal("workforce.plan_taken", _("Not saved: there is a plan of this name already."))
    if not name.strip() or not kinds or not posts:
        return Refusal("workforce.bad_plan", _("Not saved: give a name, what it is for, and at least one post."))
    return None


def may_switch_on(*, state: str, until_at: datetime, at: datetime, clash: str) -> Refusal | None:
    if state != "ready":
        return Refusal("workforce.switched_on_already", _("This plan is switched on already."))
    if not timedelta() < until_at - at <= LONGEST:
        return Refusal("workforce.bad_until", _("Not switched on: it ends after now, and at most 60 days later."))
    if clash:
        return Refusal("workforce.plans_clash", _("Not switched on: another plan has changed “%(post)s”. Switch that one off first."), post=clash)
    return None
