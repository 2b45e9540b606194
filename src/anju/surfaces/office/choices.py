"""The two choices that every page offers: the language, and the community one is looking at."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from anju.surfaces import scope_middleware

from .doors import office_page


@login_not_required
@require_POST
def set_language(request):
    chosen = request.POST.get("language")
    answer = redirect(_back(request))
    if chosen in dict(settings.LANGUAGES):
        answer.set_cookie(settings.LANGUAGE_COOKIE_NAME, chosen, max_age=365 * 86400, samesite="Lax", httponly=True)
    return answer


@require_POST
@office_page
def set_community(request):
    """Look at another community; one that the account holds no role in does not exist."""
    try:
        chosen = scope_middleware.choose(request, UUID(request.POST.get("scope", "")))
    except ValueError:
        chosen = None
    if chosen is None:
        raise Http404
    return redirect("/")


@office_page
def communities(request):
    """The switcher's list, fetched when it is opened."""
    return render(request, "communities.html", {"scopes": request.communities})


def _back(request) -> str:
    target = request.POST.get("next", "/")
    return target if url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure()) else "/"
