"""The answer to the search field: pages by their name, then the newest records of each list that hold every word."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_GET

from anju.kernel.screens import Screen, listing, registry

from ..doors import office_page
from ..menu import Link, menu_for
from ..screens.opening import holds

LONGEST = 100
SHOWN = 5
CELLS = 4


@dataclass(frozen=True)
class Found:
    """What one list holds: its first rows, each cut to its first cells, and where all of them stand (empty when these are all)."""

    screen: Screen
    rows: list[listing.Row]
    all_at: str


@require_GET
@office_page
def page(request: HttpRequest) -> HttpResponse:
    words = request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST]
    rights = getattr(request, "rights", frozenset())
    pages, found = (_pages(words, rights), _records(words, rights)) if words else ([], [])
    return render(request, "search/page.html", {"searched": words, "pages": pages, "found": found})


def _pages(words: str, rights: frozenset[str] | None) -> list[Link]:
    return [link for group in menu_for(rights) for link in (*group.links, *group.more) if words.casefold() in link.title.casefold()]


def _records(words: str, rights: frozenset[str] | None) -> list[Found]:
    screens = sorted((one for one in registry.values() if one.menu and one.search and holds(rights, one.permission)), key=lambda one: str(one.title))
    answers = (_of(screen, words, rights) for screen in screens)
    return [one for one in answers if one.rows]


def _of(screen: Screen, words: str, rights: frozenset[str] | None) -> Found:
    asked = QueryDict(mutable=True)
    asked["q"] = words
    found = listing.list_page(screen, asked, rights)
    has_more = bool(found.next) or len(found.rows) > SHOWN
    rows = [listing.Row(row.pk, row.cells[:CELLS]) for row in found.rows[:SHOWN]]
    return Found(screen, rows, f"{screen.address}?{urlencode({'q': words})}" if has_more else "")
