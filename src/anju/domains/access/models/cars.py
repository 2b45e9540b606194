from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from anju.kernel.personal import PlateField
from anju.kernel.records import Record, StateField

from ..kinds import DIRECTIONS
from ..rules.cars import COLOURS, HOW, MAKERS, VEHICLES, WAYS
from ..states import SightingState


class LaneCamera(Record):
    """The plate camera of a lane: which way the cars go that it sees, in which dialect it speaks, and how the bar is told to lift.

    `stream` is the path on the device's address where Anju itself looks, for a camera that reads no plates. `bar_input` and `loop_input` are the camera's inputs (from 0) at which the bar's end switch and the loop behind it are wired, where they are.
    """

    lane = models.ForeignKey("access.Lane", models.PROTECT, related_name="+", verbose_name=_("Lane or door"))
    device = models.OneToOneField("devices.Device", models.PROTECT, related_name="+", verbose_name=_("Plate camera"))
    direction = models.CharField(_("Direction"), max_length=3, choices=DIRECTIONS)
    maker = models.CharField(_("Dialect"), max_length=12, choices=MAKERS)
    way = models.CharField(_("The bar is lifted"), max_length=12, choices=WAYS)
    channel = models.PositiveSmallIntegerField(_("Channel of the bar"), default=1)
    stream = models.CharField(_("Stream"), max_length=110, blank=True)
    bar_input = models.PositiveSmallIntegerField(_("Input of the bar's end switch"), null=True, blank=True)
    loop_input = models.PositiveSmallIntegerField(_("Input of the loop"), null=True, blank=True)
    warned_on = models.DateField(null=True, editable=False)
    last_seen_at = models.DateTimeField(_("Last car at"), null=True, blank=True)

    class Meta:
        verbose_name = _("Plate camera of a lane")
        indexes = [models.Index(fields=["scope", "lane"], name="lane_camera_lane")]

    def __str__(self) -> str:
        return f"{self.lane} {self.get_direction_display()}"


class Sighting(Record):
    """A car at a lane camera: what was read, how it was known, what was decided, and who helped. `looks` are the readings of the same car
    while it waits, in order; they go when it was seen to, so that no plate stays behind when the others are erased.
    """

    at = models.DateTimeField(_("Time"))
    lane = models.ForeignKey("access.Lane", models.PROTECT, related_name="+", verbose_name=_("Lane or door"))
    camera = models.ForeignKey("access.LaneCamera", models.PROTECT, related_name="+", verbose_name=_("Plate camera"))
    direction = models.CharField(_("Direction"), max_length=3, choices=DIRECTIONS)
    state = StateField(SightingState, verbose_name=_("State"))
    read = PlateField(_("Read by the camera"), blank=True, erase_after="personal_erase_on")
    sure = models.PositiveSmallIntegerField(_("Certainty (%)"), default=0)
    plate = PlateField(_("Plate"), blank=True, erase_after="personal_erase_on")
    plate_kind = models.CharField(_("Kind of plate"), max_length=16, blank=True)
    colour = models.CharField(_("Colour of the plate"), max_length=12, choices=COLOURS, blank=True)
    vehicle = models.CharField(_("Class of vehicle"), max_length=12, choices=VEHICLES, blank=True)
    how = models.CharField(_("Known by"), max_length=8, choices=HOW, blank=True)
    distance = models.PositiveSmallIntegerField(_("Misread by (%)"), default=0)
    looks = models.JSONField(default=list, editable=False)
    passage = models.ForeignKey("access.Passage", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Passage"))
    command = models.ForeignKey("devices.Command", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Command to the bar"))
    no_command = models.CharField(_("Why the bar was not told"), max_length=40, blank=True)
    picture = models.ForeignKey("kernel.Blob", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Picture"))
    closeup = models.ForeignKey("kernel.Blob", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Plate in the picture"))
    handled_by = models.ForeignKey("people.Person", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Seen to by"))
    handled_at = models.DateTimeField(_("Seen to at"), null=True, blank=True)
    note = models.CharField(_("What was said"), max_length=200, blank=True)
    personal_erase_on = models.DateField(_("Personal data erased on"), null=True, editable=False)

    class Meta:
        verbose_name = _("Car at a lane")
        indexes = [
            models.Index(fields=["scope", "at"], name="sighting_at"),
            models.Index(fields=["scope", "lane", "at"], name="sighting_lane"),
            models.Index(fields=["scope", "state", "at"], name="sighting_state"),
        ]

    def __str__(self) -> str:
        return f"{self.lane} {self.get_direction_display()}"
