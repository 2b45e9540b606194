"""The pure rules: every line is explained, lines add up to the sum, a change of price in the middle of a period splits it exactly."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as some

from anju.domains.charges import money
from anju.domains.charges.rules import dividing, pricing
from anju.domains.charges.rules.deciding import fit_steps, standing, steps_of
from anju.domains.charges.rules.pricing import Price, Use, price
from anju.domains.charges.sentences import say
from anju.kernel.refusals import Refusal

FIRST = date(2026, 1, 1)
ENTERED = datetime(2026, 3, 5, 0, 0, tzinfo=UTC)
AREAS = some.decimals("0.01", "5000", places=2)
PRICES = some.decimals("0.0001", "99", places=4)
DAYS = some.dates(date(2024, 1, 1), date(2028, 12, 31))


def by_area(number: int = 1, unit: str = "2.80", starts: date = FIRST, ends: date | None = None, **more) -> Price:
    return Price(number=number, basis="area", price=Decimal(unit), starts_on=starts, ends_on=ends, legal_basis="《物业服务合同》第12条", **more)


def stay(minutes: int, **terms) -> list[pricing.Line]:
    one = Price(number=1, basis="time", starts_on=FIRST, **{"price": Decimal(5), "free_minutes": 30, "daily_cap_fen": 2500, **terms})
    return price([one], Use(on=date(2026, 3, 5), entered_at=ENTERED, left_at=ENTERED + timedelta(minutes=minutes)))


def total(lines: list[pricing.Line]) -> int:
    return sum(line.amount_fen for line in lines)


def test_a_line_says_what_was_multiplied_and_on_what_it_rests():
    (line,) = price([by_area()], Use(on=FIRST, quantity=Decimal("12.50"), from_on=date(2026, 3, 1), until_on=date(2026, 3, 31)))
    assert line.amount_fen == 3500
    with translation.override("zh-hans"):
        assert say("price", 3500, line.facts) == "12.50 ㎡ × 2.80 元 × 1 月（2026-03-01 至 2026-03-31）= 35.00 元，依据《物业服务合同》第12条（第 1 版）"


def test_rounding_is_said():
    (line,) = price([by_area(unit="2.8333", rounding="jiao")], Use(on=FIRST, quantity=Decimal("10.10"), from_on=date(2026, 3, 1), until_on=date(2026, 3, 31)))
    assert line.amount_fen == 2860
    with translation.override("zh-hans"):
        assert "未取整 28.6163 元，四舍五入到角" in say("price", 2860, line.facts)


def test_a_price_that_changes_in_the_middle_splits_the_month():
    prices = [by_area(1, "2.80", FIRST, date(2026, 4, 10)), by_area(2, "3.10", date(2026, 4, 11))]
    lines = price(prices, Use(on=FIRST, quantity=Decimal(90), from_on=date(2026, 4, 1), until_on=date(2026, 4, 30)))
    assert [(line.amount_fen, line.facts["months"], line.facts["version"]) for line in lines] == [(8400, "1/3", "1"), (18600, "2/3", "2")]


@given(area=AREAS, unit=PRICES, first=DAYS, days=some.integers(0, 800), cut=some.integers(1, 800))
def test_a_new_version_at_the_same_price_changes_nothing(area, unit, first, days, cut):
    last = first + timedelta(days=days)
    change = first + timedelta(days=min(cut, max(days, 1)))
    use = Use(on=first, quantity=area, from_on=first, until_on=last)
    whole = price([by_area(unit=unit, starts=first)], use)
    parts = price([by_area(1, unit, first, change - timedelta(days=1)), by_area(2, unit, change)], use)
    assert total(parts) == total(whole)


@given(area=AREAS, units=some.tuples(PRICES, PRICES), first=DAYS, days=some.integers(1, 400), cut=some.integers(1, 400))
def test_every_day_of_a_period_belongs_to_one_version(area, units, first, days, cut):
    last, change = first + timedelta(days=days), first + timedelta(days=min(cut, days))
    prices = [by_area(1, units[0], first, change - timedelta(days=1)), by_area(2, units[1], change)]
    parts = pricing.split(prices, first, last)
    assert [(one.number, since, until) for one, since, until in parts] == [(1, first, change - timedelta(days=1)), (2, change, last)]
    exact = sum(Fraction(area) * Fraction(one.price) * pricing.months_between(since, until) * 100 for one, since, until in parts)
    assert total(price(prices, Use(on=first, quantity=area, from_on=first, until_on=last))) == pricing.rounded_fen(exact, "fen")


@given(first=DAYS, days=some.lists(some.integers(1, 90), min_size=1, max_size=6))
def test_months_of_parts_add_up_to_the_whole(first, days):
    ends = [first + timedelta(days=sum(days[: place + 1]) - 1) for place in range(len(days))]
    starts = [first, *(end + timedelta(days=1) for end in ends[:-1])]
    assert sum(pricing.months_between(a, b) for a, b in zip(starts, ends, strict=True)) == pricing.months_between(first, ends[-1])


@given(sums=some.lists(some.fractions(0, 10**6), min_size=1, max_size=12), rounding=some.sampled_from(sorted(pricing.STEPS_OF_ROUNDING)))
def test_rounded_parts_add_up_to_the_rounded_whole(sums, rounding):
    assert sum(pricing.together(sums, rounding)) == pricing.rounded_fen(sum(sums), rounding)


@pytest.mark.parametrize(("minutes", "fen"), [(0, 0), (30, 0), (31, 500), (60, 500), (61, 1000), (301, 2500), (24 * 60, 2500), (24 * 60 + 1, 3000), (3 * 24 * 60 + 90, 8500)])
def test_parking_is_free_for_thirty_minutes_then_by_the_started_hour_with_a_cap_a_day(minutes, fen):
    assert total(stay(minutes)) == fen


def test_free_minutes_may_be_taken_off_a_longer_stay():
    assert total(stay(90, is_free_deducted=True)) == 500
    assert total(stay(91, is_free_deducted=True)) == 1000


def test_a_stay_says_its_cap():
    (line,) = stay(400)
    with translation.override("zh-hans"):
        assert say("price", line.amount_fen, line.facts) == "第 1 日：6 小时 40 分，计 7 个 60 分钟 × 5 元 = 25.00 元，24 小时封顶 25.00 元"
        assert say("price", 0, stay(12)[0].facts) == "停放 12 分钟，未超过免费 30 分钟 = 0.00 元"


STEPPED = Price(
    number=1, basis="meter", price=Decimal(0), starts_on=FIRST, steps=((Decimal(240), Decimal("0.5283")), (Decimal(400), Decimal("0.5783")), (None, Decimal("0.8283")))
)


def test_steps_are_priced_one_by_one():
    lines = price([STEPPED], Use(on=FIRST, quantity=Decimal(500)))
    assert [line.amount_fen for line in lines] == [12679, 9253, 8283]
    assert total(lines) == 30215


@given(units=some.decimals("0.01", "9999", places=2))
def test_steps_cover_every_unit_once(units):
    lines = price([STEPPED], Use(on=FIRST, quantity=units))
    assert sum(Decimal(line.facts["quantity"]) for line in lines) == units


def test_a_least_sum_is_a_line_of_its_own():
    one = Price(number=3, basis="piece", price=Decimal("4.5"), starts_on=FIRST, minimum_fen=2000)
    lines = price([one], Use(on=FIRST, quantity=Decimal(2)))
    assert [(line.kind, line.amount_fen) for line in lines] == [("price", 900), ("minimum", 1100)]


@pytest.mark.parametrize(
    ("prices", "use", "code"),
    [
        ([], Use(on=FIRST), "no_price"),
        ([by_area(starts=date(2026, 4, 1))], Use(on=FIRST, from_on=date(2026, 3, 1), until_on=date(2026, 3, 31)), "no_price"),
        ([by_area(ends=date(2026, 3, 15))], Use(on=FIRST, from_on=date(2026, 3, 1), until_on=date(2026, 3, 31)), "no_price"),
        ([by_area()], Use(on=FIRST), "no_period"),
        ([by_area()], Use(on=FIRST, from_on=date(2026, 3, 2), until_on=date(2026, 3, 1)), "bad_period"),
        ([by_area()], Use(on=FIRST, from_on=date(2026, 3, 2), until_on=date(2036, 3, 1)), "bad_period"),
        ([by_area()], Use(on=FIRST, quantity=Decimal(0), from_on=FIRST, until_on=FIRST), "bad_quantity"),
        ([by_area()], Use(on=FIRST, quantity=Decimal("NaN"), from_on=FIRST, until_on=FIRST), "bad_quantity"),
        ([by_area()], Use(on=FIRST, quantity=Decimal("1e9"), from_on=FIRST, until_on=FIRST), "bad_quantity"),
    ],
)
def test_what_cannot_be_priced_is_refused(prices, use, code):
    no = price(prices, use)
    assert isinstance(no, Refusal) and no.code == f"charges.{code}"


def test_a_stay_backwards_is_refused():
    assert stay(-1).code == "charges.bad_stay"


def late(**changed):
    given_ = {"permille": Decimal("0.5"), "after_days": 15, "clause": "合同第18条", "principal_fen": 25060, "due_on": date(2026, 3, 31), "today": date(2026, 4, 30), "already_fen": 0}
    return pricing.late_charge(**{**given_, **changed})


def test_a_late_charge_needs_its_clause_and_never_exceeds_what_is_owed():
    assert late().amount_fen == 376, "250.60 × 0.5‰ × 30 days = 3.759"
    assert late(clause=" ").code == "charges.no_late_clause"
    assert late(permille=Decimal(0)).code == "charges.no_late_clause"
    assert late(today=date(2026, 4, 15)).code == "charges.not_late"
    assert late(already_fen=376).code == "charges.not_late"
    assert late(permille=Decimal(1), today=date(2036, 4, 30)).amount_fen == 25060


@given(amount=some.integers(0, 10**9), owed=some.lists(some.integers(-5, 10**6), max_size=12))
def test_dividing_makes_and_loses_nothing(amount, owed):
    parts, rest = dividing.divide(amount, list(enumerate(owed)))
    assert sum(part for _key, part in parts) + rest == amount
    assert rest >= 0
    assert all(0 < part <= owed[key] for key, part in parts)
    assert rest == 0 or sum(part for _key, part in parts) == sum(one for one in owed if one > 0)


@given(amount=some.integers(0, 10**6), paid=some.integers(0, 10**6), days=some.integers(-40, 40), is_disputed=some.booleans())
def test_a_charge_stands_where_its_figures_put_it(amount, paid, days, is_disputed):
    state = standing(amount_fen=amount, paid_fen=min(paid, amount), due_on=FIRST + timedelta(days=days), today=FIRST, is_disputed=is_disputed)
    assert (state == "paid") == (paid >= amount)
    assert state != "overdue" or (days < 0 and not is_disputed)


def test_steps_are_read_as_people_write_them():
    assert fit_steps(steps_of("240 0.5283\n400，0.5783\n- 0.8283")) == [["240", "0.5283"], ["400", "0.5783"], [None, "0.8283"]]
    for wrong in ("240 0.5", "240 0.5\n200 0.6\n- 0.7", "- 0.5\n- 0.6", "240\n- 1", "240 x\n- 1", "240 -\n- 1"):
        read = steps_of(wrong)
        assert read is None or fit_steps(read).code == "charges.bad_steps"


@pytest.mark.parametrize(
    ("fen", "figures", "words"),
    [
        (0, "¥0.00", "零元整"), (1, "¥0.01", "壹分"), (105, "¥1.05", "壹元零伍分"), (123450, "¥1,234.50", "壹仟贰佰叁拾肆元伍角整"), (100000, "¥1,000.00", "壹仟元整"),
        (10010000, "¥100,100.00", "壹拾万零壹佰元整"), (1000500000, "¥10,005,000.00", "壹仟万伍仟元整"), (1000050000, "¥10,000,500.00", "壹仟万零伍佰元整"), (-3500, "-¥35.00", "负叁拾伍元整"),
    ],
)  # fmt: skip
def test_money_is_written_in_figures_and_in_capitals(fen, figures, words):
    assert (money.yuan_sign(fen), money.capitals(fen)) == (figures, words)


@pytest.mark.parametrize(("text", "fen"), [("1234.50", 123450), ("0.01", 1), ("-3", -300), ("1.005", None), ("NaN", None), ("Infinity", None), ("x", None), ("1e20", None)])
def test_an_amount_has_at_most_two_decimals(text, fen):
    assert money.fen_of(text) == fen
