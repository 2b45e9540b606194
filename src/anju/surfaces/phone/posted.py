"""A phone that stays at a post: it is enrolled once by a code, then guards sign in by badge number and PIN, and are forgotten when they go."""

from __future__ import annotations

import json
import secrets
from typing import Any

from allauth.core import ratelimit
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, JsonResponse
from django.middleware.csrf import get_token
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_POST, require_safe

from anju.domains.workforce import actions
from anju.domains.workforce import queries as workforce
from anju.kernel import clock
from anju.kernel import scope as view
from anju.kernel.actors import Actor
from anju.kernel.phone.items import milliseconds
from anju.kernel.refusals import Refusal

from .. import post_phones
from .entrance import refused, said

DOOR = Actor.system("post_phone")
MOST_BODY = 2_000


@login_not_required
@never_cache
@require_safe
def here(request: HttpRequest) -> JsonResponse:
    """Whether this is a post phone and which; with the form token that the next request must show."""
    phone = post_phones.phone_here(request)
    return JsonResponse({"csrf": get_token(request), "phone": phone and {"name": phone.name, "post": phone.post.name, "scope": phone.scope.name}})


@login_not_required
@never_cache
@require_POST
def enrol(request: HttpRequest) -> JsonResponse:
    """`{code}` in; the phone keeps a key of its own from now on, and whoever was signed in on it is signed out."""
    given = _given(request, "code")
    if given is None:
        return _unreadable()
    if not ratelimit.consume(request, action="enrol_post_phone"):
        return _too_often()
    phone, key = workforce.phone_to_enrol(given["code"], clock.now()), secrets.token_urlsafe(32)
    if phone is None:
        return said(422, "workforce.code_worthless", _("This code is wrong, spent or older than 15 minutes. Have a new one made in the office."))
    with view.left(), view.entered(phone.scope):
        done = actions.enrol_post_phone(phone, code=given["code"], key=key, by=DOOR)
    if isinstance(done, Refusal):
        return refused(done)
    logout(request)
    answer = JsonResponse({"phone": {"name": phone.name, "post": phone.post.name, "scope": phone.scope.name}})
    post_phones.keep_key(answer, key, request)
    return answer


@login_not_required
@never_cache
@require_POST
@sensitive_variables("given")
def enter(request: HttpRequest) -> JsonResponse:
    """`{badge, pin}` in; the session of whoever they belong to begins. What was wrong is not said."""
    phone = post_phones.phone_here(request)
    if phone is None:
        return said(403, "workforce.no_post_phone", _("This phone stays at no post. Sign in with your account."))
    given = _given(request, "badge", "pin")
    if given is None:
        return _unreadable()
    if not ratelimit.consume(request, action="enter_post_phone"):
        return _too_often()
    with view.left(), view.entered(phone.scope):
        person = workforce.by_badge(phone.scope, given["badge"])
        tried = actions.try_pin(phone, person=person, by=DOOR)
        if isinstance(tried, Refusal):
            return refused(tried, 429)
        if not workforce.pin_fits(workforce.pin_of(phone.scope, person.pk if person else None), given["pin"]):
            return refused(workforce.wrong_pin())
        entered = actions.enter_post_phone(phone, person=person, by=DOOR)
    if isinstance(entered, Refusal):
        return refused(entered)
    post_phones.begin(request, entered, person)
    return JsonResponse({"until_ms": milliseconds(entered.until_at), "csrf": get_token(request)})


@login_not_required
@never_cache
@require_POST
def leave(request: HttpRequest) -> JsonResponse:
    """Sign out of the post phone. Nobody signed in is as good."""
    phone = post_phones.phone_here(request)
    if phone is not None and phone.holder_id is not None and request.user.is_authenticated and request.user.person_id == phone.holder_id:
        with view.left(), view.entered(phone.scope):
            actions.leave_post_phone(phone, cause="signed_out", by=DOOR)
    logout(request)
    return JsonResponse({"csrf": get_token(request)})


def told(request: HttpRequest) -> dict[str, Any] | None:
    """What the shell must know while it runs on a post phone: its name, and when it forgets who works on it."""
    if post_phones.PHONE not in request.session:
        return None
    phone = post_phones.phone_here(request)
    return phone and {"name": phone.name, "until_ms": milliseconds(phone.until_at)}


def _given(request: HttpRequest, *names: str) -> dict[str, str] | None:
    """These short texts of the body; None where it is anything else."""
    if len(request.body) > MOST_BODY:
        return None
    try:
        body = json.loads(request.body)
    except (ValueError, RecursionError):
        return None
    found = {name: body.get(name) for name in names} if isinstance(body, dict) else {}
    return found if found and all(isinstance(each, str) and "\x00" not in each for each in found.values()) else None


def _unreadable() -> JsonResponse:
    return said(400, "phone.not_json", _("The phone sent something that the server cannot read. Load the page anew."))


def _too_often() -> JsonResponse:
    return said(429, "workforce.too_often", _("Too many tries from here. Wait a minute."))
