"""Charging one thing or a month of a building; corrections, waivers, late charges by contract, disputes."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from anju.domains.charges import actions, closing, jobs, queries
from anju.domains.charges.models import Adjustment, BillingRun, Charge, ChargeLine
from anju.kernel import clock, files
from anju.kernel import scope as view
from anju.kernel.models import Entry, Scope

from .conftest import PICTURE, START, SYSTEM, again, must, sums

MARCH = {"period_from_on": date(2026, 3, 1), "period_until_on": date(2026, 3, 31)}
DAY = timedelta(days=1)


def test_a_bill_is_made_of_explained_lines(bill, home, team):
    assert (bill.number, bill.title, bill.payer, bill.due_on, bill.state) == ("B2026-000001", "物业服务费 2026-03", team.person("业主老林"), date(2026, 4, 4), "due")
    (line,) = queries.explained([bill])[bill.pk]
    assert (line.amount_fen, bill.amount_fen) == (25060, 25060)
    assert "89.50 ㎡ × 2.80 元 × 1 月" in line.sentence and "《物业服务合同》第12条（第 1 版）" in line.sentence
    told = Entry.objects.get(name="charges.charge_issued").payload
    assert (told["amount_fen"], told["kind"], told["lines"], told["number"]) == (25060, "property", 1, "B2026-000001")


def test_the_lines_stay_as_they_were_when_the_price_changes(bill, lay_down):
    lay_down(price="9.99", starts_on=date(2026, 3, 20))
    assert (again(bill).amount_fen, [line.amount_fen for line in queries.explained([bill])[bill.pk]]) == (25060, [25060])


def test_a_period_is_billed_once(community, bill, home, desk):
    assert actions.issue_charge(community, tariff=bill.tariff, place=home, by=desk, **MARCH).code == "charges.billed_before"
    assert Charge.objects.count() == 1


@pytest.mark.clause("002-635")
def test_what_the_contract_does_not_cover_is_billed_only_after_the_payer_signed(community, lay_down, home, desk):
    """Without the signed paper nothing is billed; with it the charge keeps the paper, and the ledger says so."""
    repair = lay_down("入户维修", kind="repair", basis="piece", price="60", needs_consent=True)
    assert actions.issue_charge(community, tariff=repair, place=home, by=desk).code == "charges.consent_needed"
    assert (Charge.objects.count(), Entry.objects.filter(name="charges.charge_issued").count()) == (0, 0)
    made = must(actions.issue_charge(community, tariff=repair, place=home, consent=files.checked(PICTURE), by=desk))
    assert (made.amount_fen, made.consent.owner_id, files.read_all(made.consent)) == (6000, made.pk, PICTURE)
    assert Entry.objects.get(name="charges.charge_issued").payload["has_consent"] is True


@pytest.mark.clause("003-044")
def test_every_charge_is_computed_from_the_version_in_force_and_keeps_the_trace(community, lay_down, home, desk):
    """Two versions of a parking price: each stay is priced by the one of its day, and its line names version and sum."""
    parking = lay_down("临时停车", kind="parking", basis="time", price="5", starts_on=date(2026, 1, 1), free_minutes=30, daily_cap=Decimal(25))
    lay_down("临时停车", price="6", starts_on=date(2026, 3, 1), free_minutes=30, daily_cap=Decimal(30))
    for entered, version, fen in ((START - 10 * DAY, "1", 1000), (START, "2", 1200)):
        made = must(actions.issue_charge(community, tariff=parking, plate="京A12345", entered_at=entered, left_at=entered + timedelta(minutes=95), by=desk))
        (line,) = ChargeLine.objects.filter(charge=made)
        assert (made.amount_fen, line.version.number, line.facts["version"], line.facts["minutes"], line.facts["blocks"]) == (fen, int(version), version, "95", "2")


@pytest.mark.clause("002-302", "004-115")
def test_a_temporary_car_pays_by_the_tariff_after_thirty_minutes_and_gets_its_receipt(community, lay_down, desk, drawer):
    """Up to 30 minutes nothing is owed; from the 31st minute the time is charged by the price in force, and the receipt follows the money."""
    parking = lay_down("临时停车", kind="parking", basis="time", price="5", free_minutes=30, daily_cap=Decimal(25))

    def leave(minutes: int) -> Charge:
        left = START + timedelta(minutes=minutes)
        return must(actions.issue_charge(community, tariff=parking, plate="京A12345", entered_at=START, left_at=left, by=desk))

    assert [(one.amount_fen, one.state) for one in map(leave, (0, 30))] == [(0, "paid"), (0, "paid")]
    charged = [leave(minutes) for minutes in (31, 60, 61, 24 * 60)]
    assert [(one.amount_fen, one.state) for one in charged] == [(500, "due"), (500, "due"), (1000, "due"), (2500, "due")]
    told = charged[0], queries.explained([charged[0]])[charged[0].pk][0].sentence
    assert "计 1 个 60 分钟 × 5 元 = 5.00 元" in told[1]
    paid = must(actions.take_payment(community, way="cash", charges=[charged[0]], by=desk))
    receipt = queries.receipt_of(paid)
    assert (receipt.number, receipt.amount_fen, receipt.parts, sums(charged[0])[2]) == ("R2026-000001", 500, [["临时停车", 500]], "paid")


@pytest.mark.clause("002-033")
def test_the_fee_ledger_holds_items_prices_bills_receipts_and_what_each_unit_owes(community, lay_down, estate, desk, drawer):
    tariff = lay_down()
    homes = [estate.dwelling(code, area, f"业主{code}") for code, area in (("101", "80"), ("102", "100"), ("103", "60"))]
    bills = [must(actions.issue_charge(community, tariff=tariff, place=home, by=desk, **MARCH)) for home in homes]
    paid = must(actions.take_payment(community, way="cash", charges=[bills[0]], by=desk))
    must(actions.take_payment(community, way="cash", charges=[bills[1]], amount=Decimal(100), by=desk))
    assert [queries.sum_owed(queries.owed(community, place=home)) for home in homes] == [0, 18000, 16800]
    assert queries.sum_owed(queries.owed(community)) == 34800
    lay_down(price="3.00", starts_on=date(2026, 7, 1))
    listed = {day: [(one.tariff.name, str(one.price)) for one in queries.price_list(community, on=day)] for day in (START.date(), date(2026, 7, 1))}
    assert listed == {START.date(): [("物业服务费", "2.8000")], date(2026, 7, 1): [("物业服务费", "3.0000")]}, "one standard at a time"
    assert (queries.receipt_of(paid).number, queries.receipt_of(paid).amount_fen) == ("R2026-000001", 22400)
    with clock.frozen(START + 40 * DAY):
        closing.mark_overdue(community, clock.today(community), by=SYSTEM)
        late = queries.overdue_since(community, clock.today(community))
        assert {(one.place_id, one.state) for one in late} == {(homes[1].pk, "overdue"), (homes[2].pk, "overdue")}


def test_senseless_wishes_are_refused(community, lay_down, estate, home, desk):
    tariff, bare = lay_down(), estate.dwelling("102", None)
    other = Scope.objects.create(kind="community", name="隔壁")
    for more, code in (
        ({"place": bare, **MARCH}, "no_area"), ({"place": home}, "no_period"), ({"place": home, "quantity": Decimal(-1), **MARCH}, "bad_quantity"),
        ({"place": home, "period_from_on": date(2026, 3, 5), "period_until_on": date(2026, 3, 4)}, "bad_period"),
    ):  # fmt: skip
        assert actions.issue_charge(community, tariff=tariff, by=desk, **more).code == f"charges.{code}"
    deposit = lay_down("装修保证金", kind="renovation_deposit", basis="piece", price="2000")
    assert actions.issue_charge(community, tariff=deposit, place=home, by=desk).code == "charges.is_deposit"
    with view.entered(other, community):
        theirs = type(home).objects.create(scope=other, kind="dwelling", code="1", name="x", path="x/")
        assert actions.issue_charge(community, tariff=tariff, place=theirs, by=desk, **MARCH).code == "charges.other_place"
    assert (Charge.objects.count(), ChargeLine.objects.count()) == (0, 0)


def test_a_month_is_billed_to_a_building_once(community, lay_down, estate, desk):
    tariff = lay_down()
    homes = [estate.dwelling(f"{number}", "100") for number in range(201, 264)]
    estate.dwelling("300", None)
    run = must(actions.start_billing(community, tariff=tariff, place=estate.building, by=desk, **MARCH))
    assert actions.end_billing(run, billed=1, amount_fen=1, by=desk).code == "charges.billing_ends_itself"
    jobs.bill_dwellings.func(str(run.pk))
    run = again(run)
    assert (run.state, run.dwellings, run.billed, run.amount_fen, run.left_out) == ("done", 64, 63, 63 * 28000, ["1栋300 charges.no_area"])
    assert actions.end_billing(run, billed=1, amount_fen=1, by=SYSTEM).code == "charges.answered_already"
    assert [one.number for one in Charge.objects.order_by("number")] == [f"B2026-{number:06d}" for number in range(1, 64)]
    second = must(actions.start_billing(community, tariff=tariff, place=estate.root, by=desk, **MARCH))
    jobs.bill_dwellings.func(str(second.pk))
    assert (Charge.objects.count(), {one.place_id for one in Charge.objects.all()}) == (63, {one.pk for one in homes})
    assert Entry.objects.filter(name="charges.charge_issued").count() == 63


def test_only_monthly_fees_with_a_price_are_billed_to_all(community, lay_down, estate, desk, manager):
    card = lay_down("门禁卡", kind="card", basis="piece", price="20")
    assert actions.start_billing(community, tariff=card, place=estate.building, by=desk, **MARCH).code == "charges.not_monthly"
    new = must(actions.add_tariff(community, name="电梯费", kind="other", basis="fixed", by=manager))
    assert actions.start_billing(community, tariff=new, place=estate.building, by=desk, **MARCH).code == "charges.no_price"
    signed = must(actions.add_tariff(community, name="代管费", kind="service", basis="fixed", needs_consent=True, by=manager))
    assert actions.start_billing(community, tariff=signed, place=estate.building, by=desk, **MARCH).code == "charges.consent_needed"
    assert BillingRun.objects.count() == 0


def test_a_small_correction_is_one_persons_a_large_one_needs_two(bill, desk, manager):
    fixed = must(actions.correct_charge(bill, amount=Decimal("-0.60"), reason="抹去零头", by=desk))
    assert sums(fixed) == (25000, 0, "due")
    assert actions.correct_charge(bill, amount=Decimal("-50.01"), reason="面积有误", by=desk).code == "charges.too_much_alone"
    assert actions.correct_charge(bill, amount=Decimal("-10"), reason=" ", by=desk).code == "charges.reason_needed"
    assert actions.correct_charge(bill, amount=Decimal("0.001"), reason="x", by=desk).code == "charges.bad_amount"
    assert actions.correct_charge(bill, amount=Decimal("-250.01"), reason="x", by=manager).code == "charges.below_paid"
    wish = must(actions.ask_adjustment(bill, kind="counter", amount=Decimal(-100), reason="面积有误", by=desk))
    assert (sums(bill)[0], wish.state) == (25000, "asked")
    booked = must(actions.approve_adjustment(wish, by=manager))
    assert sums(booked) == (15000, 0, "due")
    assert actions.approve_adjustment(wish, by=manager).code == "charges.answered_already"
    assert sum(ChargeLine.objects.filter(charge=bill).values_list("amount_fen", flat=True)) == 15000
    assert [line.sentence for line in queries.explained([bill])[bill.pk]][1:] == ["更正：-0.60 元，原因：抹去零头", "更正：-100.00 元，原因：面积有误"]


def test_nobody_approves_his_own_waiver(bill, manager, team):
    wish = must(actions.ask_adjustment(bill, kind="waiver", amount=Decimal(30), reason="停水两天", by=manager))
    assert wish.amount_fen == -3000
    assert actions.approve_adjustment(wish, by=manager).code == "charges.second_person"
    assert (sums(bill)[0], again(wish).state) == (25060, "asked")
    must(actions.approve_adjustment(wish, by=team("总部老陈", "headquarters")))
    assert sums(bill)[0] == 22060
    more = must(actions.ask_adjustment(bill, kind="waiver", amount=Decimal(10), reason="再减", by=manager))
    assert actions.refuse_adjustment(more, note="", by=manager).code == "charges.reason_needed"
    assert must(actions.refuse_adjustment(more, note="依据不足", by=manager)).state == "refused"
    assert actions.refuse_adjustment(more, note="x", by=manager).code == "charges.answered_already"
    assert actions.ask_adjustment(bill, kind="waiver", amount=Decimal(0), reason="x", by=manager).code == "charges.bad_amount"
    assert sums(bill)[0] == 22060


def test_late_payment_costs_only_what_a_contracts_clause_says(community, lay_down, home, desk, manager):
    plain = lay_down("停车位管理费", kind="parking", basis="fixed", price="80")
    clause = lay_down(late_permille=Decimal("0.5"), late_after_days=15, late_clause="《物业服务合同》第18条")
    bare, bill = (must(actions.issue_charge(community, tariff=one, place=home, by=desk, **MARCH)) for one in (plain, clause))
    with clock.frozen(START + 60 * DAY):
        closing.mark_overdue(community, clock.today(community), by=SYSTEM)
        assert {again(one).state for one in (bare, bill)} == {"overdue"}
        assert actions.ask_late_charge(bare, by=desk).code == "charges.no_late_clause"
        wish = must(actions.ask_late_charge(bill, by=desk))
        assert (wish.amount_fen, wish.reason) == (376, "《物业服务合同》第18条")
        assert actions.ask_late_charge(bill, by=desk).code == "charges.asked_before"
        must(actions.approve_adjustment(wish, by=manager))
        assert sums(bill) == (25436, 0, "overdue")
        assert actions.ask_late_charge(bill, by=desk).code == "charges.not_late"
        (line,) = (line for line in queries.explained([bill])[bill.pk] if line.kind == "late")
        assert line.sentence == "合同违约金：250.60 元 × 0.50‰ × 30 天 = 3.76 元，依据《物业服务合同》第18条"
    assert Adjustment.objects.filter(charge=bare).count() == 0


def test_what_is_not_paid_in_time_falls_overdue_once(community, bill, manager):
    assert actions.mark_overdue(community, charge=bill, by=manager).code == "charges.not_overdue"
    with clock.frozen(START + 31 * DAY):
        assert closing.mark_overdue(community, clock.today(community), by=SYSTEM) == 1
        assert closing.mark_overdue(community, clock.today(community), by=SYSTEM) == 0
        assert actions.mark_overdue(community, charge=bill, by=manager).code == "charges.not_overdue"
    assert Entry.objects.get(name="charges.charge_fell_overdue").payload["charge"] == str(bill.pk)


def test_a_dispute_is_raised_by_whom_it_concerns_and_answered(bill, team, estate, home, desk):
    owner, stranger = team("业主老林", "owner"), team("别家老周", "owner")
    tenant = team("租户小王", "resident")
    estate.tenant(home, "租户小王")
    for one in (stranger, tenant):
        assert actions.dispute_charge(bill, why="太贵", by=one).code == "kernel.not_found"
    assert actions.dispute_charge(bill, why=" ", by=owner).code == "charges.reason_needed"
    assert actions.answer_dispute(bill, answer="x", by=desk).code == "charges.not_disputed"
    assert must(actions.dispute_charge(bill, why="面积不对", by=owner)).state == "disputed"
    assert actions.dispute_charge(bill, why="again", by=owner).code == "charges.nothing_owed"
    assert actions.answer_dispute(bill, answer="", by=desk).code == "charges.reason_needed"
    assert must(actions.answer_dispute(bill, answer="已按产权证核对", by=desk)).state == "due"


def test_a_tenant_does_not_see_his_landlords_bills(community, bill, team, estate, home):
    family = estate.tenant(home, "林太太", "family")
    tenant = estate.tenant(home, "租户小王")
    seen = {name: list(queries.charges_of_person(community, team.person(name).pk)) for name in ("业主老林", "别家老周")}
    assert seen == {"业主老林": [bill], "别家老周": []}
    assert list(queries.charges_of_person(community, family.pk)) == [bill]
    assert list(queries.charges_of_person(community, tenant.pk)) == []
    assert list(queries.owed(community, place=home)) == [bill]
