"""Phones get JSON for every answer, also when nobody is signed in: a shell that was opened offline cannot follow a page."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from anju.kernel.refusals import Refusal


def phone_view(view: Callable[..., Any]) -> Callable[..., Any]:
    """401 where nobody is signed in, 403 where somebody holds no role anywhere."""

    @login_not_required
    @never_cache
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **given: Any) -> Any:
        if not request.user.is_authenticated:
            return said(401, "phone.not_signed_in", _("Nobody is signed in. What you enter stays on this phone until you sign in."))
        if request.scope is None:
            return said(403, "phone.no_role", _("You hold no role in any community yet. Ask the project manager."))
        return view(request, *args, **given)

    return guarded


def said(status: int, code: str, sentence: str) -> JsonResponse:
    return JsonResponse({"code": code, "sentence": sentence, "params": {}}, status=status)


def refused(no: Refusal, status: int = 422) -> JsonResponse:
    return JsonResponse(no.as_json(), status=status)
