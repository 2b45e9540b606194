"""What signing in means here: nobody opens an account for himself, and every sign-in, good or bad, stands in the ledger."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter

from anju.domains.people import actions, queries
from anju.kernel import scope
from anju.kernel.actors import Actor

DOOR = Actor.system("sign_in")


class ClosedSignup(DefaultAccountAdapter):
    """The sign-in of django-allauth, closed to strangers and written down."""

    def is_open_for_signup(self, request: Any) -> bool:
        return False

    def post_login(self, request: Any, user: Any, **more: Any) -> Any:
        note_sign_in(user, method="password")
        return super().post_login(request, user, **more)

    def authentication_failed(self, request: Any, **credentials: Any) -> None:
        """Note a wrong password where the account exists; the answer to the visitor is the same either way."""
        with scope.left():
            account = queries.Account.everywhere.filter(username=str(credentials.get("username", ""))[:60].lower()).first()
            if account is not None:
                actions.note_failed_sign_in(account, by=DOOR)
        super().authentication_failed(request, **credentials)


def note_sign_in(account: Any, *, method: str) -> None:
    """Write a sign-in into the ledger of the account's own scope, whatever scope is in view."""
    with scope.left():
        actions.note_sign_in(account, method=method, by=DOOR)
