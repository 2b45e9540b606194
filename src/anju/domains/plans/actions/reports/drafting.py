"""A report begins: by the schedule when its period is over, or by hand; and the terms a community lays down for a kind."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Annotated

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from anju.domains.people.models import Person
from anju.domains.people.queries import working_here
from anju.kernel import clock
from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.models import Scope
from anju.kernel.refusals import Refusal

from ... import events, queries, rules
from ...models import Report, ReportTerms
from ...reporting.compose import PAPER_LANGUAGE
from ...reporting.kinds import KINDS, kind_choices
from ..managers import MANAGERS
from .holding import WRITERS, facts, held


@action(title=_("Draft a report"), posts=WRITERS, event=events.ReportDrafted)
def draft_report(
    scope: Scope,
    *,
    kind: Annotated[str, Field(_("Kind of report"), choices=kind_choices)],
    on: Annotated[date, Field(_("A day of the period"))],
    by: Actor,
    at: datetime | None = None,
) -> Report | Refusal:
    """Begin the report of the period that holds a day. Each period has one report of a kind."""
    declared = KINDS.get(kind)
    first_on, last_on = rules.period_of(declared.length, on) if declared else (on, on)
    exists = Report.objects.filter(scope=scope, kind=kind, first_on=first_on).exists()
    if no := rules.may_draft(is_known=declared is not None, has_begun=first_on <= clock.local(scope, at).date(), exists=exists):
        return no
    terms = queries.terms_of(scope, kind)
    report = Report(scope=scope, kind=kind, first_on=first_on, last_on=last_on, due_at=queries.due_at(scope, terms, last_on))
    with translation.override(PAPER_LANGUAGE):
        report.title = queries.title_of(scope, declared, first_on, last_on)
    report.owner = terms.owner or queries.usual_owner(scope)
    report.receiver = terms.receiver
    report.plan = queries.plan_of_days(scope, first_on, last_on)
    report.save()
    announce(events.ReportDrafted(**facts(report), due_at=report.due_at, owner=report.owner_id), subject=report)
    return report


@action(title=_("Mark a report as missing"), posts=(), event=events.ReportMissed)
def miss_report(report: Report, *, by: Actor, at: datetime | None = None) -> Report | Refusal:
    """Note once that the deadline passed and the report was not handed in."""
    report = held(report)
    if report.overdue_at is not None or report.is_handed_in or at <= report.due_at:
        return Refusal("plans.report_not_missing", _("Nothing was noted: this report is not missing."))
    report.overdue_at = at
    report.save(update_fields=["overdue_at"])
    announce(events.ReportMissed(**facts(report), due_at=report.due_at), subject=report)
    return report


@action(title=_("Set the terms of a report"), posts=MANAGERS, event=events.ReportTermsSet)
def set_report_terms(
    scope: Scope,
    *,
    kind: Annotated[str, Field(_("Kind of report"), choices=kind_choices)],
    is_on: Annotated[bool, Field(_("Handed in here"))] = True,
    due_days: Annotated[int | None, Field(_("Days after the period"), minimum=0, maximum=90)] = None,
    due_time: Annotated[time | None, Field(_("Due at"))] = None,
    owner: Annotated[Person | None, Field(_("Written by"), query=working_here)] = None,
    receiver: Annotated[str, Field(_("Handed in to"), max_length=120)] = "",
    by: Actor,
    at: datetime | None = None,
) -> ReportTerms | Refusal:
    """Say whether a kind of report is handed in here, by when, who writes it and to whom it goes. It holds for reports drafted from now on."""
    declared = KINDS.get(kind)
    days = due_days if due_days is not None else declared.days if declared else 0
    if no := rules.may_set_terms(is_known=declared is not None, due_days=days):
        return no
    terms = ReportTerms.objects.select_for_update().filter(scope=scope, kind=kind).first()
    terms = terms or ReportTerms(scope=scope, kind=kind, since_on=clock.local(scope, at).date())
    if is_on and not terms.is_on:
        terms.since_on = clock.local(scope, at).date()
    terms.is_on, terms.due_days, terms.due_time = is_on, days, due_time or declared.due
    terms.owner, terms.receiver = owner, receiver.strip()
    terms.save()
    announce(events.ReportTermsSet(kind=kind, is_on=is_on, due_days=days, due_time=terms.due_time), subject=terms)
    return terms
