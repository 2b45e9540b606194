"""Sentences of real plans, set up as duties: how often they are owed, what proves them, and that a missed one is found."""

from __future__ import annotations

import tomllib
from datetime import date, time, timedelta
from pathlib import Path

import pytest

from anju.domains.duties import actions, queries
from anju.domains.duties.models import Duty, Occurrence, Performance
from anju.domains.duties.schedules import Move, from_clause, to_json, with_parts
from anju.domains.people.models import Post
from anju.kernel import clock
from anju.kernel.actors import Actor
from anju.kernel.refusals import Refusal

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system("test")
CHINESE = tomllib.loads((Path(__file__).parents[1] / "locale.toml").read_text())
YEAR = (date(2026, 1, 1), date(2027, 1, 1))


def items_of(record: dict) -> list[dict]:
    return [{"key": key, "wording": wording, "kind": "text"} for key, wording in record.items()]


def settle_all(community) -> None:
    while not isinstance(actions.close_due_occurrences(community, by=SYSTEM), Refusal):
        pass


def plan_to(duty: Duty, until_on: date) -> list[Occurrence]:
    while duty.planned_until_on is None or duty.planned_until_on < until_on:
        actions.plan_occurrences(duty, until_on=until_on, by=SYSTEM)
    return list(Occurrence.objects.filter(duty=duty).select_related("duty", "scope").order_by("due_at"))


MINUTES = {"minutes": "会议记录"}


@pytest.fixture
def kept(community, frozen, hire):
    """Shows a regular promise: how often it is owed in words and in 2026, that each part of its record is needed, and that
    one done is found done and one not done is found missed (or partly done)."""

    def shown(title: str, words: str, year: int, role: str, record: dict, **fields) -> None:
        frozen("2026-01-01 00:00")
        doer, calendar = hire("李", role), queries.calendar_of(community)
        schedule = to_json(from_clause(**fields))
        duty = actions.create_duty(
            community, title=title, role=role, schedule=schedule, checklist=items_of(record), by=SYSTEM
        )
        assert queries.words_of(duty).say(CHINESE.get) == words
        slots = queries.preview(duty, calendar, *YEAR)
        assert sum(slot.owed for slot in slots) == year
        length = slots[0].due_at - slots[0].opens_at
        first, second = plan_to(duty, date(2026, 1, 1) + 2 * length + timedelta(days=1))[:2]
        frozen(wall(community, max(first.opens_at, clock.now())))
        for missing in record:
            incomplete = {key: "见附件" for key in record if key != missing}
            assert actions.perform_duty(first, answers=incomplete, by=doer).code == "duties.answers_missing"
        for _turn in range(first.owed):
            done = actions.perform_duty(first, answers=dict.fromkeys(record, "见附件"), by=doer)
        assert [line["wording"] for line in done.answers] == list(record.values())
        frozen(wall(community, second.due_at))
        settle_all(community)
        assert [state_of(slot) for slot in (first, second)] == ["done", "missed"]
        if first.owed > 1:
            actions.perform_duty(second, answers=dict.fromkeys(record, "见附件"), by=doer, at=second.opens_at)
            assert state_of(second) == "partly"

    return shown


def wall(community, at) -> str:
    return f"{clock.local(community, at):%Y-%m-%d %H:%M}"


def state_of(slot: Occurrence) -> str:
    return Occurrence.objects.get(pk=slot.pk).state


@pytest.mark.clause("001-018", "002-049", "004-078")
def test_meetings_of_a_week_a_month_and_half_a_month(kept):
    kept("部门会议", "每周一次", 53, "security_manager", {**MINUTES, "news": "传达公司信息"}, count=1, period="P1W")
    weekly = {"weekly": "各周检查结果", **MINUTES, "actions": "改进事项"}
    kept("服务质量评估会", "每月一次", 12, "project_manager", weekly, count=1, period="P1M")
    kept("工作例会", "每半月一次", 24, "project_manager", {**MINUTES, "actions": "落实事项"}, count=1, period="P15D")


@pytest.mark.clause("000-036", "000-079", "002-426")
def test_meetings_twice_a_month_once_a_month_and_every_half_year(kept):
    record = {"agenda": "议程", "attendance": "到会人员", **MINUTES}
    kept("委员会例会", "每月 2 次", 24, "security_manager", record, count=2, period="P1M")
    kept("事务公开日", "每月一次", 12, "front_desk", {"published": "公开事项", **MINUTES}, count=1, period="P1M")
    kept("保洁人员会议", "每半年一次", 2, "project_manager", MINUTES, count=1, period="P6M")


