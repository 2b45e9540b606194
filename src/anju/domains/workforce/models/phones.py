from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from anju.kernel.records import Record, StateField

from ..states import PhoneState
from .keys import to_person, to_post, when


class PostPhone(Record):
    """A phone that stays at a post (岗位机) and is used by whoever stands there.

    `code_digest` is of the one-time code that enrols it, `key_digest` of the key the phone shows afterwards; both are random, so a plain digest does.
    `visit` names the present sign-in: a session of an earlier one is worthless.
    """

    name = models.CharField(_("Name"), max_length=60)
    post = to_post()
    state = StateField(PhoneState, verbose_name=_("State"))
    code_digest = models.CharField(max_length=64, blank=True, editable=False)
    code_until_at = when(_("Code valid until"))
    key_digest = models.CharField(max_length=64, blank=True, editable=False)
    enrolled_at = when(_("Enrolled at"))
    holder = to_person(_("Signed in"))
    visit = models.UUIDField(null=True, editable=False)
    entered_at = when(_("Signed in at"))
    until_at = when(_("Signed out at the latest"))
    tries = models.PositiveSmallIntegerField(_("Wrong tries"), default=0)
    locked_until_at = when(_("Locked until"))

    class Meta:
        verbose_name = _("Post phone")
        indexes = [models.Index(fields=["scope", "name"], name="post_phone_scope_name"), models.Index(fields=["scope", "until_at"], name="post_phone_scope_until")]
        constraints = [
            models.UniqueConstraint(fields=["key_digest"], condition=~Q(key_digest=""), name="one_phone_a_key"),
            models.UniqueConstraint(fields=["code_digest"], condition=~Q(code_digest=""), name="one_phone_a_code"),
        ]

    def __str__(self) -> str:
        return self.name


class PhonePin(Record):
    """The number by which somebody signs in on the post phones of a community; he alone sets it. `digest` is a password hash, "" once it is spent by wrong tries."""

    person = to_person(needed=True)
    digest = models.CharField(max_length=160, blank=True, editable=False)
    set_at = when(_("Chosen at"), needed=True)
    tries = models.PositiveSmallIntegerField(_("Wrong tries"), default=0)
    locked_until_at = when(_("Locked until"))

    class Meta:
        verbose_name = _("PIN of a post phone")
        constraints = [models.UniqueConstraint(fields=["scope", "person"], name="one_pin_a_person")]
