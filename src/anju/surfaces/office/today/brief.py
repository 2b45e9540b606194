"""晨报: the night on one card, to be read at eight and forwarded as a picture."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.shortcuts import render
from django.utils.translation import gettext as _

from anju.domains.cases import queries as cases
from anju.domains.duties import queries as duties
from anju.domains.people import queries as people
from anju.kernel import clock
from anju.kernel.models import Scope

from ..doors import office_page


@office_page(permission="duties.see_slots")
def page(request):
    return render(request, "today/brief.html", {"brief": brief_of(request.scope, clock.now())})


def brief_of(scope: Scope, now: datetime) -> dict:
    """The night from 18:00 of the day before to now: what was missed and late, what happened, who was absent."""
    morning = clock.local(scope, now).replace(hour=8, minute=0, second=0, microsecond=0)
    since = morning - timedelta(hours=14)
    missed, late = duties.failed_between(scope, since, now)
    opened = cases.opened_between(scope, since, now)
    absent = people.absences_between(scope, since, now)
    return {
        "title": _("Morning brief of %(name)s") % {"name": scope.name},
        "since": since,
        "until": now,
        "sections": [
            _section(_("Missed"), [_slot(scope, one) for one in missed]),
            _section(_("Late"), [_slot(scope, one) for one in late]),
            _section(_("Happened"), [f"{one.number} {one.title}" for one in opened]),
            _section(_("Absent"), [f"{one.post.name} {one.person.name}" for one in absent]),
        ],
    }


def _slot(scope: Scope, one) -> str:
    return f"{clock.local(scope, one.due_at):%H:%M} {one.duty.title}"


def _section(title: str, lines: list[str]) -> dict:
    return {"title": title, "count": len(lines), "lines": lines[:8], "more": max(0, len(lines) - 8)}
