from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anju.kernel.personal import PersonNameField
from anju.kernel.records import Record, StateField

from ..codes import BANDS, EXECUTORS, GRADES, KINDS, PARTNERS, WAY_CHOICES
from ..states import PointState, RoundState, ScanState
from .ground import somebody


class Round(Record):
    """One walk: planned from `starts_at` until `ends_at`, taken up by somebody, closed with its record.

    `seed` and `planned_with` are what an unpredictable plan was drawn from, so that it can be drawn again for audit. The record has
    time, places and points by itself; `problems`, `result` and `handover` are what its guard writes.
    """

    number = models.CharField(pgettext_lazy("patrol", "Number"), max_length=20)
    kind = models.CharField(_("Kind"), max_length=10, choices=list(KINDS.items()))
    title = models.CharField(_("Title"), max_length=80)
    band = models.CharField(_("Band of the day"), max_length=6, choices=list(BANDS.items()))
    on = models.DateField(_("Date"))
    version = models.ForeignKey(
        "patrol.RouteVersion",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Version of the route"),
    )
    scheme = models.ForeignKey(
        "patrol.Scheme", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Patrol plan")
    )
    post = models.ForeignKey(
        "people.Post", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Post")
    )
    guard = somebody(_("Guard"))
    executor = models.CharField(_("Carried out by"), max_length=6, choices=list(EXECUTORS.items()), default="guard")
    machine = models.CharField(_("Machine"), max_length=60, blank=True)
    is_pilot = models.BooleanField(_("On trial"), default=False)
    flight = models.JSONField(_("Log of the mission"), default=dict, blank=True)
    starts_at = models.DateTimeField(_("Planned start"))
    ends_at = models.DateTimeField(_("Planned end"))
    started_at = models.DateTimeField(pgettext_lazy("patrol", "Started at"), null=True, blank=True)
    finished_at = models.DateTimeField(_("Finished at"), null=True, blank=True)
    received_at = models.DateTimeField(pgettext_lazy("patrol", "Received at"), null=True, blank=True)
    state = StateField(RoundState, verbose_name=_("State"))
    is_frozen = models.BooleanField(_("Frozen by a leader"), default=False)
    is_random = models.BooleanField(_("Unpredictable"), default=False)
    seed = models.CharField(_("Seed"), max_length=40, blank=True)
    planned_with = models.JSONField(_("Inputs of the planner"), default=dict, blank=True)
    alert = models.PositiveSmallIntegerField(_("Alert level"), default=1)
    point_count = models.PositiveSmallIntegerField(pgettext_lazy("patrol", "Points"), default=0)
    visited_count = models.PositiveSmallIntegerField(_("Visited"), default=0)
    on_time_count = models.PositiveSmallIntegerField(_("Visited on time"), default=0)
    missed_count = models.PositiveSmallIntegerField(pgettext_lazy("point", "Missed"), default=0)
    skipped_count = models.PositiveSmallIntegerField(_("Skipped"), default=0)
    grade = models.CharField(_("Grade of proof"), max_length=1, choices=GRADES, blank=True)
    problems = models.CharField(_("Problems found"), max_length=400, blank=True)
    result = models.CharField(_("Result of handling"), max_length=400, blank=True)
    handover = models.CharField(pgettext_lazy("patrol", "Handed over"), max_length=400, blank=True)
    reason = models.CharField(_("Reason"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("Patrol round")
        constraints = [
            models.UniqueConstraint(fields=["scope", "number"], name="one_patrol_round_per_number"),
            models.CheckConstraint(
                condition=Q(ends_at__gt=models.F("starts_at")), name="patrol_round_ends_after_start"
            ),
        ]
        indexes = [
            models.Index(fields=["scope", "starts_at"], name="patrol_round_starts"),
            models.Index(fields=["scope", "state", "ends_at"], name="patrol_round_state_ends"),
            models.Index(fields=["scope", "on", "band"], name="patrol_round_on"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class RoundPoint(Record):
    """A point of a round with its window, as the route stood when the round was planned, and what became of it."""

    round = models.ForeignKey("patrol.Round", models.CASCADE, related_name="+", verbose_name=_("Patrol round"))
    checkpoint = models.ForeignKey("patrol.Checkpoint", models.PROTECT, related_name="+", verbose_name=_("Checkpoint"))
    position = models.PositiveSmallIntegerField(_("Position"))
    due_from = models.DateTimeField(_("From"))
    due_until = models.DateTimeField(_("Until"))
    state = StateField(PointState, verbose_name=_("State"))
    checklist = models.JSONField(_("Checklist"), default=list)
    checklist_version = models.PositiveSmallIntegerField(_("Version of the checklist"), default=1)
    answers = models.JSONField(_("Answers"), default=dict, blank=True)
    answered_at = models.DateTimeField(pgettext_lazy("patrol", "Answered at"), null=True, blank=True)
    visited_at = models.DateTimeField(_("Visited at"), null=True, blank=True)
    scan = models.ForeignKey(
        "patrol.Scan", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Scan")
    )
    is_out_of_order = models.BooleanField(_("Out of order"), default=False)
    reason = models.CharField(_("Reason"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("Point of a round")
        constraints = [models.UniqueConstraint(fields=["round", "position"], name="one_point_per_position")]
        indexes = [
            models.Index(fields=["scope", "checkpoint", "due_from"], name="round_point_checkpoint"),
            models.Index(fields=["scope", "state", "due_until"], name="round_point_state"),
        ]

    def __str__(self) -> str:
        return str(self.checkpoint)


class Scan(Record):
    """Somebody, or a machine, showed that he was at a point: when, how, how far from it, and what looks wrong about it.

    Refused ones are kept too. `latitude` and `longitude` go after thirty days; the distance stays.
    """

    checkpoint = models.ForeignKey(
        "patrol.Checkpoint", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Checkpoint")
    )
    round = models.ForeignKey(
        "patrol.Round", models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("Patrol round")
    )
    person = somebody(_("Guard"))
    way = models.CharField(_("How it was read"), max_length=8, choices=WAY_CHOICES)
    tag = models.ForeignKey(
        "patrol.Tag", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Tag")
    )
    device = models.CharField(_("Device"), max_length=60, blank=True)
    at = models.DateTimeField(_("Scanned at"))
    received_at = models.DateTimeField(pgettext_lazy("patrol", "Received at"))
    latitude = models.FloatField(null=True, blank=True, editable=False)
    longitude = models.FloatField(null=True, blank=True, editable=False)
    accuracy_m = models.PositiveIntegerField(_("Accuracy (m)"), null=True, blank=True)
    distance_m = models.PositiveIntegerField(_("Distance (m)"), null=True, blank=True)
    drift_s = models.IntegerField(_("Clock drift (s)"), null=True, blank=True)
    photo = models.ForeignKey(
        "kernel.Blob", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Photo")
    )
    grade = models.CharField(_("Grade of proof"), max_length=1, choices=GRADES, blank=True)
    flags = models.JSONField(_("What looks wrong"), default=list, blank=True)
    code = models.CharField(_("Why not"), max_length=16, blank=True)
    is_unplanned = models.BooleanField(_("Unplanned"), default=False)
    state = StateField(ScanState, verbose_name=_("State"))
    reviewed_by = somebody(pgettext_lazy("patrol", "Reviewed by"))
    reviewed_at = models.DateTimeField(pgettext_lazy("patrol", "Reviewed at"), null=True, blank=True)
    note = models.CharField(_("Note"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("Scan")
        indexes = [
            models.Index(fields=["scope", "at"], name="patrol_scan_at"),
            models.Index(fields=["scope", "state", "at"], name="patrol_scan_state"),
            models.Index(fields=["scope", "person", "at"], name="patrol_scan_person"),
            models.Index(fields=["scope", "round"], name="patrol_scan_round"),
        ]

    @property
    def is_taken(self) -> bool:
        return self.state not in ("refused", "rejected")


class Partner(Record):
    """Somebody who walks along: an owner, a merchant, a partner unit, a volunteer."""

    round = models.ForeignKey("patrol.Round", models.CASCADE, related_name="+", verbose_name=_("Patrol round"))
    kind = models.CharField(_("Kind"), max_length=10, choices=list(PARTNERS.items()))
    person = somebody(_("Person"))
    name = PersonNameField(pgettext_lazy("person", "Name"), blank=True, erase_after="erase_on")
    unit = models.CharField(pgettext_lazy("patrol", "Unit"), max_length=80, blank=True)
    report = models.CharField(_("What he reported"), max_length=400, blank=True)
    reported_at = models.DateTimeField(_("Reported at"), null=True, blank=True)
    erase_on = models.DateField(null=True, editable=False)

    class Meta:
        verbose_name = _("Participant of a joint patrol")
        indexes = [
            models.Index(fields=["scope", "round"], name="partner_round"),
            models.Index(fields=["scope", "created_at"], name="partner_created"),
        ]
