"""The hygiene contest of villages, with the figures of its source: each item's points, three sheets a month, ranks, awards, talks."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from anju.domains.scores import actions, queries
from anju.domains.scores.models import Consequence, Item, Result, Rule, Sheet
from anju.domains.scores.summing import sheets_owed
from anju.kernel.models import Entry

from .conftest import MARCH, at, done, react, refused
from .test_scoring import picture

D = Decimal


def contest(field, *, rate_decided=True):
    """The template in use; what the source leaves open between 40 and 80 percent was decided at 2 points."""
    scheme = field.adopted("village-hygiene", activate=False)
    if rate_decided:
        item = field.item(scheme, "fee-rate")
        done(actions.decide_range(scheme, lowest=D(40), highest=D("79.99"), label="中间", item=item, points=D(2), reason="村民会议决定", by=field.boss))
        done(actions.activate_scheme(scheme, from_on=date(2026, 1, 1), by=field.manager))
    return scheme


@pytest.fixture
def quarter(field):
    return done(actions.open_round(contest(field), on=MARCH, by=field.manager))


def worth(field, round_, code: str, *seen: int) -> list[Decimal]:
    """The points of one item after so many findings, a village for each."""
    found = []
    for number, quantity in enumerate(seen):
        sheet = field.sheet(round_, field.subject(round_.scheme, f"{code}-{number}"), submit=False)
        mark = actions.score_item(sheet, item=field.item(round_.scheme, code), quantity=quantity, reason="现场查见", photo=picture(), by=field.inspector)
        found.append(done(mark).points)
    return found


@pytest.mark.clause("002-431", "002-432")
def test_each_missing_household_and_each_missing_bin_costs_half_a_point(field, quarter):
    """Seven points for the households and four for the bins, half a point each, never less than nothing."""
    assert worth(field, quarter, "household-duty", 0, 1, 3, 14, 20) == [D(7), D("6.5"), D("5.5"), D(0), D(0)]
    assert worth(field, quarter, "bins", 0, 1, 8, 9) == [D(4), D("3.5"), D(0), D(0)]


@pytest.mark.clause("002-436", "002-437")
def test_roads_and_road_markets_have_two_points_each(field, quarter):
    assert worth(field, quarter, "road-surface", 0, 1, 4, 5) == [D(2), D("1.5"), D(0), D(0)]
    assert worth(field, quarter, "road-market", 0, 1, 4, 5) == [D(2), D("1.5"), D(0), D(0)]


@pytest.mark.clause("002-438", "002-439")
def test_what_stands_on_the_road_has_two_points_each_of_the_sections_ten(field, quarter):
    assert worth(field, quarter, "road-building", 0, 1, 4, 5) == [D(2), D("1.5"), D(0), D(0)]
    assert worth(field, quarter, "road-stalls", 0, 1, 4, 5) == [D(2), D("1.5"), D(0), D(0)]
    assert sum(item.full_marks for item in Item.objects.filter(scheme=quarter.scheme, group="交通秩序")) == 10


@pytest.mark.clause("002-434")
def test_unsorted_rubbish_is_counted_by_tens_of_households(field, quarter):
    assert worth(field, quarter, "sorting", 9, 10, 19, 20) == [D(15), D(14), D(14), D(13)]


@pytest.mark.clause("002-433")
def test_rubbish_is_treated_every_three_days_and_burning_it_waits_for_a_lawyer(field, quarter):
    item = field.item(quarter.scheme, "treatment")
    assert (item.interval_days, item.full_marks) == (3, 15)
    assert "露天焚烧垃圾已被大气污染防治法禁止" in item.legal_note and "焚烧" not in item.wording
    assert sum(one.full_marks for one in Item.objects.filter(scheme=quarter.scheme, group="垃圾处理")) == 30
    assert worth(field, quarter, "treatment", 0, 1, 15) == [D(15), D(14), D(0)]


@pytest.mark.clause("002-435")
def test_the_rate_of_fees_has_a_reward_a_penalty_and_a_gap_that_a_person_decides(field):
    """80 percent and more 4 points, less than 40 minus 2; between them the source says nothing, and so does the system."""
    draft = contest(field, rate_decided=False)
    assert [(gap.item, gap.lowest, gap.highest) for gap in queries.gaps(draft)] == [("fee-rate", D(40), D("79.99"))]
    refused(actions.activate_scheme(draft, from_on=MARCH, by=field.manager), "scores.bands_leave_gap")
    assert draft.state == "draft"
    item = field.item(draft, "fee-rate")
    done(actions.decide_range(draft, lowest=D(40), highest=D("79.99"), label="中间", item=item, points=D(2), reason="村民会议决定", by=field.boss))
    scheme = done(actions.activate_scheme(draft, from_on=date(2026, 1, 1), by=field.manager))
    round_ = done(actions.open_round(scheme, on=MARCH, by=field.manager))
    for number, (rate, points) in enumerate(((80, 4), (100, 4), ("39.99", -2), (0, -2), (40, 2), ("79.99", 2))):
        sheet = field.sheet(round_, field.subject(scheme, f"v{number}"), submit=False)
        assert done(actions.score_item(sheet, item=item, value=D(rate), reason="台账", by=field.inspector)).points == points, rate


@pytest.mark.clause("002-393", "002-394", "002-395")
def test_yards_stalls_and_scrap_points_are_items_with_their_findings(field, quarter):
    wording = {item.code: item.wording for item in Item.objects.filter(scheme=quarter.scheme)}
    assert wording["household-yards"] == "农户庭院整洁，畜禽圈养，粪便及时清理"
    assert "不占道经营，不乱设摊点" in wording["stall-order"]
    assert "四面有墙、大门完整、堆放有序" in wording["scrap-points"]
    assert worth(field, quarter, "household-yards", 0, 2) == [D(8), D(7)]
    assert worth(field, quarter, "stall-order", 0, 2) == [D(6), D(5)]
    assert worth(field, quarter, "scrap-points", 0, 2) == [D(6), D(4)]


@pytest.mark.clause("002-399", "002-402", "002-443")
def test_livestock_dumping_and_sheds_are_items_and_the_last_two_need_a_photo(field, quarter):
    village = field.subject(quarter.scheme, "v")
    sheet = field.sheet(quarter, village, submit=False)
    for code in ("no-dumping", "no-temporary-building"):
        refused(actions.score_item(sheet, item=field.item(quarter.scheme, code), quantity=1, reason="墙根", by=field.inspector), "scores.photo_needed")
    assert worth(field, quarter, "penned-livestock", 0, 1) == [D(6), D("5.5")]
    assert worth(field, quarter, "no-dumping", 0, 1) == [D(8), D("7.5")]
    assert worth(field, quarter, "no-temporary-building", 0, 1) == [D(6), D(5)]


@pytest.mark.clause("002-416")
def test_fifteen_villages_and_their_groups_are_on_the_roster_and_who_was_not_scored_is_shown(field, quarter):
    scheme, villages = quarter.scheme, []
    for number in range(1, 16):
        villages.append(field.subject(scheme, f"v{number:02d}", title=f"{number}村"))
    for number in range(140):
        above = villages[number % 15]
        done(actions.register_subject(field.where, kind="other", code=f"g{number:03d}", title=f"{number}组", part_of=above, by=field.manager))
    rate = {"value": D(90), "reason": "台账"}
    for village in villages[:-1]:
        field.sheet(quarter, village, fee_rate=rate)
    summed = done(actions.sum_round(quarter, by=field.manager))
    assert (summed.owed, summed.scored) == (15, 14)
    assert [one.subject.code for one in Result.objects.filter(round=quarter, points=None)] == ["v15"]
    assert sum(1 for one in villages for _group in type(one).objects.filter(part_of=one)) == 140


@pytest.mark.clause("002-417")
def test_three_sheets_a_month_are_summed_up_by_quarter(field, quarter):
    assert (quarter.first_on, quarter.last_on) == (date(2026, 1, 1), date(2026, 3, 31))
    assert sheets_owed(quarter.scheme, quarter.first_on, quarter.last_on) == 9
    village = field.subject(quarter.scheme, "v")
    for month in (1, 2, 3):
        for turn in (1, 2, 3):
            field.sheet(quarter, village, on=date(2026, month, turn), turn=turn, bins=turn, fee_rate={"value": D(90), "reason": "台账"})
    refused(actions.open_sheet(quarter, scored=village, on=date(2026, 3, 3), turn=3, by=field.inspector), "scores.sheet_exists")
    done(actions.sum_round(quarter, by=field.manager))
    result = Result.objects.get()
    assert (result.sheets, result.sheets_owed, result.sheet_points, Sheet.objects.count()) == (9, 9, D(99), 9)


def ranked(field, round_, *findings: int):
    """A village `v1`, `v2` … for each number of findings, scored, and the round frozen."""
    for number, quantity in enumerate(findings, 1):
        known = queries.open_enrolments(round_.scheme).filter(subject__code=f"v{number}").first()
        village = known.subject if known else field.subject(round_.scheme, f"v{number}", answerable=field.team.person("陈刚"))
        field.sheet(round_, village, sorting=quantity * 10, fee_rate={"value": D(90), "reason": "台账"})
    return field.freeze(round_)


def followed(round_, kind: str) -> list[tuple]:
    rows = Consequence.objects.filter(round=round_, kind=kind).select_related("subject").order_by("subject__code")
    return [(one.subject.code, one.amount_yuan) for one in rows]


@pytest.mark.clause("002-418", "002-420", "002-421")
def test_the_first_three_above_85_share_300_200_and_100_yuan(field, quarter):
    """85 points have an award, half a point less has none. Half is the cadres', 30 percent the cleaners', 20 the attached cadres'."""
    for code, unsorted, bins in (("v1", 20, 0), ("v2", 150, 0), ("v3", 150, 1), ("v4", 150, 8)):
        found = {"sorting": unsorted, "bins": bins} if bins else {"sorting": unsorted}
        field.sheet(quarter, field.subject(quarter.scheme, code), fee_rate={"value": D(90), "reason": "台账"}, **found)
    with at(2026, 4, 1):
        field.freeze(quarter)
    assert {one.subject.code: (one.rank, one.points) for one in Result.objects.all()} == {
        "v1": (1, D(98)), "v2": (2, D(85)), "v3": (3, D("84.5")), "v4": (4, D(81)),
    }  # fmt: skip
    assert followed(quarter, "award") == [("v1", 300), ("v2", 200)]
    first = Consequence.objects.get(kind="award", subject__code="v1")
    assert {bearer: D(yuan) for bearer, yuan in first.shares.items()} == {"村干部": D(150), "保洁员": D(90), "包村干部": D(60)}


