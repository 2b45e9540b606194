"""Faces and fingerprints are off. Two people switch a kind on with an assessment; it then opens beside a card or code, never instead of it."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.models import Scope
from anju.kernel.refusals import Refusal

from ..events import BodyUseAgreed, BodyUseEnded, BodyUseProposed
from ..kinds import BODY, CREDENTIALS, MANAGERS
from ..models import BodyUse, Credential
from ..rules.office import second_person
from .credentials import revoke_credential

PARTS = [one for one in CREDENTIALS if one[0] in BODY]


@action(title=_("Propose to use faces or fingerprints"), posts=MANAGERS, event=BodyUseProposed)
def propose_body_use(
    scope: Scope,
    *,
    kind: Annotated[str, Field(_("Kind"), choices=PARTS)],
    purpose: Annotated[str, Field(_("What for"), max_length=200)],
    assessment: Annotated[str, Field(_("Assessment of the risk to privacy"), max_length=80, help=_("The number of the written assessment."))],
    by: Actor,
    at: datetime | None = None,
) -> BodyUse | Refusal:
    """Ask that terminals which know a face or finger may open doors here; it counts only after a second person agreed."""
    if kind not in BODY or BodyUse.objects.filter(scope=scope, kind=kind).exclude(state="ended").exists():
        return Refusal("access.body_asked_already", _("Not proposed: this was proposed already, or is in use."))
    if not purpose.strip() or not assessment.strip():
        return Refusal("access.assessment_needed", _("Not proposed: write what for, and the number of the written assessment of the risk to privacy."))
    one = BodyUse(scope=scope, kind=kind, purpose=purpose.strip(), assessment=assessment.strip(), proposed_by_id=by.person)
    one.save()
    announce(BodyUseProposed(use=one.pk, kind=kind, purpose=purpose), subject=one)
    return one


@action(title=_("Agree to the use"), posts=MANAGERS, event=BodyUseAgreed, confirm=True, allowed_from=("proposed",))
def agree_body_use(use: BodyUse, *, by: Actor, at: datetime | None = None) -> BodyUse | Refusal:
    """A second person agrees. Cards, codes and the guard stay beside it."""
    one = BodyUse.objects.select_for_update().get(pk=use.pk)
    if one.state != "proposed":
        return Refusal("access.body_step", _("Not done: this is not at that step. Reload the page."))
    if no := second_person(one.proposed_by_id, by.person):
        return no
    one.state, one.agreed_by_id, one.agreed_at = "active", by.person, at
    one.save()
    announce(BodyUseAgreed(use=one.pk, kind=one.kind), subject=one)
    return one


@action(title=_("End the use"), posts=MANAGERS, event=BodyUseEnded, confirm=True, allowed_from=("proposed", "active"))
def end_body_use(use: BodyUse, *, by: Actor, at: datetime | None = None) -> BodyUse | Refusal:
    """From now on none of them opens anything; the references end, and the terminals must erase them."""
    one = BodyUse.objects.select_for_update().get(pk=use.pk)
    if one.state == "ended":
        return Refusal("access.body_step", _("Not done: this is not at that step. Reload the page."))
    one.state, one.ended_at = "ended", at
    one.save()
    rows = list(Credential.objects.filter(scope=one.scope_id, kind=one.kind, state="active").select_related("scope"))
    for credential in rows:
        revoke_credential(credential, reason=say("This kind is not used any more."), by=Actor.system("access"), at=at)
    announce(BodyUseEnded(use=one.pk, kind=one.kind, ended=len(rows)), subject=one)
    return one
