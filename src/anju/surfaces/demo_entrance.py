"""The printed links of a demonstration: `/enter/<token>/` signs in as one demo account while that run lives, and never after.

The key is made anew by each run and is kept in its environment only. A link opens no account that was not made by the demonstration.
"""

from __future__ import annotations

import os
import secrets
from typing import Any
from uuid import UUID

from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from anju.domains.people import queries

from .accounts import note_sign_in

RUN = "ANJU_DEMO_RUN"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
SALT = "anju.demo.enter"
SESSION_KEY = "demo_run"


def start_run() -> None:
    """Begin a run: links of earlier runs, and sessions that they opened, stop working."""
    os.environ[RUN] = secrets.token_urlsafe(32)


def link_of(account: Any) -> str:
    """The address that signs in as a demo account in this run; raises LookupError outside of one."""
    if not account.is_demo:
        raise LookupError("only demo accounts have a printed link")
    return reverse("enter_demo", args=[signing.dumps(account.pk.hex, key=_key(), salt=SALT)])


def _key() -> str:
    key = os.environ.get(RUN)
    if not key:
        raise LookupError("no demonstration is running")
    return key


def fingerprint() -> str:
    """Names the present run in a session without giving its key away; empty when none is running."""
    key = os.environ.get(RUN)
    return salted_hmac(SALT, "session", key).hexdigest() if key else ""


def is_left_over(session: Any) -> bool:
    """Whether a session was opened by a printed link of a run that is over."""
    return SESSION_KEY in session and session[SESSION_KEY] != fingerprint()


@login_not_required
@never_cache
@require_safe
def enter(request: HttpRequest, token: str) -> HttpResponse:
    """Sign in as the demo account of the link; a link of another run, or a made-up one, does not exist."""
    account = _account(token)
    if account is None:
        raise Http404
    login(request, account, backend=BACKEND)
    request.session[SESSION_KEY] = fingerprint()
    request.session.set_expiry(0)
    note_sign_in(account, method="demo")
    return redirect("/")


def _account(token: str) -> Any | None:
    try:
        pk = UUID(hex=signing.loads(token, key=_key(), salt=SALT))
    except (LookupError, signing.BadSignature, ValueError):
        return None
    return queries.Account.everywhere.filter(pk=pk, is_demo=True, is_active=True).first()
