"""The cash of a shift: a drawer is opened, takes money, is counted, and is taken over by somebody else."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Annotated

from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.models import Scope
from anju.kernel.refusals import Refusal

from ..events import DrawerCounted, DrawerOpened, DrawerTakenOver
from ..kinds import CASHIERS, DESK
from ..models import Drawer, Payment, Refund
from ..money import fen_of
from ..rules import deciding
from ..rules.paying import may_count
from .holding import held, number


@action(title=_("Open the drawer"), posts=CASHIERS, event=DrawerOpened)
def open_drawer(
    scope: Scope, *, opening: Annotated[Decimal, Field(_("In it at the beginning (yuan)"))] = Decimal(0), by: Actor, at: datetime | None = None
) -> Drawer | Refusal:
    """Begin a shift at the desk: count what lies in the drawer; from now on every cash payment is yours."""
    fen = fen_of(opening)
    if fen is None or fen < 0:
        return Refusal("charges.bad_count", _("Not counted: write how much cash lies in the drawer, with at most two decimals."))
    if by.person is None:
        return Refusal("charges.person_needed", _("Not opened: a drawer belongs to a person."))
    if Drawer.objects.filter(scope=scope, cashier=by.person, state="open").exists():
        return Refusal("charges.drawer_open", _("Not opened: your drawer is open already. Count it first."))
    drawer = Drawer.objects.create(scope=scope, number=number(scope, "C", at), cashier_id=by.person, opening_fen=fen, opened_at=at)
    announce(DrawerOpened(cashier=drawer.cashier_id, opening_fen=fen), subject=drawer)
    return drawer


def expected_in(drawer: Drawer) -> int:
    """What should lie in a drawer: the beginning, and the cash that came and went."""
    came = Payment.objects.filter(scope=drawer.scope_id, drawer=drawer, state="settled").aggregate(sum=Sum("amount_fen"))["sum"] or 0
    went = Refund.objects.filter(scope=drawer.scope_id, drawer=drawer, state="done").aggregate(sum=Sum("amount_fen"))["sum"] or 0
    return drawer.opening_fen + came - went


@action(title=_("Count the drawer"), posts=CASHIERS, event=DrawerCounted, allowed_from=("open",))
def count_drawer(
    drawer: Drawer,
    *,
    counted: Annotated[Decimal, Field(_("Counted (yuan)"), help=_("All the cash in the drawer, counted before looking at the sum."))],
    reason: Annotated[str, Field(_("Reason of the difference"), max_length=200)] = "",
    by: Actor,
    at: datetime | None = None,
) -> Drawer | Refusal:
    """End the shift: the difference between count and takings is stated with its reason, and stays."""
    drawer = held(drawer)
    if not by.is_system and by.person != drawer.cashier_id:
        return Refusal("charges.not_your_drawer", _("Not done: only its cashier counts a drawer."))
    fen, expected = fen_of(counted), expected_in(drawer)
    difference = (fen or 0) - expected
    if no := may_count(state=drawer.state, counted_fen=fen, difference_fen=difference, reason=reason):
        return no
    drawer.state, drawer.expected_fen, drawer.counted_fen, drawer.difference_fen = "counted", expected, fen, difference
    drawer.difference_reason, drawer.counted_at = reason, at
    drawer.save()
    announce(DrawerCounted(cashier=drawer.cashier_id, expected_fen=expected, counted_fen=fen, difference_fen=difference, reason=reason), subject=drawer)
    return drawer


@action(title=_("Take the cash over"), posts=(*DESK, "squad_leader", "security_manager"), event=DrawerTakenOver, allowed_from=("counted",))
def take_over_drawer(
    drawer: Drawer, *, counted: Annotated[Decimal, Field(_("Counted again (yuan)"))], by: Actor, at: datetime | None = None
) -> Drawer | Refusal:
    """Count it again as another person and countersign; the difference that was stated stands for both."""
    drawer = held(drawer)
    if drawer.state != "counted":
        return Refusal("charges.not_counted", _("Not done: this drawer waits for no handover."))
    if no := deciding.second_person(drawer.cashier_id, by.person, is_system=False):
        return no
    if fen_of(counted) != drawer.counted_fen:
        return Refusal("charges.counts_differ", _("Not taken over: your count differs from the cashier's. Count together."))
    drawer.state, drawer.taken_by_id, drawer.taken_at = "handed_over", by.person, at
    drawer.save()
    announce(DrawerTakenOver(cashier=drawer.cashier_id, taken_by=by.person, counted_fen=drawer.counted_fen, difference_fen=drawer.difference_fen), subject=drawer)
    return drawer
