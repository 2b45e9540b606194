"""Items and photos on their way in."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from anju.kernel import clock, permissions
from anju.kernel import scope as view
from anju.kernel.models import Scope
from anju.kernel.phone import running, uploads
from anju.kernel.phone.items import EARLIEST_MS, LATEST_MS, MOST_ITEMS, Item, Unreadable, milliseconds, read_item, whole
from anju.kernel.phone.timing import Sync
from anju.kernel.refusals import Refusal

from .entrance import phone_view, refused, said

MOST_BODY = 1024 * 1024


@require_POST
@phone_view
def items(request: HttpRequest) -> JsonResponse:
    """`{phone, clock: {wall_ms, mono_ms, boot}, items: […]}` in; the answer to each item out, in the same order."""
    try:
        body = _body(request)
        phone, sync = UUID(body["phone"]), _sync(body["clock"])
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return said(400, "phone.not_json", _("The phone sent something that the server cannot read. Load the page anew."))
    if len(body["items"]) > MOST_ITEMS:
        return said(413, "phone.too_many", _("Too many entries at once. The phone sends them in parts."))
    answers, good = _read(body["items"])
    outcomes = {one.id: one for one in running.run(good, by=request.actor, phone=phone, sync=sync)}
    told = [outcomes[one.id].as_json() if isinstance(one, Item) else one for one in answers]
    return JsonResponse({"server_ms": sync.server_ms, "skew_ms": sync.skew_ms, "items": told})


def _body(request: HttpRequest) -> dict[str, Any]:
    if int(request.headers.get("Content-Length") or 0) > MOST_BODY:
        raise ValueError
    body = json.loads(request.body)
    if not isinstance(body, dict) or not isinstance(body.get("items"), list):
        raise ValueError
    return body


def _sync(raw: Any) -> Sync:
    if not isinstance(raw, dict):
        raise ValueError
    boot = raw.get("boot")
    if not isinstance(boot, str):
        raise ValueError
    return Sync(milliseconds(clock.now()), whole(raw, "wall_ms", EARLIEST_MS, LATEST_MS), whole(raw, "mono_ms", 0, 2**53), boot[:40])


def _read(raw: list[Any]) -> tuple[list[Item | dict[str, Any]], list[Item]]:
    """Each entry as an item, or as the answer to what is none; and the items alone."""
    answers: list[Item | dict[str, Any]] = []
    for one in raw:
        try:
            answers.append(read_item(one))
        except (Unreadable, ValueError, RecursionError):
            id = str(one.get("id", ""))[:40] if isinstance(one, dict) else ""
            answers.append({"id": id, "state": "refused", "code": "phone.unreadable", "sentence": _("Not entered: the server cannot read it. Enter it anew."), "files": []})
    return answers, [one for one in answers if isinstance(one, Item)]


@require_http_methods(["GET", "PUT"])
@phone_view
def photo(request: HttpRequest, sha256: str) -> JsonResponse:
    """GET tells how far a photo has come; PUT `?scope=&size=&offset=` brings its next piece. What came before a cut stays."""
    try:
        where = Scope.objects.filter(pk=UUID(request.GET["scope"])).first()
        size, offset = int(request.GET["size"]), int(request.GET.get("offset", "0"))
    except (KeyError, ValueError):
        return said(400, "phone.not_json", _("The phone sent something that the server cannot read. Load the page anew."))
    if where is None or not permissions.posts_of(request.actor, where) or not uploads.HASH.fullmatch(sha256):
        return refused(running.NOT_HERE, 404)
    with view.entered(where):
        if request.method == "GET":
            return _arrived(uploads.standing(where, request.actor, sha256))
        data = _piece(request)
        done = uploads.take(where, request.actor, sha256, size=size, offset=offset, data=data)
    return refused(done) if isinstance(done, Refusal) else _arrived(done)


def _arrived(arrival: uploads.Arrival) -> JsonResponse:
    return JsonResponse({"received": arrival.received, "file": str(arrival.file.pk) if arrival.file else None})


def _piece(request: HttpRequest) -> bytes:
    """All that came of the body, whether or not it came to its end."""
    parts, length = [], 0
    while length <= uploads.PIECE_BYTES:
        try:
            part = request.read(64 * 1024)
        except OSError:
            break
        if not part:
            break
        parts.append(part)
        length += len(part)
    return b"".join(parts)
