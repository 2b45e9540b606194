"""Checks of what runs beside the pages: the schedule, the reactions, the jobs, and what somebody left locked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Q
from django_tasks_db.models import DBTaskResult

from .. import clock, reactions, schedule
from ..models import Cursor, Entry, Import, PoisonEvent, ScheduledJob
from ..models.imports import WORKING
from ..models.reactions import PoisonState
from . import Finding, _, bad, check, good, notice

LATE = timedelta(minutes=15)
BEHIND = timedelta(minutes=5)


def is_running() -> bool:
    """Whether a process works on the reactions now."""
    return Cursor.objects.filter(leased_until__gt=clock.machine()).exclude(owner="").exists()


@check("process")
def process() -> Finding:
    if is_running():
        return good("process", _("The program"), _("it runs"))
    return notice("process", _("The program"), _("it does not run"), _("Start it: anju serve. What is due waits until then."))


@check("schedule")
def timed_work() -> Finding:
    """Jobs that did not run when they were due, and those that failed."""
    known = ScheduledJob.objects.filter(is_paused=False, name__in=list(schedule.registry))
    failing = known.filter(failures__gt=0).order_by("-failures").first()
    if failing is not None:
        todo = _("Run “anju doctor --json” and send what it says to whoever looks after the system.")
        return bad("schedule", _("Timed work"), _("%(job)s failed %(count)s times in a row"), todo, job=failing.name, count=failing.failures, error=failing.error)
    late = known.filter(next_at__lt=clock.now() - LATE).count()
    if late and is_running():
        return bad("schedule", _("Timed work"), _("%(count)s jobs are late"), _("Restart Anju. If they stay late, the machine is too slow or a job hangs."), count=late)
    if late:
        return notice("schedule", _("Timed work"), _("%(count)s jobs are waiting for the start"), _("Start Anju; they are made up by one run each."), count=late)
    return good("schedule", _("Timed work"), _("everything ran when it was due"))


@check("reactions")
def automatic_steps() -> Finding:
    """Events that should have led to something by now."""
    trying = Cursor.objects.filter(tries__gt=0).order_by("-tries").first()
    if trying is not None:
        todo = _("It is tried five times, then set aside and shown. Nothing needs to be done yet.")
        return notice("reactions", _("Automatic steps"), _("%(name)s failed and is tried again"), todo, name=trying.reaction)
    waiting = sum(_waiting_for(cursor) for cursor in Cursor.objects.filter(reaction__in=list(reactions.registry)))
    if waiting and is_running():
        return bad("reactions", _("Automatic steps"), _("%(count)s are waiting longer than 5 minutes"), _("Restart Anju. If they stay, send this line to whoever looks after the system."), count=waiting)
    if waiting:
        return notice("reactions", _("Automatic steps"), _("%(count)s are waiting for the start"), _("Start Anju; they are done by themselves."), count=waiting)
    return good("reactions", _("Automatic steps"), _("all are done"))


def _waiting_for(cursor: Cursor) -> int:
    names = reactions.registry[cursor.reaction].names
    past = Q(tx__gt=cursor.tx) | Q(tx=cursor.tx, id__gt=cursor.entry_id)
    return Entry.objects.filter(past, name__in=names, at__lt=clock.now() - BEHIND).count()


@check("poison")
def set_aside() -> Finding:
    waiting = PoisonEvent.everywhere.filter(state=PoisonState.waiting).count()
    if waiting:
        todo = _("Have each tried again once its cause is mended, or let it go.")
        return bad("poison", _("Steps that failed five times"), _("%(count)s need a decision"), todo, count=waiting)
    return good("poison", _("Steps that failed five times"), _("nothing is set aside"))


@check("jobs")
def long_work() -> Finding:
    """Exports, imports, reports and backups that wait or failed."""
    since = clock.now() - timedelta(days=7)
    waiting = DBTaskResult.objects.filter(status="READY", enqueued_at__lt=clock.now() - LATE).count()
    failed = DBTaskResult.objects.filter(status="FAILED", finished_at__gt=since).count()
    if waiting and is_running():
        return bad("jobs", _("Exports and reports"), _("%(count)s are waiting longer than 15 minutes"), _("Restart Anju."), count=waiting)
    if failed:
        return notice("jobs", _("Exports and reports"), _("%(count)s failed in the last seven days"), _("Ask for them again; if they fail again, call whoever looks after the system."), count=failed)
    return good("jobs", _("Exports and reports"), _("nothing waits"))


@check("locks")
def left_locked() -> Iterator[Finding]:
    """What a process that vanished left locked. It comes free by itself; long after that something is wrong."""
    limit = clock.machine() - timedelta(minutes=30)
    stale = Cursor.objects.filter(leased_until__lt=limit).exclude(owner="").count()
    stale += ScheduledJob.objects.filter(leased_until__lt=limit).exclude(owner="").count()
    stuck = Import.everywhere.filter(state__in=WORKING, leased_until__lt=limit).count()
    if (stale or stuck) and is_running():
        yield bad("locks", _("Left locked"), _("%(count)s are left from a process that vanished"), _("Restart Anju; the next start takes them over."), count=stale + stuck)
    elif stale or stuck:
        yield notice("locks", _("Left locked"), _("%(count)s are left from the last run"), _("The next start takes them over by itself."), count=stale + stuck)
    else:
        yield good("locks", _("Left locked"), _("none left behind"))
