"""From records to facts. It reads; it decides nothing and writes nothing."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from anju.domains.devices.queries import GONE, devices_at
from anju.domains.duties.queries import YearUnknown, calendar_of
from anju.domains.people.queries import current_owners, current_residents, roles_of
from anju.domains.places.queries import Place, above
from anju.kernel import clock
from anju.kernel.actors import Actor
from anju.kernel.models import Scope
from anju.kernel.permissions import posts_of

from .models import Project, Rulebook, Violation
from .rules.book import Book, first_terms, read
from .states import OPEN, RUNNING

SECURITY = {"guard", "squad_leader", "team_leader", "security_manager"}
OFFICE = {"engineer", "front_desk", "project_manager"}


def book_in_force(scope: Scope) -> Book:
    """The version in force, or what every community starts with (version 0)."""
    found = Rulebook.objects.filter(scope=scope, state="in_force").first()
    return found.book if found else read(0, first_terms())


def open_at(dwelling: Place) -> Project | None:
    return Project.objects.filter(scope=dwelling.scope_id, dwelling=dwelling, state__in=OPEN).select_related("scope", "dwelling").first()


def running_at(dwelling: Place) -> Project | None:
    return Project.objects.filter(scope=dwelling.scope_id, dwelling=dwelling, state__in=RUNNING).select_related("scope", "dwelling").first()


def owns(scope: Scope, person: UUID | None, dwelling: Place) -> bool:
    return person is not None and current_owners(scope).filter(person=person, dwelling=dwelling).exists()


def lives(scope: Scope, person: UUID | None, dwelling: Place) -> bool:
    return person is not None and current_residents(scope).filter(person=person, dwelling=dwelling).exists()


def is_household(scope: Scope, person: UUID | None, dwelling: Place) -> bool:
    return owns(scope, person, dwelling) or lives(scope, person, dwelling)


def is_staff(by: Actor, scope: Scope) -> bool:
    return by.is_system or bool(posts_of(by, scope) & (SECURITY | OFFICE))


def unit_of(dwelling: Place) -> Place:
    """The unit, else the building, whose people hear the works."""
    chain = above(dwelling)
    return next((one for kind in ("unit", "building") for one in reversed(chain) if one.kind == kind), dwelling)


def marks_of(dwelling: Place) -> dict[str, str]:
    """Where each device of a dwelling stands now."""
    return {str(one.pk): str(one.place_id) for one in devices_at(dwelling)}


def moved_since(project: Project) -> list[str]:
    """Devices that stood there when the works began and are elsewhere, gone or silent now."""
    now = {str(one.pk): one for one in devices_at(project.dwelling)}
    return [one for one, place in project.device_marks.items() if one not in now or str(now[one].place_id) != place or now[one].online in GONE]


def open_violations(project: Project) -> int:
    return Violation.objects.filter(scope=project.scope_id, project=project).exclude(state="cleared").count()


def is_joint(scope: Scope, by: Actor, companions: list[UUID]) -> bool:
    """Whether both the guards and the property office looked."""
    roles: set[str] = set(posts_of(by, scope))
    for each in roles_of(scope, companions).values():
        roles |= each
    return bool(companions) and bool(roles & SECURITY) and bool(roles & OFFICE)


def moment(scope: Scope, at: datetime) -> dict[str, Any]:
    """The local moment as the rules of noise ask for it. A year without holidays knows only weekends."""
    there = clock.local(scope, at)
    try:
        is_off = not calendar_of(scope).is_working(there.date())
    except YearUnknown:
        is_off = there.isoweekday() > 5
    return {"minute": there.hour * 60 + there.minute, "day": there.isoweekday(), "is_holiday": is_off and there.isoweekday() < 6}
