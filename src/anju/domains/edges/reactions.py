"""What the boxes hear from other rooms."""

from __future__ import annotations

from django.utils.translation import gettext as say

from anju.domains.devices.events import KeyRevoked
from anju.kernel.actors import Actor
from anju.kernel.models import Entry
from anju.kernel.reactions import reaction

from .actions import revoke_edge
from .models import Edge


@reaction(on=KeyRevoked)
def when_its_device_loses_its_key_the_box_loses_its_rights(entry: Entry, event: KeyRevoked) -> None:
    """The key of a device is revoked in the register: its box gets no snapshot any more."""
    found = Edge.objects.filter(scope=entry.scope_id, device=event.device).exclude(state="revoked").select_related("scope").first()
    if found is not None:
        revoke_edge(found, reason=say("Its key was revoked in the register."), by=Actor.system("reaction"), at=entry.at)
