"""The morning brief: what was missed and late in the night, what happened, who was absent."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from anju.domains.cases import queries as cases
from anju.domains.duties import queries as duties
from anju.domains.people import queries as people
from anju.kernel import clock

from ..about import About, block
from ..parts import Part, cut, line

MOST = 30


def night_of(about: About) -> tuple[datetime, datetime]:
    """From 18:00 of the day before to 8:00, or to now where it is not eight yet; a day that is over is told whole."""
    if about.length != "day" or (about.report is not None and about.report.kind != "brief"):
        return about.bounds
    start = clock.day_bounds(about.scope, about.first_on)[0]
    return start - timedelta(hours=6), min(start + timedelta(hours=8), about.at)


def _told(about: About, found: list[str], said: str) -> list[Part]:
    start, end = night_of(about)
    span = {"since": f"{clock.local(about.scope, start):%m-%d %H:%M}", "until": f"{clock.local(about.scope, end):%m-%d %H:%M}", "said": said, "count": len(found)}
    note = about.note(_("%(said)s: %(count)s, %(since)s to %(until)s") % span)
    shown, more = cut(found, MOST)
    if not shown:
        return [line(_("None"), note)]
    parts = [line(text, *([note] if number == 0 else [])) for number, text in enumerate(shown)]
    return parts + ([line(_("and %(count)s more") % {"count": more})] if more else [])


def _slots(about: About, found) -> list[str]:
    return [f"{clock.local(about.scope, one.due_at):%m-%d %H:%M} {one.duty.title}" for one in found]


@block("night_missed")
def night_missed(about: About) -> list[Part]:
    missed, _late = duties.failed_between(about.scope, *night_of(about))
    return _told(about, _slots(about, missed), _("Missed"))


@block("night_late")
def night_late(about: About) -> list[Part]:
    _missed, late = duties.failed_between(about.scope, *night_of(about))
    return _told(about, _slots(about, late), _("Late"))


@block("night_happened")
def night_happened(about: About) -> list[Part]:
    opened = cases.opened_between(about.scope, *night_of(about))
    return _told(about, [f"{one.number} {one.title}" for one in opened], _("Happened"))


@block("night_absent")
def night_absent(about: About) -> list[Part]:
    absent = people.absences_between(about.scope, *night_of(about))
    return _told(about, [f"{one.post.name} {one.person.name}" for one in absent], _("Absent"))
