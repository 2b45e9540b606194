"""A document comes in, and each plan in it becomes a draft with its sentences."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from django.utils.translation import gettext_lazy as _

from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.models import Scope
from anju.kernel.refusals import Refusal

from .. import events
from ..models import Clause, Plan, Source
from ..states import Becomes
from .managers import MANAGERS

CHUNK = 200


@action(title=_("Hand in a plan"), posts=MANAGERS, event=events.SourceReceived)
def receive_source(
    scope: Scope,
    *,
    name: Annotated[str, Field(_("File name"))],
    sha256: Annotated[str, Field(_("Fingerprint"))],
    size_bytes: Annotated[int, Field(_("Size"))],
    lines: Annotated[list, Field(_("Text"))],
    warnings: Annotated[list, Field(_("Warnings"))],
    by: Actor,
    at: datetime | None = None,
) -> Source | Refusal:
    """Keep the readable text of a document. The same document twice stays one source."""
    if not lines:
        return Refusal("plans.nothing_to_read", _("Nothing was kept: the document holds no text. Paste the text instead."))
    known = Source.objects.filter(sha256=sha256).first()
    source = known or Source(scope=scope, name=name, sha256=sha256, size_bytes=size_bytes, lines=lines, warnings=warnings)
    if known is None:
        source.save()
    announce(events.SourceReceived(source=source.id, sha256=sha256, size_bytes=size_bytes, lines=len(lines), name=name), subject=source)
    return source


@action(title=_("Draft a plan"), posts=MANAGERS, event=events.PlanDrafted)
def draft_plan(
    source: Source,
    *,
    title: Annotated[str, Field(_("Title"))],
    year: Annotated[int, Field(_("Year"))],
    first_line: Annotated[int, Field(_("First line"))],
    last_line: Annotated[int, Field(_("Last line"))],
    replaces: Annotated[Plan | None, Field(_("Replaces"))] = None,
    by: Actor,
    at: datetime | None = None,
) -> Plan | Refusal:
    """Open the review of one plan of a document, as a first version or as the next one of a plan in force."""
    version = replaces.version + 1 if replaces else 1
    plan = Plan(scope=source.scope, source=source, title=title, year=year, version=version, replaces=replaces)
    plan.first_line, plan.last_line = first_line, last_line
    plan.save()
    announce(events.PlanDrafted(plan=plan.id, source=source.id, year=year, version=version, title=title), subject=plan)
    return plan


@action(title=_("Propose sentences"), posts=MANAGERS, event=events.ClausesProposed)
def propose_clauses(plan: Plan, *, rows: Annotated[list, Field(_("Sentences"))], by: Actor, at: datetime | None = None) -> Plan | Refusal:
    """Write up to 200 sentences with what they should become. `rows` is a list of Clause fields in order."""
    if len(rows) > CHUNK:
        return Refusal("plans.chunk_too_large", _("At most %(limit)s sentences go in at once."), limit=CHUNK)
    clauses = [Clause(scope=plan.scope, plan=plan, created_at=at, **row) for row in rows]
    Clause.objects.bulk_create(clauses)
    actionable = sum(c.becomes != Becomes.nothing for c in clauses)
    announce(events.ClausesProposed(plan=plan.id, first=clauses[0].position, last=clauses[-1].position, actionable=actionable), subject=plan)
    return plan
