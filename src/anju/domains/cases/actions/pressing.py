"""Time: urging, escalation, later deadlines, and the terms they follow."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from django.utils.translation import gettext_lazy as _

from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.models import Scope
from anju.kernel.refusals import Refusal

from .. import rules
from ..events import CaseEscalated, CaseUrged, ExtensionAsked, ExtensionGranted, ExtensionRefused, TermsSet
from ..kinds import is_kind, kind_choices
from ..models import Case, CasePolicy, Escalation, Extension
from ..terms import terms_of
from .holding import DESK, DWELLERS, LEADERS, MANAGERS, STAFF, about, facts_of, held, wind, wind_on


@action(title=_("Urge"), posts=(*DESK, *DWELLERS, *MANAGERS), event=CaseUrged)
def urge_case(case: Case, *, by: Actor, at: datetime | None = None) -> Case | Refusal:
    """Press the owner; once in the pause laid down, so that it keeps its weight."""
    case = held(case)
    every = terms_of(case.scope, case.kind).urge_every_minutes
    if no := rules.may_urge(facts_of(case), urged_at=case.urged_at, every_minutes=every, at=at):
        return no
    case.urged_at = at
    case.urged_times += 1
    case.save()
    announce(CaseUrged(**about(case), times=case.urged_times), subject=case)
    return case


@action(title=_("Escalate"), posts=LEADERS, event=CaseEscalated)
def escalate_case(case: Case, *, by: Actor, at: datetime | None = None) -> Case | Refusal:
    """Put an overdue case, or a stage that lasts too long, before the next post of the ladder."""
    case = held(case)
    terms = terms_of(case.scope, case.kind)
    minutes = rules.escalation_due(facts_of(case), at=at)
    if no := rules.may_escalate(
        facts_of(case), overdue_minutes=minutes, level=case.escalation_level, levels=len(terms.ladder)
    ):
        return no
    is_first = case.overdue_at is None and case.submitted_at is None and case.due_at is not None and case.due_at < at
    if is_first:
        case.overdue_at = case.due_at
    role = terms.ladder[case.escalation_level]
    case.escalation_level += 1
    wind_on(case, terms, at=at)
    case.save()
    Escalation.objects.create(
        scope=case.scope,
        case=case,
        level=case.escalation_level,
        role=role,
        at=at,
        stage=case.state,
        overdue_minutes=minutes,
    )
    announce(
        CaseEscalated(
            **about(case),
            level=case.escalation_level,
            role=role,
            stage=case.state,
            overdue_minutes=minutes,
            overdue_at=case.overdue_at if is_first else None,
        ),
        subject=case,
    )
    return case


@action(title=_("Ask for a later deadline"), posts=STAFF, event=ExtensionAsked)
def ask_extension(
    case: Case,
    *,
    due_at: Annotated[datetime, Field(_("New deadline"))],
    reason: Annotated[str, Field(_("Reason"), multiline=True, required=True)],
    by: Actor,
    at: datetime | None = None,
) -> Extension | Refusal:
    """Ask before the deadline passes; another person decides."""
    case = held(case)
    has_pending = Extension.objects.filter(scope=case.scope_id, case=case, is_granted=None).exists()
    if no := rules.may_ask_extension(
        facts_of(case), due_at=due_at, at=at, has_pending=has_pending
    ) or rules.deed_is_told(reason):
        return no
    extension = Extension.objects.create(
        scope=case.scope, case=case, due_at=due_at, reason=reason, asked_by_id=by.person, asked_at=at
    )
    announce(ExtensionAsked(**about(case), extension=extension.id, due_at=due_at), subject=case)
    return extension


@action(title=_("Grant the later deadline"), posts=LEADERS, event=ExtensionGranted, second_to=("cases.ask_extension",))
def extend_deadline(extension: Extension, *, by: Actor, at: datetime | None = None) -> Extension | Refusal:
    """Let the case have the later deadline that was asked for."""
    extension, case = _held(extension)
    if no := _may_decide(extension, case, by):
        return no
    _decide(extension, is_granted=True, by=by, at=at)
    case.due_at = extension.due_at
    wind(case, at=at)
    case.save()
    announce(ExtensionGranted(**about(case), extension=extension.id, due_at=extension.due_at), subject=case)
    return extension


@action(title=_("Keep the deadline"), posts=LEADERS, event=ExtensionRefused)
def refuse_extension(extension: Extension, *, by: Actor, at: datetime | None = None) -> Extension | Refusal:
    """Leave the deadline as it is."""
    extension, case = _held(extension)
    if no := _may_decide(extension, case, by):
        return no
    _decide(extension, is_granted=False, by=by, at=at)
    announce(ExtensionRefused(**about(case), extension=extension.id), subject=case)
    return extension


def _held(extension: Extension) -> tuple[Extension, Case]:
    case = held(extension.case)
    return Extension.objects.select_for_update().get(pk=extension.pk), case


def _may_decide(extension: Extension, case: Case, by: Actor) -> Refusal | None:
    return (
        rules.person_needed(by.person)
        or rules.not_decided_yet(is_decided=extension.is_granted is not None)
        or rules.may_decide_extension(facts_of(case), asked_by=extension.asked_by_id, by=by.person)
    )


def _decide(extension: Extension, *, is_granted: bool, by: Actor, at: datetime) -> None:
    extension.is_granted, extension.decided_by_id, extension.decided_at = is_granted, by.person, at
    extension.save()


@action(title=_("Set the terms of a kind"), posts=MANAGERS, event=TermsSet)
def set_terms(
    scope: Scope,
    *,
    kind: Annotated[str, Field(_("Kind"), choices=kind_choices)],
    hours: Annotated[dict | None, Field(_("Hours by severity"))] = None,
    stage_hours: Annotated[dict | None, Field(_("Hours by stage"))] = None,
    ladder: Annotated[list[str] | None, Field(_("Escalation posts"))] = None,
    escalate_every_hours: Annotated[int | None, Field(_("Hours between levels"), minimum=1)] = None,
    urge_every_minutes: Annotated[int | None, Field(_("Minutes between urgings"), minimum=1)] = None,
    repeat_days: Annotated[int | None, Field(_("Days within which it is a repeat"), minimum=0)] = None,
    plan_from: Annotated[int | None, Field(_("Plan approved from severity"), minimum=0, maximum=4)] = None,
    by: Actor,
    at: datetime | None = None,
) -> CasePolicy | Refusal:
    """Lay down this community's own deadlines and ladder for a kind of case; open cases keep theirs until they move."""
    if not is_kind(kind):
        return Refusal("cases.unknown_kind", _("Not saved: there is no such kind of case. Choose one from the list."))
    if no := rules.may_set_terms(hours=hours or {}, stage_hours=stage_hours or {}, ladder=ladder or []):
        return no
    policy = CasePolicy.objects.select_for_update().filter(scope=scope, kind=kind).first() or CasePolicy(
        scope=scope, kind=kind
    )
    given = {
        "hours": hours,
        "stage_hours": stage_hours,
        "ladder": ladder,
        "escalate_every_hours": escalate_every_hours,
        "urge_every_minutes": urge_every_minutes,
        "repeat_days": repeat_days,
        "plan_from": plan_from,
    }
    for name, value in given.items():
        if value is not None:
            setattr(policy, name, value)
    policy.save()
    announce(TermsSet(policy=policy.id, kind=kind), subject=policy)
    return policy
