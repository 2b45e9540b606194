"""The columns of a list for who looks at it: which ones, and in what order. Plain buttons, so that a keyboard is enough."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from anju.kernel.refusals import Refusal
from anju.kernel.screens import Screen, choosing

from ..doors import office_page
from .opening import must_see

KEPT = "columns"


def chosen_in(request: HttpRequest, screen: Screen) -> list[str]:
    """What this person chose for the list; [] where he left it as declared.

    The session keeps it, so that a list costs no statement for it. It is read when somebody signs in and whenever he saves.
    """
    kept = request.session.get(KEPT)
    if kept is None:
        kept = request.session[KEPT] = choosing.chosen_by(request.actor.id)
    return kept.get(screen.name, [])


@office_page
def page(request: HttpRequest, screen: Screen) -> HttpResponse:
    """A tick shows a column, a button moves it by one place; nothing is kept before it is saved."""
    must_see(request, screen)
    chosen = chosen_in(request, screen)
    if request.method != "POST":
        shown = [column.path for column in choosing.columns_of(screen, chosen)]
        return _show(request, screen, shown, shown)
    ticked = request.POST.getlist("shown")
    if (move := request.POST.get("up") or request.POST.get("down")) is not None:
        return _show(request, screen, _moved(request.POST.getlist("order"), move, -1 if "up" in request.POST else 1), ticked, moved=move)
    columns = [] if "reset" in request.POST else [path for path in request.POST.getlist("order") if path in ticked]
    if not columns and "reset" not in request.POST:
        return _show(request, screen, request.POST.getlist("order"), ticked, is_empty=True)
    if isinstance(no := choosing.choose_columns(request.scope, screen=screen.name, columns=columns, by=request.actor), Refusal):
        return _show(request, screen, columns, ticked, refusal=no)
    request.session.pop(KEPT, None)
    query = request.GET.urlencode()
    return redirect(f"{screen.address}?{query}" if query else screen.address)


def _moved(order: list[str], path: str, by: int) -> list[str]:
    place = order.index(path) + by if path in order else -1
    if not 0 <= place < len(order):
        return order
    rest = [each for each in order if each != path]
    return [*rest[:place], path, *rest[place:]]


def _show(request: HttpRequest, screen: Screen, order: list[str], ticked: list[str], *, moved: str = "", is_empty: bool = False, refusal: Refusal | None = None) -> HttpResponse:
    known = {column.path: column for column in choosing.offered(screen)}
    rows = [(known[path], path in ticked) for path in dict.fromkeys([*order, *known]) if path in known]
    context = {"screen": screen, "rows": rows, "moved": moved, "is_up": "up" in request.POST, "is_empty": is_empty, "refusal": refusal}
    return render(request, "screens/columns.html", context, status=422 if is_empty or refusal else 200)
