"""Kinds of cases and the flows they follow. Rooms above register their own with `register_kind`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from django.utils.translation import gettext_lazy as _

from .states import CaseState


@dataclass(frozen=True, kw_only=True)
class Flow:
    """Stages and what may follow each. The first step of `to_approve` is taken on approval, the second on refusal."""

    start: str
    done: str
    steps: Mapping[str, tuple[str, ...]]

    def __post_init__(self) -> None:
        unknown = {code for pair in self.steps.items() for code in (pair[0], *pair[1])} - {str(s) for s in CaseState}
        if unknown:
            raise ValueError(f"a flow names unknown states {sorted(unknown)}")

    def may(self, before: str, after: str) -> bool:
        return after in self.steps.get(before, ())

    def next(self, before: str) -> tuple[str, ...]:
        return self.steps.get(before, ())


RECHECKED = Flow(
    start="reported",
    done="struck_off",
    steps={
        "reported": ("graded", "dismissed", "merged"),
        "graded": ("rectifying", "to_approve"),
        "to_approve": ("rectifying", "graded"),
        "rectifying": ("to_recheck",),
        "to_recheck": ("to_strike_off", "sent_back"),
        "sent_back": ("rectifying", "to_recheck"),
        "to_strike_off": ("struck_off", "sent_back"),
        "struck_off": ("reopened",),
        "reopened": ("rectifying",),
    },
)
ORDER = Flow(
    start="new",
    done="closed",
    steps={
        "new": ("working", "dismissed", "merged"),
        "working": ("to_call_back", "waiting_owner"),
        "waiting_owner": ("working", "to_call_back"),
        "to_call_back": ("closed", "reopened"),
        "closed": ("reopened",),
        "reopened": ("working",),
    },
)
TASK = Flow(
    start="new",
    done="struck_off",
    steps={
        "new": ("working", "dismissed", "merged"),
        "working": ("to_recheck",),
        "to_recheck": ("to_strike_off", "sent_back"),
        "sent_back": ("working", "to_recheck"),
        "to_strike_off": ("struck_off", "sent_back"),
        "struck_off": ("reopened",),
        "reopened": ("working",),
    },
)
INCIDENT = Flow(
    start="raised",
    done="ended",
    steps={
        "raised": ("sent", "on_scene", "dismissed", "merged"),
        "sent": ("on_the_way", "on_scene"),
        "on_the_way": ("on_scene",),
        "on_scene": ("under_control",),
        "under_control": ("to_review",),
        "to_review": ("ended",),
        "ended": ("reopened",),
        "reopened": ("sent",),
    },
)
REVIEW = Flow(
    start="new",
    done="closed",
    steps={
        "new": ("working", "dismissed", "merged"),
        "working": ("to_approve",),
        "to_approve": ("approved", "working"),
        "approved": ("closed",),
        "closed": ("reopened",),
        "reopened": ("working",),
    },
)

LADDER = ("squad_leader", "security_manager", "project_manager", "headquarters")


@dataclass(frozen=True, kw_only=True)
class Kind:
    """What a case is about, and the terms it has unless its community says otherwise.

    `hours` by severity (1 gravest … 4) from opening to finished work; `stage_hours` how long a case may stand at a stage;
    `plan_from` the mildest severity that still needs an approved plan of rectification (0 none, 1 the gravest only, 4 all);
    `ladder` the roles that hear of it, level by level.
    """

    code: str
    label: Any
    flow: Flow
    hours: Mapping[int, int]
    stage_hours: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    categories: tuple[tuple[str, Any], ...] = ()
    plan_from: int = 0
    ladder: tuple[str, ...] = LADDER
    escalate_every_hours: int = 24
    urge_every_minutes: int = 120
    repeat_days: int = 90


_kinds: dict[str, Kind] = {}


def register_kind(kind: Kind) -> Kind:
    """Add a kind. Raises ValueError when its code is taken or its hours do not name all four severities."""
    if kind.code in _kinds:
        raise ValueError(f"the kind {kind.code!r} is registered twice")
    if set(kind.hours) != {1, 2, 3, 4}:
        raise ValueError(f"the kind {kind.code!r} needs hours for severities 1 to 4")
    _kinds[kind.code] = kind
    return kind


def kind_of(code: str) -> Kind:
    """The registered kind; KeyError when there is none."""
    return _kinds[code]


def is_kind(code: str) -> bool:
    return code in _kinds


def kind_choices() -> list[tuple[str, Any]]:
    return [(kind.code, kind.label) for kind in _kinds.values()]


def category_choices(*codes: str) -> list[tuple[str, Any]]:
    """All categories of the kinds named (all kinds when none is named), each once."""
    wanted = [_kinds[code] for code in codes] if codes else list(_kinds.values())
    return list({code: (code, label) for kind in wanted for code, label in kind.categories}.values())


_CHECKER_STAGES = {"to_approve": 48, "to_recheck": 48, "to_strike_off": 72}
_ORDER_STAGES = {"new": 0.5, "reopened": 0.5, "to_call_back": 72}

FOUR_SERVICES = (
    ("security", _("Guarding")),
    ("cleaning", _("Cleaning")),
    ("greening", _("Greening")),
    ("maintenance", _("Repairs")),
)

register_kind(
    Kind(
        code="incident",
        label=_("Incident"),
        flow=INCIDENT,
        hours={1: 4, 2: 12, 3: 24, 4: 48},
        stage_hours={"raised": 0.05, "sent": 0.1, "on_the_way": 0.25, "to_review": 72},
        escalate_every_hours=1,
        categories=(
            ("fire", _("Fire")),
            ("theft", _("Theft")),
            ("sabotage", _("Sabotage")),
            ("accident", _("Accident")),
            ("crime", _("Criminal case")),
            ("traffic", _("Traffic accident")),
            ("dispute", _("Dispute")),
            ("intrusion", _("Intrusion")),
            ("medical", _("Medical emergency")),
            ("weather", _("Severe weather")),
            ("other", _("Other")),
        ),
    )
)
register_kind(
    Kind(
        code="hazard",
        label=_("Hazard"),
        flow=RECHECKED,
        hours={1: 24, 2: 72, 3: 168, 4: 360},
        stage_hours={"reported": 24, "graded": 24, **_CHECKER_STAGES},
        plan_from=1,
        categories=(
            ("illegal_building", _("Illegal building")),
            ("falling_objects", _("Falling objects")),
            ("illegal_parking", _("Illegal parking")),
            ("blocked_fire_lane", _("Blocked fire lane")),
            ("private_wiring", _("Private wiring")),
            ("fire_facility", _("Fire facility")),
            ("facility", _("Ageing facility")),
            ("clutter", _("Stored clutter")),
            ("other", _("Other")),
        ),
    )
)
register_kind(
    Kind(
        code="repair",
        label=_("Repair order"),
        flow=ORDER,
        hours={1: 2, 2: 24, 3: 48, 4: 120},
        stage_hours=_ORDER_STAGES,
        categories=(
            ("water", _("Water")),
            ("power", _("Power")),
            ("lift", _("Lift")),
            ("door", _("Doors and locks")),
            ("equipment", _("Equipment fault")),
            ("quality", _("Building quality")),
            ("other", _("Other")),
        ),
    )
)
register_kind(
    Kind(
        code="complaint",
        label=_("Complaint"),
        flow=ORDER,
        hours={1: 4, 2: 24, 3: 48, 4: 72},
        stage_hours=_ORDER_STAGES,
        categories=(
            *FOUR_SERVICES,
            ("conduct", _("Staff conduct")),
            ("neighbour", _("Neighbours")),
            ("fees", _("Fees")),
            ("other", _("Other")),
        ),
    )
)
register_kind(
    Kind(
        code="rectification",
        label=_("Rectification notice"),
        flow=RECHECKED,
        hours={1: 72, 2: 168, 3: 360, 4: 720},
        stage_hours={"reported": 24, **_CHECKER_STAGES},
        plan_from=4,
        categories=(
            *FOUR_SERVICES,
            ("legacy", _("Left by the developer")),
            ("fire_facility", _("Fire facility")),
            ("other", _("Other")),
        ),
    )
)
register_kind(
    Kind(
        code="problem",
        label=_("Problem"),
        flow=RECHECKED,
        hours={1: 24, 2: 72, 3: 168, 4: 360},
        stage_hours={"reported": 48, **_CHECKER_STAGES},
        categories=(
            *FOUR_SERVICES,
            ("discipline", _("Discipline")),
            ("unlawful", _("Violation of law by staff")),
            ("legacy", _("Left by the developer")),
            ("other", _("Other")),
        ),
    )
)
register_kind(
    Kind(
        code="task",
        label=_("Task from above"),
        flow=TASK,
        hours={1: 24, 2: 72, 3: 168, 4: 720},
        stage_hours={"new": 24, **_CHECKER_STAGES},
    )
)
register_kind(
    Kind(
        code="review",
        label=_("Review and summary"),
        flow=REVIEW,
        hours={1: 168, 2: 168, 3: 504, 4: 720},
        stage_hours={"to_approve": 72},
        categories=(
            ("inspection", _("Inspection")),
            ("milestone", _("Milestone")),
            ("inception", _("Since the team was formed")),
            ("baseline", _("Baseline audit")),
            ("annual", _("Annual review")),
        ),
    )
)
