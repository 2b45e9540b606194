"""The way out for files: an HTTP answer that asks first, and that no browser can be made to run."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header

from . import files, vault
from .actors import Actor
from .models import Blob

_SHOWN_IN_PLACE = ("image/jpeg", "image/png", "image/gif", "image/webp", "application/pdf")


def response(blob_id: UUID, *, by: Actor, original: bool = False, download: bool = False) -> HttpResponseBase:
    """A file of the scopes in view. Pictures go out as screen copies unless `original`, which hands out the bytes as they came.

    What is missing, out of view or not permitted is all the same 404: nobody learns what exists.
    """
    blob = Blob.objects.filter(pk=blob_id).select_related("scope").first()
    if blob is None or not files.may_view(blob, by):
        raise Http404
    try:
        answer = _copy(blob) if blob.mime in files.PICTURES and not original else _whole(blob)
    except (FileNotFoundError, vault.Damaged):
        raise Http404 from None
    in_place = blob.mime in _SHOWN_IN_PLACE and not download
    answer["Content-Disposition"] = content_disposition_header(not in_place, blob.name or blob.sha256[:16])
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["Cache-Control"] = "private, max-age=300"
    return answer


def _copy(blob: Blob) -> HttpResponse:
    data, mime = files.screen_copy(blob)
    return HttpResponse(data, content_type=mime)


def _whole(blob: Blob) -> StreamingHttpResponse:
    pieces = files.read(blob)
    first = next(pieces)  # so that a missing or damaged file is known before the answer begins

    def all_of_it():
        yield first
        yield from pieces

    answer = StreamingHttpResponse(all_of_it(), content_type=blob.mime)
    answer["Content-Length"] = str(blob.size)
    return answer
