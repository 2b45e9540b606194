"""What was written wrong about a visitor is put right, and counted by how it was taken down; and who looked for whose movements."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.masking import plain_identity
from anju.kernel.models import Scope
from anju.kernel.refusals import Refusal

from ..events import MovementsSearched, VisitCorrected
from ..kinds import CHECKERS, LEADERS
from ..models import Visit
from ..rules import office as rules
from .visits import about, held

SEARCHED = (("person", _("Person")), ("home", _("Dwelling")), ("host", _("Host")), ("plate", _("Plate")), ("credential", pgettext_lazy("credential", "Credential")))


@action(title=_("Correct what was written"), posts=CHECKERS, event=VisitCorrected)
def correct_visit(
    visit: Visit,
    *,
    name: Annotated[str, Field(_("Visitor's name"), max_length=60, personal=True)] = "",
    identity_number: Annotated[str, Field(_("Identity number"), max_length=24, personal=True)] = "",
    phone: Annotated[str, Field(_("Phone"), max_length=20, personal=True)] = "",
    plate: Annotated[str, Field(_("Plate"), max_length=12)] = "",
    company: Annotated[str, Field(_("Company"), max_length=80)] = "",
    by: Actor,
    at: datetime | None = None,
) -> Visit | Refusal:
    """Put right a name, number or plate that was taken down wrong; what is left empty stays."""
    visit = held(visit)
    given = {"name": name.strip(), "identity_number": plain_identity(identity_number), "phone": phone.strip(), "plate": plate.strip(), "company": company.strip()}
    if no := rules.identity_fits(given["identity_number"]):
        return no
    before = {field: getattr(visit, field) for field in given}
    for field, value in given.items():
        if value:
            setattr(visit, field, value)
    if given["identity_number"] not in ("", before["identity_number"]) and visit.police in ("waiting", "clear"):
        visit.police = "by_eye"
    visit.save()
    changed = sorted(field for field, value in before.items() if getattr(held(visit), field) != value)
    if not changed:
        return Refusal("access.no_change_here", _("Nothing was changed: this is what stands there already."))
    announce(VisitCorrected(**about(visit), channel=visit.channel, fields=len(changed)), subject=visit)
    return visit


@action(title=_("Search movements"), posts=(*LEADERS, "front_desk", "monitor_operator", "police", "auditor"), event=MovementsSearched, records_denial=True)
def search_movements(
    scope: Scope,
    *,
    purpose: Annotated[str, Field(_("What for"), max_length=200, help=_("Such as the number of the incident or the letter of the police."))],
    by_what: Annotated[str, Field(_("By"), choices=SEARCHED)],
    wanted: Annotated[str, Field(_("Looked for"), max_length=60, personal=True)],
    start: Annotated[datetime | None, Field(_("From"))] = None,
    end: Annotated[datetime | None, Field(_("Until"))] = None,
    by: Actor,
    at: datetime | None = None,
) -> Scope | Refusal:
    """Look for somebody's movements with a purpose; who looked, for what and when stays in the ledger."""
    if len(purpose.strip()) < 2:
        return Refusal("access.purpose_needed", _("Not searched: write what for. It stays in the ledger with your name."))
    if len(wanted.strip()) < 2 or by_what not in dict(SEARCHED) or (start and end and end <= start):
        return Refusal("access.nothing_wanted", _("Not searched: write whom or what you look for, and a time that begins before it ends."))
    announce(MovementsSearched(by_what=by_what, start=start, end=end, purpose=purpose, wanted=wanted), subject=scope)
    return scope
