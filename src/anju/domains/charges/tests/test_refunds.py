"""Refunds need two people, stay within what was paid, and are done once; deposits go back whole but for what the payer agreed to."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from anju.domains.charges import actions, queries
from anju.domains.charges.models import Allocation, Deduction, Deposit, Payment, Refund
from anju.kernel import files
from anju.kernel.models import Entry

from .conftest import PICTURE, again, must, sums


@pytest.fixture
def part(community, bill, drawer, desk) -> Allocation:
    paid = must(actions.take_payment(community, way="cash", charges=[bill], by=desk))
    return Allocation.objects.get(payment=paid)


def test_maker_and_checker_are_never_the_same(part, manager, desk, team):
    wish = must(actions.ask_refund(part, amount=Decimal(50), reason="面积有误", by=manager))
    assert actions.approve_refund(wish, by=manager).code == "charges.second_person"
    assert actions.pay_out_refund(wish, by=desk).code == "charges.not_to_pay_out"
    approved = must(actions.approve_refund(wish, by=team("总部老陈", "headquarters")))
    assert actions.approve_refund(wish, by=team("总部老陈", "headquarters")).code == "charges.answered_already"
    assert actions.pay_out_refund(approved, by=manager).code == "charges.no_drawer"
    assert actions.pay_out_refund(approved, way="transfer", by=desk).code == "charges.transfer_number"
    done = must(actions.pay_out_refund(approved, by=desk))
    assert actions.pay_out_refund(done, by=desk).code == "charges.not_to_pay_out"
    assert (done.state, again(part).refunded_fen, Payment.objects.get().refunded_fen, sums(part.charge)) == ("done", 5000, 5000, (20060, 20060, "paid"))


def test_never_more_goes_back_than_was_paid_even_while_others_wait(part, desk, manager):
    first = must(actions.ask_refund(part, amount=Decimal(200), reason="多收", by=desk))
    assert actions.ask_refund(part, amount=Decimal("50.61"), reason="多收", by=desk).code == "charges.more_than_paid"
    assert actions.ask_refund(part, amount=Decimal(0), reason="多收", by=desk).code == "charges.bad_amount"
    assert actions.ask_refund(part, amount=Decimal(5), reason=" ", by=desk).code == "charges.reason_needed"
    rest = must(actions.ask_refund(part, reason="多收", by=desk))
    assert rest.amount_fen == 5060
    assert actions.ask_refund(part, reason="多收", by=desk).code == "charges.bad_amount"
    assert actions.refuse_refund(first, note="", by=manager).code == "charges.reason_needed"
    must(actions.refuse_refund(first, note="依据不足", by=manager))
    assert actions.refuse_refund(first, note="x", by=manager).code == "charges.answered_already"
    assert must(actions.ask_refund(part, amount=Decimal(200), reason="复核后", by=desk)).amount_fen == 20000


def test_what_was_paid_wrongly_may_be_owed_again(part, desk, manager):
    wish = must(actions.ask_refund(part, amount=Decimal(100), reason="刷错人", is_owed_less=False, by=desk))
    must(actions.pay_out_refund(must(actions.approve_refund(wish, by=manager)), by=desk))
    assert sums(part.charge) == (25060, 15060, "part_paid")


def test_a_balance_that_was_used_cannot_go_back(community, home, drawer, desk, manager, lay_down):
    paid = must(actions.take_payment(community, way="cash", place=home, amount=Decimal(300), by=desk))
    part = Allocation.objects.get(payment=paid)
    wish = must(actions.ask_refund(part, reason="搬家", by=desk))
    bill = must(actions.issue_charge(community, tariff=lay_down(), place=home, period_from_on=date(2026, 3, 1), period_until_on=date(2026, 3, 31), by=desk))
    must(actions.pay_from_balance(community, charge=bill, by=desk))
    assert actions.approve_refund(wish, by=manager).code == "charges.balance_used"
    must(actions.refuse_refund(wish, note="余额已用", by=manager))
    left = must(actions.ask_refund(part, reason="搬家", by=desk))
    assert left.amount_fen == 4940
    must(actions.pay_out_refund(must(actions.approve_refund(left, by=manager)), by=desk))
    assert queries.balance_of(community, home) == 0


def test_only_the_background_tells_of_a_providers_refund(part, desk):
    wish = must(actions.ask_refund(part, reason="多收", by=desk))
    assert actions.note_refund_sent(wish, by=desk).code == "charges.not_to_send"
    assert actions.note_refund_failed(wish, why="x", by=desk).code == "charges.not_to_send"
    assert actions.resend_refund(wish, by=desk).code == "charges.not_failed"
    assert again(wish).state == "asked"


@pytest.fixture
def deposit(community, home, lay_down, desk) -> Deposit:
    tariff = lay_down("装修保证金", kind="renovation_deposit", basis="piece", price="2000", legal_basis="《装修管理服务协议》第4条")
    return must(actions.open_deposit(community, tariff=tariff, place=home, purpose="1栋101 装修", by=desk))


@pytest.fixture
def held(community, deposit, drawer, desk) -> Deposit:
    must(actions.take_payment(community, way="cash", deposits=[deposit], by=desk))
    return again(deposit)


def propose(deposit, by, **changed):
    given = {"ground": "damage", "amount": Decimal(300), "reason": "电梯轿厢划伤", "evidence": files.checked(PICTURE), "by": by}
    return actions.propose_deduction(deposit, **{**given, **changed})


def back(deposit, desk, manager):
    wish = must(actions.hand_back_deposit(deposit, reason="验收合格", by=desk))
    return must(actions.pay_out_refund(must(actions.approve_refund(wish, by=manager)), by=desk))


def test_a_deposit_is_taken_whole_and_handed_back_whole(community, deposit, drawer, desk, manager):
    assert actions.hand_back_deposit(deposit, reason="x", by=desk).code == "charges.more_than_held"
    assert actions.take_payment(community, way="cash", deposits=[deposit], amount=Decimal(1000), by=desk).code == "charges.deposit_whole"
    paid = must(actions.take_payment(community, way="cash", deposits=[deposit], by=desk))
    assert (again(deposit).state, queries.receipt_of(paid).parts) == ("held", [["装修保证金 D2026-000001", 200000]])
    assert actions.cancel_deposit(deposit, reason="x", by=desk).code == "charges.deposit_paid"
    done = back(deposit, desk, manager)
    assert (done.amount_fen, again(deposit).state, again(deposit).returned_fen) == (200000, "ended", 200000)
    assert actions.hand_back_deposit(deposit, reason="x", by=desk).code == "charges.bad_amount"


def test_nothing_is_deducted_without_ground_evidence_and_the_payers_yes(held, desk, team):
    for changed, code in (
        ({"ground": "penalty"}, "evidence_needed"), ({"evidence": None}, "evidence_needed"), ({"reason": " "}, "reason_needed"), ({"amount": Decimal("2000.01")}, "more_than_held"),
        ({"amount": Decimal(0)}, "more_than_held"),
    ):  # fmt: skip
        given = {"ground": "damage", "amount": Decimal(300), "reason": "电梯轿厢划伤", "evidence": files.checked(PICTURE), "by": desk, **changed}
        assert actions.propose_deduction(held, **given).code == f"charges.{code}"
    assert Deduction.objects.count() == 0
    wish = must(propose(held, desk))
    assert actions.agree_to_deduction(wish, by=desk).code == "charges.signature_needed"
    assert actions.agree_to_deduction(wish, by=team("别家老周", "owner")).code == "kernel.not_found"
    assert actions.contest_deduction(wish, note="x", by=team("别家老周", "owner")).code == "kernel.not_found"
    assert (again(held).deducted_fen, again(wish).state) == (0, "proposed")


@pytest.mark.parametrize("how", ["phone", "signature"])
def test_the_payer_agrees_himself_or_by_his_signature(held, desk, manager, team, how):
    wish = must(propose(held, desk))
    agreed = {"by": team("业主老林", "owner")} if how == "phone" else {"by": desk, "signature": files.checked(PICTURE)}
    assert must(actions.agree_to_deduction(wish, **agreed)).state == "agreed"
    assert actions.agree_to_deduction(wish, **agreed).code == "charges.answered_already"
    assert again(held).left_fen == 170000
    assert back(held, desk, manager).amount_fen == 170000
    found = again(held)
    assert (found.state, found.deducted_fen, found.returned_fen, found.left_fen) == ("ended", 30000, 170000, 0)
    assert Entry.objects.get(name="charges.deduction_agreed").payload["is_signed"] is (how == "signature")


def test_without_his_yes_the_deposit_goes_back_whole(held, desk, manager, team):
    wish = must(propose(held, desk))
    assert actions.contest_deduction(wish, note="", by=team("业主老林", "owner")).code == "charges.reason_needed"
    must(actions.contest_deduction(wish, note="划痕原来就有", by=team("业主老林", "owner")))
    assert actions.contest_deduction(wish, note="x", by=desk).code == "charges.answered_already"
    assert back(held, desk, manager).amount_fen == 200000


def test_a_deposit_on_its_way_back_is_not_drawn_on(held, desk, manager):
    wish = must(propose(held, desk))
    going = must(actions.hand_back_deposit(held, reason="验收合格", by=desk))
    assert again(held).state == "returning"
    assert propose(held, desk).code == "charges.more_than_held"
    assert actions.agree_to_deduction(wish, signature=files.checked(PICTURE), by=desk).code == "charges.more_than_held"
    must(actions.refuse_refund(going, note="先复验", by=manager))
    assert (again(held).state, Refund.objects.get().state) == ("held", "refused")


def test_only_deposits_are_opened_and_cancelled(community, home, lay_down, desk, deposit):
    fee = lay_down("门禁卡", kind="card", basis="piece", price="20")
    assert actions.open_deposit(community, tariff=fee, place=home, purpose="x", by=desk).code == "charges.no_deposit"
    assert actions.open_deposit(community, tariff=deposit.tariff, purpose="x", by=desk).code == "charges.payer_needed"
    assert actions.open_deposit(community, tariff=deposit.tariff, place=home, purpose=" ", by=desk).code == "charges.reason_needed"
    assert actions.cancel_deposit(deposit, reason=" ", by=desk).code == "charges.reason_needed"
    assert must(actions.cancel_deposit(deposit, reason="不装修了", by=desk)).state == "cancelled"
    assert Deposit.objects.count() == 1
