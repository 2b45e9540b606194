from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anju.kernel.records import Record, StateField

from ..codes import ACTIVITY_KINDS, PARTS, PUBLICITY_CHANNELS, TARGETS, TOPICS
from ..states import ActivityState, CampaignState


def _person(label: str) -> models.ForeignKey:
    return models.ForeignKey("people.Person", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=label)


class Campaign(Record):
    """Publicity that is planned in stages. `stages` is a list of {name, starts_on, ends_on, wanted}; `wanted` is how many entries it owes."""

    title = models.CharField(_("Title"), max_length=80)
    topic = models.CharField(_("Topic"), max_length=16, choices=TOPICS)
    purpose = models.CharField(pgettext_lazy("campaign", "Purpose"), max_length=200)
    stages = models.JSONField(pgettext_lazy("campaign", "Stages"), default=list)
    state = StateField(CampaignState, verbose_name=_("State"))
    summary = models.CharField(_("Summary"), max_length=1000, blank=True)
    basis_label = models.CharField(_("Basis"), max_length=200, blank=True)
    basis_link = models.CharField(_("Link to the basis"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("Publicity campaign")
        constraints = [models.UniqueConstraint(fields=["scope", "title"], name="one_campaign_per_title")]

    def __str__(self) -> str:
        return self.title


class Publicity(Record):
    """One entry of the publicity log: what was told, by which channel, to whom, with which proof."""

    title = models.CharField(_("Title"), max_length=80)
    topic = models.CharField(_("Topic"), max_length=16, choices=TOPICS)
    channel = models.CharField(_("Channel"), max_length=16, choices=PUBLICITY_CHANNELS)
    target = models.CharField(_("Told to"), max_length=12, choices=TARGETS)
    content = models.CharField(_("Content"), max_length=1000, blank=True)
    address = models.CharField(_("Published at address"), max_length=200, blank=True)
    reached = models.PositiveIntegerField(_("People reached"), default=0)
    held_at = models.DateTimeField(pgettext_lazy("publicity", "Held at"))
    campaign = models.ForeignKey("notices.Campaign", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Publicity campaign"))
    stage = models.PositiveSmallIntegerField(_("Stage"), null=True, blank=True)
    photo = models.ForeignKey("kernel.Blob", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Proof"))
    by = _person(_("Held by"))
    basis_label = models.CharField(_("Basis"), max_length=200, blank=True)
    basis_link = models.CharField(_("Link to the basis"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("Publicity entry")
        verbose_name_plural = _("Publicity log")
        indexes = [
            models.Index(fields=["scope", "held_at"], name="publicity_held"),
            models.Index(fields=["scope", "campaign", "stage"], name="publicity_campaign"),
        ]

    def __str__(self) -> str:
        return self.title


class Activity(Record):
    """A community activity from its plan to its lessons. `tasks` is a list of {step, who, when}; `surveys` holds {before, after: {asked, right}}."""

    number = models.CharField(_("Number"), max_length=20)
    title = models.CharField(_("Title"), max_length=80)
    kind = models.CharField(_("Kind"), max_length=16, choices=ACTIVITY_KINDS)
    purpose = models.CharField(pgettext_lazy("activity", "Purpose"), max_length=200)
    target_group = models.CharField(_("Target group"), max_length=80)
    place = models.ForeignKey("places.Place", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Place"))
    starts_at = models.DateTimeField(_("Begins at"))
    tasks = models.JSONField(_("Tasks"), default=list, blank=True)
    contingency = models.CharField(_("Plan for the unforeseen"), max_length=1000, blank=True)
    communication = models.JSONField(_("Communication before, during and after"), default=dict, blank=True)
    review = models.CharField(_("Gaps found in the review"), max_length=1000, blank=True)
    reviewed_by = _person(pgettext_lazy("activity", "Reviewed by"))
    proposed_by = _person(_("Activity proposed by"))
    approved_by = _person(_("Approved by"))
    state = StateField(ActivityState, verbose_name=_("State"))
    attended = models.PositiveIntegerField(_("People who came"), null=True, blank=True)
    satisfied = models.PositiveIntegerField(_("Satisfied answers"), default=0)
    asked_about = models.PositiveIntegerField(_("Answers about satisfaction"), default=0)
    surveys = models.JSONField(_("Awareness before and after"), default=dict, blank=True)
    problems = models.JSONField(_("Problems on the day"), default=list, blank=True)
    minutes = models.CharField(_("Minutes and lessons"), max_length=2000, blank=True)
    resources = models.CharField(_("Resources and suppliers"), max_length=1000, blank=True)
    photo = models.ForeignKey("kernel.Blob", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Photo"))
    basis_label = models.CharField(_("Basis"), max_length=200, blank=True)
    basis_link = models.CharField(_("Link to the basis"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("Activity")
        constraints = [models.UniqueConstraint(fields=["scope", "number"], name="one_activity_per_number")]
        indexes = [
            models.Index(fields=["scope", "starts_at"], name="activity_starts"),
            models.Index(fields=["scope", "state", "starts_at"], name="activity_state"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class Participation(Record):
    """Somebody's part in an activity: signed up, came or not, and what he was given for it."""

    activity = models.ForeignKey("notices.Activity", models.CASCADE, related_name="+", verbose_name=_("Activity"))
    person = models.ForeignKey("people.Person", models.CASCADE, related_name="+", verbose_name=_("Person"))
    part = models.CharField(pgettext_lazy("activity", "Part"), max_length=16, choices=PARTS)
    signed_up_at = models.DateTimeField(_("Signed up at"))
    came = models.BooleanField(_("Came"), null=True, blank=True)
    incentive = models.CharField(_("Given"), max_length=80, blank=True)
    incentive_cents = models.PositiveIntegerField(_("Worth in cents"), default=0)

    class Meta:
        verbose_name = _("Part in an activity")
        constraints = [models.UniqueConstraint(fields=["activity", "person"], name="one_part_per_person")]
        indexes = [models.Index(fields=["scope", "activity", "signed_up_at"], name="participation_activity")]
