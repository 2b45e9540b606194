from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anju.kernel.records import Record, StateField

from ..kinds import BODY, CREDENTIALS, OCCASIONS, PROCEDURES
from ..states import BodyState, ModeState, PeakRunState, PlanState


def _person(label) -> models.ForeignKey:
    return models.ForeignKey("people.Person", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=label)


class Procedure(Record):
    """How something is done at the gates (标准作业程序): the controlled document that says it, of which version, and its steps, each of which is checked."""

    kind = models.CharField(pgettext_lazy("gates", "Procedure"), max_length=12, choices=PROCEDURES)
    document = models.ForeignKey("documents.Document", models.PROTECT, related_name="+", verbose_name=_("Document"))
    version = models.PositiveSmallIntegerField(_("Version of the document"))
    steps = models.JSONField(pgettext_lazy("gates", "Steps"), default=list)
    is_current = models.BooleanField(_("In force"), default=True)
    since_at = models.DateTimeField(_("In force since"))
    set_by = _person(pgettext_lazy("gates", "Set by"))

    class Meta:
        verbose_name = _("Procedure of the gates")
        constraints = [models.UniqueConstraint(fields=["scope", "kind"], condition=Q(is_current=True), name="one_procedure_of_a_kind")]
        indexes = [models.Index(fields=["scope", "since_at"], name="procedure_since")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} V{self.version}"


class ProcedureCheck(Record):
    """A leader watched somebody at work: which steps of which version were kept."""

    procedure = models.ForeignKey("access.Procedure", models.PROTECT, related_name="+", verbose_name=pgettext_lazy("gates", "Procedure"))
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+", verbose_name=_("Who was watched"))
    at = models.DateTimeField(_("Time"))
    missed = models.JSONField(_("Steps not kept"), default=list)
    kept = models.PositiveSmallIntegerField(_("Steps kept"))
    of = models.PositiveSmallIntegerField(_("Steps in all"))
    note = models.CharField(_("What was seen"), max_length=200, blank=True)
    checked_by = _person(pgettext_lazy("gates", "Checked by"))

    class Meta:
        verbose_name = _("Check of a procedure")
        indexes = [models.Index(fields=["scope", "at"], name="procedurecheck_at")]

    def __str__(self) -> str:
        return f"{self.procedure} {self.kept}/{self.of}"


class PeakPlan(Record):
    """How people and cars are led in peak hours (疏导预案), by whom, and what changes at the lanes. A change is a new version.

    `people_text` and `cars_text` say how each is led; `waits` which categories wait; `one_way` is {lane id: in or out}.
    """

    name = models.CharField(_("Name"), max_length=60)
    version = models.PositiveSmallIntegerField(_("Version"), default=1)
    occasion = models.CharField(pgettext_lazy("peak", "Occasion"), max_length=8, choices=OCCASIONS)
    state = StateField(PlanState, verbose_name=_("State"))
    starts = models.TimeField(_("Begins at"))
    ends = models.TimeField(_("Ends at"))
    post = models.ForeignKey("people.Post", models.PROTECT, related_name="+", verbose_name=_("Post for guiding"))
    extra = models.PositiveSmallIntegerField(_("People added"), default=1)
    people_text = models.CharField(_("How people are led"), max_length=400)
    cars_text = models.CharField(_("How cars are led"), max_length=400)
    waits = models.JSONField(_("Wait until it is over"), default=list, blank=True)
    one_way = models.JSONField(_("Lanes with one way"), default=dict, blank=True)
    since_at = models.DateTimeField(_("In force since"))
    drawn_up_by = _person(_("Drawn up by"))

    class Meta:
        verbose_name = _("Peak plan")
        constraints = [models.UniqueConstraint(fields=["scope", "name"], condition=Q(state="in_force"), name="one_peak_plan_per_name")]
        indexes = [models.Index(fields=["scope", "since_at"], name="peakplan_since")]

    def __str__(self) -> str:
        return f"{self.name} V{self.version}"


