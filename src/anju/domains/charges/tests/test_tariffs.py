"""Prices: nothing is billed that was not approved by a second person and published before it began."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from anju.domains.charges import actions, queries
from anju.domains.charges.models import Charge, ChargeTerms, Tariff, TariffVersion
from anju.kernel.models import Entry

from .conftest import START, again, must

MARCH = {"period_from_on": date(2026, 3, 1), "period_until_on": date(2026, 3, 31)}
BASIS = "《物业服务合同》第12条"


@pytest.fixture
def tariff(community, manager) -> Tariff:
    return must(actions.add_tariff(community, name="物业服务费", kind="property", basis="area", by=manager))


def proposed(tariff, by, **changed) -> TariffVersion:
    return actions.propose_price(tariff, **{"price": Decimal("2.80"), "starts_on": date(2026, 4, 1), "legal_basis": BASIS, "by": by, **changed})


@pytest.mark.clause("002-172", "004-230")
def test_nothing_unapproved_or_unpublished_is_billed_and_every_price_names_who_approved_it(community, tariff, home, desk, manager):
    """Refused in every state but published (0 unapproved charges); the ledger names proposer, approver and publisher."""

    def charge(**more):
        return actions.issue_charge(community, tariff=tariff, place=home, by=desk, **{**MARCH, **more})

    assert charge().code == "charges.no_price"
    version = must(proposed(tariff, desk, starts_on=date(2026, 3, 1)))
    assert charge().code == "charges.no_price"
    assert actions.publish_price(version, published_on=date(2026, 2, 20), published_where="公告栏", by=desk).code == "charges.not_approved"
    assert actions.approve_price(version, by=desk).code == "kernel.not_permitted"
    own = must(proposed(tariff, manager, starts_on=date(2026, 6, 1)))
    assert actions.approve_price(own, by=manager).code == "charges.second_person"
    must(actions.refuse_price(own, note="撤回", by=manager))
    must(actions.approve_price(version, by=manager))
    assert charge().code == "charges.no_price"
    must(actions.publish_price(version, published_on=date(2026, 2, 20), published_where="公告栏", by=desk))
    assert Charge.objects.count() == 0
    assert must(charge()).amount_fen == 25060
    april = charge(period_from_on=date(2026, 2, 15), period_until_on=date(2026, 2, 28))
    assert (april.code, Charge.objects.count()) == ("charges.no_price", 1), "no day before the price began"
    told = Entry.objects.filter(name__startswith="charges.price_", subject_id=version.pk).order_by("id")
    assert [(one.name, one.actor_id) for one in told] == [("charges.price_proposed", desk.id), ("charges.price_approved", manager.id), ("charges.price_published", desk.id)]
    assert told[2].payload["published_on"] == "2026-02-20"


def test_who_proposes_a_price_does_not_approve_it(tariff, manager, team):
    version = must(proposed(tariff, manager))
    assert actions.approve_price(version, by=manager).code == "charges.second_person"
    assert again(version).state == "proposed"
    approved = must(actions.approve_price(version, by=team("总部老陈", "headquarters")))
    assert approved.state == "approved"
    assert actions.approve_price(version, by=team("总部老陈", "headquarters")).code == "charges.answered_already"


@pytest.mark.clause("002-171", "004-229")
def test_prices_are_published_before_they_begin_and_the_list_shows_all_that_is_billed(community, tariff, desk, manager, lay_down, home):
    late = must(actions.approve_price(must(proposed(tariff, desk, starts_on=date(2026, 3, 3))), by=manager))
    assert actions.publish_price(late, published_on=date(2026, 3, 4), published_where="公告栏", by=desk).code == "charges.published_late"
    assert actions.publish_price(late, published_on=date(2026, 3, 2), published_where=" ", by=desk).code == "charges.where_needed"
    tomorrow = (START + timedelta(days=1)).date()
    future = must(actions.approve_price(must(proposed(tariff, desk)), by=manager))
    assert actions.publish_price(future, published_on=tomorrow, published_where="公告栏", by=desk).code == "charges.not_public_yet"
    assert list(queries.price_list(community, on=date(2026, 3, 5))) == []
    must(actions.publish_price(late, published_on=date(2026, 3, 2), published_where="公告栏", by=desk))
    card = lay_down("门禁卡", kind="card", basis="piece", price="20")
    shown = queries.price_list(community, on=date(2026, 3, 5))
    assert {(one.tariff.name, str(one.price), one.published_where) for one in shown} == {("物业服务费", "2.8000", "公告栏"), ("门禁卡", "20.0000", "小区公告栏")}
    made = must(actions.issue_charge(community, tariff=card, place=home, quantity=Decimal(2), by=desk))
    billed = {line.version for line in made_lines(made)}
    assert billed <= set(shown), "100% of what is billed stands in the published list"


def made_lines(charge):
    from anju.domains.charges.models import ChargeLine

    return list(ChargeLine.objects.filter(charge=charge).select_related("version").order_by("position"))


def test_a_new_price_ends_the_one_before_and_never_begins_before_it(tariff, desk, manager, lay_down):
    lay_down(price="2.80", starts_on=date(2026, 1, 1))
    lay_down(price="3.10", starts_on=date(2026, 3, 2))
    first, second = TariffVersion.objects.filter(tariff=tariff).order_by("number")
    assert (first.ends_on, second.ends_on) == (date(2026, 3, 1), None)
    back = must(actions.approve_price(must(proposed(tariff, desk, starts_on=date(2026, 2, 1))), by=manager))
    assert actions.publish_price(back, published_on=date(2026, 1, 30), published_where="公告栏", by=desk).code == "charges.begins_too_early"
    assert queries.price_on(tariff, date(2026, 2, 15)) == first
    refused = must(actions.refuse_price(back, note="与合同不符", by=manager))
    assert (refused.state, actions.refuse_price(back, note="x", by=manager).code) == ("refused", "charges.answered_already")


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"legal_basis": " "}, "basis_needed"), ({"price": Decimal(0)}, "bad_price"), ({"price": Decimal("-1")}, "bad_price"), ({"price": Decimal("NaN")}, "bad_price"),
        ({"price": Decimal("2.80001")}, "bad_price"), ({"price": Decimal("1e9")}, "bad_price"), ({"steps": "240 0.5\n- 0.8"}, "steps_of_meter"), ({"steps": "abc"}, "bad_steps"),
        ({"minimum": Decimal("0.001")}, "bad_amount"), ({"daily_cap": Decimal(-1)}, "bad_amount"), ({"late_permille": Decimal("0.5")}, "late_needs_clause"),
        ({"late_permille": Decimal(2), "late_clause": "第18条"}, "late_needs_clause"),
    ],
)  # fmt: skip
def test_an_incomplete_price_is_not_kept(tariff, desk, changed, code):
    given = {"price": Decimal("2.80"), "starts_on": date(2026, 4, 1), "legal_basis": BASIS, "by": desk, **changed}
    assert actions.propose_price(tariff, **given).code == f"charges.{code}"
    assert TariffVersion.objects.count() == 0


def test_items_have_one_name_and_end_with_a_reason(community, tariff, manager, lay_down, home, desk):
    given = {"name": "物业服务费", "kind": "property", "basis": "area", "by": manager}
    assert actions.add_tariff(community, **given).code == "charges.tariff_exists"
    for changed in ({"name": " "}, {"kind": "penalty"}, {"basis": "mood"}, {"kind": "renovation_deposit", "name": "x"}):
        assert actions.add_tariff(community, **{**given, **changed}).code == "charges.bad_tariff"
    assert actions.withdraw_tariff(tariff, reason=" ", by=manager).code == "charges.reason_needed"
    lay_down(starts_on=date(2026, 3, 1))
    must(actions.withdraw_tariff(tariff, reason="换合同", by=manager))
    assert actions.withdraw_tariff(tariff, reason="x", by=manager).code == "charges.tariff_withdrawn"
    assert actions.issue_charge(community, tariff=tariff, place=home, by=desk, **MARCH).code == "charges.tariff_withdrawn"
    assert actions.refuse_price(TariffVersion.objects.first(), note="x", by=manager).code == "charges.answered_already"
    assert actions.refuse_price(TariffVersion.objects.first(), note="", by=manager).code == "charges.reason_needed"


def test_terms_are_a_communitys_own(community, manager):
    assert actions.set_charge_terms(community, alone_up_to=Decimal("0.001"), days_to_pay=10, by=manager).code == "charges.bad_amount"
    assert ChargeTerms.objects.count() == 0
    terms = must(actions.set_charge_terms(community, alone_up_to=Decimal(20), days_to_pay=15, by=manager))
    assert (terms.alone_up_to_fen, terms.days_to_pay) == (2000, 15)


@pytest.mark.parametrize(("price", "words"), [("20", "20"), ("20.0000", "20"), ("100", "100"), ("2.8000", "2.8"), ("0.05", "0.05")])
def test_a_plain_fee_is_hung_up_without_zeros_and_never_as_a_power_of_ten(price, words):
    flat = TariffVersion(tariff=Tariff(basis="area"), price=Decimal(price), steps=[])
    by_time = TariffVersion(tariff=Tariff(basis="time"), price=Decimal(price), steps=[], block_minutes=60)
    assert queries.price_in_words(flat) == [words]
    assert f"{words} " in queries.price_in_words(by_time)[0]
