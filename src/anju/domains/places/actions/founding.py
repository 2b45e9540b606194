from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID
from zoneinfo import available_timezones

from django.utils.translation import gettext_lazy as _

from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.models import Scope
from anju.kernel.refusals import Refusal

from .. import rules
from ..bodies import BODIES
from ..events import CommunityFounded, OrganisationFounded
from ..models import Organisation, Place
from .growth import placed

PLATFORM = UUID("00000000-0000-7000-8000-000000000001")


def platform() -> Scope:
    """The one scope at the top of an installation, made when it is first asked for."""
    return Scope.objects.get_or_create(pk=PLATFORM, defaults={"kind": "platform", "name": "Anju"})[0]


def _new_scope(parent: Scope, kind: str, name: str, zone: str) -> Scope:
    scope = Scope(parent=parent, kind=kind, name=name, zone=zone)
    scope.save()
    return scope


@action(title=_("Found an organisation"), posts=("headquarters",), event=OrganisationFounded)
def found_organisation(
    scope: Scope,
    *,
    name: Annotated[str, Field(_("Name"), max_length=120)],
    kind: Annotated[str, Field(_("Kind"), choices=BODIES)],
    credit_code: Annotated[str, Field(_("Unified social credit code"), max_length=18)] = "",
    by: Actor,
    at: datetime | None = None,
) -> Organisation | Refusal:
    """Make an organisation with a scope of its own, below this one."""
    if no := rules.may_be_found(name, credit_code):
        return no
    if scope.kind == "community":
        return Refusal("places.no_scope_below", _("Nothing can be founded below a community. Go to its organisation first."))
    if kind not in dict(BODIES):
        return Refusal("places.unknown_body", _("Not founded: choose from the list what kind of organisation it is."))
    own = _new_scope(scope, "organisation", name, scope.zone)
    organisation = Organisation(scope=own, name=name, kind=kind, credit_code=credit_code)
    organisation.save()
    announce(OrganisationFounded(organisation=organisation.id, of_scope=own.id, kind=kind, called=name), subject=organisation)
    return organisation


@action(title=_("Found a community"), posts=("headquarters",), event=CommunityFounded)
def found_community(
    scope: Scope,
    *,
    name: Annotated[str, Field(_("Name"), max_length=80)],
    code: Annotated[str, Field(_("Code"), max_length=20)] = "main",
    zone: Annotated[str, Field(_("Time zone"), max_length=40)] = "Asia/Shanghai",
    region: Annotated[Place | None, Field(_("Region"))] = None,
    by: Actor,
    at: datetime | None = None,
) -> Place | Refusal:
    """Make a community with a scope of its own below this one; returns its root place."""
    if no := _may_found(scope, name, code, zone, region):
        return no
    own = _new_scope(scope, "community", name, zone)
    root = placed(Place(scope=own, kind="community", code=code, name=name, parent=region), under=None)
    root.save()
    announce(CommunityFounded(place=root.id, of_scope=own.id, called=name), subject=root)
    return root


def _may_found(scope: Scope, name: str, code: str, zone: str, region: Place | None) -> Refusal | None:
    if scope.kind == "community":
        return Refusal("places.no_scope_below", _("Nothing can be founded below a community. Go to its organisation first."))
    if zone not in available_timezones():
        return Refusal("places.no_such_zone", _("There is no time zone “%(zone)s”. Use a name such as Asia/Shanghai."), zone=zone)
    if region is not None and not scope.path.startswith(region.scope.path):
        return Refusal("places.elsewhere", _("That place belongs to another community. Choose one of this community."))
    return rules.may_be_found(name) or rules.may_be_coded(code, taken=False, where=name) or rules.may_stand("community", region.kind if region else "")
