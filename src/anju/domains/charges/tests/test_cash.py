"""The cash of a shift: opened, taken, counted with its difference stated, countersigned by somebody else."""

from __future__ import annotations

from decimal import Decimal

from anju.domains.charges import actions
from anju.domains.charges.models import Allocation, Drawer
from anju.kernel.models import Entry

from .conftest import again, must


def test_a_drawer_is_counted_against_what_came_and_went(community, bill, drawer, desk, manager):
    paid = must(actions.take_payment(community, way="cash", charges=[bill], by=desk))
    part = Allocation.objects.get(payment=paid)
    refund = must(actions.approve_refund(must(actions.ask_refund(part, amount=Decimal("0.60"), reason="找零", by=desk)), by=manager))
    must(actions.pay_out_refund(refund, by=desk))
    assert actions.count_drawer(drawer, counted=Decimal("445.00"), by=desk).code == "charges.difference_reason"
    assert actions.count_drawer(drawer, counted=Decimal("-1"), by=desk).code == "charges.bad_count"
    assert actions.count_drawer(drawer, counted=Decimal("450"), by=manager).code == "charges.not_your_drawer"
    assert again(drawer).state == "open"
    counted = must(actions.count_drawer(drawer, counted=Decimal("445.00"), reason="找错一张五元", by=desk))
    assert (counted.expected_fen, counted.counted_fen, counted.difference_fen, counted.state) == (45000, 44500, -500, "counted")
    assert actions.count_drawer(drawer, counted=Decimal("450"), by=desk).code == "charges.drawer_closed"
    told = Entry.objects.get(name="charges.drawer_counted").payload
    assert (told["expected_fen"], told["counted_fen"], told["difference_fen"]) == (45000, 44500, -500)


def test_the_cash_is_taken_over_by_somebody_else_who_counts_the_same(community, drawer, desk, team):
    other = team("小吴", "front_desk")
    assert actions.take_over_drawer(drawer, counted=Decimal(200), by=other).code == "charges.not_counted"
    must(actions.count_drawer(drawer, counted=Decimal(200), by=desk))
    assert actions.take_over_drawer(drawer, counted=Decimal(200), by=desk).code == "charges.second_person"
    assert actions.take_over_drawer(drawer, counted=Decimal(199), by=other).code == "charges.counts_differ"
    taken = must(actions.take_over_drawer(drawer, counted=Decimal(200), by=other))
    assert (taken.state, taken.taken_by.name, taken.difference_fen) == ("handed_over", "小吴", 0)
    assert actions.take_over_drawer(drawer, counted=Decimal(200), by=other).code == "charges.not_counted"


def test_one_open_drawer_a_cashier(community, drawer, desk, team):
    assert actions.open_drawer(community, by=desk).code == "charges.drawer_open"
    assert actions.open_drawer(community, opening=Decimal("0.001"), by=team("小吴", "front_desk")).code == "charges.bad_count"
    assert actions.open_drawer(community, opening=Decimal(-5), by=team("小吴", "front_desk")).code == "charges.bad_count"
    assert Drawer.objects.count() == 1
    assert must(actions.open_drawer(community, by=team("小吴", "front_desk"))).number == "C2026-000002"
