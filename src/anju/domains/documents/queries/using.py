"""Who must read, who has borrowed, who has looked, and who is late."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import QuerySet

from anju.kernel.models import Scope

from ..actions.handing import readers_of, without_reading
from ..models import Document, FollowUp, Loan, Look, Reading
from ..states import HELD


def owed_readings(scope: Scope, person: object) -> QuerySet[Reading]:
    """What a person still has to read, the latest first."""
    rows = Reading.objects.filter(scope=scope, person=person, state__in=("owed", "overdue"))
    return rows.select_related("document", "document__klass").order_by("due_on", "pk")


def late_readings(scope: Scope, *, on: date) -> QuerySet[Reading]:
    """Readings whose day is over, the longest overdue first."""
    rows = Reading.objects.filter(scope=scope, state__in=("owed", "overdue"), due_on__lt=on)
    return rows.select_related("document", "person").order_by("due_on", "pk")


def reading_rate(document: Document) -> tuple[int, int]:
    """(acknowledged, of how many) for the version in force."""
    rows = Reading.objects.filter(document=document, version=document.version).exclude(state="dropped")
    return rows.filter(state="acknowledged").count(), rows.count()


def readings_to_hand_out(scope: Scope) -> list[Document]:
    """Documents in force that somebody must read who does not have them yet."""
    rows = Document.objects.filter(scope=scope, state__in=HELD, version__gt=0).exclude(reading_roles=[]).select_related("scope", "klass")
    return [one for one in rows.order_by("number") if without_reading(one, readers_of(one))]


def open_loans(scope: Scope) -> QuerySet[Loan]:
    """What is asked for, allowed or out, by the day it is due."""
    rows = Loan.objects.filter(scope=scope, state__in=("asked", "approved", "out", "overdue"))
    return rows.select_related("document", "borrower").order_by("due_on", "number")


def late_loans(scope: Scope, *, on: date) -> QuerySet[Loan]:
    return open_loans(scope).filter(state__in=("out", "overdue"), due_on__lt=on)


def loans_of(document: Document) -> QuerySet[Loan]:
    return Loan.objects.filter(document=document).select_related("borrower", "approved_by").order_by("-asked_at")


def looks_between(scope: Scope, start: datetime, end: datetime) -> QuerySet[Look]:
    """Every view of a closed document in a time, newest first."""
    return Look.objects.filter(scope=scope, at__gte=start, at__lt=end).select_related("document", "person").order_by("-at")


def follow_ups_of(document: Document) -> QuerySet[FollowUp]:
    return FollowUp.objects.filter(document=document).select_related("owner").order_by("due_on")


