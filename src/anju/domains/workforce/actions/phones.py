"""Post phones: given to a post, used by who stands there, wiped when he goes."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Annotated

from django.contrib.auth.hashers import make_password
from django.utils.translation import gettext_lazy as _

from anju.domains.people.queries import STAFF, Person, Post, account_of, holding_of, roles_of
from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.ids import new_id
from anju.kernel.models import Scope
from anju.kernel.refusals import Refusal

from ..codes import LEFT_PHONE, MANAGERS
from ..events import (
    PinSet,
    PinTried,
    PostPhoneEnrolled,
    PostPhoneEntered,
    PostPhoneLeft,
    PostPhonePrepared,
    PostPhoneWithdrawn,
)
from ..models import PhonePin, PostPhone
from ..queries.phones import digest_of, tidy_code
from ..rules import phones as rules
from .holding import foreign, held, nobody

ITSELF = ("system",)
LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
CODE_LENGTH = 10


@action(title=_("Enrol a post phone"), posts=MANAGERS, event=PostPhonePrepared)
def prepare_post_phone(
    scope: Scope,
    *,
    name: Annotated[str, Field(_("Name"), max_length=60, help=_("What stands on its back, such as “South gate 1”."))],
    post: Annotated[Post, Field(_("Post"))],
    by: Actor,
    at: datetime | None = None,
) -> PostPhone | Refusal:
    """Make a one-time code, valid for 15 minutes. Type it on the phone under “This phone stays at a post”; it is shown once."""
    if no := foreign(scope, post):
        return no
    name = name.strip()
    if not name or PostPhone.objects.filter(scope=scope, name=name).exclude(state="withdrawn").exists():
        return Refusal("workforce.phone_name_taken", _("Not saved: a name is needed that no other post phone has."))
    code = "".join(secrets.choice(LETTERS) for _each in range(CODE_LENGTH))
    one = PostPhone(scope=scope, name=name, post=post, code_digest=digest_of(code), code_until_at=at + rules.CODE_LASTS)
    one.save()
    announce(PostPhonePrepared(phone=one.id, post=post.pk, code_until_at=one.code_until_at), subject=one)
    one.shown_once = f"{code[:5]}-{code[5:]}"
    return one


@action(title=_("Take the phone in"), posts=ITSELF, event=PostPhoneEnrolled, allowed_from=("waiting",))
def enrol_post_phone(
    phone: PostPhone,
    *,
    code: Annotated[str, Field(_("One-time code"), max_length=40, personal=True)],
    key: Annotated[str, Field(_("Key"), max_length=80, personal=True)],
    by: Actor,
    at: datetime | None = None,
) -> PostPhone | Refusal:
    """Bind the phone that knows the code to its key. The code is spent by it."""
    one = held(phone)
    if one.state != "waiting" or one.code_until_at <= at or not secrets.compare_digest(one.code_digest, digest_of(tidy_code(code))):
        return Refusal("workforce.code_worthless", _("This code is wrong, spent or older than 15 minutes. Have a new one made in the office."))
    one.state, one.code_digest, one.key_digest, one.enrolled_at = "in_use", "", digest_of(key), at
    one.save(update_fields=["state", "code_digest", "key_digest", "enrolled_at"])
    announce(PostPhoneEnrolled(phone=one.id, post=one.post_id), subject=one)
    return one


@action(title=_("Take the post phone back"), posts=MANAGERS, event=PostPhoneWithdrawn, allowed_from=("waiting", "in_use"), confirm=True)
def withdraw_post_phone(phone: PostPhone, *, reason: Annotated[str, Field(_("Reason"), max_length=200)], by: Actor, at: datetime | None = None) -> PostPhone | Refusal:
    """It is lost, broken or used elsewhere: whoever is signed in on it is out with his next touch, and nobody signs in on it again."""
    one = held(phone)
    if one.state == "withdrawn":
        return rules.not_in_use()
    if not reason.strip():
        return Refusal("workforce.reason_needed", _("Not recorded: say why, in a few words."))
    one.state, one.code_digest, one.key_digest = "withdrawn", "", ""
    one.holder, one.visit, one.until_at = None, None, None
    one.save(update_fields=["state", "code_digest", "key_digest", "holder", "visit", "until_at"])
    announce(PostPhoneWithdrawn(phone=one.id, post=one.post_id, reason=reason.strip()), subject=one)
    return one


@action(title=_("Choose my PIN"), posts=STAFF, event=PinSet)
def set_pin(
    scope: Scope,
    *,
    pin: Annotated[str, Field(_("PIN of six digits"), max_length=6, personal=True, secret=True)],
    again: Annotated[str, Field(_("The same PIN again"), max_length=6, personal=True, secret=True)],
    by: Actor,
    at: datetime | None = None,
) -> PhonePin | Refusal:
    """Choose the number by which you sign in on the post phones here. Nobody else can choose or see it; there is none before."""
    person = Person.objects.filter(pk=by.person).first() if by.person else None
    if no := nobody(by) or rules.may_set_pin(pin, again=again, badge=person.employee_number if person else ""):
        return no
    if person is None or not person.employee_number:
        return Refusal("workforce.badge_needed", _("Not saved: you have no badge number yet. Ask the project manager to enter your employee number."))
    one = PhonePin.objects.select_for_update().filter(scope=scope, person=person).first() or PhonePin(scope=scope, person=person)
    one.digest, one.set_at, one.tries, one.locked_until_at = make_password(pin), at, 0, None
    one.save()
    announce(PinSet(of_person=person.pk), subject=one)
    return one


@action(title=_("Try a PIN"), posts=ITSELF, event=PinTried, allowed_from=("in_use",))
def try_pin(
    phone: PostPhone, *, person: Annotated[Person | None, Field(_("Person"))] = None, by: Actor, at: datetime | None = None
) -> PostPhone | Refusal:
    """Count one try before anybody knows whether it is right, so that many at once are as many. Refused while it is locked."""
    one = held(phone)
    if one.state != "in_use":
        return rules.not_in_use()
    pin = PhonePin.objects.select_for_update().filter(scope=one.scope, person=person).first() if person else None
    here, own = rules.Tries(one.tries, one.locked_until_at), rules.Tries(pin.tries, pin.locked_until_at) if pin else rules.Tries()
    if no := rules.may_try(phone=here, pin=own, at=at):
        return no
    here, own = rules.tried(here, at=at, most=rules.TRIES_OF_A_PHONE), rules.tried(own, at=at, most=rules.TRIES_BEFORE_LOCK)
    one.tries, one.locked_until_at = here.tries, here.locked_until
    one.save(update_fields=["tries", "locked_until_at"])
    is_spent = pin is not None and own.tries > rules.TRIES_OF_A_PIN
    if pin is not None:
        pin.tries, pin.locked_until_at = own.tries, own.locked_until
        pin.digest = "" if is_spent else pin.digest
        pin.save(update_fields=["tries", "locked_until_at", "digest"])
    is_locked = any(each.locked_until is not None for each in (here, own))
    announce(PinTried(phone=one.id, of_person=person.pk if pin else None, is_locked=is_locked, is_spent=is_spent), subject=one)
    return one


@action(title=_("Sign in on a post phone"), posts=ITSELF, event=PostPhoneEntered, allowed_from=("in_use",))
def enter_post_phone(phone: PostPhone, *, person: Annotated[Person, Field(_("Person"))], by: Actor, at: datetime | None = None) -> PostPhone | Refusal:
    """Let somebody whose PIN was right work on the phone until his shift is over. Whoever was signed in before him is out."""
    one = held(phone)
    pin = PhonePin.objects.select_for_update().filter(scope=one.scope, person=person).first()
    account = account_of(person)
    works_here = bool(roles_of(one.scope, [person.pk]).get(person.pk, frozenset()).intersection(STAFF))
    has_account = account is not None and account.is_active
    if no := rules.may_enter(is_in_use=one.state == "in_use", works_here=works_here, has_account=has_account, has_pin=pin is not None and bool(pin.digest)):
        return no
    holding, before = holding_of(person, at), one.holder_id
    one.holder, one.visit, one.entered_at = person, new_id(), at
    one.until_at = rules.ends_at(at, holding.end_at if holding else None)
    one.tries, one.locked_until_at, pin.tries, pin.locked_until_at = 0, None, 0, None
    one.save(update_fields=["holder", "visit", "entered_at", "until_at", "tries", "locked_until_at"])
    pin.save(update_fields=["tries", "locked_until_at"])
    instead_of = before if before != person.pk else None
    announce(PostPhoneEntered(phone=one.id, post=one.post_id, of_person=person.pk, until_at=one.until_at, instead_of=instead_of), subject=one)
    return one


@action(title=_("Sign out of a post phone"), posts=ITSELF, event=PostPhoneLeft, allowed_from=("in_use",))
def leave_post_phone(phone: PostPhone, *, cause: Annotated[str, Field(_("Why"), choices=LEFT_PHONE)], by: Actor, at: datetime | None = None) -> PostPhone | Refusal:
    """End the sign-in: the phone forgets who worked on it with its next word to the server, or by its own clock."""
    one = held(phone)
    if one.holder_id is None:
        return Refusal("workforce.phone_free", _("Nobody is signed in on this phone."))
    who = one.holder_id
    one.holder, one.visit, one.until_at = None, None, None
    one.save(update_fields=["holder", "visit", "until_at"])
    announce(PostPhoneLeft(phone=one.id, post=one.post_id, of_person=who, cause=cause), subject=one)
    return one
