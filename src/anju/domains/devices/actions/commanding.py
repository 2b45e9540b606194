"""Told, fetched, answered: a command on its way to a device and its receipt on the way back."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated, Any

from django.utils.translation import gettext_lazy as _

from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.refusals import Refusal

from ..events import CommandAnswered, CommandCancelled, CommandExpired, CommandSent, CommandTaken
from ..kinds import COMMANDS
from ..models import Command, Credential, Device
from ..rules import commanding as rules
from ..states import OPEN_COMMANDS
from .holding import KEEPERS, about, held

LEASE = timedelta(seconds=30)
SENDERS = (*KEEPERS, "monitor_operator", "squad_leader")


@action(title=_("Send a command"), posts=SENDERS, event=CommandSent, linkable=True, allowed_from=("in_service", "under_service"))
def send_command(
    device: Device,
    *,
    verb: Annotated[str, Field(_("Command"), choices=list(COMMANDS.items()))],
    reason: Annotated[str, Field(_("Why"), max_length=200)] = "",
    minutes: Annotated[int, Field(_("Valid for minutes"), minimum=1, maximum=1440, help=_("What was not fetched by then is not done any more."))] = 5,
    by: Actor,
    at: datetime | None = None,
) -> Command | Refusal:
    """Tell a device to do something. Its gateway fetches the command and sends a receipt. Fire equipment is never commanded."""
    return _sent(device, verb, minutes, reason=reason, by=by, at=at)


@action(title=_("Carry a command at once"), posts=(), event=CommandSent)
def carry_command(
    device: Device,
    *,
    verb: Annotated[str, Field(_("Command"), choices=list(COMMANDS.items()))],
    minutes: Annotated[int, Field(_("Valid for minutes"), minimum=1, maximum=1440)] = 5,
    by: Actor,
    at: datetime | None = None,
) -> Command | Refusal:
    """Send a command that the gateway which asks for it carries itself: it is leased to it from the start, and nobody else fetches it meanwhile."""
    taken = {"state": "taken", "leased_until": at + LEASE, "taken_at": at, "attempts": 1}
    return _sent(device, verb, minutes, by=by, at=at, **taken)


def _sent(device: Device, verb: str, minutes: int, *, by: Actor, at: datetime, reason: str = "", **taken: Any) -> Command | Refusal:
    device = held(device)
    kind = device.about
    if no := rules.may_send(is_fire=kind.is_fire, verb=verb, commands=kind.commands, state=device.state, is_reachable=_is_reachable(device)):
        return no
    if not 1 <= minutes <= 1440:
        return Refusal("devices.bad_validity", _("Not sent: a command is valid for 1 to 1,440 minutes."))
    command = Command(scope=device.scope, device=device, verb=verb, reason=reason, sent_by_id=by.person, sent_at=at, expires_at=at + timedelta(minutes=minutes), **taken)
    command.save(force_insert=True)
    announce(CommandSent(**about(device), command=command.id, verb=verb, expires_at=command.expires_at, reason=reason), subject=command)
    return command


def _is_reachable(device: Device) -> bool:
    """Whoever has a key fetches it, or its gateway does; who speaks by MQTT is told by the broker, where it signs in with its login."""
    rows = Credential.objects.filter(pk__in=[device.pk, *([device.gateway_id] if device.gateway_id else [])])
    return rows.exclude(key_digest="").exists() or (device.dialect == "mqtt" and rows.filter(pk=device.pk).exclude(secret=None).exists())


def _held(command: Command) -> Command:
    return Command.objects.select_for_update(of=("self",)).select_related("device", "scope").get(pk=command.pk)


@action(title=_("Fetch the command"), posts=(), event=CommandTaken)
def take_command(command: Command, *, by: Actor, at: datetime | None = None) -> Command | Refusal:
    """Hand a command to the gateway that fetches it, under a lease; after a lease without a word it may be fetched again."""
    command = _held(command)
    is_free = command.state == "waiting" or (command.state == "taken" and command.leased_until <= at)
    if not is_free or command.expires_at <= at:
        return Refusal("devices.not_to_fetch", _("This command has ended, or somebody else is doing it."))
    command.state, command.leased_until, command.taken_at = "taken", at + LEASE, command.taken_at or at
    command.attempts = min(command.attempts + 1, 32_000)
    command.save()
    announce(CommandTaken(**about(command.device), command=command.id, verb=command.verb, attempt=command.attempts), subject=command)
    return command


@action(title=_("Take the receipt"), posts=(), event=CommandAnswered)
def answer_command(
    command: Command,
    *,
    outcome: Annotated[str, Field(_("Receipt"), choices=[(one, one) for one in rules.OUTCOMES])],
    receipt: Annotated[str, Field(_("Note"), max_length=200)] = "",
    by: Actor,
    at: datetime | None = None,
) -> Command | Refusal:
    """Take what the gateway says about a command: accepted, done or failed. A repeated receipt is the same receipt."""
    command = _held(command)
    state, no = rules.receipt(command.state, outcome, expires_at=command.expires_at, at=at)
    if no:
        return no
    is_new = state != command.state
    command.state, command.receipt = state, receipt if is_new else command.receipt
    if state == "accepted":
        command.accepted_at = command.accepted_at or at
    elif is_new:
        command.ended_at = at
    command.save()
    announce(CommandAnswered(**about(command.device), command=command.id, verb=command.verb, outcome=outcome, receipt=receipt), subject=command)
    return command


@action(title=_("Let the command expire"), posts=(), event=CommandExpired)
def expire_command(command: Command, *, by: Actor, at: datetime | None = None) -> Command | Refusal:
    """End a command that nobody fetched, or about which nothing more was heard, in its time."""
    command = _held(command)
    if command.state not in OPEN_COMMANDS or command.expires_at > at:
        return Refusal("devices.not_expired", _("Not done: the command has ended already, or its time is not over."))
    before, command.state, command.ended_at = command.state, "expired", at
    command.save()
    announce(CommandExpired(**about(command.device), command=command.id, verb=command.verb, state_before=before), subject=command)
    return command


@action(title=_("Cancel the command"), posts=SENDERS, event=CommandCancelled, allowed_from=("waiting",))
def cancel_command(command: Command, *, by: Actor, at: datetime | None = None) -> Command | Refusal:
    """Take a command back before it is fetched."""
    command = _held(command)
    if no := rules.may_cancel(command.state):
        return no
    command.state, command.ended_at = "cancelled", at
    command.save()
    announce(CommandCancelled(**about(command.device), command=command.id, verb=command.verb), subject=command)
    return command