@pytest.mark.clause("001-025", "000-022", "001-031")
def test_monthly_inspections_and_the_managers_daily_review(kept):
    kept("消防安全检查", "每月一次", 12, "guard", {"record": "检查记录"}, period="P1M")
    kept("安全检查", "每月一次", 12, "guard", {"problems": "发现的问题"}, count=1, period="P1M")
    kept("值班状况监督", "每天一次", 365, "security_manager", {"status": "值班情况"}, period="P1D")


@pytest.mark.clause("000-110", "002-406", "004-296")
def test_checks_of_each_shift_each_day_and_every_two_hours(kept):
    kept("在岗状态检查", "每班一次", 730, "squad_leader", {"exceptions": "异常情况"}, period="shift")
    kept("第一组督导检查", "每天一次", 365, "squad_leader", {"finding": "检查情况"}, count=1, period="P1D")
    kept("重点部位巡查", "每 2 小时一次", 4380, "guard", {"finding": "巡查情况"}, count=1, period="PT2H")


@pytest.mark.clause("000-018", "002-568", "002-583")
def test_training_of_a_week_and_a_month_and_joint_operations(kept):
    topics = {"vehicles": "车辆指挥", "formation": "队列训练", "fire": "消防知识", "attendance": "签到表"}
    kept("每周培训", "每周一次", 53, "squad_leader", topics, count=1, period="P1W")
    kept("部门安全培训", "每月一次", 12, "squad_leader", {"attendance": "签到表"}, count=1, period="P1M")
    joint = {"count": 2, "most": 3, "bound": "min", "period": "P1M"}
    kept("联动管理", "每月 2 至 3 次", 24, "squad_leader", {"record": "行动记录"}, **joint)


@pytest.mark.clause("002-408", "002-604", "002-606")
def test_inspections_three_times_a_month_daily_disinfection_and_a_weekly_check(kept):
    kept("检查清理", "每月 3 次", 36, "project_manager", {"place": "检查地点"}, count=3, period="P1M")
    kept("巾杯消毒", "每天一次", 365, "cleaner", {"log": "消毒记录"}, count=1, period="P1D")
    kept("剪指甲检查", "每周一次", 53, "front_desk", {"record": "检查记录"}, count=1, period="P1W")


@pytest.mark.clause("004-301", "004-302", "004-304")
def test_daily_cleaning_and_stairs_twice_a_week(kept):
    kept("垃圾清运", "每天一次", 365, "cleaner", {"log": "清运记录"}, count=1, period="P1D")
    kept("道路绿地广场停车场清扫", "每天一次", 365, "cleaner", {"log": "清扫记录"}, count=1, period="P1D")
    kept("楼梯扶手清扫抹擦", "每周 2 次", 106, "cleaner", {"log": "清洁记录"}, count=2, period="P1W")


@pytest.mark.clause("004-306", "004-307")
def test_pipes_once_a_year_and_wells_once_a_month(kept):
    kept("雨污水管道疏通", "每年一次", 1, "engineer", {"log": "疏通记录"}, count=1, period="P1Y")
    kept("污水井检查", "每月一次", 12, "engineer", {"log": "检查记录"}, count=1, period="P1M")


@pytest.mark.clause("002-455")
def test_the_fire_inspection_day_is_a_working_day_of_the_first_ten(community, frozen, hire):
    frozen("2026-01-01 00:00")
    guard = hire("李", "guard")
    schedule = to_json(from_clause(count=1, period="P1M", month_days=(1,), move=Move.later))
    duty = actions.create_duty(community, title="消防安全检查日", role="guard", schedule=schedule, by=SYSTEM)
    calendar = queries.calendar_of(community)
    days = [calendar.day_of(slot.opens_at) for slot in queries.preview(duty, calendar, *YEAR)]
    assert [f"{day:%m-%d}" for day in days] == [
        "01-04", "02-02", "03-02", "04-01", "05-06", "06-01", "07-01", "08-03", "09-01", "10-08", "11-02", "12-01",
    ]  # fmt: skip
    january, february = plan_to(duty, date(2026, 2, 10))
    assert actions.perform_duty(january, by=guard).code == "duties.not_open_yet"
    frozen("2026-01-04 10:00")
    actions.perform_duty(january, by=guard)
    frozen("2026-02-03 00:00")
    settle_all(community)
    assert [Occurrence.objects.get(pk=slot.pk).state for slot in (january, february)] == ["done", "missed"]


