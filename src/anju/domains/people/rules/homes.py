from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from anju.kernel.refusals import Refusal

# Three owners of a third each write 0.333333: the last millionth may be missing or too much.
_WHOLE = Decimal("1.00001")


def may_own(*, kind: str, share: Decimal, others: Iterable[Decimal], is_owner: bool) -> Refusal | None:
    """Whether a share of a dwelling (or shop) may be added to the shares of its `others`."""
    if kind not in ("dwelling", "shop"):
        return Refusal("people.not_a_dwelling", _("Only a dwelling or a shop can be owned or lived in. Choose one."))
    if is_owner:
        return Refusal("people.owns_already", _("This person owns a share of it already. End that ownership first."))
    if not 0 < share <= 1:
        return Refusal("people.bad_share", _("A share is more than 0 and at most 1."))
    held = sum(others, Decimal())
    if held + share > _WHOLE:
        return Refusal("people.shares_exceed_whole", _("%(held)s of it is owned already; %(share)s more would exceed the whole."), held=held, share=share)
    return None


def may_live(*, kind: str, relation: str, lives_there: bool, is_owner: bool) -> Refusal | None:
    if kind not in ("dwelling", "shop"):
        return Refusal("people.not_a_dwelling", _("Only a dwelling or a shop can be owned or lived in. Choose one."))
    if lives_there:
        return Refusal("people.lives_there", _("This person lives there already."))
    if relation == "owner" and not is_owner:
        return Refusal("people.not_the_owner", _("This person does not own it. Add the ownership first, or choose family or tenant."))
    return None


def may_end(*, ended: bool) -> Refusal | None:
    return Refusal("people.ended_already", _("This has ended already.")) if ended else None


def may_last(since_on: date, until_on: date | None) -> Refusal | None:
    if until_on is not None and until_on < since_on:
        return Refusal("people.ends_before_start", _("It ends before it begins. Check the two dates."))
    return None
