"""The holiday calendar of a year, imported once a year when it is published."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from django.utils.translation import gettext_lazy as _

from anju.domains.duties.calendar import DayKind
from anju.domains.duties.events import CalendarImported
from anju.domains.duties.models import CalendarYear
from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.models import Scope
from anju.kernel.refusals import Refusal


@action(title=_("Import the holidays of a year"), posts=("project_manager", "headquarters"), event=CalendarImported)
def import_calendar_year(
    scope: Scope,
    *,
    year: Annotated[int, Field(_("Year"), minimum=2000, maximum=2200)],
    days: Annotated[dict, Field(_("Days (JSON): date to working, rest or holiday"))],
    is_complete: Annotated[bool, Field(_("These are all the exceptions of the year"))] = True,
    by: Actor,
    at: datetime | None = None,
) -> CalendarYear | Refusal:
    """Say which days of a year are holidays and which weekend days are worked, for this scope and all below it."""
    for day, kind in days.items():
        if not _is_in(year, day) or kind not in list(DayKind):
            return Refusal(
                "duties.bad_calendar_day",
                _(
                    "“%(day)s” cannot be read as a day of %(year)s. Write it like 2027-01-01, as working, rest or holiday."
                ),
                day=str(day)[:40],
                year=year,
            )
    known, _made = CalendarYear.objects.update_or_create(
        scope=scope, year=year, defaults={"days": days, "is_complete": is_complete}
    )
    announce(CalendarImported(year=year, days=len(days), is_complete=is_complete), subject=known)
    return known


def _is_in(year: int, day: Any) -> bool:
    try:
        return date.fromisoformat(day).year == year
    except (TypeError, ValueError):
        return False