@pytest.mark.clause("002-458")
def test_the_fire_publicity_day_is_moved_off_holidays_and_never_lost(community, frozen):
    frozen("2026-01-01 00:00")
    schedule = to_json(from_clause(count=1, period="P1M", month_days=(15,), move=Move.later))
    duty = actions.create_duty(
        community, title="消防安全宣传日", role="front_desk", category="publicity", schedule=schedule, by=SYSTEM
    )
    calendar = queries.calendar_of(community)
    days = [calendar.day_of(slot.opens_at) for slot in queries.preview(duty, calendar, *YEAR)]
    assert [f"{day:%m-%d}" for day in days] == [
        "01-15", "02-24", "03-16", "04-15", "05-15", "06-15", "07-15", "08-17", "09-15", "10-15", "11-16", "12-15",
    ]  # fmt: skip


@pytest.mark.clause("002-578")
def test_each_worker_owes_two_full_checks_and_one_spot_check_a_day(community, frozen, hire):
    frozen("2026-03-05 00:00")
    schedule = to_json(with_parts(from_clause(count=2, period="P1D"), full=2, spot=1))
    duties = []
    for name in ("网格一岗", "网格二岗"):
        post = Post(scope=community, name=name, role="cleaner")
        post.save()
        duties.append(actions.create_duty(community, title="卫生检查", post=post, schedule=schedule, by=SYSTEM))
    cleaner = hire("李", "cleaner")
    frozen("2026-03-05 08:00")
    full, spot = sorted(plan_to(duties[0], date(2026, 3, 6)), key=lambda slot: slot.part)
    plan_to(duties[1], date(2026, 3, 6))
    assert (full.part, full.owed, spot.part, spot.owed) == ("full", 2, "spot", 1)
    for slot in (full, spot):
        actions.perform_duty(slot, by=cleaner)
    frozen("2026-03-06 00:00")
    settle_all(community)
    rows = Occurrence.objects.order_by("duty__post__name", "part").values_list("duty__post__name", "part", "state")
    assert sorted(rows) == [
        ("网格一岗", "full", "partly"),
        ("网格一岗", "spot", "done"),
        ("网格二岗", "full", "missed"),
        ("网格二岗", "spot", "missed"),
    ]


@pytest.fixture
def kept_apart(community, frozen, hire):
    """Shows work owed at several frequencies `{title: (period, role, slots in 2026)}`: doing the first does not do the others."""

    def shown(work: dict[str, tuple[str, str, int]]) -> None:
        frozen("2026-01-01 00:00")
        calendar = queries.calendar_of(community)
        duties = [
            actions.create_duty(community, title=title, role=role, schedule={"period": period}, by=SYSTEM)
            for title, (period, role, _) in work.items()
        ]
        slots_of_year = [len(queries.preview(duty, calendar, *YEAR)) for duty in duties]
        assert slots_of_year == [count for _, _, count in work.values()]
        firsts = [plan_to(duty, date(2026, 1, 2))[0] for duty in duties]
        frozen("2026-01-01 10:00")
        doer = hire("李", next(iter(work.values()))[1])
        actions.perform_duty(firsts[0], by=doer)
        frozen("2027-01-01 00:00")
        settle_all(community)
        assert [state_of(slot) for slot in firsts] == ["done", *["missed"] * (len(firsts) - 1)]
        assert queries.kept_between(duties[:1], *YEAR).on_time == 1

    return shown


@pytest.mark.clause("004-303", "004-308")
def test_halls_swept_daily_and_mopped_weekly_tanks_checked_and_emptied(kept_apart):
    kept_apart({"清扫": ("P1D", "cleaner", 365), "拖洗": ("P1W", "cleaner", 53)})
    kept_apart({"检查": ("P2M", "engineer", 6), "清掏": ("P1Y", "engineer", 1)})


@pytest.mark.clause("004-026", "004-107")
def test_inspections_by_director_and_administrator_and_three_maintenance_plans(kept_apart):
    kept_apart({"主任检查": ("P1M", "project_manager", 12), "管理员检查": ("P1D", "front_desk", 365)})
    kept_apart({"周保养": ("P1W", "engineer", 53), "月保养": ("P1M", "engineer", 12), "季保养": ("P3M", "engineer", 4)})


@pytest.fixture
def stands_in_the_calendar(community, frozen, hire):
    """Shows an activity between two dates: it stands on its last day, is not done before its time nor without its record."""

    def shown(title: str, first: str, last: str, record: dict) -> None:
        frozen("2026-10-01 08:00")
        leader, last_on = hire("王", "front_desk"), date.fromisoformat(last)
        schedule = to_json(from_clause(window=[first, last]))
        duty = actions.create_duty(
            community,
            title=title,
            role="front_desk",
            category="activity",
            schedule=schedule,
            checklist=items_of(record),
            by=SYSTEM,
        )
        (slot,) = plan_to(duty, last_on + timedelta(days=1))
        board = {row.duty.title: list(row.cells) for row in queries.month_board(community, last_on.year, last_on.month)}
        assert board[title] == [last_on]
        assert actions.perform_duty(slot, by=leader).code == "duties.not_open_yet"
        frozen(f"{last} 20:00")
        assert actions.perform_duty(slot, by=leader).code == "duties.answers_missing"
        actions.perform_duty(slot, answers=dict.fromkeys(record, "见附件"), by=leader)
        assert state_of(slot) == "done"

    return shown


