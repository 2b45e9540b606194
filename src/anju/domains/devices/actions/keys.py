"""How a device gets a key of its own, loses it, and how the login of a camera is kept."""

from __future__ import annotations

import hashlib
import json
import secrets
from datetime import datetime, timedelta
from typing import Annotated

from django.utils.translation import gettext_lazy as _

from anju.kernel import keys
from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.refusals import Refusal

from ..events import DeviceEnrolled, EnrolmentIssued, KeyRevoked, LoginSet
from ..models import Credential, Device
from ..rules import register as rules
from .holding import MANAGERS, about, held

TOKEN_HOURS = 24
TOKEN_MARK = "anjue_"
KEY_MARK = "anjud_"


def digest_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _credential(device: Device) -> Credential:
    return Credential.objects.select_for_update().get(pk=device.credential_id)


@action(title=_("Enrol the device"), posts=("engineer", *MANAGERS), event=EnrolmentIssued, allowed_from=("new", "spare", "in_service", "under_service"))
def issue_enrolment(device: Device, *, by: Actor, at: datetime | None = None) -> Device | Refusal:
    """Make a token with which this one device, or gateway, gets its own key. It works once, within a day, and is shown once."""
    device = held(device)
    if no := rules.may_move(device.state, device.state, allowed=device.state != "retired"):
        return no
    token = TOKEN_MARK + secrets.token_urlsafe(32)
    credential = _credential(device)
    credential.token_digest, credential.token_until = digest_of(token), at + timedelta(hours=TOKEN_HOURS)
    credential.save(update_fields=["token_digest", "token_until"])
    announce(EnrolmentIssued(**about(device), until_at=credential.token_until), subject=device)
    device.shown_once = token
    return device


@action(title=_("Take up the enrolment"), posts=(), event=DeviceEnrolled)
def enrol_device(device: Device, *, token: Annotated[str, Field(_("Token"), max_length=80)], by: Actor, at: datetime | None = None) -> Device | Refusal:
    """Give the device that brings the token a key of its own, once; an earlier key is void from now on."""
    device = held(device)
    credential = _credential(device)
    is_right = bool(credential.token_digest) and secrets.compare_digest(credential.token_digest, digest_of(token))
    if not is_right or credential.token_until <= at or device.state == "retired":
        return Refusal("devices.token_spent", _("This enrolment token is unknown, used or older than a day. Make a new one on the device's page."))
    secret = secrets.token_urlsafe(32)
    credential.token_digest, credential.token_until = "", None
    credential.key_digest, credential.key_since = digest_of(secret), at
    credential.key_number += 1
    credential.save()
    announce(DeviceEnrolled(**about(device), key_number=credential.key_number), subject=device)
    device.key = f"{KEY_MARK}{device.pk.hex}_{secret}"
    return device


@action(title=_("Revoke the key"), posts=("engineer", *MANAGERS), event=KeyRevoked, confirm=True)
def revoke_key(device: Device, *, reason: Annotated[str, Field(_("Reason"), max_length=200)], by: Actor, at: datetime | None = None) -> Device | Refusal:
    """End a device's key at once, such as after a theft. It must be enrolled anew."""
    device = held(device)
    credential = _credential(device)
    if not credential.key_digest and not credential.token_digest:
        return Refusal("devices.no_key", _("Not done: this device has no key."))
    if no := rules.reason_given(reason):
        return no
    credential.key_digest = credential.token_digest = ""
    credential.save(update_fields=["key_digest", "token_digest"])
    announce(KeyRevoked(**about(device), key_number=credential.key_number, reason=reason), subject=device)
    return device


@action(title=_("Set the login"), posts=("engineer", *MANAGERS), event=LoginSet, allowed_from=("new", "spare", "in_service", "under_service"))
def set_login(
    device: Device,
    *,
    user: Annotated[str, Field(_("User name on the device"), max_length=60)],
    password: Annotated[str, Field(_("Password on the device"), max_length=120, secret=True)],
    by: Actor,
    at: datetime | None = None,
) -> Device | Refusal:
    """Keep the login with which a gateway signs in to the device. Nobody can read it here afterwards."""
    device = held(device)
    if no := rules.may_move(device.state, device.state, allowed=device.state != "retired"):
        return no
    if not user.strip() or not password:
        return Refusal("devices.login_needed", _("Not done: a login needs a name and a password."))
    credential = _credential(device)
    credential.secret = keys.sealed(json.dumps([user.strip(), password]).encode(), login_key(device))
    credential.secret_since = at
    credential.save(update_fields=["secret", "secret_since"])
    announce(LoginSet(**about(device)), subject=device)
    return device


def login_key(device: Device) -> bytes:
    """The key of one device's login, derived from the master key."""
    return keys.derived("device login", device.pk.bytes)
