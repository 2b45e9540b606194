"""Money at the desk, ahead, by the test payer and from the balance; receipts; nothing is made and nothing lost."""

from __future__ import annotations

import random
from datetime import date, timedelta
from decimal import Decimal

import pytest

from anju.domains.charges import actions, closing, queries
from anju.domains.charges.models import Allocation, Balance, BalanceEntry, Charge, ChargeLine, Payment, Receipt, Refund
from anju.kernel import clock
from anju.kernel import scope as view
from anju.kernel.models import Entry, Scope
from anju.kernel.refusals import Refusal

from .conftest import START, SYSTEM, again, must, sums

MARCH = {"period_from_on": date(2026, 3, 1), "period_until_on": date(2026, 3, 31)}


def cash(community, by, **given):
    return actions.take_payment(community, **{"way": "cash", "by": by, **given})


def test_cash_pays_a_bill_and_the_receipt_comes_at_once(community, bill, drawer, desk):
    paid = must(cash(community, desk, charges=[bill]))
    assert (paid.number, paid.amount_fen, paid.state, paid.drawer, paid.payer_name) == ("P2026-000001", 25060, "settled", drawer, "业主老林")
    assert sums(bill) == (25060, 25060, "paid")
    receipt = queries.receipt_of(paid)
    assert (receipt.number, receipt.amount_fen, receipt.parts, receipt.payer_name) == ("R2026-000001", 25060, [["物业服务费 2026-03", 25060]], "业主老林")
    told = Entry.objects.get(name="charges.payment_settled").payload
    assert (told["parts"], told["balance_fen"], told["drawer"]) == (["property:25060"], 0, str(drawer.pk))
    assert cash(community, desk, charges=[bill], amount=Decimal(5)).code == "charges.nothing_owed_any_more"
    assert Payment.objects.count() == 1


def test_a_part_several_at_once_and_ahead(community, bill, home, drawer, desk, lay_down):
    must(cash(community, desk, charges=[bill], amount=Decimal("50.60")))
    assert sums(bill) == (25060, 5060, "part_paid")
    card = must(actions.issue_charge(community, tariff=lay_down("门禁卡", kind="card", basis="piece", price="20"), place=home, by=desk))
    paid = must(cash(community, desk, charges=[bill, card], amount=Decimal(300)))
    assert (sums(bill), sums(card)) == ((25060, 25060, "paid"), (2000, 2000, "paid"))
    assert queries.balance_of(community, home) == 8000
    assert [(one.charge_id, one.amount_fen) for one in Allocation.objects.filter(payment=paid).order_by("id")] == [(bill.pk, 20000), (card.pk, 2000), (None, 8000)]
    assert queries.receipt_of(paid).parts == [["物业服务费 2026-03", 20000], ["门禁卡", 2000], ["", 8000]]


def test_the_balance_pays_the_next_bill(community, home, drawer, desk, lay_down, team):
    must(cash(community, desk, place=home, amount=Decimal(300)))
    bill = must(actions.issue_charge(community, tariff=lay_down(), place=home, by=desk, **MARCH))
    stranger = team("别家老周", "owner")
    assert actions.pay_from_balance(community, charge=bill, by=stranger).code == "kernel.not_found"
    paid = must(actions.pay_from_balance(community, charge=bill, by=team("业主老林", "owner")))
    assert (paid.way, sums(bill), queries.balance_of(community, home)) == ("balance", (25060, 25060, "paid"), 4940)
    assert actions.pay_from_balance(community, charge=bill, by=desk).code == "charges.no_balance"
    assert actions.issue_receipt(paid, by=desk).code == "charges.no_receipt"
    assert sum(BalanceEntry.objects.values_list("amount_fen", flat=True)) == Balance.objects.get().amount_fen


