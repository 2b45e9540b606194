from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anju.kernel.records import Record, StateField

from ..codes import COLOURS, GEAR, WARNING_SOURCES, WARNINGS
from ..states import GearState, PlanState
from .keys import to_person, to_post, when


class WorkTerms(Record):
    """The figures of one community: how long a post may wait, how early the next shift comes, how long people rest between shifts."""

    nobody_after_minutes = models.PositiveSmallIntegerField(_("Nobody came, after minutes"), default=10)
    short_leave_minutes = models.PositiveSmallIntegerField(_("Longest short leave (minutes)"), default=10)
    meal_minutes = models.PositiveSmallIntegerField(_("Longest meal (minutes)"), default=40)
    handover_early_minutes = models.PositiveSmallIntegerField(_("Next shift comes early (minutes)"), default=15)
    late_after_minutes = models.PositiveSmallIntegerField(_("Late after minutes"), default=0)
    rest_hours = models.PositiveSmallIntegerField(_("Rest between shifts (hours)"), default=11)
    lone_worker_minutes = models.PositiveSmallIntegerField(_("Alone: asked every (minutes)"), default=30)
    leave_approver = to_person(_("Approves leave"))
    attendance_recorder = to_person(_("Keeps the attendance"))
    thresholds = models.JSONField(_("Points needed to be hired"), default=dict)
    attendance_assistants = models.JSONField(_("Assist with the attendance"), default=list)

    class Meta:
        verbose_name = _("Terms of work")
        constraints = [models.UniqueConstraint(fields=["scope"], name="one_terms_of_work")]


class Establishment(Record):
    """What a post must have (编制): how many a shift, in which hours of which season.

    `seasons` is a list of {"from": "05-01", "until": "09-30", "start": "08:00", "end": "18:30"}; the number a shift stands at the post itself.
    """

    post = to_post()
    headcount = models.PositiveSmallIntegerField(_("Authorised staff"), default=1)
    duties = models.TextField(_("Duties of the post"), blank=True)
    seasons = models.JSONField(_("Seasonal hours"), default=list, blank=True)
    is_pool = models.BooleanField(_("Relief pool"), default=False)
    is_guidance = models.BooleanField(_("Peak or outer guidance"), default=False)

    class Meta:
        verbose_name = _("Establishment")
        constraints = [models.UniqueConstraint(fields=["post"], name="one_establishment_a_post")]
        indexes = [models.Index(fields=["scope", "post"], name="establishment_scope_post")]

    def __str__(self) -> str:
        return str(self.post)


class EstablishmentChange(Record):
    """A change of how many stand at a post: before, after, and why."""

    post = to_post()
    before = models.PositiveSmallIntegerField(_("Number before"))
    after = models.PositiveSmallIntegerField(_("Number after"))
    reason = models.CharField(_("Reason"), max_length=200)
    basis_label = models.CharField(_("Basis"), max_length=200, blank=True)
    basis_link = models.CharField(_("Link to the basis"), max_length=200, blank=True)
    by_person = to_person(_("Changed by"))
    at = when(_("Changed at"), needed=True)

    class Meta:
        verbose_name = _("Change of the establishment")
        indexes = [models.Index(fields=["scope", "at"], name="estchange_scope_at"), models.Index(fields=["scope", "post", "at"], name="estchange_scope_post")]


class Warning(Record):
    """A weather warning, holiday or large event that was entered here or received from outside."""

    kind = models.CharField(_("Kind"), max_length=12, choices=WARNINGS)
    colour = models.CharField(_("Warning colour"), max_length=8, choices=COLOURS, blank=True)
    title = models.CharField(_("Title"), max_length=80)
    text = models.TextField(_("Text"), blank=True)
    source = models.CharField(_("Source"), max_length=10, choices=WARNING_SOURCES)
    number = models.CharField(_("Number of the sender"), max_length=60, blank=True)
    starts_at = when(_("Valid from"), needed=True)
    ends_at = when(_("Valid until"), needed=True)

    class Meta:
        verbose_name = _("Warning")
        indexes = [models.Index(fields=["scope", "starts_at"], name="warning_scope_starts")]
        constraints = [
            models.UniqueConstraint(fields=["scope", "number"], condition=~Q(number=""), name="a_warning_comes_once"),
            models.CheckConstraint(condition=Q(ends_at__gt=models.F("starts_at")), name="warning_ends_after_start"),
        ]

    def __str__(self) -> str:
        return self.title


class Contingency(Record):
    """What changes at the posts when the weather turns or a holiday comes. `numbers` is {post id: people a shift}; `gear` kinds to carry.

    While it is switched on `before` holds what the posts had, so that switching it off puts them back.
    """

    name = models.CharField(_("Name"), max_length=60)
    kinds = models.JSONField(_("For"), default=list)
    numbers = models.JSONField(_("People per shift"), default=dict)
    gear = models.JSONField(_("Equipment to carry"), default=list, blank=True)
    steps = models.TextField(_("What everybody does"), blank=True)
    state = StateField(PlanState, verbose_name=_("State"))
    before = models.JSONField(default=dict, editable=False)
    warning = models.ForeignKey("workforce.Warning", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Warning"))
    since_at = when(_("Switched on at"))
    until_at = when(_("Until"))

    class Meta:
        verbose_name = _("Contingency plan")
        constraints = [models.UniqueConstraint(fields=["scope", "name"], name="one_contingency_per_name")]

    def __str__(self) -> str:
        return self.name


class Gear(Record):
    """A thing that somebody wears or carries on duty."""

    code = models.CharField(_("Code"), max_length=20)
    kind = models.CharField(_("Kind"), max_length=12, choices=GEAR)
    name = models.CharField(_("Name"), max_length=60, blank=True)
    post = to_post(needed=False)
    state = StateField(GearState, verbose_name=_("State"))

    class Meta:
        verbose_name = _("Equipment of the team")
        constraints = [models.UniqueConstraint(fields=["scope", "code"], name="one_gear_per_code")]
        indexes = [models.Index(fields=["scope", "state", "kind"], name="gear_scope_state")]

    def __str__(self) -> str:
        return f"{self.code} {self.name or self.get_kind_display()}"


class GearIssue(Record):
    gear = models.ForeignKey("workforce.Gear", models.PROTECT, related_name="+", verbose_name=_("Equipment of the team"))
    person = to_person(needed=True)
    out_at = when(pgettext_lazy("gear", "Issued at"), needed=True)
    out_by = to_person(pgettext_lazy("gear", "Issued by"))
    is_scanned = models.BooleanField(_("Scanned"), default=False)
    back_at = when(pgettext_lazy("gear", "Returned at"))
    condition = models.CharField(_("State of the thing"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("Issue of equipment")
        indexes = [models.Index(fields=["scope", "out_at"], name="gearissue_scope_out"), models.Index(fields=["scope", "person", "back_at"], name="gearissue_person_back")]
        constraints = [models.UniqueConstraint(fields=["gear"], condition=Q(back_at=None), name="gear_in_one_hand")]
