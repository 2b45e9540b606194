"""What the looks of a lane camera at one car come to, and whether what it tells is told in time. Pure, and without sentences: a box at a gate runs the same lines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from anju.plates import Look, Match, Plate, distance, fitted, match, plain, vote
from anju.plates.grammar import FORCES

EMERGENCY_PLATES = {"police": "police_car", "rescue": "fire_engine"}

SURE_ENOUGH = 0.6
LEAST_SURE = 0.5
"""Below this no reading opens anything, however near an expected plate is."""
VERY_SURE = 0.9
FAR, NEAR = 0.8, 0.35
OWN, OWN_WORTH = "own", 0.3
SAME_CAR_SECONDS = 20
LATE_SECONDS = 30
CLOCK_SECONDS = 300
LIFT_SECONDS = 15
"""A command to a bar that is older than this lifts nothing: the car is gone, or the guard has seen to it."""
MOST_LOOKS = 12
OLDEST_DAYS = 30


@dataclass(frozen=True)
class Reading:
    """What the looks at one car come to. `plate` None: not readable; `text` is then what there is, with ? where it is in doubt.

    `is_guess`: nobody but our own reader saw it, in too few pictures: a person is told, and no bar.
    """

    plate: Plate | None
    text: str
    sure: float
    is_guess: bool = False

    @property
    def is_of_forces(self) -> bool:
        return self.plate is not None and self.plate.kind in FORCES

    @property
    def counted(self) -> str:
        """The plate that is decided by: read surely enough, and none of the armed forces, of which only is kept that it was one."""
        return self.plate.text if self.plate is not None and self.sure >= SURE_ENOUGH and not self.is_of_forces else ""

    @property
    def emergency(self) -> str:
        """The service whose plate this is, where it was read without doubt."""
        return EMERGENCY_PLATES.get(self.plate.kind, "") if self.plate is not None and self.sure >= VERY_SURE else ""


def reading_of(looks: Iterable[Sequence[Any]]) -> Reading:
    """The vote of the looks, each (text, certainty) and a camera's, or (text, certainty, `OWN`) and our own reader's of one picture.

    A camera's single look counts from 60 percent on, since it has voted over its frames already; one of our own needs another that agrees.
    """
    given = [Look(each[0], each[1], worth=OWN_WORTH if OWN in each[2:] else 1.0) for each in looks if plain(each[0])]
    found = vote(given, alone=SURE_ENOUGH)
    mean = sum(float(one.sure) for one in given) / len(given) if given else 0.0
    is_guess = found.plate is None and all(one.worth < 1.0 for one in given)
    return Reading(found.plate, found.text, min(mean, 1.0), is_guess)


def meant(reading: Reading, expected: Iterable[str]) -> Match | None:
    """The expected car that a reading means. What was read without doubt must be nearly the same: another car of a similar plate is not let in."""
    if reading.is_of_forces or reading.is_guess or not reading.text or reading.sure < LEAST_SURE:
        return None
    is_clear = reading.plate is not None and reading.sure >= VERY_SURE
    return match(reading.text, expected, threshold=NEAR if is_clear else FAR)


def is_same_car(before: str, text: str, *, sure: float, is_settled: bool) -> bool:
    """Whether what a camera reads now is another look at the car that it saw seconds ago, and not the next one in the queue.

    Nothing read tells nothing of another car. Of a car that was decided only the same plate or a look-alike of it is another look; of one that waits
    most of the reading must agree, unless it is now read without doubt and differs.
    """
    one, two = plain(before), plain(text)
    if not one or not two or one == two:
        return True
    if is_settled or (sure >= VERY_SURE and fitted(one) and fitted(two)):
        return distance(two, one, most=1.0) <= NEAR
    return len(one) == len(two) and sum(a != b for a, b in zip(one, two, strict=True)) <= 3


def told_when(seen_at: datetime, at: datetime, last_at: datetime | None, *, is_late: bool) -> tuple[bool, str]:
    """(whether it is told late, "clock_wrong" or "too_old" where it is not taken). What is told late is kept and lifts no bar."""
    if seen_at - at > timedelta(seconds=CLOCK_SECONDS) or (not is_late and at - seen_at > timedelta(seconds=CLOCK_SECONDS)):
        return False, "clock_wrong"
    if at - seen_at > timedelta(days=OLDEST_DAYS):
        return False, "too_old"
    is_old = at - seen_at > timedelta(seconds=LATE_SECONDS)
    is_overtaken = last_at is not None and seen_at < last_at - timedelta(seconds=2)
    return is_late or is_old or is_overtaken, ""
