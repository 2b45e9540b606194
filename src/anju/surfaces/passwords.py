"""Choosing one's password by a one-time link, and handing such a link to somebody."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from anju.domains.people import actions, queries
from anju.kernel import scope
from anju.kernel.actors import Actor
from anju.kernel.refusals import Refusal

from .office.doors import office_page


@login_not_required
@never_cache
@sensitive_post_parameters("password", "again")
@require_http_methods(["GET", "POST"])
def choose(request: HttpRequest, link: str) -> HttpResponse:
    """The page behind the link: choose a password, twice the same. A spent or old link says so."""
    account = queries.account_by_link(link)
    if account is None:
        return _private(render(request, "doors/link_spent.html", status=410))
    problem = _choose(request, account, link) if request.method == "POST" else ""
    if request.method == "POST" and not problem:
        messages.success(request, _("The password is chosen. Sign in with it."))
        return redirect("account_login")
    return _private(render(request, "doors/choose_password.html", {"account": account, "problem": problem}, status=422 if problem else 200))


def _choose(request: HttpRequest, account, link: str) -> str:
    """Choose the password; returns what is wrong, or nothing."""
    password = request.POST.get("password", "")
    if password != request.POST.get("again", ""):
        return _("The two entries differ. Type the same password twice.")
    with scope.left():
        done = actions.choose_password(account.scope, link=link, password=password, by=Actor.system("password_link"))
    return str(done) if isinstance(done, Refusal) else ""


def _private(response: HttpResponse) -> HttpResponse:
    """The address is a secret: it leaves with no click."""
    response["Referrer-Policy"] = "no-referrer"
    return response


@never_cache
@require_POST
@office_page
def issue(request: HttpRequest, account_id: UUID) -> HttpResponse:
    """Make a new link for an account of the community in view and show it once."""
    account = get_object_or_404(queries.Account.objects, pk=account_id)
    done = actions.issue_link(account, by=request.actor)
    if isinstance(done, Refusal):
        return render(request, "doors/link_issued.html", {"account": account, "refusal": done, "link": ""}, status=403)
    link = request.build_absolute_uri(reverse("choose_password", args=[queries.link_of(done)]))
    return render(request, "doors/link_issued.html", {"account": done, "refusal": None, "link": link})
