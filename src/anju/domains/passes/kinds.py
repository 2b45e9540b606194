"""Kinds of passes. Rooms above register their own with `register_kind`, or refine one of these with `refine_kind`."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext_lazy as _

DESK = ("front_desk", "security_manager", "project_manager")
LEADERS = ("squad_leader", "team_leader", "security_manager", "project_manager")
GATE = ("guard", "monitor_operator", "fire_operator")
HANDS = ("engineer", "cleaner", "gardener")
DWELLERS = ("owner", "resident", "committee_member")
STAFF = (*dict.fromkeys((*GATE, *LEADERS, *DESK, *HANDS)),)

LAYOUTS = (("a4", _("A4 sheet")), ("a6", _("A6 permit card")), ("roll", _("80 mm receipt")))
NEEDS = ("holder", "phone", "plate", "company", "purpose", "place", "home", "items", "photo", "checked", "item_photos")
"""What a kind may demand; each is an input of asking for or issuing a pass."""


@dataclass(frozen=True)
class Extra:
    """One more thing that a pass of a kind states, kept in `details` under its key."""

    key: str
    label: Any
    is_required: bool = False


@dataclass(frozen=True, kw_only=True)
class Kind:
    """What a pass is for, and the terms it has.

    `prefix` begins its number; `needs` are inputs it cannot do without, `extras` further ones; `asked_by`, `issued_by` and
    `approved_by` are roles; `is_approved` wants another person's yes before it is issued. `hours` is the window where none is named,
    `longest_hours` the longest, extensions included. `uses` 0 means any number within the window; 1 is a one-use pass, which names
    its home gate. `is_return_owed`: it, or what is on it, comes back by the end of the window. `is_person`: who went in must come out
    before he comes in again. `is_live`: only the phone's moving code counts, a picture of it does not. `open_per_holder` and
    `per_place_day` are quotas (0 none). `keep_days` after its end personal data are erased, `keep_years` after it the pass may go.
    """

    code: str
    label: Any
    prefix: str
    needs: tuple[str, ...] = ("holder", "purpose")
    extras: tuple[Extra, ...] = ()
    asked_by: tuple[str, ...] = STAFF
    issued_by: tuple[str, ...] = DESK
    approved_by: tuple[str, ...] = LEADERS
    is_approved: bool = False
    hours: float = 24
    longest_hours: float = 24
    uses: int = 0
    is_return_owed: bool = False
    is_person: bool = False
    is_live: bool = False
    open_per_holder: int = 0
    per_place_day: int = 0
    layout: str = "roll"
    keep_days: int = 90
    keep_years: int = 2


_kinds: dict[str, Kind] = {}


def register_kind(kind: Kind) -> Kind:
    """Add a kind. Raises ValueError when its code or prefix is taken, or its terms contradict each other."""
    if kind.code in _kinds:
        raise ValueError(f"the kind {kind.code!r} is registered twice")
    return _kept(kind)


def refine_kind(code: str, **terms: Any) -> Kind:
    """Change terms of a kind that stands here only in its general form; raises KeyError or ValueError."""
    return _kept(replace(_kinds[code], **terms))


def _kept(kind: Kind) -> Kind:
    if any(other.prefix == kind.prefix for other in _kinds.values() if other.code != kind.code):
        raise ValueError(f"the prefix {kind.prefix!r} of {kind.code!r} is another kind's")
    if unknown := set(kind.needs) - set(NEEDS):
        raise ValueError(f"the kind {kind.code!r} needs unknown {sorted(unknown)}")
    if not 0 < kind.hours <= kind.longest_hours or kind.layout not in dict(LAYOUTS) or not 0 <= kind.uses <= 255:
        raise ValueError(f"the terms of the kind {kind.code!r} contradict each other")
    if len(kind.code) > 24 or not kind.code.isascii():
        raise ValueError(f"the code {kind.code!r} does not fit into a printed code")
    _kinds[kind.code] = kind
    return kind


def kind_of(code: str) -> Kind:
    """The registered kind; KeyError when there is none."""
    return _kinds[code]


def is_kind(code: str) -> bool:
    return code in _kinds


def kind_choices() -> list[tuple[str, Any]]:
    return [(kind.code, kind.label) for kind in _kinds.values()]


def own_choices() -> list[tuple[str, Any]]:
    """The kinds that people write by hand; a key is lent from its register."""
    return [(code, label) for code, label in kind_choices() if code != "key"]


DAY, YEAR = 24, 24 * 366
WORKER_STATES = (Extra("hours", _("Working hours, such as 08:00-18:00")), Extra("training", _("Safety training: day and who gave it")))

register_kind(Kind(code="key", label=_("Key"), prefix="K", needs=("holder",), asked_by=(), issued_by=(*LEADERS, *GATE, "front_desk"), hours=12,
                   longest_hours=24 * 30, is_return_owed=True))  # fmt: skip
register_kind(Kind(code="tool", label=_("Borrowed tool"), prefix="T", needs=("holder", "items"), issued_by=(*LEADERS, *DESK, "engineer"), hours=8,
                   longest_hours=24 * 30, is_return_owed=True))  # fmt: skip
register_kind(Kind(code="goods", label=_("Goods pass"), prefix="G", needs=("holder", "items", "place"), asked_by=(*DESK, *DWELLERS), hours=DAY,
                   longest_hours=3 * DAY, uses=1, layout="roll"))  # fmt: skip
register_kind(Kind(code="worker", label=_("Worker permit"), prefix="W", needs=("holder", "photo", "checked", "purpose"), hours=30 * DAY, extras=WORKER_STATES,
                   longest_hours=YEAR, is_return_owed=True, is_person=True, open_per_holder=1, layout="a6", is_approved=True))  # fmt: skip
register_kind(Kind(code="entry_permit", label=_("Entry permit"), prefix="E", needs=("holder", "photo", "purpose"), hours=30 * DAY, longest_hours=YEAR,
                   is_person=True, open_per_holder=1, layout="a6"))  # fmt: skip
register_kind(Kind(code="visitor", label=_("Visitor pass"), prefix="V", needs=("holder", "place"), asked_by=(*STAFF, *DWELLERS),
                   issued_by=(*DESK, *GATE, *LEADERS), hours=DAY, longest_hours=7 * DAY, uses=0, is_person=True, per_place_day=20))  # fmt: skip
register_kind(Kind(code="temporary_car", label=_("Temporary parking pass"), prefix="C", needs=("plate",), issued_by=(*DESK, *GATE, *LEADERS), hours=DAY,
                   longest_hours=3 * DAY, is_return_owed=True))  # fmt: skip
