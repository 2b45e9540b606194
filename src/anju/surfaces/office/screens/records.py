"""A record's page: its facts, its tabs, and the buttons that are permitted and possible."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_GET

from anju.kernel.screens import Screen, Tab, detail, history, listing, registry

from ..doors import office_page
from .opening import holds, record_of


@require_GET
@office_page
def page(request: HttpRequest, screen: Screen, pk: UUID, tab: str = "") -> HttpResponse:
    record, rights = record_of(request, screen, pk)
    if request.headers.get("HX-Request") == "true" and not tab:
        return render(request, "screens/_facts.html", {"page": detail.detail_page(screen, record, rights)})
    return show(request, screen, record, rights, tab)


def show(request: HttpRequest, screen: Screen, record, rights, tab: str = "", *, refusal=None, status: int = 200) -> HttpResponse:
    """The whole page with one tab open; a refusal stands by the buttons."""
    found = detail.detail_page(screen, record, rights)
    opened = next((one for one in found.tabs if one.name == tab), None)
    if opened is None:
        raise Http404
    context = {"screen": screen, "page": found, "tab": opened, "refusal": refusal, **_content(request, screen, record, rights, opened)}
    return render(request, "screens/record.html", context, status=status)


def _content(request: HttpRequest, screen: Screen, record, rights, tab: Tab) -> dict:
    if tab is detail.HISTORY:
        before = request.GET.get("before", "")
        happenings, older = history.history_page(screen, record, int(before) if before.isdigit() else None)
        return {"happenings": happenings, "older": older}
    if tab.screen:
        return {"rows": _rows_of(request, tab, record, rights)}
    return {"rendered": tab.render(record)} if tab.render else {}


def _rows_of(request: HttpRequest, tab: Tab, record, rights) -> listing.ListPage | None:
    """The rows of another screen that point to this record, unless that screen is not for this person."""
    other = registry[tab.screen]
    if not holds(rights, other.permission):
        return None
    asked = QueryDict(mutable=True)
    asked.update({key: request.GET[key] for key in ("sort", "at") if key in request.GET})
    return listing.list_page(other, asked, rights, only={tab.via: record.pk})
