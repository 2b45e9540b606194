"""Who works when. Four squads turn through three shifts of eight hours: 42 hours a week on average, 16 hours between shifts.

The Labour Law's 8-hour day holds; the two hours above the 40-hour week are overtime of under nine hours a month (limit 36).
The others take turns by day, five shifts a week at most. One post is kept as many sites keep theirs: an outside firm's two guards, twelve hours
each, every day. It breaks the law, and the pages show how and what it would take.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import chinese_calendar

SHIFTS = ("early", "middle", "night")
HOURS = {"early": ("07:00", "15:00"), "middle": ("15:00", "23:00"), "night": ("23:00", "07:00")}
_TURN = ("early", "early", "middle", "middle", "night", "night", None, None)
_EPOCH = date(2026, 1, 1)
SQUADS = 4
IN_SQUADS = 24
"""So many guards are in the squads; the others belong to the outside firm."""

# role, how many; the shift roles are spread evenly over the four squads.
STAFF = (
    ("project_manager", 1),
    ("security_manager", 1),
    ("team_leader", 1),
    ("squad_leader", 4),
    ("guard", 26),
    ("monitor_operator", 4),
    ("fire_operator", 8),
    ("front_desk", 3),
    ("engineer", 5),
    ("cleaner", 7),
    ("gardener", 2),
)
SHIFT_ROLES = frozenset({"squad_leader", "guard", "monitor_operator", "fire_operator"})


@dataclass(frozen=True)
class Pattern:
    """A shift pattern: its shifts as lines that people write, and how many crews take turns."""

    name: str
    lines: tuple[str, ...]
    crews: int

    @property
    def shifts(self) -> dict[str, tuple[time, time]]:
        """Start and end by the shift's name."""
        found = {}
        for line in self.lines:
            name, hours = line.split(" ")
            start, end = hours.split("-")
            found[name] = (time.fromisoformat(start), time.fromisoformat(end))
        return found


ROUND = Pattern("四班三运转", ("早班 07:00-15:00", "中班 15:00-23:00", "夜班 23:00-07:00"), 4)
SERVICE = Pattern("服务两班", ("早班 07:30-15:30", "晚班 12:00-20:00"), 3)
DAY = Pattern("日班", ("日班 08:00-16:00",), 2)
LONG = Pattern("两班倒", ("白班 07:00-19:00", "夜班 19:00-07:00"), 2)
PATTERNS = (ROUND, SERVICE, DAY, LONG)
OFFICE_ROLES = frozenset({"project_manager", "security_manager", "team_leader"})
_SHIFT_NAME = {"early": "早班", "middle": "中班", "night": "夜班"}


@dataclass(frozen=True)
class PostPlan:
    """A post to be filled: by whom, where, in which pattern, by how many at a time."""

    name: str
    role: str
    place: str
    pattern: Pattern
    people: int = 1
    is_two_person: bool = False


POSTS = (
    PostPlan("当班班长", "squad_leader", "", ROUND),
    PostPlan("南门岗", "guard", "南门", ROUND),
    PostPlan("北门岗", "guard", "北门", ROUND),
    PostPlan("巡逻一岗", "guard", "中心花园", ROUND),
    PostPlan("巡逻二岗", "guard", "东围墙", ROUND),
    PostPlan("地下车库岗", "guard", "地下车库B2", ROUND),
    PostPlan("机动岗", "guard", "", ROUND),
    PostPlan("施工通道岗", "guard", "", LONG),
    PostPlan("监控中心岗", "monitor_operator", "监控中心", ROUND),
    PostPlan("消防控制室岗", "fire_operator", "消防控制室", ROUND, people=2, is_two_person=True),
    PostPlan("值班经理", "team_leader", "", DAY),
    PostPlan("客服前台", "front_desk", "客户服务中心", SERVICE),
    PostPlan("工程值班", "engineer", "配电房", SERVICE),
    PostPlan("工程维修", "engineer", "", DAY),
    PostPlan("保洁", "cleaner", "", DAY, people=5),
    PostPlan("绿化", "gardener", "", DAY),
)


