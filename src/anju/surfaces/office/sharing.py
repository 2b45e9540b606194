"""Parts of pages that say the same to everybody with the same rights: drawn once for all of them at each position of the ledger.

Five hundred open pages fetch such a part within a second of a change. What is drawn here may depend on the address, the communities in view,
the rights, the language and the minute, and on nothing else of the request; the token of a form is put in for each person afterwards.
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.middleware.csrf import get_token
from django.utils import timezone
from django.utils.translation import get_language

from anju.kernel import clock, fragments, scope

STAND_IN = "the-token-of-whoever-looks"


def etag_of(request: HttpRequest, *also: str) -> str:
    """What this part depends on, as an ETag; `also` is what this part alone depends on besides."""
    minute = clock.now().replace(second=0, microsecond=0).isoformat()
    zone = timezone.get_current_timezone_name()
    return fragments.etag_for(scope.current(), request.get_full_path(), get_language(), zone, minute, *sorted(request.rights), *also)


def drawn(request: HttpRequest, name: str, draw: Callable[[], str], *also: str) -> str:
    """The part as it stands now, drawn by the first who asks."""
    return _drawn(request, name, etag_of(request, *also), draw)


def answered(request: HttpRequest, name: str, draw: Callable[[], str], *also: str) -> HttpResponse:
    """The part as an answer of its own, or that the browser has it already. Its address is that of the whole page, which it must not stand in for."""
    etag = etag_of(request, *also)
    if request.headers.get("If-None-Match") == etag:
        answer: HttpResponse = HttpResponseNotModified()
    else:
        answer = HttpResponse(_drawn(request, name, etag, draw))
    answer["ETag"], answer["Cache-Control"], answer["Vary"] = etag, "private, no-cache", "HX-Request, Cookie"
    return answer


def _drawn(request: HttpRequest, name: str, etag: str, draw: Callable[[], str]) -> str:
    request.csrf_stand_in = STAND_IN
    try:
        text = fragments.rendered(name, etag, draw)
    finally:
        del request.csrf_stand_in
    return text.replace(STAND_IN, get_token(request)) if STAND_IN in text else text
