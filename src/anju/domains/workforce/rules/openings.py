"""Who may be looked for, stand, judge and be chosen. Pure."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from anju.kernel.refusals import Refusal

JUDGES = 2
"""So many judge a candidate, at least."""
SOUGHT = ("open", "over")
"""Somebody is still looked for, whether or not more may apply."""


def may_open(*, is_known_role: bool, wanted: str, heads: int, until: date, today: date) -> Refusal | None:
    if not is_known_role or not wanted.strip() or heads < 1:
        return Refusal("workforce.bad_vacancy", _("Not opened: choose the role, say what is asked for, and how many are wanted."))
    if until < today:
        return Refusal("workforce.vacancy_past", _("Not opened: its last day lies in the past."))
    return None


def may_publish(*, state: str, until: date, today: date, address: str) -> Refusal | None:
    if state != "draft":
        return Refusal("workforce.vacancy_out", _("Nothing to do: this vacancy was published or closed already."))
    if until < today:
        return Refusal("workforce.vacancy_past", _("Not opened: its last day lies in the past."))
    if address.strip() and not address.strip().startswith(("https://", "http://")):
        return Refusal("workforce.bad_address", _("Not published: the address of a page begins with https://."))
    return None


def may_end(*, state: str, until: date, today: date) -> Refusal | None:
    if state != "open" or until >= today:
        return Refusal("workforce.still_open", _("Nothing to do: applications are over already, or are still taken."))
    return None


def may_close(*, state: str, reason: str) -> Refusal | None:
    if state not in ("draft", *SOUGHT):
        return Refusal("workforce.vacancy_out", _("Nothing to do: this vacancy was published or closed already."))
    return None if reason.strip() else Refusal("workforce.reason_needed", _("Give the reason."))


def may_stand(*, state: str, is_internal: bool, until: date, today: date, is_standing: bool, statement: str) -> Refusal | None:
    if state != "open" or not is_internal or until < today:
        return Refusal("workforce.no_competition", _("Not done: nobody can stand for this now. It is no competition, or its time is over."))
    if is_standing:
        return Refusal("workforce.stands_already", _("Nothing to do: you stand for it already."))
    return None if statement.strip() else Refusal("workforce.no_statement", _("Not done: say why you are the right one."))


def may_judge(*, state: str, points: int, competes: bool) -> Refusal | None:
    if competes:
        return Refusal("workforce.rival_judges", _("Not recorded: whoever competes for the post judges nobody."))
    if state != "stands":
        return Refusal("workforce.competition_over", _("Not done: this competition is decided."))
    return None if 0 <= points <= 100 else Refusal("workforce.bad_points", _("Not recorded: 0 to 100 points."))


def may_choose(*, state: str, mean: Any, judges: int, unjudged: int, is_self: bool, best: Any, reason: str) -> Refusal | None:
    if state not in SOUGHT:
        return Refusal("workforce.competition_over", _("Not done: this competition is decided."))
    if is_self:
        return Refusal("workforce.chooses_himself", _("Not done: nobody decides on himself."))
    if judges < JUDGES or unjudged:
        return Refusal("workforce.not_judged", _("Not decided: every candidate needs points, and the chosen one those of %(least)s judges."), least=JUDGES)
    if best is not None and best > mean and not reason.strip():
        return Refusal("workforce.better_one", _("Not decided: somebody has more points. Give the reason for this choice."))
    return None


def may_apply_for(*, state: str, is_internal: bool, until: date, today: date, is_role: bool) -> Refusal | None:
    if state != "open" or is_internal or until < today or not is_role:
        return Refusal("workforce.not_for_him", _("Not recorded: this vacancy is not open to applications for that role."))
    return None
