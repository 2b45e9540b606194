"""Sign-ins on a phone that stays at a post and is used by many: short, for the guard's pages alone, and gone when the next one comes.

The phone itself shows a key in a cookie that no script reads. A session made there holds as long as the sign-in it belongs to; on such
a phone no other session holds at all, so that nothing of anybody stays behind.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse

from anju.domains.people import queries as people
from anju.domains.workforce import queries as workforce
from anju.kernel import clock, viewers

from .accounts import note_sign_in

COOKIE = "anju_post_phone"
YEAR_S = 366 * 86_400
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
PHONE, VISIT = "post_phone", "post_phone_visit"
OPEN = ("/guard/", "/phone/", "/static/", "/my-training/", "/my-notices/", "/language/", "/accounts/logout/")
"""What a PIN opens. Everything else asks for the account's own password on another device."""


def is_over(session: Any, account: Any, cookies: dict[str, str]) -> bool:
    """Whether a session must end: its sign-in on a post phone is over, or it is somebody's own session on a post phone."""
    key, phone = cookies.get(COOKIE, ""), session.get(PHONE)
    if phone is None:
        return bool(key) and account.is_authenticated and workforce.phone_of(key) is not None
    person = account.person_id if account.is_authenticated else None
    return not workforce.is_running(UUID(phone), visit=UUID(session[VISIT]), person=person, key=key)


if is_over not in viewers.endings:
    viewers.endings.append(is_over)


def is_closed(request: HttpRequest) -> bool:
    """Whether this address is none that a PIN opens."""
    return PHONE in request.session and not request.path_info.startswith(OPEN)


def keep_key(answer: HttpResponse, key: str, request: HttpRequest) -> None:
    answer.set_cookie(COOKIE, key, max_age=YEAR_S, httponly=True, samesite="Strict", secure=request.is_secure())


def begin(request: HttpRequest, phone: workforce.PostPhone, person: people.Person) -> Any:
    """Start the session of somebody whose PIN was right; whatever session was there is flushed."""
    account = people.account_of(person)
    request.session.flush()
    login(request, account, backend=BACKEND)
    request.session[PHONE], request.session[VISIT] = str(phone.pk), str(phone.visit)
    request.session["scope"] = str(phone.scope_id)
    request.session.set_expiry(max(60, int((phone.until_at - clock.now()).total_seconds())))
    note_sign_in(account, method="pin")
    return account


def phone_here(request: HttpRequest) -> workforce.PostPhone | None:
    return workforce.phone_of(request.COOKIES.get(COOKIE, ""))