@pytest.mark.clause("000-044", "000-046", "000-047")
def test_activities_at_the_end_and_in_the_middle_of_a_month(stands_in_the_calendar):
    stands_in_the_calendar("心理团培", "2026-10-25", "2026-10-31", {"done": "活动情况"})
    events = {
        "signed_up": "报名表",
        "badminton": "羽毛球结果",
        "shooting": "定点投篮结果",
        "table_tennis": "乒乓球结果",
    }
    stands_in_the_calendar("体育竞技", "2026-11-21", "2026-11-30", events)
    stands_in_the_calendar("联谊活动", "2026-12-11", "2026-12-20", {"done": "活动情况"})


@pytest.mark.clause("000-048")
def test_a_dinner_on_new_years_day_with_headcount_and_budget(stands_in_the_calendar):
    stands_in_the_calendar("元旦聚餐", "2027-01-01", "2027-01-01", {"people": "人数", "budget": "预算"})


@pytest.mark.clause("000-045", "000-049")
def test_one_to_two_study_evenings_before_an_exam_move_with_it(community, frozen, hire):
    frozen("2026-10-20 08:00")
    leader = hire("王", "front_desk")

    def before(exam_on: date) -> dict:
        window = ["2026-11-01", (exam_on - timedelta(days=1)).isoformat()]
        return to_json(from_clause(count=1, most=2, bound="min", window=window))

    duty = actions.create_duty(
        community, title="集体晚自习", role="front_desk", schedule=before(date(2026, 11, 10)), by=SYSTEM
    )
    (slot,) = plan_to(duty, date(2026, 12, 1))
    assert slot.due_at == clock.day_bounds(community, date(2026, 11, 10))[0]
    actions.reschedule_duty(duty, schedule=before(date(2026, 11, 13)), by=SYSTEM)
    (slot,) = plan_to(duty, date(2026, 12, 1))
    assert slot.due_at == clock.day_bounds(community, date(2026, 11, 13))[0]
    counts = []
    for evening in ("2026-11-03 19:00", "2026-11-05 19:00", "2026-11-07 19:00"):
        frozen(evening)
        done = actions.perform_duty(slot, by=leader)
        assert isinstance(done, Performance)
        found = Occurrence.objects.get(pk=slot.pk)
        counts.append((found.state, found.done_count, found.over_count))
    assert counts == [("done", 1, 0), ("done", 2, 0), ("done", 3, 1)]


@pytest.mark.clause("002-068")
def test_an_agenda_with_fixed_times_for_meetings_and_papers_flags_lateness(community, frozen, hire):
    frozen("2026-03-01 08:00")
    manager = hire("周", "project_manager")

    def set_up(title: str, category: str, **fields) -> Duty:
        schedule = to_json(from_clause(**fields))
        return actions.create_duty(
            community, title=title, role="project_manager", category=category, schedule=schedule, by=SYSTEM
        )

    meeting = set_up("行政例会", "meeting", period="P1W", weekdays=(1,), window=["09:00", "10:30"])
    plan_paper = set_up("工作计划", "report", period="P1M", window=["XX-01", "XX-05"], due_by=time(17))
    summary = set_up("工作总结", "report", period="P1M", month_days=(31,), due_by=time(17))
    slots = {duty.title: plan_to(duty, date(2026, 4, 1)) for duty in (meeting, plan_paper, summary)}
    due = {title: f"{clock.local(community, found[0].due_at):%m-%d %H:%M}" for title, found in slots.items()}
    assert due == {"行政例会": "03-02 10:30", "工作计划": "03-05 17:00", "工作总结": "03-31 17:00"}
    board = {row.duty.title: sorted(day.day for day in row.cells) for row in queries.month_board(community, 2026, 3)}
    assert board == {"行政例会": [2, 9, 16, 23, 30], "工作计划": [5], "工作总结": [31]}
    frozen("2026-03-05 17:30")
    late = actions.perform_duty(slots["工作计划"][0], by=manager)
    settle_all(community)
    assert (late.is_on_time, late.device_at) == (False, clock.now())
    states = {title: Occurrence.objects.get(pk=found[0].pk).state for title, found in slots.items()}
    assert states == {"行政例会": "missed", "工作计划": "done_late", "工作总结": "not_yet"}
