"""Help to get a certificate: asked for, answered by somebody else, reported."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any

from django.utils.translation import gettext_lazy as _

from anju.domains.people.queries import STAFF
from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.models import Scope
from anju.kernel.refusals import Refusal

from ..events import SupportApproved, SupportAsked, SupportRefused, SupportSettled
from ..kinds import CERTIFICATES, KINDS, MANAGERS
from ..models import Certificate, Support
from ..rules import certificates as rules
from .certificates import ReasonInput

MOST_FEE = 100_000


def _about(one: Support) -> dict[str, Any]:
    return {"support": one.pk, "of_person": one.person_id, "kind": one.kind}


def _held(one: Support) -> Support:
    return Support.objects.select_for_update().get(pk=one.pk)


@action(title=_("Ask for support"), posts=STAFF, event=SupportAsked)
def ask_support(
    scope: Scope,
    *,
    kind: Annotated[str, Field(_("Certificate"), choices=CERTIFICATES)],
    hours: Annotated[int, Field(_("Hours off"), minimum=0, maximum=400)] = 0,
    fee: Annotated[Decimal, Field(_("Fee (yuan)"), minimum=0, maximum=MOST_FEE)] = Decimal(0),
    reason: ReasonInput,
    by: Actor,
    at: datetime | None = None,
) -> Support | Refusal:
    """Ask for time or the fee to get a certificate."""
    no = rules.may_support(kind=kind, known=KINDS, hours=hours, fee=fee, reason=reason)
    if no or by.person is None:
        return no or rules.reason_needed()
    one = Support(scope=scope, person_id=by.person, kind=kind, hours=hours, fee=fee, reason=reason, asked_at=at)
    one.save()
    announce(SupportAsked(**_about(one), hours=hours, fee_cents=int(fee * 100)), subject=one)
    return one


@action(title=_("Approve the support"), posts=MANAGERS, event=SupportApproved, allowed_from=("asked",), second_to=("training.ask_support",))
def approve_support(support: Support, *, by: Actor, at: datetime | None = None) -> Support | Refusal:
    """Grant the time or the fee that somebody else asked for."""
    one = _held(support)
    if no := rules.may_answer_support(one.state, asker=one.person_id, by=by.person):
        return no
    one.state, one.decided_by_id = "approved", by.person
    one.save()
    announce(SupportApproved(**_about(one), hours=one.hours, fee_cents=int(one.fee * 100)), subject=one)
    return one


@action(title=_("Refuse the support"), posts=MANAGERS, event=SupportRefused, allowed_from=("asked",))
def refuse_support(support: Support, *, reason: ReasonInput, by: Actor, at: datetime | None = None) -> Support | Refusal:
    """Say no, with the reason."""
    one = _held(support)
    if no := rules.may_answer_support(one.state, asker=one.person_id, by=by.person):
        return no
    if not reason.strip():
        return rules.reason_needed()
    one.state, one.decided_by_id, one.answer = "refused", by.person, reason
    one.save()
    announce(SupportRefused(**_about(one), reason=reason), subject=one)
    return one


@action(title=_("Report what came of it"), posts=MANAGERS, event=SupportSettled, allowed_from=("approved",))
def settle_support(
    support: Support,
    *,
    spent: Annotated[Decimal, Field(_("Spent (yuan)"), minimum=0, maximum=MOST_FEE)],
    result: Annotated[str, Field(_("Result"), max_length=200)],
    certificate: Annotated[Certificate | None, Field(_("Certificate"))] = None,
    by: Actor,
    at: datetime | None = None,
) -> Support | Refusal:
    """Enter what was spent and what came of it, with the certificate that was obtained."""
    one = _held(support)
    if one.state != "approved":
        return Refusal("training.not_approved", _("Not done: only support that was approved is reported."))
    if not result.strip():
        return rules.reason_needed()
    if certificate is not None and (certificate.person_id, certificate.kind) != (one.person_id, one.kind):
        return Refusal("training.other_certificate", _("Not done: this certificate is of another person or of another kind."))
    one.state, one.spent, one.result, one.certificate = "settled", spent, result, certificate
    one.save()
    announce(SupportSettled(**_about(one), spent_cents=int(spent * 100), is_obtained=certificate is not None), subject=one)
    return one
