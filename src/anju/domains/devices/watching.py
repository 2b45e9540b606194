"""The watch over the devices: who is gone, who is back, which commands nobody fetched."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q

from anju.kernel import scope as view
from anju.kernel.actors import Actor
from anju.kernel.models import Scope
from anju.kernel.refusals import Refusal

from .actions import expire_command, note_changed, note_lost, note_returned
from .models import Command, Device
from .rules.standing import CLOCK_OFF_MS, WEAK_SIGNAL, Seen, standing, step
from .states import GONE, OPEN_COMMANDS

CHUNK = 200
AT_EASE = timedelta(minutes=3)
_FACTS = (
    "pk", "state", "online", "reason", "report_s", "contact__last_contact_at", "contact__contact_since", "contact__reported", "contact__reported_at",
    "contact__signal", "contact__skew_ms", "gateway_id", "recent_losses",
)  # fmt: skip
_NOTES = {"lost": note_lost, "returned": note_returned, "changed": note_changed}


def look(scope: Scope, at: datetime) -> int:
    """Note who is lost, back or otherwise different at `at`; returns how many. Each is its own transaction."""
    with view.entered(scope):
        rows = list(Device.objects.filter(scope=scope, state="in_service").exclude(_at_ease(at)).values_list(*_FACTS).order_by("number"))
        gone = {row[0] for row in rows if _verdict(row, at, frozenset())[0] in GONE}
        changes = [(row[0], row[2], verdict) for row in rows if (verdict := _verdict(row, at, gone)) != (row[2], row[3])][:CHUNK]
        devices = Device.objects.select_related("scope").in_bulk([pk for pk, _before, _after in changes])
        done = [_note(devices[pk], before, online, reason, at) for pk, before, (online, reason) in changes]
    return sum(done)


def _at_ease(at: datetime) -> Q:
    """Who is online, was heard just now and about whom nothing is said: nobody has to look at him. The rest is judged by the rule."""
    heard = Q(contact__last_contact_at__gte=at - AT_EASE, contact__patience_s__gte=AT_EASE.total_seconds(), contact__reported="")
    is_strong = Q(contact__signal=None) | Q(contact__signal__gte=WEAK_SIGNAL)
    is_on_time = Q(contact__skew_ms=None) | Q(contact__skew_ms__range=(-CLOCK_OFF_MS, CLOCK_OFF_MS))
    return Q(online="online", reason="") & heard & is_strong & is_on_time


def _verdict(row: tuple, at: datetime, gone: frozenset) -> tuple[str, str]:
    _pk, state, online, reason, report_s, last, since, reported, reported_at, signal, skew_ms, gateway, losses = row
    recent = tuple(datetime.fromisoformat(each) for each in losses)
    seen = Seen(state, online, report_s, last, since, reported, reported_at, signal, skew_ms, gateway in gone, recent)
    after, why = standing(seen, at)
    return after, reason if after == online and after in GONE and not why else why


def _note(device: Device, before: str, online: str, reason: str, at: datetime) -> bool:
    outcome = _NOTES[step(before, online)](device, online=online, reason=reason, by=Actor.system("watch"), at=at)
    return not isinstance(outcome, Refusal)


def expire_commands(scope: Scope, at: datetime) -> int:
    """End the commands whose time is over; returns how many."""
    with view.entered(scope):
        due = list(Command.objects.filter(scope=scope, state__in=OPEN_COMMANDS, expires_at__lte=at).select_related("scope")[:CHUNK])
        return sum(not isinstance(expire_command(one, by=Actor.system("schedule"), at=at), Refusal) for one in due)
