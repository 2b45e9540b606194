"""The roles of the field: what each is called, which surface it works on, and who may give it. Pure.

`owner` and `resident` are never given by hand: they follow from an ownership or a residency.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from anju.kernel.refusals import Refusal

_MANAGERS = ("project_manager", "headquarters")
_ABOVE = ("headquarters",)
_DESK = ("front_desk", *_MANAGERS)


@dataclass(frozen=True)
class Role:
    """`surface` is where its people work; `granted_by` who gives it; `stands_in_for` whose post its holders may fill."""

    label: Any
    surface: str
    granted_by: tuple[str, ...] = _MANAGERS
    stands_in_for: tuple[str, ...] = ()
    is_derived: bool = False


ROLES: dict[str, Role] = {
    "guard": Role(_("Guard"), "guard"),
    "squad_leader": Role(_("Squad leader"), "guard", stands_in_for=("guard",)),
    "team_leader": Role(_("Team leader"), "office", stands_in_for=("guard", "squad_leader")),
    "monitor_operator": Role(_("Monitor operator"), "control_room"),
    "fire_operator": Role(_("Fire control room operator"), "control_room"),
    "security_manager": Role(_("Security manager"), "office", stands_in_for=("guard", "squad_leader", "team_leader")),
    "project_manager": Role(_("Project manager"), "office", granted_by=_ABOVE),
    "front_desk": Role(_("Front desk"), "office"),
    "engineer": Role(_("Engineer"), "guard"),
    "cleaner": Role(_("Cleaner"), "guard"),
    "gardener": Role(_("Gardener"), "guard"),
    "owner": Role(_("Owner"), "resident", granted_by=_DESK, is_derived=True),
    "resident": Role(_("Resident"), "resident", granted_by=_DESK, is_derived=True),
    "committee_member": Role(_("Committee member"), "resident"),
    "headquarters": Role(_("Headquarters"), "supervisor", granted_by=_ABOVE),
    "street_office": Role(_("Street office"), "supervisor", granted_by=_ABOVE),
    "fire_brigade": Role(_("Fire brigade"), "supervisor", granted_by=_ABOVE),
    "police": Role(_("Police"), "supervisor", granted_by=_ABOVE),
    "auditor": Role(_("Auditor"), "supervisor", granted_by=_ABOVE),
}

CHOICES = [(code, role.label) for code, role in ROLES.items()]
GRANTABLE = [(code, role.label) for code, role in ROLES.items() if not role.is_derived]
STAFF = tuple(code for code, role in ROLES.items() if role.surface in ("guard", "office", "control_room"))
"""The working roles. Every room that asks who works here asks for these."""
SURFACES = ("office", "control_room", "guard", "resident", "supervisor")
_ONLY_IN_COMMUNITY = ("owner", "resident", "committee_member")


def fills(held: frozenset[str], role: str) -> bool:
    """Whether somebody with the roles `held` may fill a post of `role`."""
    return role in held or any(role in ROLES[one].stands_in_for for one in held)


def surfaces_of(held: frozenset[str]) -> list[str]:
    """The surfaces open to somebody with these roles, the best start page first."""
    return [surface for surface in SURFACES if any(ROLES[one].surface == surface for one in held if one in ROLES)]


def may_give(role: str, *, granter: frozenset[str], is_system: bool, is_self: bool, given: frozenset[str], held: frozenset[str], scope_kind: str) -> Refusal | None:
    """Whether a granter with the roles `granter` may give `role` in a scope to somebody.

    `given` are the roles he was given in this very scope, `held` those and what reaches him from above.
    """
    label = ROLES[role].label
    if ROLES[role].is_derived:
        return Refusal("people.derived_role", _("“%(role)s” follows from the dwelling. Add an ownership or a residency instead."), role=label)
    if is_self:
        return Refusal("people.role_to_oneself", _("Nobody gives a role to himself. Ask another manager."))
    if not is_system and not granter & set(ROLES[role].granted_by):
        return Refusal("people.role_not_yours", _("Only %(who)s may give the role “%(role)s”."), who=labels(ROLES[role].granted_by), role=label)
    if role in given:
        return Refusal("people.has_role", _("This person holds the role “%(role)s” here already."), role=label)
    if scope_kind != "community" and role in _ONLY_IN_COMMUNITY:
        return Refusal("people.role_of_community", _("The role “%(role)s” is given in a community, not above it."), role=label)
    return _keeps_apart(role, held)


def _keeps_apart(role: str, held: frozenset[str]) -> Refusal | None:
    """An auditor works for nobody whom he audits."""
    if (role == "auditor" and held & set(STAFF)) or (role in STAFF and "auditor" in held):
        return Refusal("people.roles_conflict", _("An auditor cannot hold a working role in the same place. End that role first."))
    return None


def labels(codes: tuple[str, ...]) -> str:
    return "、".join(str(ROLES[code].label) for code in codes)
