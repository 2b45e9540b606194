"""The matrix: permissions down, roles across, one room at a time or whatever was searched for; and which roles hold both halves."""

from __future__ import annotations

import importlib
import re
from typing import Any

from django.http import FileResponse
from django.shortcuts import render
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_POST
from openpyxl import Workbook

from anju.domains import ROOMS
from anju.domains.people import queries as people
from anju.kernel import clock, permissions
from anju.kernel.refusals import Refusal
from anju.kernel.screens import export_list, sheet

from ..doors import office_page

SEE = "people.see_rights"
ASK = "people.ask_rights"
LONGEST = 60


ROOM_HEAD = re.compile(r"(?P<english>[A-Z]\w+) (?P<chinese>[\u4e00-\u9fff/]+)")


def room_name(room: str) -> str:
    """What people call a room: its paragraph begins with both names."""
    if room not in ROOMS:
        return gettext("The system")
    head = ROOM_HEAD.match(importlib.import_module(f"anju.domains.{room}").__doc__ or "")
    if head is None:
        return room
    return head["chinese"] if (get_language() or "").startswith("zh") else head["english"]


@office_page(permission=SEE)
def show(request, no: Refusal | None = None):
    """One room's permissions, or those with the words that were typed."""
    return render(request, "rights/page.html", context_of(request, no), status=409 if no else 200)


def context_of(request, no: Refusal | None) -> dict[str, Any]:
    words = request.GET.get("q", "")[:LONGEST]
    rooms = people.rooms()
    room = request.GET.get("room", "")
    room = "" if words else room if room in rooms else "people"
    roles = people.role_labels(request.scope)
    clashing = people.conflicts(request.scope)
    return {
        "no": no,
        "rights": people.matrix(request.scope, room=room, words=words),
        "roles": roles,
        "rooms": rooms,
        "room_name": room_name,
        "room": room,
        "words": words,
        "conflicts": [(one, roles[one.post], people.right_title(one.asks), people.right_title(one.approves)) for one in clashing],
        "pairs": len(permissions.pairs),
        "may_change": permissions.may(request.actor, ASK, request.scope),
    }


@require_POST
@office_page(permission=SEE)
def export(request):
    """The whole matrix as a table, and the roles that hold both halves of a pair. It is noted who took it."""
    noted = export_list(request.scope, screen="rights", rows=len(permissions.defaults), by=request.actor)
    if isinstance(noted, Refusal):
        return render(request, "errors/forbidden.html", {"why": str(noted)}, status=403)
    roles = people.role_labels(request.scope)
    book = Workbook(write_only=True)
    table = book.create_sheet(sheet.sheet_name(gettext("Permission matrix")))
    table.freeze_panes = "C2"
    table.append([sheet.head_cell(table, label) for label in (gettext("Permission"), gettext("Code"), *roles.values())])
    for right in people.matrix(request.scope):
        cells = [_mark(right, role) for role in roles]
        table.append([sheet.quoted(table, right.title), right.name, *cells])
    apart = book.create_sheet(sheet.sheet_name(gettext("Not kept apart")))
    apart.append([sheet.head_cell(apart, label) for label in (gettext("Role"), gettext("Asks"), gettext("Approves"))])
    for one in people.conflicts(request.scope):
        apart.append([roles[one.post], people.right_title(one.asks), people.right_title(one.approves)])
    name = f"{gettext('Permission matrix')}_{clock.today(request.scope):%Y%m%d}.xlsx"
    file = sheet.saved(book)
    return FileResponse(file, as_attachment=True, filename=name)


def _mark(right, role: str) -> str:
    """What stands in a cell: held, and whether that is not the default."""
    held = role in right.held
    if role not in right.changed:
        return "●" if held else ""
    return "＋" if held else "－"
