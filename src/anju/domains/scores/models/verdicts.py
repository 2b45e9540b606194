"""What follows from scores, who voted on it, and who appealed."""

from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anju.kernel.records import Record, StateField

from ..kinds import consequence_choices
from ..states import AppealState, ConsequenceState
from .schemes import points_field


class Consequence(Record):
    """First a warning, then, unless an appeal is upheld, in force. Somebody signs each step."""

    number = models.CharField(_("Number"), max_length=16)
    kind = models.CharField(_("What follows"), max_length=16, choices=consequence_choices)
    scheme = models.ForeignKey("scores.Scheme", models.PROTECT, related_name="+", verbose_name=_("Scheme"))
    subject = models.ForeignKey("scores.Subject", models.PROTECT, related_name="+", verbose_name=_("Subject"))
    rule = models.ForeignKey(
        "scores.Rule", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Follows from")
    )
    round = models.ForeignKey(
        "scores.Round", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=pgettext_lazy("round", "Round")
    )
    points = models.ForeignKey(
        "scores.Points", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Booked points")
    )
    cause = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Because of")
    )
    reason = models.TextField(_("Reason"))
    announced_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Warned by")
    )
    announced_at = models.DateTimeField(_("Warned at"))
    appeal_until_on = models.DateField(_("Appeals until"))
    body_notice_due_on = models.DateField(_("Notice to the institution due"), null=True, blank=True)
    body_told_on = models.DateField(_("Institution told"), null=True, blank=True)
    person_notice_due_on = models.DateField(_("Notice to the person due"), null=True, blank=True)
    person_told_on = models.DateField(_("Person told"), null=True, blank=True)
    enforced_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Decided by")
    )
    from_on = models.DateField(pgettext_lazy("day", "From"), null=True, blank=True)
    until_on = models.DateField(pgettext_lazy("day", "Until"), null=True, blank=True)
    months = models.PositiveSmallIntegerField(_("Months"), default=0)
    days = models.PositiveSmallIntegerField(pgettext_lazy("points", "Days"), default=0)
    amount_yuan = points_field(_("Yuan"), default=Decimal(0))
    shares = models.JSONField(_("Yuan by bearer"), default=dict, blank=True)
    case = models.ForeignKey(
        "cases.Case", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Case")
    )
    reported_to = models.CharField(_("Reported to"), max_length=80, blank=True)
    reported_on = models.DateField(_("Reported on"), null=True, blank=True)
    result = models.TextField(_("Result"), blank=True)
    legal_note = models.CharField(_("Legal note"), max_length=300, blank=True)
    state = StateField(ConsequenceState, verbose_name=_("State"))

    class Meta:
        verbose_name = _("Consequence")
        constraints = [
            models.UniqueConstraint(fields=["scope", "number"], name="one_consequence_number"),
            models.CheckConstraint(
                condition=Q(enforced_by=None) | Q(announced_by=None) | ~Q(enforced_by=F("announced_by")),
                name="consequence_by_another",
            ),
        ]
        indexes = [
            models.Index(fields=["scope", "state", "kind"], name="consequence_state"),
            models.Index(fields=["scope", "subject", "kind"], name="consequence_subject"),
            models.Index(fields=["scope", "announced_at"], name="consequence_announced"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {dict(consequence_choices()).get(self.kind, self.kind)}"


class Vote(Record):
    """One voice on a commendation or award. Who is concerned himself steps back."""

    consequence = models.ForeignKey("scores.Consequence", models.PROTECT, related_name="+", verbose_name=_("Consequence"))
    voter = models.ForeignKey("people.Person", models.PROTECT, related_name="+", verbose_name=_("Voter"))
    is_for = models.BooleanField(_("In favour"), null=True)
    is_stepping_back = models.BooleanField(_("Steps back as related"), default=False)
    reason = models.CharField(_("Reason"), max_length=300, blank=True)
    at = models.DateTimeField(_("When"))

    class Meta:
        verbose_name = _("Vote")
        constraints = [models.UniqueConstraint(fields=["consequence", "voter"], name="one_vote_per_voter")]
        indexes = [models.Index(fields=["scope", "consequence"], name="vote_consequence")]


class Appeal(Record):
    """A subject says it is wrong. Somebody who had no part in it decides."""

    number = models.CharField(_("Number"), max_length=16)
    consequence = models.ForeignKey(
        "scores.Consequence", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Consequence")
    )
    result = models.ForeignKey(
        "scores.Result", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Result")
    )
    points = models.ForeignKey(
        "scores.Points", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Booked points")
    )
    subject = models.ForeignKey("scores.Subject", models.PROTECT, related_name="+", verbose_name=_("Subject"))
    filed_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Filed by")
    )
    through = models.ForeignKey(
        "scores.Subject", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Through the institution")
    )
    filed_at = models.DateTimeField(_("Filed"))
    grounds = models.TextField(_("Grounds"))
    panel = models.CharField(_("Expert panel"), max_length=200, blank=True)
    panel_on = models.DateField(_("Panel held on"), null=True, blank=True)
    decided_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Decided by")
    )
    decided_at = models.DateTimeField(_("Decided"), null=True, blank=True)
    answer = models.TextField(_("Answer"), blank=True)
    restored = points_field(_("Points restored"), default=Decimal(0))
    rank_before = models.PositiveIntegerField(_("Rank before"), null=True, blank=True)
    rank_after = models.PositiveIntegerField(_("Rank after"), null=True, blank=True)
    state = StateField(AppealState, verbose_name=_("State"))

    class Meta:
        verbose_name = _("Appeal")
        constraints = [
            models.UniqueConstraint(fields=["scope", "number"], name="one_appeal_number"),
            models.UniqueConstraint(fields=["consequence"], condition=Q(state="filed"), name="one_open_appeal_consequence"),
            models.UniqueConstraint(fields=["result"], condition=Q(state="filed"), name="one_open_appeal_result"),
            models.UniqueConstraint(fields=["points"], condition=Q(state="filed"), name="one_open_appeal_points"),
            models.CheckConstraint(
                condition=Q(decided_by=None) | Q(filed_by=None) | ~Q(decided_by=F("filed_by")), name="appeal_by_another"
            ),
        ]
        indexes = [models.Index(fields=["scope", "state", "filed_at"], name="appeal_state")]

    def __str__(self) -> str:
        return self.number