@pytest.mark.clause("002-421")
def test_shares_that_do_not_make_a_hundred_percent_are_refused(field):
    draft = contest(field, rate_decided=False)
    before = (Rule.objects.count(), Entry.objects.count())
    given = {"label": "另奖", "trigger": "top", "kind": "award", "value": D(3), "amounts": [300, 200, 100], "by": field.manager}
    refused(actions.add_rule(draft, shares={"村干部": 50, "保洁员": 30}, **given), "scores.bad_shares")
    assert (Rule.objects.count(), Entry.objects.count()) == before


@pytest.mark.clause("002-430")
def test_twice_among_the_last_three_of_a_year_is_a_talk(field):
    scheme = contest(field)
    first = done(actions.open_round(scheme, on=MARCH, by=field.manager))
    with at(2026, 4, 1):
        ranked(field, first, 1, 2, 3, 4, 5)
        assert followed(first, "criticism") == [("v3", 0), ("v4", 0), ("v5", 0)]
        assert followed(first, "talk") == []
        second = done(actions.open_round(scheme, on=date(2026, 5, 1), by=field.manager))
    with at(2026, 7, 1):
        ranked(field, second, 5, 4, 1, 2, 3)
    assert followed(second, "criticism") == [("v1", 0), ("v2", 0), ("v5", 0)]
    assert followed(second, "talk") == [("v5", 0)]


