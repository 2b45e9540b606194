from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anju.kernel.personal import PersonNameField, PlateField
from anju.kernel.records import Record

from ..kinds import CAUSES, DIRECTIONS, MATCHES, category_choices
from ..rules.sentences import VERDICTS


def _person(label) -> models.ForeignKey:
    return models.ForeignKey("people.Person", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=label)


class Passage(Record):
    """Somebody stood at a lane and it was decided. `facts` are kept as they were, so that a changed rule can be tried on them.

    `outcome` is the verdict, `is_released` that he was let through after asking. `opened_at` and `passed_at` are what the door did. `edge` is the number of the
    box at the gate that decided it; `is_late`: it came home more than five minutes afterwards. Whether the person is the document's and the car the right's stands
    with how surely, where a reader or camera told; the guard's eye gives no percentage. `camera` sees the lane.
    """

    at = models.DateTimeField(_("Time"))
    lane = models.ForeignKey("access.Lane", models.PROTECT, related_name="+", verbose_name=_("Lane or door"))
    direction = models.CharField(_("Direction"), max_length=3, choices=DIRECTIONS)
    category = models.CharField(_("Category"), max_length=12, choices=category_choices(), blank=True)
    outcome = models.CharField(_("Verdict"), max_length=8, choices=VERDICTS)
    code = models.CharField(_("Why"), max_length=24)
    rules_version = models.PositiveIntegerField(_("Version of the rules"))
    credential = models.ForeignKey("access.Credential", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=pgettext_lazy("credential", "Credential"))
    permit = models.ForeignKey("passes.Pass", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Pass"))
    visit = models.ForeignKey("access.Visit", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Visit"))
    holder = _person(_("Person"))
    holder_name = PersonNameField(_("Person's name"), blank=True, erase_after="personal_erase_on")
    host = _person(_("Host"))
    dwelling = models.ForeignKey("places.Place", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Goes to"))
    plate = PlateField(_("Plate"), blank=True, erase_after="personal_erase_on")
    facts = models.JSONField(_("Facts"), default=dict)
    person_match = models.CharField(_("Person and document"), max_length=8, choices=MATCHES, blank=True)
    person_sure = models.PositiveSmallIntegerField(_("Person alike (%)"), null=True, blank=True)
    car_match = models.CharField(_("Car and its right"), max_length=8, choices=MATCHES, blank=True)
    car_sure = models.PositiveSmallIntegerField(_("Plate certain (%)"), null=True, blank=True)
    camera = models.ForeignKey("devices.Device", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Camera that sees it"))
    is_released = models.BooleanField(_("Let through after asking"), default=False)
    released_for = models.CharField(_("Asked, and what was said"), max_length=200, blank=True)
    released_by = _person(_("Allowed by"))
    guard = _person(_("Guard"))
    opened_at = models.DateTimeField(_("Opened at"), null=True, blank=True)
    passed_at = models.DateTimeField(_("Passed at"), null=True, blank=True)
    edge = models.CharField(_("Decided at the gate by"), max_length=24, blank=True)
    is_late = models.BooleanField(_("Brought home late"), default=False)
    personal_erase_on = models.DateField(_("Personal data erased on"), null=True, editable=False)

    class Meta:
        verbose_name = _("Passage")
        indexes = [
            models.Index(fields=["scope", "at"], name="passage_at"),
            models.Index(fields=["scope", "lane", "at"], name="passage_lane"),
            models.Index(fields=["scope", "credential", "at"], name="passage_credential"),
            models.Index(fields=["scope", "plate"], name="passage_plate"),
        ]

    def __str__(self) -> str:
        return f"{self.lane} {self.get_direction_display()}"

    @property
    def may_go(self) -> bool:
        return self.outcome == "allowed" or self.is_released


class Opening(Record):
    """A door or barrier opened. Without a passage it is unexplained until somebody says why; `shift` (the `turn` of its pattern) and `on` say in whose time."""

    at = models.DateTimeField(_("Time"))
    lane = models.ForeignKey("access.Lane", models.PROTECT, related_name="+", verbose_name=_("Lane or door"))
    cause = models.CharField(_("How"), max_length=8, choices=CAUSES)
    passage = models.ForeignKey("access.Passage", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Passage"))
    is_unexplained = models.BooleanField(_("Unexplained"), default=False)
    is_after_hours = models.BooleanField(_("At a closed gate"), default=False)
    shift = models.CharField(_("Shift"), max_length=40, blank=True)
    turn = models.PositiveSmallIntegerField(default=0, editable=False)
    on = models.DateField(_("Day"))
    guard = _person(pgettext_lazy("opening", "On post"))
    explanation = models.CharField(_("Explanation"), max_length=200, blank=True)
    explained_by = _person(_("Explained by"))
    is_late = models.BooleanField(_("Brought home late"), default=False)

    class Meta:
        verbose_name = _("Opening")
        indexes = [
            models.Index(fields=["scope", "at"], name="opening_at"),
            models.Index(fields=["scope", "is_unexplained", "on"], name="opening_unexplained"),
        ]

    def __str__(self) -> str:
        return f"{self.lane} {self.get_cause_display()}"
