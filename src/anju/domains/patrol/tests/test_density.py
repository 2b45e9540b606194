"""Patrol plans: every band, denser in the dark and on holidays, special plans on and off, more visits where something is wrong."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from anju.domains.patrol import actions, facts, queries
from anju.domains.patrol.models import Activation, Raise, Round, RoundPoint, Scheme
from anju.domains.patrol.schedule import close_rounds, plan, switch_timed
from anju.domains.people import actions as people
from anju.domains.people.models import Post
from anju.domains.workforce import actions as workforce
from anju.kernel import clock
from anju.kernel.models import Entry
from anju.kernel.reactions import registry

from .conftest import MORNING, SYSTEM, at, on_post
from .test_ground import refused

THURSDAY = date(2026, 3, 5)
GEAR = ["raincoat", "torch"]


@pytest.mark.clause("003-059", "003-060")
def test_a_plan_must_have_three_bands_and_be_denser_and_more_alert_in_the_dark_and_on_holidays(community, team, draft, lines, places):
    boss = team("赵敏")
    day, night, small = lines
    cases = (
        ([day, night], "patrol.band_missing"),
        ([day, night, {**small, "focus": " "}], "patrol.focus_missing"),
        ([day, {**night, "every_minutes": 240, "holiday_every_minutes": 200}, small], "patrol.gap_planned"),
        ([day, {**night, "alert": 1}, small], "patrol.alert_not_raised"),
        ([{**day, "holiday_alert": 1}, night, small], "patrol.alert_not_raised"),
        ([day, {**night, "holiday_every_minutes": 60}, small], "patrol.holiday_not_denser"),
        ([day, {**night, "every_minutes": 120}, small], "patrol.night_not_denser"),
        ([day, night, {**small, "every_minutes": 120}], "patrol.night_not_denser"),
    )
    for turn, (given, code) in enumerate(cases):
        one = draft(given, name=f"草案{turn}")
        answer = actions.publish_scheme(one, by=boss)
        assert refused(answer, code)
        assert Scheme.objects.get(pk=one.pk).state == "draft"
    assert "夜间" in str(actions.publish_scheme(draft([day, {**night, "every_minutes": 120}, small], name="再试"), by=boss))
    good = actions.publish_scheme(draft(lines, name="合格"), by=boss)
    assert good.state == "in_force"
    by_point = {row["spot"].name: row for row in queries.frequencies(community)}
    garage = by_point["C-01 车库东"]
    assert (garage["ordinary"], garage["holiday"]["night"]) == ({"day": 0.5, "night": 1.0, "small": 1.0}, 1.33)
    assert all(row["holiday"][band] > row["ordinary"][band] for row in by_point.values() for band in ("day", "night", "small"))
    for turn, (focus, code) in enumerate((("garage", "patrol.night_not_denser"), ("corner", "patrol.night_not_denser"), ("high_risk", "patrol.night_not_denser"), ("general", ""))):
        point = actions.add_checkpoint(community, code=f"D-{turn}", name=f"点位{turn}", place=places["东围墙"], focus=focus, by=boss)
        alone = actions.add_route(community, code=f"D{turn}", name=f"单点{turn}", by=boss)
        actions.publish_route(alone, points=[f"D-{turn} 1"], by=boss)
        alone.refresh_from_db()
        answer = actions.publish_scheme(draft([*lines, *({**line, "route": alone, "every_minutes": 120, "holiday_every_minutes": 90} for line in lines)], name=focus), by=boss)
        assert getattr(answer, "code", "") == code, focus
        actions.retire_checkpoint(point, reason="换点", by=boss)


@pytest.mark.clause("003-078", "003-079")
def test_garages_and_special_areas_must_get_more_than_before(community, team, draft, lines, points):
    boss = team("赵敏")
    actions.change_checkpoint(points["C-01"], name="车库东", focus="garage", baseline_per_day=18, by=boss)
    answer = actions.publish_scheme(draft(lines), by=boss)
    assert refused(answer, "patrol.below_baseline")
    denser = [{**line, "every_minutes": line["every_minutes"] // 2, "holiday_every_minutes": 20} for line in lines]
    assert actions.publish_scheme(draft(denser, name="加密"), by=boss).state == "in_force"
    actions.change_checkpoint(points["C-03"], name="儿童乐园", focus="children", baseline_per_day=36, by=boss)
    assert refused(actions.publish_scheme(draft(denser, name="儿童区"), by=boss), "patrol.below_baseline")
    rows = {row["spot"].focus: row["per_day"] for row in queries.frequencies(community)}
    assert rows["garage"] == 36 > 18
    for focus in ("fitness", "water", "waste", "charging"):
        assert actions.change_checkpoint(points["C-03"], name="特殊区域", focus=focus, baseline_per_day=10, by=boss).focus == focus


@pytest.mark.clause("000-012")
def test_key_points_have_their_own_interval_and_a_route_may_not_break_it(community, team, draft, lines, points, route):
    boss = team("赵敏")
    actions.change_checkpoint(points["C-02"], name="1栋大堂", is_key=True, focus="building", day_minutes=90, by=boss)
    assert refused(actions.publish_scheme(draft(lines), by=boss), "patrol.interval_broken")
    actions.change_checkpoint(points["C-02"], name="1栋大堂", is_key=True, focus="building", day_minutes=120, by=boss)
    assert actions.publish_scheme(draft(lines), by=boss).state == "in_force"
    before = Entry.objects.count()
    assert refused(actions.publish_route(route, points=["C-01", "C-04"], by=boss), "patrol.interval_broken")
    assert refused(actions.retire_route(route, reason="不要了", by=boss), "patrol.route_needed")
    assert (Entry.objects.count(), route.newest.number) == (before, 1)


def test_a_draft_refuses_what_does_not_fit_and_changes_nothing(community, team, draft, lines, route, points):
    boss = team("赵敏")
    one = draft(lines)
    (line, *_rest) = facts.rows_of(one)
    empty = actions.add_route(community, code="R9", name="空线", by=boss)
    before = Entry.objects.count()
    assert refused(actions.add_scheme(community, name=" ", by=boss), "patrol.no_scheme_name")
    assert refused(actions.add_scheme(community, name="晚班", keep_clear=["7点"], by=boss), "patrol.bad_hours")
    assert refused(actions.add_scheme(community, name="夜巡", kind="night", on_from=22, by=boss), "patrol.bad_switch")
    assert refused(actions.add_scheme(community, name="暴雨", kind="rainstorm", by=boss), "patrol.no_gear")
    assert refused(actions.add_line(one, **{**lines[0], "route": empty}, by=boss), "patrol.route_empty")
    assert refused(actions.add_line(one, **{**lines[0], "every_minutes": 5}, by=boss), "patrol.too_often")
    assert Entry.objects.count() == before
    assert actions.drop_line(line, by=boss).pk == one.pk
    assert len(facts.rows_of(one)) == 2
    actions.add_line(one, **{**lines[0], "band": line.band}, by=boss)
    for each in facts.rows_of(one):
        if each.band not in ("day", "night", "small"):
            raise AssertionError(each.band)
    done = actions.publish_scheme(draft(lines, name="第二版"), by=boss)
    (held, *_rest) = facts.rows_of(done)
    assert refused(actions.drop_line(held, by=boss), "patrol.not_a_draft")
    assert refused(actions.add_line(done, **lines[0], by=boss), "patrol.not_a_draft")


@pytest.mark.clause("003-058", "002-154")
def test_rounds_are_planned_around_the_clock_and_a_gap_is_found(community, team, scheme):
    plan(community)
    assert set(Round.objects.filter(on=THURSDAY).values_list("band", flat=True)) == {"day", "night", "small"}
    day_starts = [clock.local(community, one.starts_at).hour for one in Round.objects.filter(on=THURSDAY, band="day").order_by("starts_at")]
    assert day_starts == [7, 9, 11, 13, 15, 17]
    assert Round.objects.filter(on=THURSDAY, band="night").count() == 5
    told = queries.hours(community, THURSDAY, until=at("2026-03-06 00:00"))
    assert [hour for hour, many in enumerate(told.planned) if not many] == [0, 1, 2, 3, 4, 5, 8, 10, 12, 14, 16, 18], "rounds of hours that are over are not written down"
    assert told.gaps == [(at("2026-03-05 00:00"), at("2026-03-06 00:00"))], "nobody walked"
    plan(community)
    assert Round.objects.filter(on=THURSDAY).count() == 6 + 5 + 1, "planned once"
    assert refused(actions.plan_rounds(community, on=THURSDAY, band="day", by=SYSTEM), "patrol.nothing_to_plan")
    assert refused(actions.plan_rounds(community, on=date(2027, 1, 1), band="day", by=SYSTEM), "patrol.bad_day")


@pytest.mark.clause("000-013", "003-061")
def test_holidays_are_denser_by_the_calendar(community, team, scheme):
    spring = date(2026, 3, 8)
    assert queries.is_holiday(community, spring)
    for day in (date(2026, 3, 6), spring):
        for band in ("day", "night", "small"):
            actions.plan_rounds(community, on=day, band=band, by=SYSTEM)
    many = {day: Round.objects.filter(on=day).count() for day in (date(2026, 3, 6), spring)}
    assert many == {date(2026, 3, 6): 6 + 5 + 7, spring: 8 + 7 + 10}
    calendar = {row["band"]: (row["alert"], row["rounds"]) for row in queries.planned_bands(community, spring)}
    assert calendar == {"day": (2, 8), "night": (3, 7), "small": (3, 10)}
    assert {row["band"]: row["alert"] for row in queries.planned_bands(community, date(2026, 3, 6))} == {"day": 1, "night": 2, "small": 2}


@pytest.mark.clause("003-076", "003-077")
def test_a_special_plan_adds_rounds_and_its_equipment_comes_first(community, team, scheme, draft, lines, post):
    boss = team("赵敏")
    storm = draft([{**lines[0], "every_minutes": 60, "focus": "低洼处与排水"}], name="暴雨方案", kind="rainstorm", gear=GEAR)
    assert refused(actions.switch_on(storm, note="暴雨橙色预警", by=boss), "patrol.not_ready")
    storm = actions.publish_scheme(storm, by=boss)
    assert refused(actions.switch_on(storm, note=" ", by=boss), "patrol.no_warning")
    on = actions.switch_on(storm, trigger="weather", note="暴雨橙色预警 2026-03-05 05:40", by=boss)
    assert (on.before["day"], on.after["day"], on.trigger) == (6.0, 18.0, "weather")
    assert refused(actions.switch_on(storm, note="再来", by=boss), "patrol.on_already")
    plan(community)
    one = Round.objects.filter(kind="special", on=THURSDAY).earliest("starts_at")
    guard = on_post(team, post)
    assert refused(actions.start_round(one, by=guard, at=one.starts_at), "patrol.gear_missing")
    for number, kind in enumerate(GEAR):
        workforce.add_gear(community, code=f"ZB-{number}", kind=kind, by=boss)
    for number in range(len(GEAR)):
        assert refused(actions.start_round(one, by=guard, at=one.starts_at), "patrol.gear_missing")
        workforce.issue_gear(community, code=f"ZB-{number}", is_scanned=True, by=guard)
    assert actions.start_round(one, by=guard, at=one.starts_at).state == "running"
    back = workforce.return_gear(community, code="ZB-0", by=guard, at=clock.now() + timedelta(hours=2))
    assert (back.person_id, back.is_scanned, back.back_at > back.out_at) == (guard.person, True, True)
    assert actions.switch_off(on, by=boss).until_at is not None
    assert not Round.objects.filter(kind="special", state="planned", starts_at__gt=clock.now()).exists()
    assert refused(actions.switch_off(on, by=boss), "patrol.off_already")


def test_a_special_night_plan_goes_by_the_hour(community, team, scheme, draft, lines):
    night = actions.publish_scheme(draft([{**lines[1], "every_minutes": 30}], name="专项夜巡", kind="night", on_from=22, on_until=5), by=team("赵敏"))
    with clock.frozen(at("2026-03-05 21:50")):
        switch_timed(community)
    assert Activation.objects.count() == 0
    with clock.frozen(at("2026-03-05 22:10")):
        switch_timed(community)
        switch_timed(community)
    on = Activation.objects.get(scheme=night)
    assert (on.trigger, on.before["night"], on.after["night"], on.until_at) == ("time", 5.0, 15.0, None)
    with clock.frozen(at("2026-03-06 05:00")):
        switch_timed(community)
    assert Activation.objects.get().until_at == at("2026-03-06 05:00")


def test_a_raised_density_brings_rounds_more_and_ends_with_its_day(community, team, scheme, points):
    boss = team("赵敏")
    one = actions.raise_density(points["C-03"], cause="order", extra=2, until_on=THURSDAY, note="节前检查", by=boss)
    assert (one.before_per_day, one.after_per_day) == (18, 24)
    assert refused(actions.raise_density(points["C-03"], cause="order", by=boss), "patrol.raised_already")
    assert refused(actions.raise_density(points["C-03"], cause="risk", until_on=date(2029, 1, 1), by=boss), "patrol.bad_end")
    plan(community)
    focus = Round.objects.filter(kind="focus", band="day")
    assert focus.count() == 2
    assert set(RoundPoint.objects.filter(round__in=focus).values_list("checkpoint__code", flat=True)) == {"C-03"}
    assert RoundPoint.objects.filter(round__band="day", checkpoint=points["C-03"]).count() == 6 + 2
    with clock.frozen(at("2026-03-06 00:20")):
        switch_timed(community)
    assert Raise.objects.get().state == "ended"
    assert refused(actions.lower_density(one, by=boss), "patrol.raise_ended")


def test_a_new_plan_takes_back_rounds_that_nobody_began_but_not_frozen_ones(community, team, scheme, draft, lines, post):
    boss = team("赵敏")
    plan(community)
    frozen = actions.freeze_round(Round.objects.filter(band="night").latest("starts_at"), by=boss)
    assert frozen.is_frozen
    cancelled = actions.cancel_round(Round.objects.filter(band="night").earliest("starts_at"), reason="封路", by=boss)
    assert refused(actions.cancel_round(cancelled, reason="再来", by=boss), "patrol.begun")
    assert refused(actions.freeze_round(cancelled, by=boss), "patrol.begun_frozen")
    guard = on_post(team, post)
    running = Round.objects.filter(band="small").earliest("starts_at")
    actions.start_round(running, by=guard, at=running.starts_at)
    actions.publish_scheme(draft([{**line, "mode": "fixed"} for line in lines], name="新方案"), by=boss)
    left = Round.objects.exclude(state="cancelled")
    assert {one.pk for one in left} == {frozen.pk, running.pk}
    plan(community)
    assert Round.objects.filter(state="planned", band="day").count() == 6


def test_missed_rounds_are_found_by_the_clock(community, scheme):
    plan(community)
    with clock.frozen(at("2026-03-05 10:00")):
        close_rounds(community)
        missed = list(Round.objects.filter(state="missed").order_by("starts_at"))
        assert [clock.local(community, one.starts_at).hour for one in missed] == [6, 7, 9]
        assert {(one.missed_count, one.point_count) for one in missed} == {(4, 4)}
        assert refused(actions.close_round(missed[0], by=SYSTEM), "patrol.not_over")
    assert RoundPoint.objects.filter(state="missed").count() == 12
    assert Entry.objects.filter(name="patrol.round_missed").count() == 3


@pytest.mark.clause("002-074", "002-248", "004-279")
def test_inspections_come_round_every_so_many_days(community, team, draft, lines, route, post):
    """Unit doors and stairs every three days, the manager's walk every day, the whole estate every thirty days."""
    stairs = actions.add_route(community, code="R2", name="楼道线", by=team("赵敏"))
    actions.publish_route(stairs, points=["C-02 3"], by=team("赵敏"))
    stairs.refresh_from_db()
    more = [
        {**lines[0], "route": stairs, "kind": "fixed", "every_days": 3, "every_minutes": 720, "holiday_every_minutes": 700, "focus": "单元门、楼梯通道、门窗玻璃"},
        {**lines[0], "kind": "walk", "every_minutes": 720, "holiday_every_minutes": 700, "focus": "走动式巡查"},
        {**lines[0], "kind": "estate", "every_days": 30, "every_minutes": 720, "holiday_every_minutes": 700, "focus": "综合例检"},
    ]
    scheme = actions.publish_scheme(draft([*lines, *more]), by=team("赵敏"))
    assert scheme.state == "in_force"
    found, doors = {}, []
    for number in range(30):
        day = THURSDAY + timedelta(days=number)
        with clock.frozen(at(f"{day} 06:30")):
            actions.plan_rounds(community, on=day, band="day", by=SYSTEM)
        doors += [day] if Round.objects.filter(on=day, title="楼道线").exists() else []
        found[day] = sorted(Round.objects.filter(on=day, band="day").values_list("kind", flat=True))
    walks = [day for day, kinds in found.items() if "walk" in kinds]
    estates = [day for day, kinds in found.items() if "estate" in kinds]
    assert (len(walks), len(estates), len(doors)) == (30, 1, 10)
    assert {"door", "stairs"} <= {item["key"] for item in RoundPoint.objects.filter(round__title="楼道线").first().checklist}
    assert {later - earlier for earlier, later in zip(doors, doors[1:], strict=False)} == {timedelta(days=3)}


