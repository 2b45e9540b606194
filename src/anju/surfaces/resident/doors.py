"""Who may open a resident's page, and how what he filled in is done.

Somebody signed in with a role in the community, and as a person; what he sees is asked by his person.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from anju.kernel.actions import Spec
from anju.kernel.refusals import Refusal
from anju.kernel.screens import form

from ..doing import unusable


def resident_page(view: Callable[..., HttpResponse]) -> Callable[..., Any]:
    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if getattr(request, "scope", None) is None:
            return render(request, "no_role.html", status=403)
        if request.actor.person is None:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


def sent(request: HttpRequest, spec: Spec, subject: Any, **given: str) -> tuple[Any, Refusal | None]:
    """Do the action with what the form said (and `given` beside it); what it made, or why not. A page sends each form once."""
    filled, data = form.ActionForm(spec, subject), request.POST.copy()
    for name, value in given.items():
        data[name] = value
    files = {name: request.FILES.getlist(name) for name in request.FILES}
    made = filled.run(data, request.actor, files=files, request_id=data.get("request", "")[:64])
    if made is None and filled.refusal is None:
        return None, unusable(spec, filled.errors)
    return made, filled.refusal
