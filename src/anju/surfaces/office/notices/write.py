"""Write a notice: a text to begin with, whom it is for, and what sending would do, counted before anything leaves."""

from __future__ import annotations

import secrets
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from anju.domains.notices import queries as notices
from anju.domains.notices.actions import send_notice
from anju.domains.people.queries import role_labels
from anju.domains.places.queries import by_kind, find
from anju.kernel import clock
from anju.kernel.actions import requested
from anju.kernel.refusals import Refusal

from ...doing import done
from ..doors import office_page

WRITE = send_notice.spec.name
MOST_DOORS = 50
LEVEL_WORDS = dict(notices.codes.LEVELS)
WAYS = dict(notices.codes.WAYS)


@office_page(permission=WRITE)
def page(request: HttpRequest) -> HttpResponse:
    """The empty form, or one that begins with a text of the 25."""
    if request.method != "POST":
        return _page(request, _beginning(request.GET.get("template", "")))
    given = _read(request.POST)
    outcome = _sent(request, given)
    if isinstance(outcome, Refusal):
        return _page(request, given, refusal=outcome, status=422)
    messages.success(request, _("%(number)s was sent to %(count)s people.") % {"number": outcome.number, "count": outcome.counted})
    return redirect("notice_receipts", outcome.pk)


@office_page(permission=WRITE)
def preview(request: HttpRequest) -> HttpResponse:
    """What sending would do, as the form stands now."""
    return render(request, "notices/_preview.html", _preview(request, _read(request.POST)))


def _beginning(code: str) -> dict[str, Any]:
    """The form's first content: a template's, or nothing."""
    chosen = notices.TEMPLATES.get(code)
    empty = {"template": "", "level": 3, "title": "", "text": "", "radio": "", "groups": [], "roles": [], "places": [], "doors": "", "answers": []}
    if chosen is None:
        return empty
    told = {"title": notices.with_blanks(chosen.title), "text": notices.with_blanks(chosen.text), "level": chosen.level, "answers": list(chosen.answers)}
    return {**empty, **told, "template": code, "groups": list(chosen.groups), "roles": list(chosen.roles)}


def _read(posted: QueryDict) -> dict[str, Any]:
    level = posted.get("level", "")
    lists = {name: posted.getlist(name)[:100] for name in ("groups", "roles", "places", "answers")}
    texts = {name: posted.get(name, "") for name in ("template", "title", "text", "radio", "doors")}
    return {**texts, **lists, "level": int(level) if level in ("1", "2", "3", "4") else 0}


def _audience(request: HttpRequest, given: dict[str, Any]) -> dict[str, list[str]] | Refusal:
    """Buildings that were ticked, and dwellings that were written (3-2-1502) one after another."""
    doors = [each for each in given["doors"].replace("，", " ").replace(",", " ").replace("、", " ").split() if each]
    found = [(each, find(request.scope, each, kinds=("dwelling",))) for each in doors[:MOST_DOORS]]
    if unknown := [each for each, place in found if place is None]:
        return Refusal("notices.unknown_door", _("Not sent: there is no dwelling “%(name)s”. Write it as 3-2-1502."), name=unknown[0][:20])
    if len(doors) > MOST_DOORS:
        return Refusal("notices.too_many_doors", _("Not sent: at most %(limit)s dwellings at once. Choose the building instead."), limit=MOST_DOORS)
    return {"groups": given["groups"], "roles": given["roles"], "places": [*given["places"], *(str(place.pk) for _each, place in found)]}


def _sent(request: HttpRequest, given: dict[str, Any]) -> Any:
    if any(mark in f"{given['title']}{given['text']}" for mark in "{}【】"):
        return Refusal("notices.unfilled", _("Not sent: fill in what stands in braces first."))
    audience = _audience(request, given)
    if isinstance(audience, Refusal):
        return audience
    told = {name: given[name] for name in ("title", "text", "radio", "template", "answers")}
    with requested(f"write-{request.actor.id.hex}-{request.POST.get('request', '')[:24]}"):
        return done(send_notice.spec, request.scope, request, {**told, "file": request.FILES.get("file"), "level": str(given["level"]), "audience": audience})


def _preview(request: HttpRequest, given: dict[str, Any]) -> dict[str, Any]:
    audience = _audience(request, given)
    if isinstance(audience, Refusal):
        return {"seen": None, "why": audience}
    facts = {name: given[name] for name in ("level", "title", "text", "radio")}
    seen = notices.preview(request.scope, audience=audience, at=clock.now(), **facts)
    if isinstance(seen, Refusal):
        return {"seen": None, "why": seen}
    ladder = [(WAYS[way], seen.by_way[way]) for way in seen.ladder]
    return {"seen": seen, "why": seen.refusal, "ladder": ladder}


def _page(request: HttpRequest, given: dict[str, Any], *, refusal: Refusal | None = None, status: int = 200) -> HttpResponse:
    labels = role_labels(request.scope)
    context = {
        "given": given,
        "refusal": refusal,
        "templates": [(code, notices.with_blanks(each.title), LEVEL_WORDS[each.level]) for code, each in notices.TEMPLATES.items()],
        "levels": notices.codes.LEVELS,
        "groups": notices.codes.GROUPS,
        "roles": [(code, label) for code, label in labels.items() if code not in notices.codes.HOMES and code not in ("owner", "resident")],
        "buildings": [(str(one.pk), str(one)) for one in by_kind(request.scope, "building")],
        "answers": notices.codes.ANSWERS,
        "request_id": request.POST.get("request") or secrets.token_hex(12),
        **_preview(request, given),
    }
    return render(request, "notices/write.html", context, status=status)