@dataclass(frozen=True)
class Turn:
    """One shift of one person: his role, his number within the role (from 0), the post and the shift on a day."""

    role: str
    number: int
    post: PostPlan
    shift: str
    on: date

    def span(self, zone: ZoneInfo) -> tuple[datetime, datetime]:
        """From when to when, as moments."""
        start, end = self.post.pattern.shifts[self.shift]
        last = self.on if end > start else self.on + timedelta(days=1)
        return datetime.combine(self.on, start, zone), datetime.combine(last, end, zone)


_DUTY_MANAGER = next(post for post in POSTS if post.name == "值班经理")


def shift_of(squad: int, day: date) -> str | None:
    """The shift that a squad (0 to 3) works on a day, or None on its two days off in eight."""
    return _TURN[((day - _EPOCH).days + 2 * squad) % len(_TURN)]


def squad_on(shift: str, day: date) -> int:
    """The squad that works a shift on a day; there is exactly one."""
    return next(squad for squad in range(SQUADS) if shift_of(squad, day) == shift)


def squad_of(role: str, number: int) -> int | None:
    """The squad of a person: those of a shift role are dealt out one by one; the outside firm's guards are in none."""
    return number % SQUADS if role in SHIFT_ROLES and not (role == "guard" and number >= IN_SQUADS) else None


def turns_on(day: date) -> list[Turn]:
    """Every shift that begins on a day, in the order of posts."""
    found: list[Turn] = []
    seats: dict[str, int] = {}
    for post in POSTS:
        if post.pattern is LONG:
            found += [Turn(post.role, IN_SQUADS + turn, post, shift, day) for turn, shift in enumerate(LONG.shifts)]
        elif post.role in SHIFT_ROLES:
            found += _squad_turns(post, day, seats.get(post.role, 0))
            seats[post.role] = seats.get(post.role, 0) + post.people
    return found + _day_turns(day)


def _squad_turns(post: PostPlan, day: date, seat: int) -> list[Turn]:
    return [
        Turn(post.role, SQUADS * (seat + place) + squad_on(shift, day), post, _SHIFT_NAME[shift], day)
        for shift in SHIFTS
        for place in range(post.people)
    ]


def _day_turns(day: date) -> list[Turn]:
    """Those who work by day. Each role's people take the day's places in turn, so that everybody has days off."""
    number_of, ordinal = dict(STAFF), (day - _EPOCH).days
    found = [Turn(duty_manager_on(day), 0, _DUTY_MANAGER, "日班", day)]
    for role in ("front_desk", "engineer", "cleaner", "gardener"):
        posts = [post for post in POSTS if post.role == role]
        places = [(post, shift) for post in posts for shift in post.pattern.shifts for _ in range(post.people)]
        for place, (post, shift) in enumerate(places):
            found.append(Turn(role, (ordinal * len(places) + place) % number_of[role], post, shift, day))
    return found


def duty_manager_on(day: date) -> str:
    """The role of the day's duty manager: the team leader from Tuesday to Saturday, the security manager on the other two days."""
    return "team_leader" if 2 <= day.isoweekday() <= 6 else "security_manager"


def is_at_work(role: str, day: date) -> bool:
    """Whether the one holder of an office role works on a day: five days a week each, the managers never off together."""
    if role == "team_leader":
        return 2 <= day.isoweekday() <= 6
    return day.isoweekday() not in (5, 6) if role == "security_manager" else day.isoweekday() <= 5


def is_office_day(day: date) -> bool:
    """Whether offices work on a day, by the mainland's calendar; by the weekday where the year is not published yet."""
    try:
        return chinese_calendar.is_workday(day)
    except NotImplementedError:
        return day.isoweekday() <= 5
