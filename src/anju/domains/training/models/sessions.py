from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anju.domains.notices.queries import BODIES
from anju.kernel.records import Record, StateField

from ..kinds import SESSIONS
from ..states import AttendanceState, SessionState
from .certificates import someone


class Session(Record):
    """One time that something is taught: planned for a slot of its programme, or called for itself (a lecture, a meeting, a visit, a case).

    `modules` are codes of its course. `minutes` is what each who came is credited with. `credit` says what became of the regular work.
    """

    title = models.CharField(_("Title"), max_length=120)
    kind = models.CharField(_("Kind of session"), max_length=12, choices=SESSIONS, default="class")
    topic = models.CharField(_("Topic"), max_length=120, blank=True)
    course = models.ForeignKey("training.Course", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Course"))
    programme = models.ForeignKey("training.Programme", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Training programme"))
    occurrence = models.ForeignKey("duties.Occurrence", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("Regular work"))
    makes_up = models.ForeignKey("training.Session", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Makes up for"))
    case = models.ForeignKey("cases.Case", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Case"))
    modules = models.JSONField(_("Modules"), default=list)
    roles = models.JSONField(_("For whom"), default=list)
    persons = models.JSONField(_("Chosen people"), default=list)
    starts_at = models.DateTimeField(_("Start"))
    ends_at = models.DateTimeField(_("End"))
    place = models.ForeignKey("places.Place", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Place"))
    trainer = someone(_("Trainer"))
    lecturer = models.CharField(_("Lecturer from outside"), max_length=40, blank=True)
    organisation = models.CharField(_("Organisation"), max_length=60, blank=True)
    report_to = models.CharField(_("Reported to the body"), max_length=16, choices=BODIES, blank=True)
    wants_essay = models.BooleanField(_("Everybody writes what he learnt"), default=False)
    wants_commitment = models.BooleanField(_("Everybody signs a commitment"), default=False)
    expected = models.PositiveSmallIntegerField(_("Expected"), default=0)
    present = models.PositiveSmallIntegerField(pgettext_lazy("those present", "Came"), default=0)
    report = models.TextField(_("Report of the session"), blank=True)
    lessons = models.TextField(_("Lessons"), blank=True)
    photos = models.JSONField(_("Photos"), default=list)
    held_at = models.DateTimeField(_("Held at"), null=True, blank=True)
    closed_by = someone(_("Closed by"))
    credit = models.CharField(_("Regular work counted"), max_length=40, blank=True)
    reason = models.CharField(_("Reason"), max_length=200, blank=True)
    state = StateField(SessionState, verbose_name=_("State"))

    class Meta:
        verbose_name = _("Training session")
        indexes = [
            models.Index(fields=["scope", "starts_at"], name="session_starts"),
            models.Index(fields=["scope", "state", "starts_at"], name="session_state"),
            models.Index(fields=["occurrence"], name="session_occurrence"),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.starts_at:%Y-%m-%d}"


class Attendance(Record):
    """Somebody who was expected at a session. `device` is a digest of the phone that scanned; `is_backfilled` was entered afterwards (补录).

    `points` and `rank` are those of a contest.
    """

    session = models.ForeignKey("training.Session", models.CASCADE, related_name="+", verbose_name=_("Training session"))
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+", verbose_name=_("Person"))
    state = StateField(AttendanceState, verbose_name=_("State"))
    signed_at = models.DateTimeField(_("Signed in at"), null=True, blank=True)
    entered_by = someone(_("Entered by whom"))
    device = models.CharField(max_length=32, blank=True, editable=False)
    is_late = models.BooleanField(_("Came late"), default=False)
    is_backfilled = models.BooleanField(_("Entered afterwards"), default=False)
    minutes = models.PositiveSmallIntegerField(_("Minutes"), default=0)
    rating = models.PositiveSmallIntegerField(_("Rating (1 to 5)"), null=True, blank=True)
    points = models.DecimalField(_("Points in the contest"), max_digits=6, decimal_places=1, null=True, blank=True)
    rank = models.PositiveSmallIntegerField(_("Rank in the contest"), null=True, blank=True)
    essay = models.TextField(_("What I learnt"), blank=True)
    essay_ok = models.BooleanField(_("Essay accepted"), null=True, blank=True)
    essay_note = models.CharField(_("Word on the essay"), max_length=200, blank=True)
    committed_at = models.DateTimeField(_("Commitment signed at"), null=True, blank=True)
    note = models.CharField(_("Note"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("Attendance at a session")
        constraints = [models.UniqueConstraint(fields=["session", "person"], name="one_attendance_a_session")]
        indexes = [models.Index(fields=["scope", "created_at"], name="attendance_created"), models.Index(fields=["person", "signed_at"], name="attendance_person")]

    def __str__(self) -> str:
        return f"{self.session} {self.person}"
