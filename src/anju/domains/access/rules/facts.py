"""The facts that a decision is made of. Plain values without names of people, so that they can be kept, sent to an edge and judged again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

DAY_MINUTES = 24 * 60
REGULAR_CODES = ("pin", "qr")
"""As what the code of a regular is shown or typed."""


@dataclass(frozen=True, slots=True)
class Policy:
    """What one category of people needs. `days` are weekdays 1 to 7, `opens` and `closes` minutes of the local day (closes before opens: over midnight)."""

    basis: str
    check: str = ""
    fields: tuple[str, ...] = ()
    days: str = "1234567"
    opens: int = 0
    closes: int = DAY_MINUTES
    on_holidays: bool = True
    visits_per_day: int = 0
    stay_minutes: int = 0
    invitations_per_month: int = 0
    off_hours: str = "free"
    is_home: bool = False


@dataclass(frozen=True, slots=True)
class Rules:
    """One version of the community's rules. `night_from` and `night_until` bound the hours in which who must ask the control room asks."""

    version: int
    policies: Mapping[str, Policy]
    night_from: int = 22 * 60
    night_until: int = 6 * 60
    passback_seconds: int = 300


@dataclass(frozen=True, slots=True)
class Lane:
    """A door, turnstile or lane. `is_released` by a fire alarm; `opens` and `closes` are its hours; `keeps_out` which cars it is not for; `locked_until`, in
    seconds since 1970, how long a lockdown lasts.

    What is switched on at present: `asks` are the checks that the epidemic mode lays down for who comes, `asks_home` for who comes home, `word_for` the
    categories that it lets in by the leader's word; `waits` the categories that wait until the peak hours are over, `peak_way` the one way of a lane in them.
    """

    id: str
    traffic: str = "people"
    directions: str = "both"
    is_open: bool = True
    opens: int = 0
    closes: int = DAY_MINUTES
    has_passback: bool = False
    is_released: bool = False
    keeps_out: str = ""
    asks: tuple[str, ...] = ()
    asks_home: tuple[str, ...] = ()
    word_for: tuple[str, ...] = ()
    waits: tuple[str, ...] = ()
    peak_way: str = ""
    locked_until: int = 0


@dataclass(frozen=True, slots=True)
class Token:
    """A credential that was shown and is known. `reaches`: its rights cover this lane. Times are seconds since 1970, 0 for none."""

    id: str
    kind: str
    state: str = "active"
    starts: int = 0
    ends: int = 0
    reaches: bool = True
    is_on: bool = True


@dataclass(frozen=True, slots=True)
class Permit:
    """What the room of passes said of the pass that was shown. A worker's also states his hours, employer and job, safety training and area."""

    number: str
    outcome: str
    code: str
    opens: int = 0
    closes: int = DAY_MINUTES
    is_filed: bool = True
    is_trained: bool = True
    is_in_area: bool = True


@dataclass(frozen=True, slots=True)
class Turns:
    """When somebody who was registered once comes: days of the week and minutes of the day, as the household said.

    `id` is that of his registration; `is_inside`: he came in and was not seen leaving.
    """

    days: str = "1234567"
    opens: int = 0
    closes: int = DAY_MINUTES
    id: str = ""
    is_inside: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """Somebody stands at a lane. `epoch` in seconds, `minute` of the local day, `day` of the week, `is_holiday`: nobody works today.

    `confirmed`: who said yes (host, desk, control_room, leader). `watch`: the reason on the watch list. `same_way_seconds`: since he last went
    this way without the other, -1 for never. `vehicle`: the class of a car as the camera tells it; `is_approved`: a freight or engineering
    vehicle that was declared and approved before. `floor` is asked of a lift, `floors` are those that the right covers. `turns`: when a regular comes.
    `person_match` and `car_match`: whether the person is the one of the document or photo, and the car the one of the right; "" where nobody compared.
    `partner_seconds`: since the other door of an interlock stands open, -1 for shut. `checked` and `failed` are the entry checks that were made.
    `police`: "attention" where the police answered so about this visit.
    """

    lane: Lane
    direction: str
    epoch: int
    minute: int
    day: int
    is_holiday: bool = False
    category: str = ""
    token: Token | None = None
    permit: Permit | None = None
    is_registered: bool = False
    confirmed: tuple[str, ...] = ()
    watch: str = ""
    same_way_seconds: int = -1
    visits_today: int = 0
    emergency: str = ""
    vehicle: str = ""
    is_approved: bool = False
    floor: int | None = None
    floors: tuple[int, ...] = ()
    turns: Turns | None = None
    person_match: str = ""
    car_match: str = ""
    partner_seconds: int = -1
    checked: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()
    police: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """`outcome` allowed, refused or ask; `code` why; `whom` to ask; `notes` what is told to others without stopping anybody."""

    outcome: str
    code: str
    whom: str = ""
    notes: tuple[str, ...] = field(default=())

    @property
    def is_allowed(self) -> bool:
        return self.outcome == "allowed"


def as_json(facts: Facts) -> dict[str, Any]:
    """The facts as they are kept with a passage."""
    return asdict(facts)


def from_json(kept: Mapping[str, Any]) -> Facts:
    """The facts that `as_json` made."""
    parts = {"token": Token, "permit": Permit, "turns": Turns}
    made = {name: kind(**kept[name]) for name, kind in parts.items() if kept.get(name)}
    rest = {name: _listed(value) for name, value in kept.items() if name != "lane" and name not in parts}
    return Facts(lane=Lane(**{name: _listed(value) for name, value in kept["lane"].items()}), **made, **rest)


def _listed(value: Any) -> Any:
    """A list that was kept as JSON, as the facts have it."""
    return tuple(value) if isinstance(value, list) else value


def is_within(minute: int, opens: int, closes: int) -> bool:
    """Whether a minute of the day lies in a window, which may run over midnight."""
    return opens <= minute < closes if opens <= closes else minute >= opens or minute < closes


def hhmm(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"
