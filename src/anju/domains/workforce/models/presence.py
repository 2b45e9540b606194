from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anju.kernel.records import Record, StateField

from ..codes import AWAY, FINDINGS, SOURCES
from ..states import AwayState, FindingState, HandoverState, ReliefState
from .keys import to_holding, to_person, to_picture, to_post, when


class Away(Record):
    """Somebody left his post for a stated reason and is expected back by `due_at`."""

    post = to_post()
    person = to_person(needed=True)
    kind = models.CharField(_("Kind"), max_length=12, choices=AWAY)
    reason = models.CharField(_("Reason"), max_length=200)
    state = StateField(AwayState, verbose_name=_("State"))
    left_at = when(_("Left at"), needed=True)
    due_at = when(_("Expected back"), needed=True)
    back_at = when(_("Back at"))

    class Meta:
        verbose_name = _("Short leave or meal")
        indexes = [models.Index(fields=["scope", "left_at"], name="away_scope_left"), models.Index(fields=["scope", "back_at", "post"], name="away_scope_back")]
        constraints = [models.UniqueConstraint(fields=["person"], condition=Q(back_at=None), name="away_once_at_a_time")]


class Relief(Record):
    """Somebody stands in for whoever holds a post, from the moment he took it until he gave it back."""

    post = to_post()
    person = to_person(_("Stand-in"), needed=True)
    relieved = to_person(_("Relieved colleague"), needed=True)
    state = StateField(ReliefState, verbose_name=_("State"))
    since_at = when(pgettext_lazy("relief", "Taken at"), needed=True)
    until_at = when(_("Given back at"))

    class Meta:
        verbose_name = _("Relief")
        indexes = [models.Index(fields=["scope", "since_at"], name="relief_scope_since")]
        constraints = [models.UniqueConstraint(fields=["person"], condition=Q(until_at=None), name="stands_in_at_one_post")]


class Finding(Record):
    """A post was not kept as it should be, since when, by what fact; what it means for somebody a leader judges later."""

    post = to_post()
    person = to_person()
    holding = to_holding()
    kind = models.CharField(_("Kind"), max_length=12, choices=FINDINGS)
    source = models.CharField(_("By what"), max_length=12, choices=SOURCES)
    state = StateField(FindingState, verbose_name=_("State"))
    since_at = when(_("Since"), needed=True)
    raised_at = when(_("Leader told at"), needed=True)
    cleared_at = when(_("Until"))
    raised_by = to_person(_("Seen by"))
    photo = to_picture()
    judged_by = to_person(_("Judged by"))
    judged_at = when(_("Judged at"))
    verdict = models.CharField(_("Why"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("Finding about a post")
        indexes = [
            models.Index(fields=["scope", "raised_at"], name="finding_scope_raised"),
            models.Index(fields=["scope", "state", "raised_at"], name="finding_scope_state"),
        ]
        constraints = [models.UniqueConstraint(fields=["post", "kind", "person"], condition=Q(state="open"), name="one_open_finding_a_kind")]

    def __str__(self) -> str:
        return f"{self.post} {self.get_kind_display()}"


class Handover(Record):
    """What one shift leaves to the next. `counts` holds, by code, what should be there and what was counted: {"slips": [6, 6], …}.

    `open_matters` are the numbers and titles of open cases at that moment; `minutes_early` how long before his shift the next one came.
    """

    post = to_post()
    giver = to_person(_("Outgoing guard"), needed=True)
    taker = to_person(_("Incoming guard"))
    for_holding = to_holding(_("Next shift"), needed=True)
    state = StateField(HandoverState, verbose_name=_("State"))
    given_at = when(_("Shift handed over at"), needed=True)
    taken_at = when(_("Shift taken over at"))
    counts = models.JSONField(_("Counts"), default=dict)
    open_matters = models.JSONField(_("Open matters"), default=list)
    notes = models.TextField(_("Notes"), blank=True)
    explanation = models.CharField(_("Where the difference is"), max_length=200, blank=True)
    objection = models.CharField(_("Objection"), max_length=200, blank=True)
    minutes_early = models.SmallIntegerField(_("Minutes early"), default=0)
    is_in_time = models.BooleanField(_("In time"), default=False)
    case_number = models.CharField(_("Case"), max_length=20, blank=True)

    class Meta:
        verbose_name = _("Handover")
        indexes = [models.Index(fields=["scope", "given_at"], name="handover_scope_given"), models.Index(fields=["scope", "post", "given_at"], name="handover_post_given")]
        constraints = [models.UniqueConstraint(fields=["giver", "for_holding"], name="handed_over_once")]

    def __str__(self) -> str:
        return f"{self.post} {self.given_at:%m-%d %H:%M}"
