"""The looks of the clock and of reactions: rosters, ends of certificates, the day's count."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext as say

from anju.kernel import clock
from anju.kernel.actors import Actor
from anju.kernel.models import Scope

from . import fitness
from .actions import (
    close_exam,
    count_certificates,
    expire_certificate,
    note_unfit,
    plan_sessions,
    settle_finding,
    void_paper,
    warn_certificate,
)
from .actions.exams import VOID_AFTER
from .actions.telling import LANGUAGE
from .kinds import WARNINGS
from .models import Certificate, Exam, Finding, Paper, Programme

AHEAD, CHUNK = timedelta(days=14), 200
BY = Actor.system("schedule")


def check_roster(scope: Scope, start: datetime, end: datetime, *, at: datetime) -> int:
    """Note every entry of the roster within [start, end) that is not over and lacks something; returns how many lack something."""
    found = [one for one, _state in fitness.unfit(scope, max(start, at), end) if one.end_at > at]
    for one in found:
        note_unfit(one, by=BY, at=at)
    return len(found)


def check(holdings: Any, at: datetime) -> None:
    """The same for some entries."""
    holdings = list(holdings.select_related("post", "scope"))
    if holdings:
        for one, state in zip(holdings, fitness.standing(holdings[0].scope, [fitness.asked_of(one) for one in holdings]), strict=True):
            if state.missing:
                note_unfit(one, by=BY, at=at)


def settle_answered(scope: Scope, person: UUID, *, at: datetime) -> None:
    """Settle the findings of somebody that a new certificate answers."""
    for one in Finding.objects.filter(scope=scope, person_id=person, state="warned").select_related("holding__post", "holding__scope")[:CHUNK]:
        if not fitness.missing_of(one.holding):
            with translation.override(LANGUAGE):
                settle_finding(one, note=say("What was missing is there now."), by=BY, at=at)


def look_at_certificates(scope: Scope, at: datetime) -> None:
    """End what is over, warn of what ends soon, check the roster ahead, count yesterday."""
    today = clock.local(scope, at).date()
    open_ones = Certificate.objects.filter(scope=scope, state__in=("valid", "expiring"), expires_on__lte=today + timedelta(days=max(WARNINGS)))
    for one in open_ones.select_related("scope").order_by("expires_on", "pk")[:CHUNK]:
        (expire_certificate if one.expires_on < today else warn_certificate)(one, by=BY, at=at)
    check_roster(scope, at, at + AHEAD, at=at)
    count_certificates(scope, on=today - timedelta(days=1), by=BY, at=at)


def plan_ahead(scope: Scope, at: datetime) -> None:
    """Write down the sessions that programmes owe in the next two months."""
    for one in Programme.objects.filter(scope=scope, is_ended=False).select_related("scope").order_by("pk"):
        plan_sessions(one, by=BY, at=at)


def void_forgotten(scope: Scope, at: datetime) -> None:
    """End papers that were begun and never handed in, and exams whose time is over; one that proves regular work is closed by a person."""
    for one in Paper.objects.filter(scope=scope, state="sitting", due_at__lte=at - VOID_AFTER).select_related("scope")[:CHUNK]:
        with translation.override(LANGUAGE):
            void_paper(one, reason=say("Never handed in."), by=BY, at=at)
    for exam in Exam.objects.filter(scope=scope, state="open", duty=None, closes_at__lte=at).select_related("scope")[:CHUNK]:
        close_exam(exam, by=BY, at=at)
