"""What messages of devices mean in this room itself."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from anju.kernel.actors import Actor
from anju.kernel.inputs import BadInput
from anju.kernel.refusals import Refusal

from .actions import report_posture
from .meanings import meaning
from .models import Device


@meaning("posture")
def said_posture(device: Device, facts: dict[str, Any]) -> Any:
    """A device, or the gateway that asked it, tells how it is protected. Ports come as a text: "23 80"."""
    told = {name: facts[name] for name in ("password", "protocol", "certificate_from_on", "certificate_until_on", "firmware") if name in facts}
    told["open_ports"] = str(facts.get("open_ports", "")).replace(",", " ").split()
    try:
        return report_posture(device, by=Actor.system("gateway"), **report_posture.spec.clean(told))
    except BadInput as bad:
        return Refusal("devices.bad_posture", _("Not recorded. %(why)s"), why=" ".join(str(text) for text in bad.errors.values()))
