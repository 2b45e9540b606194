from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from anju.domains.notices.queries import BODIES
from anju.kernel.records import Record, StateField

from ..kinds import LEVELS, TIERS, TRACKS, WAYS
from ..states import CourseState, EnrolmentState
from .certificates import someone


class Course(Record):
    """What is taught: modules with their class hours and the ways in which each must be passed.

    `modules` are {code, title, hours, ways}; `ways` among lecture, on_post, theory, practice. `roles` is whom it concerns. Every change of the
    modules is a new `version`. `least_days`: so many days lie at least between its begin and its end.
    """

    code = models.CharField(_("Code"), max_length=40)
    title = models.CharField(_("Course"), max_length=60)
    track = models.CharField(_("Track"), max_length=12, choices=TRACKS, default="common")
    tier = models.CharField(_("Tier"), max_length=12, choices=TIERS, blank=True)
    level = models.CharField(_("Level of training"), max_length=12, choices=LEVELS, blank=True)
    roles = models.JSONField(_("For whom"), default=list)
    modules = models.JSONField(_("Modules"), default=list)
    version = models.PositiveSmallIntegerField(_("Version"), default=1)
    least_days = models.PositiveSmallIntegerField(_("At least (days)"), default=0)
    pass_percent = models.PositiveSmallIntegerField(_("Pass mark (%)"), default=60)
    is_induction = models.BooleanField(_("Before the first shift"), default=False)
    state = StateField(CourseState, verbose_name=_("State"))

    class Meta:
        verbose_name = _("Course")
        constraints = [models.UniqueConstraint(fields=["scope", "code"], name="one_course_a_code")]
        indexes = [models.Index(fields=["scope", "created_at"], name="course_created"), models.Index(fields=["scope", "state"], name="course_state")]

    def __str__(self) -> str:
        return self.title

    @property
    def hours(self) -> float:
        """Class hours of all modules."""
        return sum(module["hours"] for module in self.modules)

    def module(self, code: str) -> dict[str, Any] | None:
        return next((module for module in self.modules if module["code"] == code), None)

    def title_of(self, code: str) -> str:
        found = self.module(code)
        return found["title"] if found else code


class Material(Record):
    """A document that belongs to a course: slides, a regulation, a case."""

    course = models.ForeignKey("training.Course", models.CASCADE, related_name="+", verbose_name=_("Course"))
    document = models.ForeignKey("documents.Document", models.PROTECT, related_name="+", verbose_name=_("Document"))

    class Meta:
        verbose_name = _("Teaching material")
        constraints = [models.UniqueConstraint(fields=["course", "document"], name="one_material_once")]
        indexes = [models.Index(fields=["scope", "created_at"], name="material_created")]

    def __str__(self) -> str:
        return f"{self.course} {self.document_id}"


class Programme(Record):
    """A course owed to an audience at a frequency: the regular work that a plan's sentence made, or one of its own, says how often.

    `persons` narrows the audience to those chosen. `after` is the programme that must be held first in the same stretch (leaders before teams).
    """

    course = models.ForeignKey("training.Course", models.PROTECT, related_name="+", verbose_name=_("Course"))
    title = models.CharField(_("Title"), max_length=120)
    duty = models.ForeignKey("duties.Duty", models.PROTECT, related_name="+", verbose_name=_("Regular work"))
    roles = models.JSONField(_("For whom"), default=list)
    persons = models.JSONField(_("Chosen people"), default=list)
    begins = models.TimeField(_("Begins at the hour"))
    minutes = models.PositiveSmallIntegerField(_("Minutes"))
    trainer = someone(_("Trainer"))
    place = models.ForeignKey("places.Place", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Place"))
    report_to = models.CharField(_("Reported to the body"), max_length=16, choices=BODIES, blank=True)
    after = models.ForeignKey("training.Programme", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Held first"))
    is_ended = models.BooleanField(_("Ended"), default=False)

    class Meta:
        verbose_name = _("Training programme")
        indexes = [models.Index(fields=["scope", "created_at"], name="programme_created"), models.Index(fields=["duty"], name="programme_duty")]

    def __str__(self) -> str:
        return self.title


class Enrolment(Record):
    """Somebody takes a course from a day on, with a mentor; completed when every module was passed in every way that it asks for."""

    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+", verbose_name=_("Person"))
    course = models.ForeignKey("training.Course", models.PROTECT, related_name="+", verbose_name=_("Course"))
    mentor = someone(_("Mentor"))
    version = models.PositiveSmallIntegerField(_("Version"), default=1)
    started_on = models.DateField(_("Since"))
    target_hours = models.PositiveSmallIntegerField(_("Hours wanted"), default=0)
    ended_on = models.DateField(_("Ended on"), null=True, blank=True)
    ended_by = someone(_("Signed off by"))
    note = models.CharField(_("Note"), max_length=200, blank=True)
    state = StateField(EnrolmentState, verbose_name=_("State"))

    class Meta:
        verbose_name = _("Course of a person")
        constraints = [models.UniqueConstraint(fields=["person", "course"], condition=Q(state__in=("running", "completed", "failed")), name="one_enrolment_a_course")]
        indexes = [models.Index(fields=["scope", "created_at"], name="enrolment_created"), models.Index(fields=["scope", "course", "state"], name="enrolment_course")]

    def __str__(self) -> str:
        return f"{self.course} {self.person}"


class Result(Record):
    """Somebody passed, or did not pass, a module in one way. A practical one counts when a second assessor confirmed it.

    `source` names what it came from: a session, a paper, a sign-off on a post.
    """

    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+", verbose_name=_("Person"))
    course = models.ForeignKey("training.Course", models.PROTECT, related_name="+", verbose_name=_("Course"))
    module = models.CharField(_("Module"), max_length=40)
    way = models.CharField(_("Way"), max_length=12, choices=WAYS)
    score = models.PositiveSmallIntegerField(_("Points (of 100)"), null=True, blank=True)
    is_passed = models.BooleanField(_("Passed"), default=False)
    is_counted = models.BooleanField(_("Counts in"), default=True)
    at = models.DateTimeField(_("Assessed at"))
    post = models.ForeignKey("people.Post", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Post"))
    assessor = someone(_("Assessor"))
    second = someone(_("Second assessor"))
    note = models.CharField(_("Note"), max_length=200, blank=True)
    source_link = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = _("Result")
        indexes = [models.Index(fields=["scope", "at"], name="result_at"), models.Index(fields=["person", "course", "module"], name="result_person")]

    def __str__(self) -> str:
        return f"{self.course} {self.module} {self.person}"
