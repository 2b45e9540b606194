"""What a device may be told, and what may come back."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from anju.kernel.refusals import Refusal

OUTCOMES = ("accepted", "done", "failed")


def may_send(*, is_fire: bool, verb: str, commands: tuple[str, ...], state: str, is_reachable: bool) -> Refusal | None:
    """Fire equipment is read and never commanded, whatever is asked and whoever asks."""
    if is_fire:
        return Refusal("devices.fire_is_read_only", _("Not sent: fire equipment is monitored here and never controlled. Act at the fire alarm panel."))
    if verb not in commands:
        return Refusal("devices.cannot_do_that", _("Not sent: this kind of device does not know the command."))
    if state not in ("in_service", "under_service"):
        return Refusal("devices.not_in_service", _("Not sent: the device is not in service."))
    if not is_reachable:
        return Refusal("devices.no_way_to_it", _("Not sent: neither the device nor a gateway of it is enrolled, so nobody would fetch the command."))
    return None


def may_cancel(state: str) -> Refusal | None:
    if state == "waiting":
        return None
    return Refusal("devices.already_fetched", _("Not cancelled: the command was fetched already or has ended. Wait for its receipt."))


def receipt(state: str, outcome: str, *, expires_at: datetime, at: datetime) -> tuple[str, Refusal | None]:
    """(next state, refusal) for what came back. A repeated receipt changes nothing; a final word is not taken back."""
    if outcome not in OUTCOMES:
        return state, Refusal("devices.bad_receipt", _("A receipt is accepted, done or failed."))
    if state == outcome or (state in ("done", "failed") and outcome == "accepted"):
        return state, None
    if state in ("done", "failed", "cancelled", "waiting"):
        return state, Refusal("devices.receipt_too_late", _("This command has ended or was never fetched; the receipt was not taken."))
    return outcome, None
