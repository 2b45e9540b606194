from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anju.kernel.records import Record, StateField

from ..states import KeyState


class Key(Record):
    """A key of the cabinet: what it opens, on which hook it hangs, how many copies there are, and who may take one.

    `may_take` are roles; none means any of the staff. `longest_hours` is how long a copy may stay out.
    """

    code = models.CharField(_("Key number"), max_length=20)
    name = models.CharField(_("Name"), max_length=60)
    place = models.ForeignKey("places.Place", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Opens"))
    hook = models.CharField(_("Hook"), max_length=20)
    copies = models.PositiveSmallIntegerField(_("Copies"), default=1)
    may_take = models.JSONField(_("Who may take it"), default=list, blank=True)
    longest_hours = models.PositiveSmallIntegerField(_("Longest hours out"), default=12)
    state = StateField(KeyState, verbose_name=_("State"))

    class Meta:
        verbose_name = _("Key")
        constraints = [
            models.UniqueConstraint(fields=["scope", "code"], name="one_key_per_code"),
            models.UniqueConstraint(fields=["scope", "hook"], condition=Q(state="in_use"), name="one_key_per_hook"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class Custody(Record):
    """One copy of a key in somebody's hands, from the cabinet and back."""

    key = models.ForeignKey("passes.Key", models.PROTECT, related_name="+", verbose_name=_("Key"))
    copy = models.PositiveSmallIntegerField(_("Copy"))
    permit = models.ForeignKey("passes.Pass", models.PROTECT, related_name="+", verbose_name=_("Pass"))
    holder = models.ForeignKey("people.Person", models.PROTECT, related_name="+", verbose_name=pgettext_lazy("key", "Holder"))
    out_at = models.DateTimeField(_("Handed out at"))
    due_at = models.DateTimeField(pgettext_lazy("key", "Due"))
    back_at = models.DateTimeField(pgettext_lazy("key", "Returned at"), null=True, blank=True)

    class Meta:
        verbose_name = _("Key in somebody's hands")
        constraints = [models.UniqueConstraint(fields=["key", "copy"], condition=Q(back_at=None), name="a_copy_is_in_one_hand")]
        indexes = [
            models.Index(fields=["scope", "key", "out_at"], name="custody_key_out"),
            models.Index(fields=["scope", "back_at", "due_at"], name="custody_back_due"),
        ]
