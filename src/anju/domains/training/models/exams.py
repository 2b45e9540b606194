from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from anju.kernel.records import Record, StateField

from ..kinds import EXAMS, QUESTIONS
from ..states import ExamState, PaperState, QuestionState
from .certificates import someone


class Question(Record):
    """One question of the bank. It is never changed once it stands: a better one takes its place, so that old papers stay what they were.

    `right` are the places of the right options, counted from 0; `why` is the rule behind them.
    """

    course = models.ForeignKey("training.Course", models.PROTECT, related_name="+", verbose_name=_("Course"))
    module = models.CharField(_("Module"), max_length=40)
    kind = models.CharField(_("Kind of question"), max_length=12, choices=QUESTIONS, default="single")
    stem = models.CharField(_("Question"), max_length=400)
    options = models.JSONField(_("Options"))
    right = models.JSONField(_("Right answer"))
    why = models.CharField(_("The rule behind it"), max_length=300)
    picture = models.ForeignKey("kernel.Blob", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Picture"))
    state = StateField(QuestionState, verbose_name=_("State"))

    class Meta:
        verbose_name = _("Exam question")
        indexes = [models.Index(fields=["scope", "created_at"], name="question_created"), models.Index(fields=["course", "state", "module"], name="question_course")]

    def __str__(self) -> str:
        return self.stem


class Exam(Record):
    """An exam: so many questions of a course (or of who lives where), a time limit, a pass mark, so many attempts.

    `document` and `document_version` name the text that is asked about. `is_gate`: who fails the last attempt loses the course, and the posts that need it.
    """

    title = models.CharField(_("Title"), max_length=120)
    kind = models.CharField(_("Kind of exam"), max_length=12, choices=EXAMS, default="bank")
    course = models.ForeignKey("training.Course", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Course"))
    modules = models.JSONField(_("Modules"), default=list)
    roles = models.JSONField(_("For whom"), default=list)
    questions = models.PositiveSmallIntegerField(_("Questions of a paper"))
    minutes = models.PositiveSmallIntegerField(_("Time limit (minutes)"))
    pass_percent = models.PositiveSmallIntegerField(_("Pass mark (%)"))
    attempts = models.PositiveSmallIntegerField(_("Attempts allowed"), default=2)
    opens_at = models.DateTimeField(_("Open from"))
    closes_at = models.DateTimeField(_("Open until"))
    document = models.ForeignKey("documents.Document", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Document"))
    document_version = models.PositiveSmallIntegerField(_("Version"), default=0)
    duty = models.ForeignKey("duties.Duty", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Regular work"))
    is_gate = models.BooleanField(_("Failing bars from the post"), default=False)
    credit = models.CharField(_("Regular work counted"), max_length=40, blank=True)
    state = StateField(ExamState, verbose_name=_("State"))

    class Meta:
        verbose_name = _("Exam")
        indexes = [models.Index(fields=["scope", "opens_at"], name="exam_opens"), models.Index(fields=["scope", "state"], name="exam_state")]

    def __str__(self) -> str:
        return self.title


class Paper(Record):
    """One attempt of somebody. `seed` draws its questions again, for whoever checks it.

    `asked` holds, in order, {"q": question, "m": module, "order": [places]}, or for an owners' quiz {"d": dwelling, "people": [persons], "right": place}.
    `answers` are, in the same order, the places that were chosen as they were shown. `due_at` is set by the server's clock.
    """

    exam = models.ForeignKey("training.Exam", models.PROTECT, related_name="+", verbose_name=_("Exam"))
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+", verbose_name=_("Person"))
    attempt = models.PositiveSmallIntegerField(_("Attempt"))
    seed = models.CharField(max_length=32, editable=False)
    asked = models.JSONField()
    answers = models.JSONField(default=list)
    started_at = models.DateTimeField(_("Exam begun at"))
    due_at = models.DateTimeField(_("Due"))
    handed_in_at = models.DateTimeField(_("Paper handed in at"), null=True, blank=True)
    received_at = models.DateTimeField(_("Paper received at"), null=True, blank=True)
    right_count = models.PositiveSmallIntegerField(_("Right"), default=0)
    score = models.PositiveSmallIntegerField(_("Points (of 100)"), null=True, blank=True)
    state = StateField(PaperState, verbose_name=_("State"))
    decided_by = someone(_("Decided by"))
    note = models.CharField(_("Note"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("Exam paper")
        constraints = [
            models.UniqueConstraint(fields=["exam", "person", "attempt"], name="one_paper_an_attempt"),
            models.UniqueConstraint(fields=["exam", "person"], condition=Q(state="sitting"), name="one_paper_at_a_time"),
        ]
        indexes = [models.Index(fields=["scope", "started_at"], name="paper_started"), models.Index(fields=["exam", "state"], name="paper_exam")]

    def __str__(self) -> str:
        return f"{self.exam} {self.person}"
