from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anju.kernel.records import Record, StateField

from ..codes import CHECK_KINDS, GATHERINGS
from ..states import CheckState, RandomCheckState
from .keys import to_person, to_picture, to_post, when


class CheckPlan(Record):
    """The random checks of a month, drawn from a stored seed: nobody foresees them, anybody allowed can draw them again and compare."""

    month = models.DateField(_("Sheet month"))
    seed = models.CharField(_("Seed"), max_length=32)
    wanted = models.PositiveSmallIntegerField(_("Checks wanted"))
    first_hour = models.PositiveSmallIntegerField(_("From (hour)"), default=0)
    last_hour = models.PositiveSmallIntegerField(_("Until (hour)"), default=24)
    drawn_by = to_person(_("Drawn by"))

    class Meta:
        verbose_name = _("Plan of random checks")
        constraints = [models.UniqueConstraint(fields=["scope", "month"], name="one_check_plan_a_month")]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"


class RandomCheck(Record):
    plan = models.ForeignKey("workforce.CheckPlan", models.CASCADE, related_name="+", verbose_name=_("Plan of random checks"))
    due_at = when(_("Drawn for"), needed=True)
    post = to_post()
    state = StateField(RandomCheckState, verbose_name=_("State"))

    class Meta:
        verbose_name = _("Drawn check")
        indexes = [models.Index(fields=["scope", "due_at"], name="randomcheck_scope_due")]

    def __str__(self) -> str:
        return f"{self.due_at:%m-%d %H:%M} {self.post}"


class PostCheck(Record):
    """Somebody looked at a post and at who stands there: item by item, with a photo and a question; both sign."""

    kind = models.CharField(_("Kind"), max_length=8, choices=CHECK_KINDS)
    drawn = models.ForeignKey("workforce.RandomCheck", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Drawn check"))
    post = to_post()
    person = to_person(_("Who stood there"), needed=True)
    checker = to_person(pgettext_lazy("check of a post", "Checked by"), needed=True)
    state = StateField(CheckState, verbose_name=_("State"))
    at = when(_("Time of the look"), needed=True)
    results = models.JSONField(_("Item by item"), default=dict)
    kept = models.PositiveSmallIntegerField(_("Items kept"), default=0)
    of = models.PositiveSmallIntegerField(_("Items checked"), default=0)
    question = models.CharField(_("Question asked"), max_length=200, blank=True)
    note = models.CharField(_("Note"), max_length=200, blank=True)
    photo = to_picture()
    signed_at = when(_("Signed at"))
    objection = models.CharField(_("Objection"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("Check of a post")
        indexes = [models.Index(fields=["scope", "at"], name="postcheck_scope_at"), models.Index(fields=["scope", "state", "at"], name="postcheck_scope_state")]

    def __str__(self) -> str:
        return f"{self.post} {self.at:%m-%d %H:%M}"


class Gathering(Record):
    """Formation, drill session, meeting or team building: who was expected, who came, how they were dressed, what was said.

    `expected`, `came` and `badly_dressed` are lists of person ids.
    """

    kind = models.CharField(_("Kind"), max_length=16, choices=GATHERINGS)
    title = models.CharField(_("Title"), max_length=60)
    at = when(_("Held at"), needed=True)
    leader = to_person(_("Led by"))
    expected = models.JSONField(_("Expected"), default=list)
    came = models.JSONField(_("Who came"), default=list)
    badly_dressed = models.JSONField(_("Not in uniform dress"), default=list)
    expected_count = models.PositiveSmallIntegerField(_("Number expected"), default=0)
    came_count = models.PositiveSmallIntegerField(_("Number present"), default=0)
    faults_count = models.PositiveSmallIntegerField(_("Dress faults"), default=0)
    minutes_text = models.TextField(_("Minutes taken"), blank=True)
    cost_fen = models.PositiveIntegerField(_("Cost (fen)"), default=0)
    photo = to_picture()

    class Meta:
        verbose_name = _("Gathering of the team")
        indexes = [models.Index(fields=["scope", "at"], name="gathering_scope_at"), models.Index(fields=["scope", "kind", "at"], name="gathering_scope_kind")]

    def __str__(self) -> str:
        return self.title
