"""Who may exchange shifts, and how long people rest between two."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from anju.kernel.refusals import Refusal

Span = tuple[datetime, datetime]


def shortest_rest(span: Span, others: Iterable[Span]) -> float | None:
    """The hours between a shift and the nearest other one; 0 where they overlap, None where there is no other."""
    gaps = [max(timedelta(), other[0] - span[1], span[0] - other[1]) for other in others]
    return min(gap.total_seconds() for gap in gaps) / 3600 if gaps else None


def rested(name: str, span: Span, others: Iterable[Span], *, hours: int, despite: str = "", may_overrule: bool = False) -> Refusal | None:
    """Whether somebody has his rest before and after a shift. A manager may overrule it and writes down why; nobody works two at once."""
    rest = shortest_rest(span, others)
    if rest is None or rest >= hours:
        return None
    if rest > 0 and despite.strip() and may_overrule:
        return None
    sentence = _("Not assigned: %(name)s rests only %(rest)s hours between two shifts, %(hours)s are needed. Choose somebody else, or let a manager approve it with a reason.")
    return Refusal("workforce.too_little_rest", sentence, name=name, rest=f"{rest:.4g}", hours=hours)


def may_swap(*, is_mine: bool, is_theirs: bool, is_ahead: bool, is_self: bool, is_open: bool, same_kind: bool) -> Refusal | None:
    if not is_mine or not is_theirs:
        return Refusal("workforce.not_your_shift", _("Not asked: give a shift of your own, and take one of the colleague's."))
    if is_self:
        return Refusal("workforce.swap_with_oneself", _("Not asked: choose a colleague."))
    if not is_ahead:
        return Refusal("workforce.shift_begun", _("Not asked: only shifts that have not begun are swapped."))
    if not same_kind:
        return Refusal("workforce.cannot_fill_swap", _("Not asked: one of you may not fill the other's post. Choose somebody of the same role."))
    if is_open:
        return Refusal("workforce.swap_open", _("Not asked: a swap of this shift is under way already."))
    return None


def may_answer(*, state: str, is_colleague: bool) -> Refusal | None:
    if state != "asked":
        return Refusal("workforce.decided_already", _("This was decided already. See the record."))
    if not is_colleague:
        return Refusal("workforce.not_asked", _("Not answered: it is the colleague who agrees or declines."))
    return None


def may_decide(*, state: str, is_party: bool, is_ahead: bool) -> Refusal | None:
    if state == "asked":
        return Refusal("workforce.colleague_first", _("Not decided: the colleague has not agreed yet."))
    if state != "agreed":
        return Refusal("workforce.decided_already", _("This was decided already. See the record."))
    if is_party:
        return Refusal("workforce.own_wish", _("Not decided: it is your own wish. Somebody else decides it."))
    if not is_ahead:
        return Refusal("workforce.shift_begun_swap", _("Not decided: one of the shifts has begun."))
    return None


def may_call_out(*, title: str, minutes: int, counted: int, is_running: bool) -> Refusal | None:
    if not title.strip() or not 1 <= minutes <= 240:
        return Refusal("workforce.bad_call_out", _("Not called: give a title and 1 to 240 minutes."))
    if is_running:
        return Refusal("workforce.call_out_running", _("Not called: a call-out is running. End it first."))
    if not counted:
        return Refusal("workforce.nobody_to_call", _("Not called: nobody of the team can be called here."))
    return None


def may_report_in(*, is_running: bool, is_called: bool, has_come: bool) -> Refusal | None:
    if not is_running:
        return Refusal("workforce.call_out_over", _("This call-out is over."))
    if not is_called:
        return Refusal("workforce.not_called", _("You were not called. Tell the leader on the spot."))
    if has_come:
        return Refusal("workforce.come_already", _("You are on the list already."))
    return None
