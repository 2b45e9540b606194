"""What the verbs of this room do first: who may, what is locked, what belongs here."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from anju.kernel import clock
from anju.kernel.ids import running_number
from anju.kernel.models import Scope
from anju.kernel.refusals import Refusal

from ..models import Round

GUARDS = ("guard", "squad_leader", "team_leader")
LEADERS = ("squad_leader", "team_leader", "security_manager", "project_manager")
MANAGERS = ("team_leader", "security_manager", "project_manager")
CONTROL = ("monitor_operator", "fire_operator", "squad_leader", "team_leader", "security_manager")
WALKERS = (*GUARDS, "security_manager", "project_manager", "engineer", "cleaner", "front_desk")
PICTURES = ("image/",)
SPOKEN = ("audio/", "video/webm", "video/mp4")
"""What phones record a voice note as: Chrome names its container for video, whatever is in it."""


def held(one: Any) -> Any:
    """The record as it stands now, locked until the transaction ends."""
    return type(one).objects.select_for_update().get(pk=one.pk)


def held_round(one: Round) -> Round:
    return Round.objects.select_for_update(of=("self",)).select_related("scheme", "version__route", "scope").get(pk=one.pk)


def about(one: Round) -> dict[str, Any]:
    """The fields that every event of a round carries."""
    return {"round": one.pk, "kind": one.kind, "band": one.band, "on": one.on}


def number_of(scope: Scope, letter: str, at: datetime) -> str:
    year = clock.local(scope, at).year
    return f"{letter}{year}-{running_number(scope, f'patrol {letter}', year):05d}"


def elsewhere(scope: Scope, *records: Any) -> Refusal | None:
    """What is named must belong to this community."""
    if all(one is None or one.scope_id == scope.id for one in records):
        return None
    return Refusal("patrol.other_community", _("Not kept: something of another community was named. Choose it from the list."))


def told(text: str) -> Refusal | None:
    return None if text.strip() else Refusal("patrol.reason_needed", _("Not done: give the reason."))
