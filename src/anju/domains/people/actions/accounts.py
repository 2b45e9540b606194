from __future__ import annotations

from datetime import datetime
from typing import Annotated

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from anju.kernel import permissions
from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.models import Scope
from anju.kernel.refusals import Refusal

from .. import links
from ..events import (
    AccountClosed,
    AccountOpened,
    AccountReopened,
    LanguageChosen,
    LinkIssued,
    PasswordChosen,
    SignedIn,
    SignInFailed,
)
from ..models import Account, Person
from ..models.persons import LANGUAGES
from ..queries.rights import scopes_with_roles
from ..roles import ROLES
from ..rules import persons as rules

# Done by the product itself for somebody who is only just signing in: no person's post allows it.
ITSELF = ("system",)
KEEPERS = ("front_desk", "project_manager", "headquarters")


def _reaches_all(by: Actor, person: Person) -> bool:
    """Whether the actor could give every role that the person holds anywhere, each in its own scope."""
    return by.is_system or all(rules.reaches(role, posts=permissions.posts_of(by, where)) for where, role in scopes_with_roles(person.id))


@action(title=_("Open an account"), posts=KEEPERS, event=AccountOpened)
def open_account(
    person: Person,
    *,
    username: Annotated[str, Field(_("Account"), max_length=60)],
    language: Annotated[str, Field(_("Language"), choices=LANGUAGES)] = "",
    by: Actor,
    at: datetime | None = None,
) -> Account | Refusal:
    """Open a way to sign in. It has no password until the person chooses one by the one-time link."""
    return _open(person, username, language, by, is_demo=False)


@action(title=_("Open a demo account"), posts=ITSELF, event=AccountOpened)
def open_demo_account(
    person: Person, *, username: Annotated[str, Field(_("Account"), max_length=60)], by: Actor, at: datetime | None = None
) -> Account | Refusal:
    """Open an account that the running demonstration may enter by its printed link, and no other way."""
    return _open(person, username, "", by, is_demo=True)


def _open(person: Person, username: str, language: str, by: Actor, *, is_demo: bool) -> Account | Refusal:
    username = username.strip().lower()
    is_taken = Account.everywhere.filter(username=username).exists()
    if no := rules.may_open_account(username, is_taken=is_taken, has_account=Account.everywhere.filter(person=person).exists()):
        return no
    if no := rules.may_have_link(is_active=True, is_self=False, reaches_all_roles=_reaches_all(by, person)):
        return no
    account = Account(scope_id=person.scope_id, person=person, username=username, language=language, is_demo=is_demo, links_issued=1)
    account.set_unusable_password()
    account.save()
    announce(AccountOpened(account=account.id, of_person=person.id, username=username), subject=account, person=person.id)
    return account


@action(title=_("Issue a password link"), posts=KEEPERS, event=LinkIssued)
def issue_link(account: Account, *, by: Actor, at: datetime | None = None) -> Account | Refusal:
    """Make a one-time link, valid for 72 hours, by which the person chooses a password. Older links stop working."""
    account = Account.everywhere.select_for_update(of=("self",)).select_related("person").get(pk=account.pk)
    reaches_all = _reaches_all(by, account.person)
    if no := rules.may_have_link(is_active=account.is_active, is_self=by.id == account.pk, reaches_all_roles=reaches_all):
        return no
    account.links_issued += 1
    account.save(update_fields=["links_issued"])
    announce(LinkIssued(account=account.id, number=account.links_issued), subject=account)
    return account


@action(title=_("Choose a password"), posts=ITSELF, event=PasswordChosen)
def choose_password(
    scope: Scope,
    *,
    link: Annotated[str, Field(_("Link"), max_length=200, personal=True)],
    password: Annotated[str, Field(_("Password"), max_length=200, personal=True, secret=True)],
    by: Actor,
    at: datetime | None = None,
) -> Account | Refusal:
    """Let the person whose link this is choose the password. The link is spent by it."""
    account = links.account_of(link)
    if account is not None:
        Account.everywhere.select_for_update().get(pk=account.pk)
        account = links.account_of(link)
    if account is None or account.scope_id != scope.id:
        return Refusal("people.link_worthless", _("This link is spent or older than 72 hours. Ask for a new one."))
    try:
        validate_password(password, account)
    except ValidationError as error:
        return Refusal("people.weak_password", _("This password is too easy to guess: %(why)s"), why=" ".join(error.messages))
    account.set_password(password)
    account.save(update_fields=["password"])
    announce(PasswordChosen(account=account.id), subject=account)
    return account


@action(title=_("Close an account"), posts=KEEPERS, event=AccountClosed, confirm=True)
def close_account(
    account: Account, *, reason: Annotated[str, Field(_("Reason"), max_length=200)] = "", by: Actor, at: datetime | None = None
) -> Account | Refusal:
    """End a way to sign in, at once and wherever it is signed in. The person and the history stay."""
    reaches_all = _reaches_all(by, account.person)
    if no := rules.may_close(is_active=account.is_active, is_self=by.id == account.pk, reaches_all_roles=reaches_all):
        return no
    account.is_active = False
    account.set_unusable_password()
    account.save(update_fields=["is_active", "password"])
    announce(AccountClosed(account=account.id, reason=reason), subject=account)
    return account


@action(title=_("Reopen an account"), posts=("project_manager", "headquarters"), event=AccountReopened)
def reopen_account(account: Account, *, by: Actor, at: datetime | None = None) -> Account | Refusal:
    """Allow a closed account again; the person needs a new link to choose a password."""
    if account.is_active:
        return Refusal("people.account_open", _("This account is open already."))
    if not _reaches_all(by, account.person):
        return rules.may_have_link(is_active=True, is_self=False, reaches_all_roles=False)
    account.is_active = True
    account.save(update_fields=["is_active"])
    announce(AccountReopened(account=account.id), subject=account)
    return account


@action(title=_("Note a sign-in"), posts=ITSELF, event=SignedIn)
def note_sign_in(account: Account, *, method: Annotated[str, Field(_("Sign-in method"), max_length=20)], by: Actor, at: datetime | None = None) -> Account:
    """Record that an account signed in, and how (password, demo)."""
    announce(SignedIn(account=account.id, method=method), subject=account)
    return account


@action(title=_("Note a failed sign-in"), posts=ITSELF, event=SignInFailed)
def note_failed_sign_in(account: Account, *, by: Actor, at: datetime | None = None) -> Account:
    """Record that somebody tried an account with a wrong password."""
    announce(SignInFailed(account=account.id), subject=account)
    return account


@action(title=_("Choose a language"), posts=tuple(ROLES), event=LanguageChosen)
def choose_language(
    account: Account, *, language: Annotated[str, Field(_("Language"), choices=LANGUAGES)], by: Actor, at: datetime | None = None
) -> Account | Refusal:
    """Set the language in which one reads the product."""
    if not by.is_system and by.id != account.pk:
        return Refusal("people.not_your_account", _("Everybody chooses the language of his own account."))
    if language not in dict(LANGUAGES):
        return Refusal("people.no_such_language", _("This language is not offered."))
    account.language = language
    account.save(update_fields=["language"])
    announce(LanguageChosen(account=account.id, language=language), subject=account)
    return account