@pytest.mark.clause("002-429")
def test_two_exposures_in_a_year_cost_ten_points_and_the_award(field, quarter):
    one, two = (field.subject(quarter.scheme, code, answerable=field.team.person("陈刚")) for code in ("v1", "v2"))
    for village, times in ((one, 1), (two, 2)):
        field.sheet(quarter, village, fee_rate={"value": D(90), "reason": "台账"})
        for number in range(times):
            given = {"points": D(-1), "channel": "exposure", "reason": f"曝光{number}"}
            done(actions.book_points(village, scheme=quarter.scheme, by=field.inspector, **given))
    react("when_points_are_booked_announce_what_follows")
    deduction = Consequence.objects.get(kind="points")
    assert (deduction.subject.code, deduction.rule.points) == ("v2", -10)
    done(actions.give_notice(deduction, by=field.inspector))
    done(actions.enforce_consequence(deduction, by=field.manager))
    with at(2026, 4, 1):
        field.freeze(quarter)
    results = {each.subject.code: (each.points, each.is_barred, each.barred_by) for each in Result.objects.select_related("subject")}
    assert results == {"v1": (D(99), False, ""), "v2": (D(88), True, "points")}
    assert followed(quarter, "award") == [("v1", 300)]


@pytest.mark.clause("002-424")
def test_a_village_that_the_district_commends_gets_its_800_yuan(field, quarter):
    village = field.subject(quarter.scheme, "v1")
    award = actions.announce_consequence(village, scheme=quarter.scheme, kind="award", reason="全区年度考核评为先进", amount_yuan=D(800), by=field.inspector)
    done(actions.enforce_consequence(done(award), by=field.manager))
    given = Consequence.objects.get()
    assert (given.kind, given.amount_yuan, given.state, given.enforced_by_id) == ("award", 800, "in_force", field.manager.person)
