"""A record's page: its facts, its tabs, and the buttons that are permitted and possible."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_GET, require_POST

from anju.kernel import downloads, looking
from anju.kernel.refusals import Refusal
from anju.kernel.screens import Screen, Tab, detail, history, listing, registry

from ..asked import whole_number
from ..doors import office_page
from ..sharing import answered
from .opening import holds, record_of


@require_GET
@office_page
def page(request: HttpRequest, screen: Screen, pk: UUID, tab: str = "") -> HttpResponse:
    record, rights = record_of(request, screen, pk)
    if request.headers.get("HX-Request") == "true" and not tab:
        return answered(request, "facts", lambda: render_to_string("screens/_facts.html", {"page": detail.detail_page(screen, record, rights)}, request), *sorted(rights))
    return show(request, screen, record, rights, tab)


@require_GET
@office_page
def file(request: HttpRequest, screen: Screen, pk: UUID, name: str) -> HttpResponseBase:
    """A picture or paper among the facts of a record: only through the record it belongs to."""
    record, _rights = record_of(request, screen, pk)
    if name not in {column.path for column in screen.fact_columns} or not detail.is_file(screen, name) or getattr(record, f"{name}_id") is None:
        raise Http404
    return downloads.response(getattr(record, f"{name}_id"), by=request.actor)


@require_POST
@office_page
def show_personal(request: HttpRequest, screen: Screen, pk: UUID) -> HttpResponse:
    """The same page with the personal facts readable, once, for a purpose that the ledger keeps."""
    record, rights = record_of(request, screen, pk)
    columns = detail.personal_facts(screen)
    seen = looking.look(record, columns=columns, purpose=request.POST.get("purpose", ""), page=screen.name, by=request.actor)
    if isinstance(seen, Refusal):
        return show(request, screen, record, rights, refusal=seen, status=422)
    return show(request, screen, record, rights, unmasked=columns)


def show(
    request: HttpRequest, screen: Screen, record, rights, tab: str = "", *, refusal=None, unmasked: Sequence[str] = (), status: int = 200
) -> HttpResponse:
    """The whole page with one tab open; a refusal stands by the buttons."""
    found = detail.detail_page(screen, record, rights, unmasked)
    opened = next((one for one in found.tabs if one.name == tab), None)
    if opened is None:
        raise Http404
    may_look = not unmasked and detail.personal_facts(screen) and holds(rights, looking.view_personal.spec.name)
    context = {"screen": screen, "page": found, "tab": opened, "refusal": refusal, "may_look": may_look, **_content(request, screen, record, rights, opened)}
    return render(request, "screens/record.html", context, status=status)


def _content(request: HttpRequest, screen: Screen, record, rights, tab: Tab) -> dict:
    if tab is detail.HISTORY:
        before = request.GET.get("before", "")
        happenings, older = history.history_page(screen, record, whole_number(before) or None)
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
