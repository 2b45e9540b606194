"""A box comes to a gate: it is added, gets a token that works once, makes its own keys, and loses them when it is revoked."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from django.utils.translation import gettext_lazy as _

from anju.domains.access.queries import lanes_of
from anju.domains.devices import actions as devices
from anju.domains.places.queries import Place
from anju.kernel import clock
from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.models import Scope
from anju.kernel.refusals import Refusal

from .. import signing
from ..events import EdgeAdded, EdgeEnrolled, EdgeRevoked, TokenIssued
from ..kinds import DEVICE, MAKERS, MANAGERS
from ..models import Edge
from ..rules import envelope
from ..rules import office as rules


def held(edge: Edge) -> Edge:
    """The edge as it stands now, locked until the transaction ends."""
    return Edge.objects.select_for_update().select_related("scope", "place").get(pk=edge.pk)


def about(edge: Edge) -> dict:
    """The fields that every event about an edge carries."""
    return {"edge": edge.pk, "place": edge.place_id}


@action(title=_("Add a gatehouse box"), posts=MAKERS, event=EdgeAdded)
def add_edge(
    scope: Scope,
    *,
    name: Annotated[str, Field(_("Name"), max_length=60)],
    place: Annotated[Place, Field(_("Stands at"), query=lambda: Place.objects.filter(kind="gate"))],
    by: Actor,
    at: datetime | None = None,
) -> Edge | Refusal:
    """Enter the box that shall decide for the lanes of a gate. It gets its place in the register of devices; then make its token."""
    if place.scope_id != scope.id:
        return Refusal("edges.other_place", _("Not added: a place of another community was named."))
    is_taken = Edge.objects.filter(scope=scope, name=name.strip()).exists()
    if no := rules.may_add(name=name, is_taken=is_taken, has_lanes=bool(lanes_of(scope, place))):
        return no
    today = clock.local(scope, at).date()
    device = devices.add_device(scope, kind=DEVICE.code, name=name.strip(), place=place, commissioned_on=today, by=by, at=at)
    if isinstance(device, Refusal):
        return device
    edge = Edge(scope=scope, name=name.strip(), place=place, device=device)
    edge.save()
    announce(EdgeAdded(**about(edge), device=device.pk), subject=edge)
    return edge


@action(title=_("Make a one-time token"), posts=MANAGERS, event=TokenIssued, allowed_from=("waiting", "enrolled", "revoked"))
def issue_token(edge: Edge, *, by: Actor, at: datetime | None = None) -> Edge | Refusal:
    """Make the token with which the box enrols: it works once, within a day, and is shown once. It also tells the box whose word to believe."""
    edge = held(edge)
    issued = devices.issue_enrolment(edge.device, by=by, at=at)
    if isinstance(issued, Refusal):
        return issued
    announce(TokenIssued(**about(edge)), subject=edge)
    edge.shown_once = f"{issued.shown_once}.{signing.fingerprint(edge.scope_id)}"
    return edge


@action(title=_("Take up the enrolment of a box"), posts=(), event=EdgeEnrolled)
def enrol_edge(
    edge: Edge,
    *,
    token: Annotated[str, Field(_("Token"), max_length=120)],
    sign_key: Annotated[str, Field(_("Public key"), max_length=64)],
    seal_key: Annotated[str, Field(_("Public key for sealing"), max_length=64)],
    by: Actor,
    at: datetime | None = None,
) -> Edge | Refusal:
    """The box brought its token and the keys it made. Its log goes on behind what is here; keys it had before count no more."""
    edge = held(edge)
    if no := rules.may_enrol(sign_key, seal_key):
        return no
    spent = devices.enrol_device(edge.device, token=token, by=by, at=at)
    if isinstance(spent, Refusal):
        return spent
    edge.state, edge.sign_key, edge.seal_key, edge.enrolled_at, edge.revoked_at = "enrolled", sign_key, seal_key, at, None
    edge.is_new_chain = True
    edge.save()
    announce(EdgeEnrolled(**about(edge), key=envelope.fingerprint(bytes.fromhex(sign_key))), subject=edge)
    return edge


@action(title=_("Revoke the box"), posts=MANAGERS, event=EdgeRevoked, confirm=True, allowed_from=("enrolled", "waiting"))
def revoke_edge(edge: Edge, *, reason: Annotated[str, Field(_("Reason"), max_length=200)], by: Actor, at: datetime | None = None) -> Edge | Refusal:
    """End its keys at once, such as after a theft: it gets no rights any more and brings nothing home."""
    edge = held(edge)
    if edge.state == "revoked":
        return Refusal("edges.revoked_already", _("Nothing to do: this box is revoked."))
    if not reason.strip():
        return Refusal("edges.reason_needed", _("Not settled: write what was found out about it."))
    devices.revoke_key(edge.device, reason=reason, by=by, at=at)
    ended(edge, at)
    announce(EdgeRevoked(**about(edge), reason=reason), subject=edge)
    return edge


def ended(edge: Edge, at: datetime) -> None:
    """The keys count no more. Saves."""
    edge.state, edge.sign_key, edge.seal_key, edge.revoked_at = "revoked", "", "", at
    edge.save()