def test_what_cannot_be_taken_is_refused_and_nothing_changes(community, bill, home, desk, manager):
    assert cash(community, desk, charges=[bill]).code == "charges.no_drawer"
    must(actions.open_drawer(community, by=desk))
    other = Scope.objects.create(kind="community", name="隔壁")
    with view.entered(other, community):
        theirs = type(home).objects.create(scope=other, kind="dwelling", code="1", name="x", path="x/")
        assert cash(community, desk, place=theirs, amount=Decimal(1)).code == "kernel.not_found"
    for given, code in (
        ({"charges": [bill], "amount": Decimal(0)}, "bad_amount"), ({"charges": [bill], "amount": Decimal("-5")}, "bad_amount"), ({"amount": Decimal(5)}, "whose_balance"),
        ({"charges": [bill], "amount": Decimal("0.001")}, "bad_amount"), ({}, "bad_amount"), ({"charges": [bill], "way": "transfer"}, "transfer_number"),
        ({"charges": [bill], "way": "wechat"}, "not_at_desk"), ({"place": home, "amount": Decimal("1e15")}, "bad_amount"),
    ):  # fmt: skip
        assert cash(community, desk, **given).code == f"charges.{code}"
    assert (Payment.objects.count(), Receipt.objects.count(), sums(bill)) == (0, 0, (25060, 0, "due"))


def test_an_order_number_and_a_transfer_are_taken_once(community, bill, home, drawer, desk):
    must(cash(community, desk, charges=[bill], amount=Decimal(10), order_number="POS-1"))
    assert cash(community, desk, charges=[bill], amount=Decimal(10), order_number="POS-1").code == "charges.order_taken"
    transfer = {"way": "transfer", "charges": [bill], "amount": Decimal(10), "provider_number": "ICBC-9"}
    must(cash(community, desk, **transfer))
    assert cash(community, desk, **transfer).code == "charges.transfer_taken"
    assert (Payment.objects.count(), sums(bill)) == (2, (25060, 2000, "part_paid"))


def test_receipts_are_numbered_without_gaps_and_void_ones_keep_their_number(community, bill, drawer, desk):
    payments = [must(cash(community, desk, charges=[bill], amount=Decimal(10))) for _turn in range(3)]
    assert isinstance(cash(community, desk, charges=[bill], amount=Decimal(-1)), Refusal)
    second = queries.receipt_of(payments[1])
    assert actions.void_receipt(second, reason=" ", by=desk).code == "charges.reason_needed"
    assert actions.issue_receipt(payments[1], by=desk).code == "charges.has_receipt"
    must(actions.void_receipt(second, reason="抬头写错", by=desk))
    assert actions.void_receipt(second, reason="x", by=desk).code == "charges.void_already"
    must(actions.issue_receipt(payments[1], by=desk))
    assert list(Receipt.objects.order_by("number").values_list("number", "state")) == [
        ("R2026-000001", "valid"), ("R2026-000002", "void"), ("R2026-000003", "valid"), ("R2026-000004", "valid")
    ]  # fmt: skip


def test_a_receipt_says_how_often_it_was_printed(community, bill, drawer, desk, team):
    receipt = queries.receipt_of(must(cash(community, desk, charges=[bill])))
    assert actions.print_receipt(receipt, layout="a5", by=desk).code == "charges.unknown_paper"
    assert actions.print_receipt(receipt, layout="a4", by=team("别家老周", "owner")).code == "kernel.not_found"
    assert must(actions.print_receipt(receipt, layout="roll", by=desk)).prints == 1
    assert must(actions.print_receipt(receipt, layout="a6", by=team("业主老林", "owner"))).prints == 2


def test_the_test_payer_pays_only_where_it_is_switched_on(community, bill, team, manager):
    owner = team("业主老林", "owner")
    assert actions.open_payment(community, way="test", charges=[bill], by=owner).code == "charges.way_is_off"
    tester = must(actions.set_merchant(community, way="test", merchant_id="DEMO", by=manager))
    assert actions.open_payment(community, way="test", charges=[bill], by=team("别家老周", "owner")).code == "kernel.not_found"
    opened = must(actions.open_payment(community, way="test", charges=[bill], by=owner))
    assert (opened.state, opened.amount_fen, opened.expires_at, len(opened.order_number)) == ("open", 25060, START + timedelta(minutes=30), 32)
    assert actions.pay_as_test(opened, by=team("别家老周", "owner")).code == "kernel.not_found"
    assert must(actions.pay_as_test(opened, by=owner)).state == "settled"
    assert actions.pay_as_test(opened, by=owner).code == "charges.not_open"
    assert (sums(bill), Receipt.objects.count()) == ((25060, 25060, "paid"), 1)
    must(actions.switch_off_merchant(tester, by=manager))
    assert actions.switch_off_merchant(tester, by=manager).code == "charges.is_off"
    assert actions.open_payment(community, way="test", place=bill.place, amount=Decimal(5), by=owner).code == "charges.way_is_off"


