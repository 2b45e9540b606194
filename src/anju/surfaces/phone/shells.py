"""The installable pages of guards and residents: the same for everybody, so that they may lie on a phone that several people use."""

from __future__ import annotations

import functools
import hashlib
import io
import json
from pathlib import Path

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_safe
from PIL import Image, ImageDraw

from anju.domains.patrol import queries as patrol

from .words import chips, words

BUILT = Path(__file__).resolve().parent.parent / "static" / "built"
FILES = ("phone.js", "qr.js", "theme.js", "anju.css", "icons.svg")
INK, PAPER = (11, 92, 173), (255, 255, 255)
SIZES = (180, 192, 512)


def _context(surface: str) -> dict:
    return {"surface": surface, "words": words(), "chips": chips(surface), "title": _title(surface), "challenge": _challenge() if surface == "guard" else {}}


def _challenge() -> dict[str, dict[str, list[tuple[str, str]]]]:
    """What is asked of whom: the types and outcomes of a dissuasion and of a suspicion."""
    told = {"dissuasion": (patrol.UNCIVIL, patrol.DISSUADED), "suspicion": (patrol.SUBJECTS, patrol.INQUIRED)}
    return {kind: {"types": [(code, str(label)) for code, label in types.items()], "outcomes": [(code, str(patrol.OUTCOMES[code])) for code in outcomes]} for kind, (types, outcomes) in told.items()}


def _title(surface: str) -> str:
    return _("Anju guard") if surface == "guard" else _("Anju resident")


@login_not_required
@require_safe
def shell(request: HttpRequest, surface: str) -> HttpResponse:
    """The page itself; it asks for the day's data by script, and for a sign-in where there is none."""
    answer = render(request, "phone/shell.html", _context(surface))
    if surface == "guard":
        answer["Permissions-Policy"] = "camera=(self), geolocation=(self), microphone=(self)"
    return answer


@login_not_required
@never_cache
@require_safe
def worker(request: HttpRequest, surface: str) -> HttpResponse:
    """The service worker, with the list of what it keeps. A changed file, sentence or language changes the list."""
    page = f"/{surface}/"
    drawn = render_to_string("phone/shell.html", {**_context(surface), "request": request}, request=request)
    files = [{"url": page, "revision": hashlib.sha256(drawn.encode()).hexdigest()[:16]}]
    files += [{"url": static(f"built/{name}"), "revision": _revision(name)} for name in FILES]
    files += [{"url": f"{page}icon-{size}.png", "revision": "1"} for size in SIZES]
    head = f"self.ANJU_SHELL = {json.dumps({'page': page, 'files': files})};\n"
    return HttpResponse(head + (BUILT / "worker.js").read_text(encoding="utf-8"), content_type="text/javascript; charset=utf-8")


def _revision(name: str) -> str:
    return hashlib.sha256((BUILT / name).read_bytes()).hexdigest()[:16]


@login_not_required
@require_safe
def manifest(request: HttpRequest, surface: str) -> JsonResponse:
    """What the phone needs to put the page among its apps."""
    page = f"/{surface}/"
    icons = [{"src": f"{page}icon-{size}.png", "sizes": f"{size}x{size}", "type": "image/png", "purpose": "any maskable"} for size in SIZES]
    told = {"id": page, "name": _title(surface), "short_name": _title(surface), "lang": request.LANGUAGE_CODE, "start_url": page, "scope": page, "display": "standalone",
            "background_color": "#0b5cad", "theme_color": "#0b5cad", "icons": icons}  # fmt: skip
    return JsonResponse(told, content_type="application/manifest+json")


@login_not_required
@require_safe
@cache_control(public=True, max_age=86400)
def icon(request: HttpRequest, surface: str, size: int) -> HttpResponse:
    if size not in SIZES:
        raise Http404
    return HttpResponse(_icon(surface, size), content_type="image/png")


@functools.cache
def _icon(surface: str, size: int) -> bytes:
    """A shield for guards, a house for residents; drawn well inside, so that a round mask cuts nothing off."""
    big = 4 * size
    image = Image.new("RGB", (big, big), INK)
    pen = ImageDraw.Draw(image)
    pen.polygon([(int(x * big), int(y * big)) for x, y in (_SHIELD if surface == "guard" else _HOUSE)], fill=PAPER)
    if surface == "guard":
        pen.line([(int(x * big), int(y * big)) for x, y in ((0.39, 0.50), (0.47, 0.58), (0.62, 0.42))], fill=INK, width=big // 20, joint="curve")
    else:
        pen.rectangle([int(0.45 * big), int(0.55 * big), int(0.55 * big), int(0.72 * big)], fill=INK)
    out = io.BytesIO()
    image.resize((size, size), Image.Resampling.LANCZOS).save(out, "PNG", optimize=True)
    return out.getvalue()


_SHIELD = ((0.50, 0.22), (0.71, 0.30), (0.71, 0.50), (0.66, 0.63), (0.50, 0.77), (0.34, 0.63), (0.29, 0.50), (0.29, 0.30))
_HOUSE = ((0.50, 0.24), (0.76, 0.48), (0.69, 0.48), (0.69, 0.72), (0.31, 0.72), (0.31, 0.48), (0.24, 0.48))
