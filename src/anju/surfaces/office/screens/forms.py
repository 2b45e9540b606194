"""Forms of actions: making a record, changing it, doing something to it."""

from __future__ import annotations

import secrets
from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from anju.kernel import scope
from anju.kernel.actions import Spec
from anju.kernel.actions import registry as actions
from anju.kernel.models import Scope
from anju.kernel.refusals import Refusal
from anju.kernel.screens import Screen, detail, form

from ..doors import office_page
from . import records
from .finding import found
from .opening import must_hold, must_see, record_of


@office_page
def create(request: HttpRequest, screen: Screen) -> HttpResponse:
    """Make a record in the community that the page was opened in."""
    must_see(request, screen)
    spec = screen.spec("create")
    if spec is None or spec.subject is not Scope:
        raise Http404
    return create_by(request, screen, spec)


def create_by(request: HttpRequest, screen: Screen, spec: Spec) -> HttpResponse:
    """The form of any action that makes a record of the screen."""
    must_hold(request, spec)
    filled = form.ActionForm(spec, request.scope)
    if request.method == "POST":
        if request.POST.get("where") != str(request.scope.id):
            filled.refusal = _elsewhere(request.scope)
        elif (made := _run(request, filled)) is not None:
            return _done(request, screen, spec, made)
    return _page(request, screen, filled, back=None)


@office_page
def act(request: HttpRequest, screen: Screen, pk: UUID, verb: str) -> HttpResponse:
    """Do one of the screen's actions to a record. One without inputs needs no page of its own."""
    record, rights = record_of(request, screen, pk)
    spec = next((one for one in detail.buttons_of(screen, record, rights) if one.verb == verb), None)
    if spec is None:
        return _not_now(request, screen, record, rights, verb)
    filled = form.ActionForm(spec, record, is_edit=spec is screen.spec("edit"))
    if request.method == "POST":
        if (outcome := _run(request, filled)) is not None:
            return _done(request, screen, spec, outcome, record)
        if not spec.inputs and not spec.needs_confirmation:
            return records.show(request, screen, record, rights, refusal=filled.refusal, status=422)
    return _page(request, screen, filled, back=record)


def _not_now(request: HttpRequest, screen: Screen, record, rights, verb: str) -> HttpResponse:
    """The button was pressed on a page older than the record's state, or it never was this person's to press."""
    spec = next((one for one in screen.actions if one.verb == verb), None)
    if spec is None or spec.subject is Scope:
        raise Http404
    if rights is not None and spec.name not in rights:
        must_hold(request, spec)
    refusal = Refusal("kernel.not_now", _("“%(action)s” was not done: the record is in another state by now. Look at it again."), action=spec.title)
    return records.show(request, screen, record, rights, refusal=refusal, status=422)


def _run(request: HttpRequest, filled: form.ActionForm):
    given = request.POST.copy()
    files = {name: request.FILES.getlist(name) for name in request.FILES}
    return filled.run(given, request.actor, files=files, request_id=given.get("request", "")[:64], seen=given.get("seen", ""))


def _elsewhere(where: Scope) -> Refusal:
    sentence = _("Not saved: this page was opened in another community than %(community)s, where you are now. What you typed is kept; check it and save again.")
    return Refusal("kernel.community_changed", sentence, community=where.name)


def _page(request: HttpRequest, screen: Screen, filled: form.ActionForm, *, back) -> HttpResponse:
    given = request.POST if request.method == "POST" else request.GET or None
    context = {
        "screen": screen,
        "form": filled,
        "fields": filled.fields(given),
        "record": back,
        "before": screen.before.get(filled.spec.verb, _nothing)(back) if back else "",
        "record_title": detail.title_of(back) if back else "",
        "request_id": request.POST.get("request") or secrets.token_hex(16),
        "seen": filled.seen if filled.is_edit else "",
    }
    return render(request, "screens/form.html", context, status=422 if filled.errors or filled.refusal else 200)


def _nothing(_record) -> str:
    return ""


def _done(request: HttpRequest, screen: Screen, spec: Spec, outcome, record=None) -> HttpResponse:
    """To the record that came of it, where this screen can show it; what was taken away is shown no more."""
    if hasattr(outcome, "shown_once"):
        return render(request, "screens/once.html", {"screen": screen, "title": spec.title, "text": outcome.shown_once})
    messages.success(request, _("Done: %(action)s") % {"action": spec.title})
    shown = outcome if isinstance(outcome, screen.model) else record
    if shown is None or not scope.sees(shown.scope_id) or not screen.model._base_manager.filter(pk=shown.pk).exists():
        return redirect("office:list", screen.name)
    return redirect("office:record", screen.name, shown.pk)


@require_GET
@office_page
def choices(request: HttpRequest, action: str, name: str) -> HttpResponse:
    """Records that an input of an action may take, found by what was typed."""
    spec = actions.get(action)
    item = next((one for one in spec.inputs if one.name == name and one.kind == "record"), None) if spec else None
    if item is None:
        raise Http404
    must_hold(request, spec)
    return found(request, name, partial(form.matching, item), is_list=item.is_list, chosen=request.GET.getlist(name))
