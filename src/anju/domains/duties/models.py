from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from anju.domains.duties.schedules import Schedule, from_json
from anju.domains.duties.states import Category, DutyState, Grade, OccurrenceState
from anju.kernel.records import Record, StateField


class Duty(Record):
    """Something a post or role owes at a frequency.

    `schedule` is the JSON of a `schedules.Schedule`; `checklist` that of `rules.Item`s; `evidence` a list of `Evidence` codes.
    `basis` names the sentence of a plan that it serves. `planned_until_on` is the first business day not yet planned,
    `unknown_year` the year whose missing holidays stop planning.
    """

    title = models.CharField(_("Title"), max_length=120)
    category = models.CharField(_("Kind"), max_length=16, choices=Category.choices, default=Category.check)
    schedule = models.JSONField(_("Schedule"))
    basis_label = models.CharField(_("Basis"), max_length=200, blank=True)
    basis_link = models.CharField(_("Link to the basis"), max_length=200, blank=True)
    post = models.ForeignKey(
        "people.Post", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Responsible post")
    )
    role = models.CharField(_("Responsible role"), max_length=40, blank=True)
    place = models.ForeignKey(
        "places.Place", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Place")
    )
    checklist = models.JSONField(_("Checklist"), default=list, blank=True)
    evidence = models.JSONField(_("Evidence needed"), default=list, blank=True)
    grace_minutes = models.PositiveIntegerField(_("Grace (minutes)"), default=0)
    make_up_hours = models.PositiveIntegerField(_("May be made up for (hours)"), null=True, blank=True)
    gap_minutes = models.PositiveIntegerField(_("Gap allowed (minutes)"), default=0)
    state = StateField(DutyState, verbose_name=_("State"))
    planned_until_on = models.DateField(_("Planned until"), null=True, editable=False)
    unknown_year = models.PositiveSmallIntegerField(_("Holidays missing for"), null=True, editable=False)

    class Meta:
        indexes = [models.Index(fields=["scope", "state", "planned_until_on"], name="duty_to_plan")]

    def __str__(self) -> str:
        return self.title

    @property
    def promise(self) -> Schedule:
        return from_json(self.schedule)


class Occurrence(Record):
    """One time it is owed: a slot of the schedule and what became of it.

    From `opens_at` to `due_at` (and the duty's grace) it counts as on time, until `late_until` it can be made up.
    `look_at` is when the passing of time alone will change its state; null when it cannot any more.
    """

    duty = models.ForeignKey(Duty, models.CASCADE, related_name="+", verbose_name=_("Regular work"))
    key = models.CharField(max_length=60)
    on = models.DateField(_("Day"))
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    opens_at = models.DateTimeField(_("Open from"))
    due_at = models.DateTimeField(_("Due"))
    late_until = models.DateTimeField(_("Can be made up until"))
    owed = models.PositiveSmallIntegerField(_("Owed"), default=1)
    most = models.PositiveSmallIntegerField(_("At most"), null=True)
    part = models.CharField(_("Part of it"), max_length=40, blank=True)
    is_continuous = models.BooleanField(default=False)
    state = StateField(OccurrenceState, verbose_name=_("State"))
    look_at = models.DateTimeField(null=True)
    on_time_count = models.PositiveSmallIntegerField(_("Done in time"), default=0)
    done_count = models.PositiveSmallIntegerField(_("Done"), default=0)
    waiting_count = models.PositiveSmallIntegerField(_("Waiting for a second person"), default=0)
    over_count = models.PositiveSmallIntegerField(_("Over the limit"), default=0)
    grade = models.CharField(_("Grade of proof"), max_length=1, choices=Grade.choices, blank=True)
    covered_seconds = models.PositiveIntegerField(_("Covered (seconds)"), default=0)
    longest_gap_seconds = models.PositiveIntegerField(_("Longest gap (seconds)"), default=0)
    assignee = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Person")
    )
    is_excused = models.BooleanField(default=False)
    excuse = models.CharField(_("Reason"), max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["duty", "key"], name="one_occurrence_per_slot")]
        indexes = [
            models.Index(fields=["scope", "state", "due_at"], name="occurrence_state"),
            models.Index(fields=["scope", "due_at"], name="occurrence_due"),
            models.Index(fields=["scope", "look_at"], name="occurrence_look"),
            models.Index(fields=["scope", "assignee", "due_at"], name="occurrence_person"),
        ]

    def __str__(self) -> str:
        return f"{self.duty.title} {self.on:%Y-%m-%d}"


class Performance(Record):
    """One time that somebody did it. `answers` keep the wording they were given to; `faults` are the keys found faulty.

    `proof_label` and `proof_link` name the record of a later room that proves it, such as a report that was handed in.
    """

    occurrence = models.ForeignKey(Occurrence, models.CASCADE, related_name="+", verbose_name=_("Regular work"))
    person = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+", verbose_name=_("Done by"))
    device_at = models.DateTimeField(_("Done at"))
    entered_at = models.DateTimeField(_("Entered at"))
    answers = models.JSONField(_("Answers"), default=list)
    faults = models.JSONField(_("Faults"), default=list)
    photos = models.JSONField(_("Photos"), default=list)
    signature = models.CharField(_("Signature"), max_length=40, blank=True)
    note = models.TextField(_("Note"), blank=True)
    proof_label = models.CharField(_("Proven by"), max_length=200, blank=True)
    proof_link = models.CharField(max_length=200, blank=True)
    grade = models.CharField(_("Grade of proof"), max_length=1, choices=Grade.choices, default=Grade.C)
    is_independent = models.BooleanField(default=False)
    is_admitted = models.BooleanField(default=True)
    is_on_time = models.BooleanField(_("In time"), default=False)
    is_backfilled = models.BooleanField(_("Entered a day late"), default=False)
    confirmed_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, related_name="+", verbose_name=_("Confirmed by")
    )
    confirmed_at = models.DateTimeField(_("Confirmed at"), null=True)
    rejected_at = models.DateTimeField(_("Sent back at"), null=True)
    rejection = models.CharField(_("Why it was sent back"), max_length=200, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["scope", "occurrence"], name="performance_occurrence"),
            models.Index(fields=["scope", "device_at"], name="performance_done"),
        ]

    def __str__(self) -> str:
        return f"{self.occurrence_id} {self.device_at:%Y-%m-%d %H:%M}"


class Presence(Record):
    """A stretch of time for which somebody's presence on a watch is on record."""

    occurrence = models.ForeignKey(Occurrence, models.CASCADE, related_name="+")
    person = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+", verbose_name=_("Person"))
    starts_at = models.DateTimeField(_("From"))
    ends_at = models.DateTimeField(_("Until"))
    entered_at = models.DateTimeField(_("Entered at"))
    is_independent = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["scope", "occurrence"], name="presence_occurrence")]


class CalendarYear(Record):
    """Imported days of one year: {"2027-02-06": "holiday", …}.

    A complete year needs no other source, all its other days follow their weekday; else its days only override the known calendar.
    """

    year = models.PositiveSmallIntegerField(_("Year"))
    days = models.JSONField(_("Days"), default=dict)
    is_complete = models.BooleanField(_("Complete"), default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scope", "year"], name="one_calendar_per_year")]

    def __str__(self) -> str:
        return str(self.year)
