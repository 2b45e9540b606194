from __future__ import annotations

import re

from django.utils.translation import gettext_lazy as _

from anju.kernel.identity import is_identity_number
from anju.kernel.refusals import Refusal

from ..roles import ROLES

_PHONE = re.compile(r"(?:\+?86)?1[3-9]\d{9}|0\d{9,11}|\+\d{7,15}|\d{7,8}")
_USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{2,59}")


def may_be_known(*, name: str, phone: str, identity_number: str) -> Refusal | None:
    """Whether these are facts of a person: a name, a telephone number, a resident identity number (GB 11643)."""
    if not name.strip():
        return Refusal("people.needs_name", _("A name is needed."))
    if phone and not _PHONE.fullmatch(re.sub(r"[\s()-]", "", phone)):
        return Refusal("people.bad_phone", _("This is not a telephone number. Check its digits."))
    if identity_number and not is_identity_number(identity_number):
        return Refusal("people.bad_identity_number", _("This is not a valid identity number. Check its 18 characters."))
    return None


def may_be_another(*, same_identity: bool, same_employee_number: bool) -> Refusal | None:
    if same_identity:
        return Refusal("people.known_already", _("Somebody with this identity number is registered here already. Search by the number."))
    if same_employee_number:
        return Refusal("people.employee_number_taken", _("This employee number belongs to somebody else. Choose another."))
    return None


def may_open_account(username: str, *, is_taken: bool, has_account: bool) -> Refusal | None:
    if has_account:
        return Refusal("people.has_account", _("This person has an account already. Send a new link instead."))
    if not _USERNAME.fullmatch(username):
        return Refusal("people.bad_username", _("An account name has 3 to 60 small letters, digits, dots, dashes or underscores."))
    if is_taken:
        return Refusal("people.username_taken", _("This account name is taken. Choose another."))
    return None


def may_have_link(*, is_active: bool, is_self: bool, reaches_all_roles: bool) -> Refusal | None:
    """Whoever hands out a link could use it: so only for people whose every role he could give himself."""
    if not is_active:
        return Refusal("people.account_closed", _("This account is closed. Reopen it first."))
    if is_self:
        return Refusal("people.link_to_oneself", _("Change your own password on your account page."))
    if not reaches_all_roles:
        return Refusal("people.account_above_you", _("This person holds a role that you may not give. Ask whoever may."))
    return None


def may_close(*, is_active: bool, is_self: bool, reaches_all_roles: bool) -> Refusal | None:
    if not is_active:
        return Refusal("people.already_closed", _("This account is closed already."))
    if is_self:
        return Refusal("people.close_oneself", _("Nobody closes his own account. Ask another manager."))
    if not reaches_all_roles:
        return Refusal("people.account_above_you", _("This person holds a role that you may not give. Ask whoever may."))
    return None


def reaches(role: str, *, posts: frozenset[str]) -> bool:
    """Whether somebody with these posts may give a role, and so may care for the accounts of those who hold it."""
    return bool(posts & set(ROLES[role].granted_by)) if role in ROLES else False


def may_sign_off(*, roles: int, homes: int, shifts: int, is_gone: bool) -> Refusal | None:
    """Whether somebody may be signed off: nothing may bind him here any more."""
    if is_gone:
        return Refusal("people.signed_off_already", _("This person is signed off already."))
    if roles or homes or shifts:
        return Refusal(
            "people.still_bound",
            _("This person still holds %(roles)s roles, %(homes)s dwellings and %(shifts)s shifts. End them first."),
            roles=roles,
            homes=homes,
            shifts=shifts,
        )
    return None
