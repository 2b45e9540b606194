"""A screen's list: the whole page, the same table alone when htmx asks, its total, and the bar of empty filters."""

from __future__ import annotations

from functools import partial

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from anju.kernel.screens import Screen, bars, filters, listing

from ..doors import office_page
from ..sharing import answered
from .columns import chosen_in
from .finding import found
from .opening import holds, must_see

BAR_SECONDS = 60


@require_GET
@office_page
def page(request: HttpRequest, screen: Screen) -> HttpResponse:
    must_see(request, screen)
    chosen = chosen_in(request, screen)

    def context() -> dict:
        found = listing.list_page(screen, request.GET, request.rights, chosen=chosen)
        return {"screen": screen, "page": found, "model": screen.model._meta.label_lower}

    if request.headers.get("HX-Request") == "true":
        return answered(request, "table", lambda: render_to_string("screens/_table.html", context(), request), *chosen)
    whole = context()
    return render(request, "screens/list.html", {**whole, **_around(request, screen, whole["page"])})


def _around(request: HttpRequest, screen: Screen, found: listing.ListPage) -> dict:
    create, importing = screen.spec("create"), screen.spec("importing")
    return {
        "bar": _bar(request, screen, found),
        "create": create if create and holds(request.rights, create.name) else None,
        "may_import": importing is not None and holds(request.rights, importing.name) and holds(request.rights, "kernel.import_table"),
        "may_export": screen.exporting and holds(request.rights, "kernel.export_list"),
    }


def _bar(request: HttpRequest, screen: Screen, found: listing.ListPage) -> str:
    """The bar without a choice is the same for everybody who sees these communities, so it is drawn once a minute."""

    def draw() -> str:
        return render_to_string("screens/_bar.html", {"screen": screen, "filters": bars.bar(screen, request.GET), "params": request.GET})

    if found.has_filters:
        return draw()
    return cache.get_or_set(f"bar.{screen.name}.{get_language()}.{request.scope.id}.{found.sort}.{found.size}", draw, BAR_SECONDS)


@require_GET
@office_page
def total(request: HttpRequest, screen: Screen) -> HttpResponse:
    must_see(request, screen)
    return render(request, "screens/_total.html", {"count": listing.total(screen, request.GET), "most": listing.MOST_COUNTED})


@require_GET
@office_page
def filter_choices(request: HttpRequest, screen: Screen, name: str) -> HttpResponse:
    """Records that a filter may choose, found by what was typed."""
    must_see(request, screen)
    if name not in filters.filterset_of(screen).base_filters:
        raise Http404
    return found(request, name, partial(bars.matching, screen, name))
