"""What may be switched on at the gates, decided from plain facts."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from anju.kernel.refusals import Refusal

from ..kinds import ENTRY_CHECKS, MODE_DAYS, OCCASIONS, PEAK_WAITS, WORD_FOR

EARLY = timedelta(hours=1)
LONGEST_PEAK = timedelta(hours=6)


def may_plan_peak(*, name: str, occasion: str, minutes: int, extra: int, people_text: str, cars_text: str, waits: Collection[str], is_guiding: bool) -> Refusal | None:
    if not name.strip() or occasion not in dict(OCCASIONS):
        return Refusal("access.name_needed", _("Not drawn up: give the plan a name and say for which rush it is."))
    if not is_guiding:
        return Refusal("access.no_guidance_post", _("Not drawn up: choose a post that is marked for guidance in the establishment, at a place, with a role of its own."))
    if not 0 < minutes <= LONGEST_PEAK.total_seconds() / 60:
        return Refusal("access.bad_peak", _("Not drawn up: the rush begins before it ends, on the same day, and lasts six hours at most."))
    if not 1 <= extra <= 10:
        return Refusal("access.people_needed", _("Not drawn up: say how many people are added, 1 to 10."))
    if not people_text.strip() or not cars_text.strip():
        return Refusal("access.both_needed", _("Not drawn up: write how people are led and how cars are led."))
    if set(waits) - set(dict(PEAK_WAITS)):
        return Refusal("access.nobody_of_here_waits", _("Not drawn up: whoever lives or works here, and whoever he invited, never waits for a rush."))
    return None


def may_switch_on(state: str, *, at: datetime, starts_at: datetime, ends_at: datetime) -> Refusal | None:
    if state != "planned":
        return Refusal("access.peak_step", _("Not done: this plan is switched on already, or its day is over."))
    if not starts_at - EARLY <= at < ends_at:
        return Refusal("access.peak_time", _("Not switched on: it is more than an hour before the rush, or the rush is over."))
    return None


def may_switch_epidemic_on(
    *, reason: str, paper: str, asks: Collection[str], asks_home: Collection[str], word_for: Collection[str], at: datetime, until_at: datetime, is_on: bool
) -> Refusal | None:
    if is_on:
        return Refusal("access.mode_on", _("Not switched on: the mode is on already. Switch it off first to change what it asks for."))
    if not reason.strip() or not paper.strip():
        return Refusal("access.order_needed", _("Not switched on: write the reason and the order of the authority it rests on."))
    if not at < until_at <= at + timedelta(days=MODE_DAYS):
        return Refusal("access.mode_end", _("Not switched on: it ends within %(days)s days. Choose an earlier end, and renew it if it must last."), days=MODE_DAYS)
    if not (asks or asks_home or word_for) or {*asks, *asks_home} - set(dict(ENTRY_CHECKS)):
        return Refusal("access.checks_needed", _("Not switched on: choose what is checked at the entrances."))
    if set(word_for) - set(dict(WORD_FOR)):
        return Refusal("access.home_always_open", _("Not switched on: whoever lives or works here, and his relatives, come in without anybody's word."))
    return None


def may_check_entry(*, asked: Collection[str], passed: Collection[str], failed: Collection[str], tenths: int | None) -> Refusal | None:
    told = [*passed, *failed]
    if set(told) != set(asked) or len(told) != len(set(told)):
        return Refusal("access.every_check", _("Not recorded: say of each check that is asked for whether it was passed."))
    if "temperature" in asked and (tenths is None or not 300 <= tenths <= 450):
        return Refusal("access.temperature_needed", _("Not recorded: write the temperature, such as 36.5."))
    return None
