"""What a case is connected with: other cases, findings and their corrective actions, bodies outside, responsibility."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from django.utils.translation import gettext_lazy as _

from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.refusals import Refusal

from .. import rules
from ..events import CaseLinked, CaseTransferred, FindingAdded, FindingAnswered, ResponsibilityFound, TransferAnswered
from ..models import Case, CaseLink, Finding, Transfer
from ..models.case import Liability
from ..models.chain import FindingKind, Relation
from .holding import BODIES, MANAGERS, STAFF, about, facts_of, held


@action(title=_("Link cases"), posts=STAFF, event=CaseLinked)
def link_cases(
    case: Case,
    *,
    other: Annotated[Case, Field(_("Other case"))],
    relation: Annotated[str, Field(_("Relation"), choices=Relation.choices)] = Relation.related,
    by: Actor,
    at: datetime | None = None,
) -> CaseLink | Refusal:
    """Say how two cases belong together."""
    if no := rules.may_link(same_case=case.pk == other.pk, same_scope=case.scope_id == other.scope_id):
        return no
    link, _made = CaseLink.objects.get_or_create(scope=case.scope, case=case, other=other, relation=relation)
    announce(CaseLinked(**about(case), other=other.id, relation=str(relation)), subject=case)
    return link


@action(title=_("Add a finding"), posts=STAFF, event=FindingAdded, offline=True)
def add_finding(
    case: Case,
    *,
    text: Annotated[str, Field(_("Finding"), multiline=True, required=True)],
    kind: Annotated[str, Field(_("Kind"), choices=FindingKind.choices)] = FindingKind.shortfall,
    area: Annotated[str, Field(_("Area"), max_length=40)] = "",
    by: Actor,
    at: datetime | None = None,
) -> Finding | Refusal:
    """Note a shortfall, a strength or a proposal; every shortfall then needs a corrective action."""
    case = held(case)
    if no := rules.may_change(facts_of(case)) or rules.deed_is_told(text):
        return no
    finding = Finding.objects.create(scope=case.scope, case=case, kind=kind, area=area, text=text)
    announce(FindingAdded(**about(case), finding=finding.id, finding_kind=str(kind)), subject=case)
    return finding


@action(title=_("Link a corrective action"), posts=STAFF, event=FindingAnswered)
def answer_finding(
    finding: Finding, *, answer: Annotated[Case, Field(_("Corrective action"))], by: Actor, at: datetime | None = None
) -> Finding | Refusal:
    """Name the case that puts the shortfall right."""
    case = held(finding.case)
    if no := rules.may_answer_finding(
        same_case=answer.pk == case.pk, has_owner=bool(answer.owner_id or answer.owner_role or answer.answerable)
    ):
        return no
    finding.answer = answer
    finding.save()
    CaseLink.objects.get_or_create(scope=case.scope, case=answer, other=case, relation=Relation.action)
    announce(FindingAnswered(**about(case), finding=finding.id, answer=answer.id), subject=case)
    return finding


@action(title=_("Hand over to a competent body"), posts=(*MANAGERS, *BODIES), event=CaseTransferred)
def transfer_case(
    case: Case,
    *,
    body: Annotated[str, Field(_("Competent body"), max_length=120)],
    answer_due_at: Annotated[datetime | None, Field(_("Answer due"))] = None,
    by: Actor,
    at: datetime | None = None,
) -> Transfer | Refusal:
    """Hand a case to the body that has the power to settle it; its answer is waited for here."""
    case = held(case)
    if no := rules.may_change(facts_of(case)) or rules.deed_is_told(body):
        return no
    transfer = Transfer.objects.create(scope=case.scope, case=case, body=body, sent_at=at, answer_due_at=answer_due_at)
    case.answerable = body
    case.save()
    announce(CaseTransferred(**about(case), transfer=transfer.id, answer_due_at=answer_due_at), subject=case)
    return transfer


@action(title=_("Record the answer"), posts=(*MANAGERS, *BODIES), event=TransferAnswered)
def record_answer(
    transfer: Transfer,
    *,
    answer: Annotated[str, Field(_("Answer"), multiline=True, required=True)],
    by: Actor,
    at: datetime | None = None,
) -> Transfer | Refusal:
    """Take down what the body outside answered, and when."""
    case = held(transfer.case)
    transfer = Transfer.objects.select_for_update().get(pk=transfer.pk)
    if no := rules.not_decided_yet(is_decided=transfer.answered_at is not None) or rules.deed_is_told(answer):
        return no
    transfer.answered_at, transfer.answer = at, answer
    transfer.save()
    minutes = int((at - transfer.sent_at).total_seconds() // 60)
    in_time = transfer.answer_due_at is None or at <= transfer.answer_due_at
    announce(TransferAnswered(**about(case), transfer=transfer.id, minutes=minutes, is_in_time=in_time), subject=case)
    return transfer


@action(title=_("Find responsibility"), posts=MANAGERS, event=ResponsibilityFound)
def find_responsibility(
    case: Case,
    *,
    liability: Annotated[str, Field(_("Liability"), choices=Liability.choices)],
    deaths: Annotated[int, Field(_("Deaths"), minimum=0)] = 0,
    injured: Annotated[int, Field(_("Seriously injured"), minimum=0)] = 0,
    loss_yuan: Annotated[int, Field(_("Loss in yuan"), minimum=0)] = 0,
    by: Actor,
    at: datetime | None = None,
) -> Case | Refusal:
    """Record who answers for an accident and what it cost; never found by those who worked on it."""
    case = held(case)
    if no := rules.person_needed(by.person) or rules.may_find_responsibility(
        facts_of(case), is_incident=case.kind == "incident", numbers=(deaths, injured, loss_yuan), by=by.person
    ):
        return no
    before = {"liability_before": case.liability, "deaths_before": case.deaths, "injured_before": case.injured}
    case.liability, case.liability_found_by_id = liability, by.person
    case.deaths, case.injured, case.loss_yuan = deaths, injured, loss_yuan
    case.save()
    announce(
        ResponsibilityFound(**about(case), liability=str(liability), deaths=deaths, injured=injured, **before),
        subject=case,
    )
    return case
