"""P46, trying a post: its menu and pages as somebody who holds it would see them. Nothing can be written until it is ended or the session is over.

The session keeps the post alone; every request asks anew what it may see, and whether the one who tries it still may.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse

from anju.domains.people import actions
from anju.domains.people import queries as people
from anju.kernel import permissions, viewers
from anju.kernel.actions import only_trying
from anju.kernel.actors import Actor
from anju.kernel.models import Scope

KEPT = "trying"
READING = ("GET", "HEAD", "OPTIONS")
PHONES = ("/guard/", "/resident/", "/phone/")
_BODY = re.compile(rb"<body\b[^>]*>")


@dataclass(frozen=True)
class Trial:
    """Who looks around, and as what."""

    post: str
    label: str
    actor: Actor


def keep(request: HttpRequest, post: str) -> None:
    request.session[KEPT] = {"post": post, "scope": str(request.scope.id)}


def forget(request: HttpRequest) -> str:
    """End it in this session; the post that was tried, or nothing."""
    return request.session.pop(KEPT, {}).get("post", "")


def trial_of(request: HttpRequest) -> Trial | None:
    """The trial of this session. It ends by itself where its community is left or the right to try is lost."""
    kept = request.session[KEPT]
    may = permissions.may(request.actor, actions.begin_trial.spec.name, request.scope)
    if kept["scope"] != str(request.scope.id) or not may:
        forget(request)
        return None
    label = people.role_labels(request.scope).get(kept["post"], kept["post"])
    return Trial(kept["post"], str(label), people.as_post(request.scope, kept["post"], request.actor))


def listens(session: Any, actor: Actor, scopes: list[Scope]) -> tuple[Actor, list[Scope]]:
    """What a session that tries a post hears of the changes of open pages: what the post hears, in its community; nothing once the trial is over."""
    kept = session.get(KEPT)
    if kept is None:
        return actor, scopes
    here = [scope for scope in scopes if str(scope.id) == kept["scope"] and permissions.may(actor, actions.begin_trial.spec.name, scope)]
    return (people.as_post(here[0], kept["post"], actor) if here else actor), here


if listens not in viewers.lenses:
    viewers.lenses.append(listens)


def enter(request: HttpRequest) -> HttpResponse | None:
    """Let the request go on as the post that is tried; the refusal where it would change something or belongs to the phones."""
    if KEPT not in request.session or (request.path == reverse("end_trial") and request.method == "POST"):
        return None
    trial = trial_of(request)
    if trial is None:
        return None
    request.trial, request.actor, request.communities = trial, trial.actor, [request.scope]
    request.rights = permissions.rights_of(trial.actor, request.scope)
    if request.method not in READING or request.path.startswith(PHONES):
        return _refused(request)
    return None


def _refused(request: HttpRequest) -> HttpResponse:
    no = only_trying()
    if request.path.startswith(("/api/", "/phone/")):
        return JsonResponse(no.as_json(), status=403)
    if request.headers.get("HX-Request"):
        page = render(request, "rights/_only_trying.html", {"no": no}, status=409)
        page["HX-Retarget"], page["HX-Reswap"] = "#main", "afterbegin"
        return page
    return render(request, "rights/only_trying.html", {"no": no}, status=403)


def banded(request: HttpRequest, answer: HttpResponseBase) -> HttpResponseBase:
    """The answer with the band on it, where it is a whole page."""
    trial = getattr(request, "trial", None)
    if trial is None or answer.streaming or not answer.headers.get("Content-Type", "").startswith("text/html"):
        return answer
    if body := _BODY.search(answer.content):
        band = render_to_string("rights/band.html", {"trial": trial}, request=request).encode()
        answer.content = answer.content[: body.end()] + band + answer.content[body.end() :]
    return answer
