"""The terms a case runs under: its kind's declaration, changed by the community's own policy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from anju.kernel.models import Scope

from .kinds import kind_of
from .models import CasePolicy


@dataclass(frozen=True)
class Terms:
    """Deadlines in hours, the ladder of posts, the pause between urgings in minutes."""

    hours: Mapping[int, float]
    stage_hours: Mapping[str, float]
    ladder: tuple[str, ...]
    escalate_every_hours: int
    urge_every_minutes: int
    repeat_days: int
    plan_from: int

    def due_at(self, severity: int, start: datetime) -> datetime:
        return start + timedelta(hours=self.hours[severity])

    def stage_due_at(self, state: str, start: datetime) -> datetime | None:
        hours = self.stage_hours.get(state)
        return None if hours is None else start + timedelta(hours=hours)


def terms_of(scope: Scope, kind: str) -> Terms:
    """The terms of a kind in a community."""
    about = kind_of(kind)
    policy = CasePolicy.objects.filter(scope=scope, kind=kind).first() or CasePolicy()
    return Terms(
        hours={**about.hours, **{int(level): hours for level, hours in policy.hours.items()}},
        stage_hours={**about.stage_hours, **policy.stage_hours},
        ladder=tuple(policy.ladder) or about.ladder,
        escalate_every_hours=policy.escalate_every_hours or about.escalate_every_hours,
        urge_every_minutes=_either(policy.urge_every_minutes, about.urge_every_minutes),
        repeat_days=_either(policy.repeat_days, about.repeat_days),
        plan_from=_either(policy.plan_from, about.plan_from),
    )


def _either(own: int | None, declared: int) -> int:
    return declared if own is None else own
