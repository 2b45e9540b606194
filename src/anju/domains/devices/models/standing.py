from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from anju.kernel.records import Record

PASSWORDS = (("unknown", _("Not checked")), ("default", _("Still the maker's")), ("changed", _("Changed")))
PROTOCOLS = (("unknown", _("Not checked")), ("plain", _("Unencrypted")), ("encrypted", _("Encrypted")))


class Contact(Record):
    """When a device was last heard, written by the observations writer once a second at most. Its id is the device's.

    `contact_since` is when the present unbroken contact began: a silence longer than `patience_s` begins a new one. `reported` is what
    its gateway, or the door it knocked at, last said of it.
    """

    patience_s = models.PositiveIntegerField(default=180, editable=False)
    last_contact_at = models.DateTimeField(_("Last contact"), null=True)
    contact_since = models.DateTimeField(_("In contact since"), null=True)
    last_number = models.BigIntegerField(_("Last message number"), null=True)
    skew_ms = models.BigIntegerField(_("Clock ahead (ms)"), null=True)
    signal = models.PositiveSmallIntegerField(_("Signal (%)"), null=True)
    reported = models.CharField(_("Reported of it"), max_length=20, blank=True)
    reported_at = models.DateTimeField(_("Reported at"), null=True)

    class Meta:
        verbose_name = _("Contact")
        indexes = [models.Index(fields=["scope"], name="device_contact_scope")]


class Credential(Record):
    """How a device proves itself, and how its gateway signs in to it. Its id is the device's. Nothing of it is ever shown.

    `token_digest` is of the one-time enrolment token, `key_digest` of the device's own key, both SHA-256 of random secrets.
    `secret` holds the login that a gateway uses, sealed under a key that is not in the database.
    """

    token_digest = models.CharField(max_length=64, blank=True, editable=False, db_index=True)
    token_until = models.DateTimeField(null=True, editable=False)
    key_digest = models.CharField(max_length=64, blank=True, editable=False)
    key_number = models.PositiveIntegerField(default=0, editable=False)
    key_since = models.DateTimeField(_("Own key since"), null=True, editable=False)
    secret = models.BinaryField(null=True, editable=False)
    secret_since = models.DateTimeField(_("Login set at"), null=True, editable=False)

    class Meta:
        verbose_name = _("Credential")


class Posture(Record):
    """What is known of how well a device is protected. Its id is the device's; the findings are computed from it."""

    password = models.CharField(_("Password"), max_length=8, choices=PASSWORDS, default="unknown")
    protocol = models.CharField(_("Protocol"), max_length=10, choices=PROTOCOLS, default="unknown")
    open_ports = models.JSONField(_("Open ports"), default=list)
    certificate_from_on = models.DateField(_("Certificate from"), null=True)
    certificate_until_on = models.DateField(_("Certificate until"), null=True)
    checked_at = models.DateTimeField(_("Protection checked at"), null=True)

    class Meta:
        verbose_name = _("Posture")
