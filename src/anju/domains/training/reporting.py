"""The report on a session for a body that wants to know: what was taught, when, and who was there, as a table."""

from __future__ import annotations

import io

from django.utils.translation import gettext as say
from django.utils.translation import pgettext
from openpyxl import Workbook

from anju.domains.people.queries import role_labels, roles_of
from anju.kernel import clock

from .models import Attendance, Session


def report_of(session: Session) -> bytes:
    """An .xlsx of one sheet: facts of the session, then a row for everybody who was expected."""
    book = Workbook()
    sheet = book.active
    sheet.title = say("Training report")
    hours = f"{(session.ends_at - session.starts_at).total_seconds() / 3600:g}"
    for label, value in (
        (say("Title"), session.title), (say("Course"), str(session.course or "")), (say("Topic"), session.topic),
        (say("Start"), f"{clock.local(session.scope, session.starts_at):%Y-%m-%d %H:%M}"), (pgettext("session", "Hours"), hours), (say("Trainer"), session.lecturer or str(session.trainer or "")),
        (say("Expected"), session.expected), (pgettext("those present", "Came"), session.present), (say("Report of the session"), session.report),
    ):  # fmt: skip
        sheet.append([label, _plain(value)])
    sheet.append([])
    sheet.append([pgettext("person", "Name"), say("Role"), say("State"), say("Minutes")])
    rows = list(Attendance.objects.filter(session=session).select_related("person").order_by("person__name", "pk"))
    roles, labels = roles_of(session.scope, [row.person_id for row in rows]), role_labels(session.scope)
    for row in rows:
        held = "、".join(str(labels.get(role, role)) for role in sorted(roles.get(row.person_id, ())))
        sheet.append([_plain(row.person.name), held, str(row.get_state_display()), row.minutes])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _plain(value: object) -> object:
    """Text that a spreadsheet would take for a formula stays text."""
    return f"'{value}" if isinstance(value, str) and value[:1] in ("=", "+", "-", "@") else value
