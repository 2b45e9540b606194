"""What the endpoints do through actions, each in the scope of the device that asks."""

from __future__ import annotations

import hashlib
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from anju.domains.devices import actions, queries
from anju.domains.devices.rules.messages import Heard
from anju.kernel import clock
from anju.kernel import scope as view
from anju.kernel.actions import requested
from anju.kernel.actors import Actor
from anju.kernel.inputs import BadInput
from anju.kernel.refusals import Refusal

GATEWAY = Actor.system("gateway")
MOST_COMMANDS = 20


def enrol(token: str) -> dict[str, Any] | Refusal:
    """The device's own key for its one-time token."""
    device = queries.token_holder(hashlib.sha256(token.encode()).hexdigest())
    if device is None:
        return Refusal("devices.token_spent", _("This enrolment token is unknown, used or older than a day. Make a new one on the device's page."))
    with view.entered(device.scope_id):
        done = actions.enrol_device(device, token=token, by=GATEWAY)
        if isinstance(done, Refusal):
            return done
        last = queries.Contact.objects.get(pk=device.pk).last_number or 0
        return {"device": device.number, "key": done.key, "report_s": device.report_s, "next_number": last + 1}


def mean(scope_id: UUID, heard: list[tuple[UUID, Heard]]) -> list[dict[str, Any]]:
    """Do what each message means; the refusals, with the numbers of their messages."""
    refused = []
    with view.entered(scope_id):
        devices = queries.Device.objects.select_related("scope").in_bulk({device for device, _heard in heard})
        for device, one in heard:
            with requested(f"seen:{device.hex}:{one.number}"):
                outcome = queries.meaning_of(one.kind)(devices[device], one.facts)
            if isinstance(outcome, Refusal):
                refused.append({"number": one.number, **outcome.as_json()})
    return refused


def fetch(holder: queries.KeyHolder) -> dict[str, Any]:
    """What the device, or one behind it, shall do: leased to whoever fetched it."""
    with view.entered(holder.scope):
        found = list(queries.open_commands(holder.device, at=clock.now()).select_related("scope")[:MOST_COMMANDS])
        taken = [actions.take_command(each, by=GATEWAY) for each in found]
        return {
            "commands": [
                {"command": str(each.pk), "device": each.device.number, "verb": each.verb, "expires_at": each.expires_at.isoformat(), "attempt": each.attempts}
                for each in taken
                if not isinstance(each, Refusal)
            ]
        }


def take_receipt(holder: queries.KeyHolder, told: dict[str, Any]) -> dict[str, Any] | Refusal:
    """What came back for a command; of a command of somebody else there is nothing."""
    try:
        command_id = UUID(str(told.get("command", "")))
        given = actions.answer_command.spec.clean({"outcome": told.get("outcome"), "receipt": str(told.get("note") or "")})
    except BadInput as bad:
        return Refusal("devices.bad_receipt_input", _("Not recorded. %(why)s"), why=" ".join(str(text) for text in bad.errors.values()))
    except ValueError:
        return _no_command()
    with view.entered(holder.scope):
        command = queries.Command.objects.select_related("device", "scope").filter(pk=command_id).first()
        if command is None or holder.device not in (command.device_id, command.device.gateway_id):
            return _no_command()
        with requested(f"receipt:{command.pk.hex}:{given['outcome']}"):
            done = actions.answer_command(command, by=GATEWAY, **given)
        return done if isinstance(done, Refusal) else {"command": str(done.pk), "state": done.state}


def _no_command() -> Refusal:
    return Refusal("devices.no_such_command", _("There is no such command for this device."))