def test_an_open_payment_is_given_up_after_its_time(community, bill, tester, team, desk):
    owner = team("业主老林", "owner")
    opened = must(actions.open_payment(community, way="test", charges=[bill], order_number="APP-7", by=owner))
    assert actions.open_payment(community, way="test", charges=[bill], order_number="APP-7", by=owner).code == "charges.order_taken"
    assert actions.note_pay_code(opened, pay_code="weixin://x", by=desk).code == "charges.not_open"
    assert closing.close_expired(community, clock.now(), by=SYSTEM) == 0
    with clock.frozen(START + timedelta(minutes=30)):
        assert closing.close_expired(community, clock.now(), by=SYSTEM) == 1
        assert actions.pay_as_test(opened, by=owner).code == "charges.not_open"
        assert actions.close_payment(opened, by=desk).code == "charges.not_open"
        assert actions.note_pay_code(opened, pay_code="weixin://x", by=SYSTEM).code == "charges.not_open"
    assert (again(opened).state, sums(bill)) == ("closed", (25060, 0, "due"))


@pytest.mark.parametrize("seed", range(4))
def test_whatever_is_done_in_whatever_order_the_money_adds_up(community, home, lay_down, drawer, desk, manager, seed):
    """Lines = sums of charges; what came in = what was allocated; refunds never above payments; balances = their entries."""
    lot, tariff = random.Random(seed), lay_down("杂费", kind="other", basis="piece", price="7.33")
    charges = [must(actions.issue_charge(community, tariff=tariff, place=home, quantity=Decimal(lot.randint(1, 40)), by=desk)) for _turn in range(4)]
    for _turn in range(60):
        charge, part = again(lot.choice(charges)), lot.choice([*Allocation.objects.order_by("id"), None])
        amount = Decimal(lot.randint(1, 30000)) / 100
        match lot.randrange(6):
            case 0 | 1:
                cash(community, desk, charges=[charge], place=home, amount=amount)
            case 2:
                actions.pay_from_balance(community, charge=charge, by=desk)
            case 3:
                actions.correct_charge(charge, amount=Decimal(lot.randint(-4000, 4000)) / 100, reason="更正", by=desk)
            case 4 if part:
                wish = actions.ask_refund(part, amount=amount, reason="多收", is_owed_less=lot.random() < 0.5, by=desk)
                if not isinstance(wish, Refusal) and not isinstance(actions.approve_refund(wish, by=manager), Refusal):
                    actions.pay_out_refund(again(wish), by=desk)
        _adds_up()
    assert Payment.objects.count() > 3


def _adds_up() -> None:
    for charge in Charge.objects.all():
        assert charge.amount_fen == sum(ChargeLine.objects.filter(charge=charge).values_list("amount_fen", flat=True))
        assert charge.paid_fen == sum(one.amount_fen - one.refunded_fen for one in Allocation.objects.filter(charge=charge))
    for payment in Payment.objects.filter(state="settled"):
        parts = list(Allocation.objects.filter(payment=payment))
        assert payment.amount_fen == sum(one.amount_fen for one in parts)
        assert payment.refunded_fen == sum(one.refunded_fen for one in parts) <= payment.amount_fen
    for balance in Balance.objects.all():
        assert balance.amount_fen == sum(BalanceEntry.objects.filter(balance=balance).values_list("amount_fen", flat=True)) >= 0
    new_money = sum(Payment.objects.filter(state="settled").exclude(way="balance").values_list("amount_fen", flat=True))
    back = sum(Refund.objects.filter(state="done").exclude(way="balance").values_list("amount_fen", flat=True))
    under_way = sum(one.amount_fen for one in Refund.objects.filter(state="approved") if one.part.charge_id is None)
    held = sum(Charge.objects.values_list("paid_fen", flat=True)) + sum(Balance.objects.values_list("amount_fen", flat=True)) + under_way
    assert new_money - back == held, "every fen that came in and did not go back lies on a charge or a balance"
