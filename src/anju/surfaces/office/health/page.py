"""The findings, worst first; who and what is there now; how the disk fills; the last backups."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from anju.kernel import clock, health, permissions
from anju.kernel.backup import records
from anju.kernel.health import BAD, GOOD, NOTICE, Finding, machine
from anju.kernel.models import Backup
from anju.kernel.models.backups import BackupState
from anju.kernel.refusals import Refusal
from anju.kernel.screens import shown
from anju.surfaces.health import of_the_machine, with_database

from ..doors import office_page

SEE = "kernel.see_health"
MACHINE_FOR = timedelta(minutes=2)
VERBS = {"take_backup": records.take_backup, "rehearse_restore": records.rehearse_restore}
TREND_NIGHTS = 30
GIB = 1 << 30

_machine: dict[str, tuple[datetime, list[Finding]]] = {}


@dataclass(frozen=True)
class Line:
    """A finding in the reader's language; `verb` is the button that mends it, if he may press it."""

    state: str
    colour: str
    what: str
    said: str
    todo: str
    verb: str
    verb_title: Any


@office_page(permission=SEE)
def show(request, no: Refusal | None = None):
    """Everything that is wrong first. The fragment asks again by itself every ten seconds."""
    found = [_line(each, request) for each in (*with_database(), *_of_the_machine(again="again" in request.GET))]
    context = {
        "no": no,
        "now": clock.now(),
        "bad": [each for each in found if each.state == BAD],
        "notices": [each for each in found if each.state == NOTICE],
        "good": [each for each in found if each.state == GOOD],
        "counts": [_count(name, request.scope) for name in health.counts],
        "disk": _disk(),
        "backups": list(Backup.everywhere.order_by("-created_at")[:7]),
        "running": records.running(),
        "tried": Backup.everywhere.filter(rehearsal=records.WHOLE).order_by("-rehearsed_at").first(),
        "may": {verb for verb in VERBS if permissions.may(request.actor, f"kernel.{verb}", request.scope)},
    }
    return render(request, "health/page.html", context, status=409 if no else 200)


@require_POST
@office_page(permission=SEE)
def act(request, verb: str):
    """Press the one button that mends something."""
    if verb not in VERBS:
        raise Http404
    outcome = VERBS[verb](request.scope, by=request.actor)
    return show(request, no=outcome) if isinstance(outcome, Refusal) else redirect("health")


def _of_the_machine(*, again: bool) -> list[Finding]:
    """The machine changes slowly and looking at it costs: it is asked every two minutes, or when somebody presses the button."""
    held, now = _machine.get("findings"), clock.machine()
    if held is None or again or now - held[0] > MACHINE_FOR:
        held = _machine["findings"] = (now, list(of_the_machine()))
    return held[1]


def _line(finding: Finding, request) -> Line:
    what, said, todo = finding.words(gettext, shown.whole_moment)
    verb = finding.action.partition(".")[2]
    may = verb in VERBS and permissions.may(request.actor, finding.action, request.scope)
    return Line(finding.state, finding.colour, what, said, todo, verb if may else "", VERBS[verb].spec.title if may else "")


def _count(name: str, scope) -> dict[str, Any]:
    title, count = health.counts[name]
    there, wanted = count(scope)
    return {"title": gettext(title), "there": there, "wanted": wanted, "colour": "green" if there >= wanted else "orange"}


def _disk() -> dict[str, Any]:
    """Room left night by night, and how many days it lasts at the pace of these nights."""
    nights = list(Backup.everywhere.filter(state=BackupState.done).order_by("-finished_at").values_list("finished_at", "free_bytes")[:TREND_NIGHTS])[::-1]
    free = machine.free_bytes()
    facts: dict[str, Any] = {"free": f"{free / GIB:,.1f}", "points": "", "days": None}
    if len(nights) < 2:
        return facts
    days = (nights[-1][0] - nights[0][0]).total_seconds() / 86400
    used_up = (nights[0][1] - nights[-1][1]) / days if days >= 1 else 0
    highest = max(each for _at, each in nights) or 1
    facts["points"] = " ".join(f"{round(120 * number / (len(nights) - 1), 1)},{round(32 - 30 * each / highest, 1)}" for number, (_at, each) in enumerate(nights))
    facts["days"] = round(free / used_up) if used_up > 0 else None
    return facts
