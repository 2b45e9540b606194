"""Tabs that no list gives: what a session changed, and who knows a course."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from anju.domains.people.queries import Person
from anju.kernel import clock

from .. import queries
from ..models import Course, Session

MOST = 60
DAYS = 30


def _names(people: Iterable[Person]) -> str:
    """Colleagues stand with their full names on pages about their work."""
    found = [str(one) for one in people]
    return "、".join(found[:MOST]) + (" …" if len(found) > MOST else "") or "--"


def effect_tab(session: Session) -> Any:
    """Who still has to be taught, how many complaints came in before and after, and what those who came found since."""
    if session.state != "held":
        return _("This shows once the session was held.")
    before, after = queries.complaints_around(session.scope, session, days=DAYS)
    found = queries.findings_after(session.scope, session, days=DAYS)
    people = Person.objects.in_bulk(list(found))
    reported = format_html_join("、", "{} {}", ((people[pk], many) for pk, many in sorted(found.items(), key=lambda each: -each[1])[:MOST] if many and pk in people)) or "--"
    rows = (
        (_("Missed it and not taught since"), _names(queries.missed_by(session))),
        (_("Complaints in the %(days)s days before and after") % {"days": DAYS}, f"{before} → {after}"),
        (_("Cases reported in %(days)s days by those who came") % {"days": DAYS}, format_html("{} · {}", sum(found.values()), reported)),
    )
    return format_html('<dl class="facts">{}</dl>', format_html_join("", "<dt>{}</dt><dd>{}</dd>", rows))


def mastery_tab(course: Course) -> Any:
    """Of whom the course concerns: who passed every module in every way, and who is missing."""
    state = queries.mastery(course, clock.today(course.scope))
    people = Person.objects.in_bulk([*state.done, *state.missing])
    rows = (
        (_("Passed all of it"), format_html("{} · {}", f"{len(state.done)}/{len(state.done) + len(state.missing)}", _names(people[pk] for pk in state.done if pk in people))),
        (_("Still missing"), _names(people[pk] for pk in state.missing if pk in people)),
    )
    return format_html('<dl class="facts">{}</dl>', format_html_join("", "<dt>{}</dt><dd>{}</dd>", rows))
