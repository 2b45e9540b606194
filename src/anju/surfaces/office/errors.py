"""The pages for what cannot be shown. None of them says whether a thing exists elsewhere."""

from __future__ import annotations

import logging
import secrets

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

_log = logging.getLogger(__name__)


def missing(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "errors/missing.html", status=404)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "errors/forbidden.html", {"why": str(exception)}, status=403)


def broken(request: HttpRequest) -> HttpResponse:
    """A number to tell the help desk stands on the page and in the log. Drawn without the shell, which may be what broke."""
    number = secrets.token_hex(4)
    _log.error("page %s broke; number %s", request.path, number)
    return HttpResponse(render_to_string("errors/broken.html", {"number": number}), status=500)
