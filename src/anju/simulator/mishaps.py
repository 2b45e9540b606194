"""What goes wrong on purpose: honest failures, each with a cause that a manager can trace from the sentence to the night it happened.

They are found in whatever plan is in force: a night round is left out because the guard stepped away, a check is made after its
dates, a drill does not take place, a sign-in sheet is entered two days later, a leader looks once instead of twice, a watch has
a gap. The next morning somebody opens a problem that says why and what follows. Two more need no plan: a hazard that fails its
recheck twice, and a complaint that is answered late.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from anju.domains.cases import actions as cases
from anju.domains.cases.models import Case
from anju.domains.duties.models import Duty, Occurrence
from anju.domains.places.queries import find
from anju.kernel import clock

from . import attendance
from .intentions import Intention, failed
from .work import facts
from .world import World

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Mishap:
    """One thing that goes wrong with a duty: on which slot, how, and the words of the problem that tells why."""

    code: str
    words: tuple[str, ...]
    categories: tuple[str, ...]
    is_within_a_day: bool
    failing: str
    title: str
    cause: str
    days_ago: int = 0
    is_watch: bool = False


# The slot meant is the last one that is over `days_ago` days before the history ends.
PLANNED = (
    Mishap("round_left_out", ("车库", "夜间", "巡"), ("round",), True, "missed", "地下车库夜间巡查漏巡", "当班保安02:10腹痛离岗就医，未向班长报告；机动岗未补巡。已改为离岗先呼班长，机动岗15分钟内顶岗。"),
    Mishap("round_left_out_before", ("巡逻", "巡"), ("round",), True, "missed", "公共区域巡逻漏巡一次", "两名巡逻岗同时处理停车纠纷，无人续巡。已规定纠纷处置只派一人。", days_ago=41),
    Mishap("check_late", ("灭火", "消防", "检查"), ("check", "maintenance"), False, "late", "消防器材月检逾期完成", "负责人调休未交接，检查日期已过才补做。已将月检排入班表并指定代办人。"),
    Mishap("drill_left_out", ("专项演练", "演练"), ("drill",), False, "missed", "专项演练少做一次", "原定当天暴雨，改期后没有重新安排。已在下月补排两次。"),
    Mishap("sheet_entered_late", ("培训", "训练"), ("training",), False, "backfilled", "培训签到表两天后才录入", "纸质签到表留在值班室，两天后补录，按补录计。已改为当场扫码签到。"),
    Mishap("looked_once", ("查岗", "每周", "回放"), ("check", "round", "other"), False, "partly", "每周检查少一次", "安全经理当周外出培训两天，未委托队长代查。已明确代查人。"),
    Mishap("watch_with_gap", ("监控", "值守"), ("presence", "check", "other"), True, "gap", "监控中心值守中断40分钟", "值机员03:10起身巡查机房，未等替班到岗。已规定替班到岗后方可离席。", days_ago=20, is_watch=True),
)  # fmt: skip
GAP = timedelta(minutes=40)
GAP_HOUR = 3
FAILS_TWICE = "3栋东侧安全出口堆放装修材料"
ANSWERED_LATE = "南门岗保安答话不耐烦，要求道歉"


@dataclass
class Mishaps:
    """The script of one history: which slot of which duty goes wrong. `happened` notes those that came true."""

    world: World
    until: datetime
    of_duty: dict[UUID, Mishap] = field(default_factory=dict)
    happened: dict[str, str] = field(default_factory=dict)

    def choose(self, duties: Iterable[Duty]) -> None:
        """Give each mishap the duty that its words fit best; a duty has one mishap at most."""
        left = list(duties)
        for mishap in PLANNED:
            fitting = [duty for duty in left if _fits(mishap, duty)]
            if fitting:
                chosen = max(fitting, key=lambda duty, m=mishap: _score(m, duty))
                self.of_duty[chosen.pk] = mishap
                left.remove(chosen)

    def meant(self, slot: Occurrence, meant: Intention) -> Intention:
        """What is done about a slot, changed where the script wants it."""
        mishap = self.of_duty.get(slot.duty_id)
        if mishap is None or mishap.code in self.happened or not self._is_the_one(mishap, slot):
            return meant
        changed = failed(meant, _possible(mishap.failing, slot), facts(slot), self.world.lot("mishap", mishap.code))
        self._tell(mishap, slot)
        if mishap.code == "round_left_out":
            self._step_away(slot)
        return changed

    def kept(self, watch: Occurrence, start: datetime, end: datetime) -> list[tuple[datetime, datetime]]:
        """A watch that is kept, or has a gap in the small hours."""
        mishap = self.of_duty.get(watch.duty_id)
        if mishap is None or not mishap.is_watch or mishap.code in self.happened:
            return [(start, end)]
        gap = self.world.moment(self.world.local(end).date(), GAP_HOUR) + timedelta(minutes=10)
        if not (start < gap and gap + GAP < end and end >= self.until - mishap.days_ago * ONE_DAY):
            return [(start, end)]
        self._tell(mishap, watch)
        return [(start, gap), (gap + GAP, end)]

    def fate(self, case: Any) -> str:
        return {FAILS_TWICE: "fails_twice", ANSWERED_LATE: "late"}.get(case.title, "")

    def _is_the_one(self, mishap: Mishap, slot: Occurrence) -> bool:
        """The last slot that is over before the end (less some days); at night, one of the small hours."""
        last = self.until - mishap.days_ago * ONE_DAY
        length = slot.due_at - slot.opens_at
        if mishap.is_within_a_day:
            wall = self.world.local(slot.due_at)
            is_by_night = 1 <= wall.hour <= 7 or length > timedelta(hours=4)
            return is_by_night and last - ONE_DAY < slot.due_at <= last
        return last - length - ONE_DAY < slot.due_at <= last

    def _tell(self, mishap: Mishap, slot: Occurrence) -> None:
        """The morning after it is over, a leader opens the problem with its cause."""
        self.happened[mishap.code] = f"{mishap.title}（{self.world.local(slot.due_at):%m-%d %H:%M}）"
        duty = slot.duty
        at = max(slot.due_at, slot.opens_at) + timedelta(minutes=50)
        self.world.plan(min(at, self.until - timedelta(minutes=5)), partial(_open_problem, self.world, mishap, duty))

    def _step_away(self, slot: Occurrence) -> None:
        """The guard of the garage leaves his post for the time of the round, and says so."""
        away_at = max(slot.opens_at, slot.due_at - timedelta(hours=4)) + timedelta(minutes=10)
        self.world.plan(away_at, partial(_leave_for_hospital, self.world, slot.due_at + timedelta(minutes=20)))


def _fits(mishap: Mishap, duty: Duty) -> bool:
    promise = duty.promise
    if promise.continuous != mishap.is_watch or duty.category not in (*mishap.categories, "other") and not mishap.is_watch:
        return False
    is_short = promise.unit.is_within_a_day or promise.period == "P1D"
    if mishap.failing == "partly" and promise.count < 2:
        return False
    return (is_short or mishap.is_watch) == mishap.is_within_a_day and promise.period not in ("P6M", "P1Y")


def _score(mishap: Mishap, duty: Duty) -> tuple[int, int]:
    """Words first, the earlier the weightier; then what is owed less often, since it weighs more."""
    weight = sum(2 ** (len(mishap.words) - place) for place, word in enumerate(mishap.words) if word in duty.title)
    return weight, -duty.promise.count


def _possible(failing: str, slot: Occurrence) -> str:
    """Late only where it may be made up; in part only where more than one is owed."""
    if failing == "late" and slot.late_until <= slot.due_at:
        return "missed"
    return "partly" if failing == "missed" and slot.owed > 1 else failing


def _open_problem(world: World, mishap: Mishap, duty: Duty) -> None:
    leader = world.anyone("squad_leader", "team_leader", "security_manager")
    if leader is not None:
        world.act(
            cases.open_case, world.scope, kind="problem", category="discipline", title=mishap.title, severity=3, place=duty.place, note=mishap.cause,
            source="mishap", basis_label=duty.basis_label, basis_link=duty.basis_link, by=leader,
        )  # fmt: skip


def _leave_for_hospital(world: World, back_at: datetime) -> None:
    guard = next((person for person in world.on_shift("guard") if "车库" in world.present.get(person.pk, "")), world.anyone("guard"))
    if guard is None:
        return
    post = world.present[guard.pk]
    attendance.step_away(world, guard, left_for="short_leave", note="腹痛，去社区医院，未报班长")
    world.plan(back_at, partial(attendance.come_back, world, guard, post))


def extras(world: World, until: datetime) -> None:
    """Plan the two that need no plan: the hazard that is sent back twice, and the complaint that is answered late."""
    for days_ago, open_it in ((24, _open_hazard), (6, _open_complaint)):
        at = world.moment(world.local(until).date() - days_ago * ONE_DAY, 10.4)
        if at >= clock.now():
            world.plan(at, partial(open_it, world))


def _open_hazard(world: World) -> Case | None:
    by = world.anyone("guard", "squad_leader")
    place = find(world.scope, "3栋")
    return by and world.act(
        cases.open_case, world.scope, kind="hazard", category="blocked_fire_lane", title=FAILS_TWICE, severity=3, place=place,
        note="业主装修材料堆在安全出口内侧，影响疏散", source="patrol", by=by,
    )  # fmt: skip


def _open_complaint(world: World) -> Case | None:
    by = world.anyone("front_desk", "squad_leader")
    asker = world.cast.residents[0] if world.cast.residents else None
    return by and world.act(
        cases.open_case, world.scope, kind="complaint", category="conduct", title=ANSWERED_LATE, severity=2, reporter=asker, source="resident", by=by
    )
