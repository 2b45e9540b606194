from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from anju.kernel import keys
from anju.kernel.records import Record, StateField

from ..kinds import POLICE_ANSWERS, POLICE_EFFECTS, POLICE_GIVEN_UP
from ..states import PoliceLineState, PoliceQueryState


class PoliceLine(Record):
    """The line by which the police are asked about visitors. Its secret is sealed, never shown again, and destroyed with the line; `hint` is all people see."""

    address = models.CharField(_("Address"), max_length=200)
    community_code = models.CharField(_("Code of the community"), max_length=40)
    allows_lan = models.BooleanField(_("May stand in the local network"), default=False)
    sealed = models.BinaryField(null=True, editable=False)
    hint = models.CharField(_("Secret"), max_length=40, blank=True)
    state = StateField(PoliceLineState, verbose_name=_("State"))

    class Meta:
        verbose_name = _("Line to the police")
        constraints = [models.UniqueConstraint(fields=["scope"], name="one_police_line")]

    def __str__(self) -> str:
        return self.community_code

    @property
    def secret(self) -> str:
        """In plain words: for the gateway alone."""
        return keys.opened(bytes(self.sealed), self._vault_key()).decode() if self.sealed else ""

    def seal(self, secret: str) -> None:
        """Keep this secret; an empty one ends it. Does not save."""
        self.sealed = keys.sealed(secret.encode(), self._vault_key()) if secret else None
        self.hint = f"••••{secret[-3:]}" if secret else ""

    def _vault_key(self) -> bytes:
        return keys.derived("police line", self.pk.bytes)


class PoliceQuery(Record):
    """One question to the police about one visit, under one id however often it is sent. What is asked about stands at the visit alone."""

    visit = models.ForeignKey("access.Visit", models.PROTECT, related_name="+", verbose_name=_("Visit"))
    request_id = models.CharField(_("Request"), max_length=32)
    state = StateField(PoliceQueryState, verbose_name=_("State"))
    asked_at = models.DateTimeField(_("Time"))
    tries = models.PositiveSmallIntegerField(_("Tries"), default=0)
    tried_at = models.DateTimeField(_("Last tried at"), null=True, blank=True)
    due_at = models.DateTimeField(_("Next try at"), null=True, blank=True)
    response = models.CharField(_("Response"), max_length=24, blank=True)
    answer = models.CharField(_("Answer of the police"), max_length=10, choices=POLICE_ANSWERS, blank=True)
    answered_at = models.DateTimeField(_("Answered at"), null=True, blank=True)
    effect = models.CharField(_("Effect on the visit"), max_length=10, choices=POLICE_EFFECTS, blank=True)
    given_up_for = models.CharField(_("Why given up"), max_length=12, choices=POLICE_GIVEN_UP, blank=True)
    notice = models.ForeignKey("notices.Notice", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Notice"))

    class Meta:
        verbose_name = _("Question to the police")
        constraints = [
            models.UniqueConstraint(fields=["visit"], name="one_police_query_per_visit"),
            models.UniqueConstraint(fields=["request_id"], name="one_police_query_per_request"),
        ]
        indexes = [
            models.Index(fields=["scope", "asked_at"], name="police_query_asked"),
            models.Index(fields=["scope", "state", "due_at"], name="police_query_due"),
            models.Index(fields=["scope", "tried_at"], name="police_query_tried"),
        ]

    def __str__(self) -> str:
        return self.request_id
