"""Accounts with payment providers. Their keys go in once and are never shown."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key, load_pem_public_key
from cryptography.x509 import load_pem_x509_certificate
from django.utils.translation import gettext_lazy as _

from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.models import Scope
from anju.kernel.refusals import Refusal

from .. import secrets
from ..events import MerchantSet, NoticeRefused
from ..kinds import PROVIDER_CHOICES
from ..models import Merchant
from .holding import held

MANAGERS = ("project_manager", "headquarters")


@action(title=_("Set up a provider"), posts=MANAGERS, event=MerchantSet)
def set_merchant(
    scope: Scope,
    *,
    way: Annotated[str, Field(_("Provider"), choices=PROVIDER_CHOICES)],
    merchant_id: Annotated[str, Field(_("Merchant number"), max_length=40)],
    app_id: Annotated[str, Field(_("App number"), max_length=40)] = "",
    certificate_serial: Annotated[str, Field(_("Certificate serial"), max_length=64)] = "",
    private_key: Annotated[str, Field(_("Our private key (PEM)"), multiline=True, personal=True, secret=True)] = "",
    platform_key: Annotated[str, Field(_("The provider's public key or certificate (PEM)"), multiline=True, personal=True)] = "",
    platform_serial: Annotated[str, Field(_("Serial of the provider's key"), max_length=64)] = "",
    api_v3_key: Annotated[str, Field(_("API v3 key (32 characters)"), max_length=32, personal=True, secret=True)] = "",
    by: Actor,
    at: datetime | None = None,
) -> Merchant | Refusal:
    """Keep the account and its keys with a provider, switched on; set up again it replaces the keys."""
    given = {"private_key": private_key, "platform_key": platform_key, "platform_serial": platform_serial, "api_v3_key": api_v3_key}
    kept = {name: given[name].strip() for name in secrets.FIELDS.get(way, ())}
    if way not in secrets.FIELDS or not merchant_id.strip() or not merchant_id.isascii():
        return Refusal("charges.bad_merchant", _("Not saved: choose the provider and give the merchant number."))
    if no := _bad_keys(way, kept):
        return no
    values = {"app_id": app_id, "certificate_serial": certificate_serial, "sealed": secrets.sealed(scope.id, kept), "key_mark": secrets.mark_of(kept), "state": "on"}
    merchant, _made = Merchant.objects.update_or_create(scope=scope, way=way, merchant_id=merchant_id.strip(), defaults=values)
    announce(MerchantSet(way=way, key_mark=merchant.key_mark, is_on=True), subject=merchant)
    return merchant


def _bad_keys(way: str, kept: dict[str, str]) -> Refusal | None:
    bad = Refusal("charges.bad_keys", _("Not saved: the keys cannot be read. Both are RSA of 2,048 bits or more, as PEM text; the API v3 key has 32 characters."))
    if way == "test":
        return None
    try:
        ours = load_pem_private_key(kept["private_key"].encode(), None)
        theirs = public_key_of(kept["platform_key"])
    except (ValueError, TypeError, UnsupportedAlgorithm):
        return bad
    is_strong = all(isinstance(one, RSAPrivateKey | RSAPublicKey) and one.key_size >= 2048 for one in (ours, theirs))
    is_whole = way != "wechat" or (len(kept["api_v3_key"].encode()) == 32 and kept["platform_serial"])
    return None if is_strong and is_whole else bad


def public_key_of(pem: str):
    """The public key in a PEM text, which may be a certificate; raises ValueError."""
    if "CERTIFICATE" in pem:
        return load_pem_x509_certificate(pem.encode()).public_key()
    return load_pem_public_key(pem.encode())


@action(title=_("Switch off"), posts=MANAGERS, event=MerchantSet, confirm=True, allowed_from=("on",))
def switch_off_merchant(merchant: Merchant, *, by: Actor, at: datetime | None = None) -> Merchant | Refusal:
    """Open no more payments with it; what was opened is still taken in."""
    merchant = held(merchant)
    if merchant.state != "on":
        return Refusal("charges.is_off", _("Not done: this provider is switched off already."))
    merchant.state = "off"
    merchant.save()
    announce(MerchantSet(way=merchant.way, key_mark=merchant.key_mark, is_on=False), subject=merchant)
    return merchant


@action(title=_("Note a refused notification"), posts=(), event=NoticeRefused)
def note_refused_notice(merchant: Merchant, *, why: Annotated[str, Field(_("Why it was refused"), max_length=24)], by: Actor, at: datetime | None = None) -> Merchant | Refusal:
    """Keep that something came which is not the provider's; at most one row a minute, so that nobody fills the ledger."""
    merchant = held(merchant)
    if not by.is_system:
        return Refusal("charges.by_provider_only", _("Not taken in: only a signed message of the provider does this."))
    if merchant.refused_at is not None and at - merchant.refused_at < timedelta(minutes=1):
        return Refusal("charges.noted_lately", _("Not noted again: one refused notification a minute is enough."))
    merchant.refused_count, merchant.refused_at, merchant.refused_why = merchant.refused_count + 1, at, why
    merchant.save()
    announce(NoticeRefused(way=merchant.way, why=why, count=merchant.refused_count), subject=merchant)
    return merchant
