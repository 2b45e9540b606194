"""The rows of the ledger, newest first, and the check of its chain."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from anju.kernel import ledger, seals, verification
from anju.kernel.actions import registry
from anju.kernel.models import Entry
from anju.kernel.screens.history import names_of

from ..asked import whole_number
from ..doors import office_page

SEE = "kernel.see_ledger"
PAGE_SIZE = 50
LATE = timedelta(hours=24)


@dataclass(frozen=True)
class Row:
    """One deed as people read it."""

    number: int
    title: str
    who: str
    at: datetime
    device_at: datetime | None
    is_late: bool


@office_page(permission=SEE)
def rows(request, report: verification.Report | None = None):
    """Fifty rows; `before` asks for older ones, `what` for one action."""
    found = ledger.in_view()
    if before := whole_number(request.GET.get("before")):
        found = found.filter(id__lt=before)
    if what := request.GET.get("what"):
        found = found.filter(action=what)
    entries = list(found[: PAGE_SIZE + 1])
    context = {
        "rows": _told(entries[:PAGE_SIZE]),
        "older": entries[PAGE_SIZE - 1].id if len(entries) > PAGE_SIZE else None,
        "seal": seals.newest(request.scope),
        "report": report,
        "what": what or "",
        "kinds": sorted((name, str(spec.title)) for name, spec in registry.items()),
    }
    return render(request, "ledger/page.html", context)


def _told(entries: list[Entry]) -> list[Row]:
    names = names_of({entry.actor_id for entry in entries if entry.actor_id})
    return [_row(entry, names) for entry in entries]


def _row(entry: Entry, names: dict) -> Row:
    spec = registry.get(entry.action)
    device_at = entry.device_at if entry.device_at and abs(entry.at - entry.device_at) > timedelta(seconds=5) else None
    who = names.get(entry.actor_id) or (_("The system") if entry.actor_kind == "system" else _("Unknown"))
    return Row(entry.id, str(spec.title) if spec else entry.action, who, entry.at, device_at, device_at is not None and entry.at - device_at > LATE)


@require_POST
@office_page(permission=SEE)
def check(request):
    """Walk every row and seal of this community."""
    return rows(request, verification.verify(request.scope))
