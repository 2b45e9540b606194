"""Who works when. Four squads turn through three shifts of eight hours: 42 hours a week on average, 16 hours between shifts.

The Labour Law's 8-hour day holds; the two hours above the 40-hour week are overtime of under nine hours a month (limit 36).
"""

from __future__ import annotations

from datetime import date

SHIFTS = ("early", "middle", "night")
HOURS = {"early": ("07:00", "15:00"), "middle": ("15:00", "23:00"), "night": ("23:00", "07:00")}
_TURN = ("early", "early", "middle", "middle", "night", "night", None, None)
_EPOCH = date(2026, 1, 1)
SQUADS = 4

# role, how many; the shift roles are spread evenly over the four squads.
STAFF = (
    ("project_manager", 1),
    ("security_manager", 1),
    ("team_leader", 1),
    ("squad_leader", 4),
    ("guard", 24),
    ("monitor_operator", 4),
    ("fire_operator", 8),
    ("front_desk", 3),
    ("engineer", 5),
    ("cleaner", 7),
    ("gardener", 2),
)
SHIFT_ROLES = frozenset({"squad_leader", "guard", "monitor_operator", "fire_operator"})


def shift_of(squad: int, day: date) -> str | None:
    """The shift that a squad (0 to 3) works on a day, or None on its two days off in eight."""
    return _TURN[((day - _EPOCH).days + 2 * squad) % len(_TURN)]


def squad_on(shift: str, day: date) -> int:
    """The squad that works a shift on a day; there is exactly one."""
    return next(squad for squad in range(SQUADS) if shift_of(squad, day) == shift)


def is_office_day(day: date) -> bool:
    """Office roles work Monday to Friday; the managers' Saturday is a duty day in turn."""
    return day.isoweekday() <= 5
