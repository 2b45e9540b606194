from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from anju.kernel.refusals import Refusal

# Labour Law article 36: on average at most 44 hours a week; State Council rule of 1995: 40.
LAWFUL_WEEKLY_HOURS = 44
STANDARD_WEEKLY_HOURS = 40

_LINE = re.compile(r"(?P<name>.+?)[\s:：]+(?P<start>\d{1,2}[:：]\d{2})\s*(?:[-–—~至到]+)\s*(?:次日)?\s*(?P<end>\d{1,2}[:：]\d{2})")


@dataclass(frozen=True)
class ShiftSpec:
    name: str
    start: time
    end: time

    @property
    def minutes(self) -> int:
        return length_minutes(self.start, self.end)


def length_minutes(start: time, end: time) -> int:
    """Minutes from `start` to the next `end` by the wall clock; 24 hours when they are equal."""
    minutes = (end.hour * 60 + end.minute) - (start.hour * 60 + start.minute)
    return minutes if minutes > 0 else minutes + 24 * 60


def read_shifts(text: str) -> list[ShiftSpec] | Refusal:
    """One shift a line: 早班 07:00-15:00. 24:00 is midnight."""
    found: list[ShiftSpec] = []
    for number, line in enumerate((each.strip() for each in text.splitlines() if each.strip()), 1):
        shift = _read_line(line)
        if shift is None:
            return Refusal("people.bad_shift_line", _("Line %(number)s is not a shift. Write it as: 早班 07:00-15:00"), number=number)
        found.append(shift)
    if not 1 <= len(found) <= 8:
        return Refusal("people.bad_shift_count", _("A pattern has 1 to 8 shifts, one a line."))
    if len({shift.name for shift in found}) < len(found):
        return Refusal("people.same_shift_twice", _("Two shifts have the same name. Name each differently."))
    return found


def _read_line(line: str) -> ShiftSpec | None:
    match = _LINE.fullmatch(line)
    if match is None or len(match["name"]) > 30:
        return None
    start, end = _time(match["start"]), _time(match["end"])
    return None if start is None or end is None else ShiftSpec(match["name"].strip(), start, end)


def _time(text: str) -> time | None:
    hour, minute = (int(part) for part in re.split("[:：]", text))
    if (hour, minute) == (24, 0):
        return time()
    return time(hour, minute) if hour < 24 and minute < 60 else None


def may_rotate(crews: int) -> Refusal | None:
    if not 1 <= crews <= 12:
        return Refusal("people.bad_crews", _("1 to 12 crews take turns. Check the number."))
    return None


def weekly_hours(shifts: list[ShiftSpec], crews: int) -> float:
    """The hours a week that one person works on average when `crews` fill these shifts every day in turn."""
    return round(sum(shift.minutes for shift in shifts) * 7 / 60 / crews, 1)


def bounds(on: date, start: time, end: time, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """The shift that begins on a local day, as UTC moments; one that ends at or before its start ends the next day."""
    last = on if end > start else on + timedelta(days=1)
    return datetime.combine(on, start, zone).astimezone(UTC), datetime.combine(last, end, zone).astimezone(UTC)


def covers(start: time, end: time, moment: time) -> bool:
    """Whether the wall-clock moment lies in the shift [start, end)."""
    return start <= moment < end if end > start else moment >= start or moment < end
