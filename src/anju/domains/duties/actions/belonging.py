"""Whose work it is."""

from __future__ import annotations

from anju.domains.duties.models import Occurrence
from anju.domains.duties.queries import owner_of
from anju.kernel import permissions
from anju.kernel.actors import Actor

LEADERS = frozenset({"squad_leader", "team_leader", "security_manager", "project_manager", "front_desk"})
OUTSIDERS = frozenset({"street_office", "fire_brigade", "police", "committee_member", "auditor"})


def is_mine(occurrence: Occurrence, by: Actor, doer: object) -> bool:
    """The person it was given to, else whoever holds the post or role; leaders enter it for others."""
    if by.is_system or by.kind == "device":
        return True
    posts = permissions.posts_of(by, occurrence.scope)
    if posts & LEADERS:
        return True
    if doer != by.person:
        return False
    if occurrence.assignee_id:
        return occurrence.assignee_id == by.person
    duty = occurrence.duty
    return (duty.post.role if duty.post_id else duty.role) in posts


def responsible_for(occurrence: Occurrence) -> str:
    return str(occurrence.assignee or owner_of(occurrence.duty))
