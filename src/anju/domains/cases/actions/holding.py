"""What every verb of this room does first and last: hold the case, see its facts, move its stage."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from anju.kernel import permissions
from anju.kernel.actors import Actor
from anju.kernel.files import File
from anju.kernel.models import Scope

from ..models import Case, Evidence, Submission
from ..rules import CaseFacts
from ..states import OVER
from ..terms import Terms, terms_of

PICTURES = ("image/",)
GUARDS = ("guard", "squad_leader", "team_leader", "monitor_operator", "fire_operator")
HANDS = ("engineer", "cleaner", "gardener", "front_desk")
LEADERS = ("squad_leader", "team_leader", "security_manager", "project_manager")
MANAGERS = ("security_manager", "project_manager", "headquarters")
BODIES = ("headquarters", "street_office", "fire_brigade", "police")
DWELLERS = ("owner", "resident", "committee_member")
STAFF = (*dict.fromkeys((*GUARDS, *HANDS, *LEADERS, *MANAGERS)),)
DESK = (*dict.fromkeys(("front_desk", *LEADERS)),)


def held(case: Case) -> Case:
    """The case as it stands now, locked until the transaction ends."""
    return Case.objects.select_for_update().get(pk=case.pk)


def workers_of(case: Case) -> frozenset[UUID]:
    """Everybody who owned the case when its work was done, said so, or owns it now."""
    pairs = Submission.objects.filter(scope=case.scope_id, case=case).values_list("by_id", "owner_id")
    return frozenset(who for pair in [*pairs, (case.owner_id,)] for who in pair if who is not None)


def facts_of(case: Case) -> CaseFacts:
    return CaseFacts(
        number=case.number,
        flow=case.about.flow,
        state=case.state,
        severity=case.severity,
        owner=case.owner_id,
        reporter=case.reporter_id,
        workers=workers_of(case),
        due_at=case.due_at,
        stage_due_at=case.stage_due_at,
        submitted_at=case.submitted_at,
        is_overdue_counted=case.overdue_at is not None,
    )


def about(case: Case) -> dict[str, Any]:
    """The fields that every event of this room carries."""
    return {
        "case": case.id,
        "kind": case.kind,
        "category": case.category,
        "severity": case.severity,
        "place": case.place_id,
        "opened_at": case.opened_at,
    }


def move(case: Case, to: str, *, at: datetime) -> Terms:
    """Put the case at a stage and set the clocks of that stage. Does not save."""
    terms = terms_of(case.scope, case.kind)
    case.state, case.stage_at = to, at
    case.stage_due_at = None if to in OVER else terms.stage_due_at(to, at)
    wind(case, at=at)
    return terms


def wind(case: Case, *, at: datetime) -> None:
    """Set when the case must be looked at for escalation next; a late one keeps the pause it is in. Does not save."""
    work = case.due_at if case.submitted_at is None else None
    deadlines = [deadline for deadline in (work, case.stage_due_at) if deadline is not None]
    if case.state in OVER or not deadlines:
        case.next_escalation_at = None
    elif case.escalation_level == 0 or min(deadlines) > at:
        case.next_escalation_at = min(deadlines)


def wind_on(case: Case, terms: Terms, *, at: datetime) -> None:
    """After an escalation: look again one pause later, until the ladder ends. Does not save."""
    ended = case.escalation_level >= len(terms.ladder)
    case.next_escalation_at = None if ended else at + timedelta(hours=terms.escalate_every_hours)


def is_outside(by: Actor, where: Scope) -> bool:
    """Somebody who does not work for the company: a dweller, or a body above."""
    posts = permissions.posts_of(by, where)
    return bool(posts) and posts <= frozenset((*DWELLERS, *BODIES)) - {"headquarters"}


def evidence_grade(case: Case, by: Actor) -> str:
    """A from a device or somebody outside, B from a second person, C from the doer himself or a program."""
    if by.kind == "device":
        return "A"
    if by.person is None or by.person in workers_of(case):
        return "C"
    return "A" if is_outside(by, case.scope) else "B"


def keep_photos(case: Case, photos: list[File] | None, *, text: str, by: Actor, at: datetime) -> None:
    """Pictures that came with a deed become evidence of the stage it was done at."""
    grade = evidence_grade(case, by) if photos else ""
    for photo in photos or ():
        Evidence.objects.create(
            scope=case.scope, case=case, stage=case.state, by_id=by.person, at=at, grade=grade, text=text, file=photo
        )