class PeakRun(Record):
    """One day of a peak plan: who is named, when it was switched on and off, and how long the queues were.

    `named` are the holdings that were added to the roster; `queues` is [[minute of the day, people, cars]].
    """

    plan = models.ForeignKey("access.PeakPlan", models.PROTECT, related_name="+", verbose_name=_("Peak plan"))
    on = models.DateField(_("Day"))
    starts_at = models.DateTimeField(_("Begins at"))
    ends_at = models.DateTimeField(_("Ends at"))
    state = StateField(PeakRunState, verbose_name=_("State"))
    named = models.JSONField(_("Named for it"), default=list)
    short = models.PositiveSmallIntegerField(_("People missing"), default=0)
    on_at = models.DateTimeField(_("Switched on at"), null=True, blank=True)
    on_by = _person(_("Switched on by"))
    off_at = models.DateTimeField(_("Switched off at"), null=True, blank=True)
    queues = models.JSONField(_("Queues"), default=list)
    longest_people = models.PositiveSmallIntegerField(_("Longest queue of people"), default=0)
    longest_cars = models.PositiveSmallIntegerField(_("Longest queue of cars"), default=0)

    class Meta:
        verbose_name = _("Day of a peak plan")
        constraints = [models.UniqueConstraint(fields=["plan", "on"], name="one_run_of_a_plan_a_day")]
        indexes = [models.Index(fields=["scope", "starts_at"], name="peakrun_starts"), models.Index(fields=["scope", "state"], name="peakrun_state")]

    def __str__(self) -> str:
        return f"{self.plan} {self.on:%m-%d}"


class EpidemicMode(Record):
    """The epidemic mode (疫情防控模式): switched on with a reason, a paper and an end. It adds checks at the entrances, and closes no way out."""

    state = StateField(ModeState, verbose_name=_("State"))
    reason = models.CharField(_("Reason"), max_length=200)
    paper = models.CharField(_("Document"), max_length=80)
    asks = models.JSONField(_("Checks for who comes"), default=list)
    asks_home = models.JSONField(_("Checks for who lives here"), default=list, blank=True)
    word_for = models.JSONField(_("Only by the leader's word"), default=list, blank=True)
    since_at = models.DateTimeField(_("Switched on at"))
    until_at = models.DateTimeField(_("Until"))
    on_by = _person(_("Switched on by"))
    off_at = models.DateTimeField(_("Switched off at"), null=True, blank=True)
    off_by = _person(_("Switched off by"))
    off_reason = models.CharField(_("Reason of the end"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("Epidemic mode")
        constraints = [models.UniqueConstraint(fields=["scope"], condition=Q(state="on"), name="one_epidemic_mode_on")]
        indexes = [models.Index(fields=["scope", "since_at"], name="epidemic_since")]

    def __str__(self) -> str:
        return f"{self.reason[:40]}"


class EntryCheck(Record):
    """What a mode asked of somebody at a lane, and how it came out."""

    mode = models.ForeignKey("access.EpidemicMode", models.PROTECT, related_name="+", verbose_name=_("Epidemic mode"))
    passage = models.ForeignKey("access.Passage", models.PROTECT, related_name="+", verbose_name=_("Passage"))
    at = models.DateTimeField(_("Time"))
    passed = models.JSONField(_("Passed"), default=list)
    failed = models.JSONField(_("Not passed"), default=list)
    tenths = models.PositiveSmallIntegerField(_("Temperature (tenths of a degree)"), null=True, blank=True)
    note = models.CharField(_("Note"), max_length=200, blank=True)
    guard = _person(_("Guard"))

    class Meta:
        verbose_name = _("Check at the entrance")
        indexes = [models.Index(fields=["scope", "at"], name="entrycheck_at")]

    def __str__(self) -> str:
        return f"{self.passage}"


class BodyUse(Record):
    """Faces or fingerprints as a reference are used here, beside a card or code and never instead: who wanted it, on which assessment, who agreed."""

    kind = models.CharField(_("Kind"), max_length=12, choices=[one for one in CREDENTIALS if one[0] in BODY])
    state = StateField(BodyState, verbose_name=_("State"))
    purpose = models.CharField(_("What for"), max_length=200)
    assessment = models.CharField(_("Assessment of the risk to privacy"), max_length=80)
    proposed_by = _person(_("Proposed by"))
    agreed_by = _person(_("Agreed by"))
    agreed_at = models.DateTimeField(_("Agreed at"), null=True, blank=True)
    ended_at = models.DateTimeField(_("Ended at"), null=True, blank=True)

    class Meta:
        verbose_name = _("Use of faces or fingerprints")
        constraints = [models.UniqueConstraint(fields=["scope", "kind"], condition=~Q(state="ended"), name="one_body_use_of_a_kind")]

    def __str__(self) -> str:
        return str(self.get_kind_display())