def react(name: str) -> None:
    entry = Entry.objects.filter(name=name).order_by("id").last()
    for one in registry.values():
        if one.name.startswith("patrol.") and entry.name in one.names:
            one.handle(entry)


@pytest.fixture
def storm(community, team, scheme, draft, lines):
    """A rain plan of the posts, and one of the patrols that waits for its weather; a snow plan that does not."""
    boss = team("赵敏", "security_manager")
    post = Post.objects.filter(scope=community).first() or people.define_post(community, name="南门岗", role="guard", by=SYSTEM)
    plan = workforce.draw_up_contingency(community, name="暴雨预案", kinds=["rainstorm", "typhoon"], posts=[post], by=boss)
    for kind in ("rainstorm", "snow"):
        actions.publish_scheme(draft(lines[:1], name=f"{kind}专项", kind=kind, gear=GEAR), by=boss)
    return plan


def test_one_touch_switches_on_posts_and_patrols_and_both_end_together(community, team, storm):
    boss = team("赵敏", "security_manager")
    assert workforce.switch_on(storm, by=boss).state == "running"
    react("workforce.contingency_switched_on")
    on = Activation.objects.get()
    assert (on.scheme.kind, on.trigger, on.note, on.until_at) == ("rainstorm", "weather", "暴雨预案", None)
    react("workforce.contingency_switched_on")
    assert Activation.objects.count() == 1, "heard twice, done once"
    with clock.frozen(MORNING + timedelta(hours=2)):
        assert workforce.switch_off(storm, by=boss).state == "ready"
        react("workforce.contingency_switched_off")
    assert Activation.objects.get().until_at == MORNING + timedelta(hours=2)


def test_a_patrol_plan_that_was_switched_on_by_hand_is_ended_by_hand(community, team, storm):
    boss = team("赵敏", "security_manager")
    by_hand = actions.switch_on(Scheme.objects.get(kind="rainstorm"), note="电话通知", by=boss)
    workforce.switch_on(storm, by=boss)
    react("workforce.contingency_switched_on")
    workforce.switch_off(storm, by=boss)
    react("workforce.contingency_switched_off")
    assert list(Activation.objects.all()) == [by_hand]
    assert Activation.objects.get().until_at is None
