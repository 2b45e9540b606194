"""What may be paid, refunded and told, and what a provider's message means for a payment."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from anju.kernel.refusals import Refusal

from ..money import yuan


def may_take(*, fen: int | None, owed_fen: int, is_all_owed: bool, deposit_fen: int, has_place: bool, most_fen: int) -> Refusal | None:
    """A sum above nothing for what is still owed; what is over needs a dwelling whose balance it becomes; deposits are paid whole."""
    if fen is None or not 0 < fen <= most_fen:
        return Refusal("charges.bad_amount", _("Not done: the sum must not be nothing, and has at most two decimals."))
    if not is_all_owed:
        return Refusal("charges.nothing_owed_any_more", _("Not taken: something of what was chosen is paid already. Look at it again."))
    if deposit_fen and fen < owed_fen:
        return Refusal("charges.deposit_whole", _("Not taken: a deposit is paid whole. Take the bills apart from it."))
    if fen > owed_fen and not has_place:
        return Refusal("charges.whose_balance", _("Not taken: %(over)s yuan are more than what is owed. Name the dwelling for whose balance it is."), over=yuan(fen - owed_fen))
    return None


def may_take_at_desk(*, way: str, has_drawer: bool, transfer_number: str) -> Refusal | None:
    if way not in ("cash", "transfer"):
        return Refusal("charges.not_at_desk", _("Not taken: at the desk money comes in cash or by transfer."))
    if way == "cash" and not has_drawer:
        return Refusal("charges.no_drawer", _("Not taken: open your cash drawer first, so that the cash of the shift can be counted."))
    if way == "transfer" and not transfer_number.strip():
        return Refusal("charges.transfer_number", _("Not taken: write down the number of the transfer."))
    return None


def outcome_of_notice(*, state: str | None, asked_fen: int, told_fen: int, is_same_merchant: bool, is_same_transaction: bool) -> str:
    """What a paid notice means: settled, repeated, late, wrong_amount, wrong_merchant or unknown_order. Nothing is ever dropped."""
    if not is_same_merchant:
        return "wrong_merchant"
    if state is None:
        return "unknown_order"
    if state == "settled" and is_same_transaction:
        return "repeated"
    if state != "open":
        return "late"
    return "settled" if told_fen == asked_fen else "wrong_amount"


def may_refund(*, wanted_fen: int | None, left_fen: int, state: str) -> Refusal | None:
    if state != "settled":
        return Refusal("charges.not_paid", _("Not refunded: this payment never came in."))
    if wanted_fen is None or wanted_fen <= 0:
        return Refusal("charges.bad_amount", _("Not done: the sum must not be nothing, and has at most two decimals."))
    if wanted_fen > left_fen:
        return Refusal("charges.more_than_paid", _("Not refunded: at most %(left)s yuan of this can go back."), left=yuan(left_fen))
    return None


def may_count(*, state: str, counted_fen: int | None, difference_fen: int, reason: str) -> Refusal | None:
    if state != "open":
        return Refusal("charges.drawer_closed", _("Not done: this drawer was counted already."))
    if counted_fen is None or counted_fen < 0:
        return Refusal("charges.bad_count", _("Not counted: write how much cash lies in the drawer, with at most two decimals."))
    if difference_fen and not reason.strip():
        return Refusal("charges.difference_reason", _("Not counted: %(sum)s yuan differ from what should be there. Count again, or give the reason."), sum=yuan(difference_fen))
    return None
