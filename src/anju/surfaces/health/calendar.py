"""The holidays of this year and the next: without them no working day can be named, and what is owed on working days stands still."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from anju.domains.duties import queries as duties
from anju.domains.people import queries as people
from anju.kernel import clock
from anju.kernel import scope as view
from anju.kernel.health import Finding, _, bad, check, declare_count, good, notice
from anju.kernel.models import Scope

LOOKED_AT = 50
PUBLISHED_BY = 12
"""The State Council publishes next year's holidays in November; from December on they should be here."""


@check("holidays")
def holidays() -> Iterator[Finding]:
    communities = list(Scope.objects.filter(kind="community").order_by("path")[:LOOKED_AT])
    today = clock.now().date()
    for year in (today.year, today.year + 1):
        unknown = sum(not _knows(scope, year) for scope in communities)
        facts = {"year": year, "count": unknown}
        if not unknown:
            yield good(f"holidays_{year}", _("Holidays of %(year)s"), _("they are known"), **facts)
        elif year == today.year or today.month >= PUBLISHED_BY:
            yield bad(f"holidays_{year}", _("Holidays of %(year)s"), _("not known in %(count)s communities"), _("Import the State Council's notice for that year under duties, calendar years."), **facts)
        else:
            yield notice(f"holidays_{year}", _("Holidays of %(year)s"), _("not known yet"), _("They are published in November. Import them then."), **facts)


def _knows(scope: Scope, year: int) -> bool:
    try:
        return bool(duties.calendar_of(scope).kind(date(year, 1, 4)))
    except duties.YearUnknown:
        return False


def _on_post(scope: Scope) -> tuple[int, int]:
    """Who is on his post, of how many that are needed now."""
    with view.entered(scope):
        posts = people.posts_at(scope)
    return sum(min(post.present, post.needed) for post in posts), sum(post.needed for post in posts)


declare_count("people", _("People on their posts"), _on_post)
