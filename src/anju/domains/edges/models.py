from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anju.kernel.records import Record, StateField

from .kinds import CLOCKS, DRIVERS, FAULTS, FINDINGS, LINES, READS, TRIED
from .states import EdgeState


class Edge(Record):
    """A box at a gate that decides for its lanes. Its device in the register holds the one-time token and says when it was last heard.

    `sign_key` and `seal_key` are its own public keys. Lines of its log up to `last_number` are here; `last_digest` is that of the last one. A `fault`
    stops the bringing home until somebody settles it; then the log goes on from wherever it stands.
    """

    name = models.CharField(_("Name"), max_length=60)
    place = models.ForeignKey("places.Place", models.PROTECT, related_name="+", verbose_name=_("Stands at"))
    device = models.OneToOneField("devices.Device", models.PROTECT, related_name="+", verbose_name=_("Device"))
    state = StateField(EdgeState, verbose_name=_("State"))
    sign_key = models.CharField(max_length=64, blank=True, editable=False)
    seal_key = models.CharField(max_length=64, blank=True, editable=False)
    enrolled_at = models.DateTimeField(_("Enrolled at"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("Revoked at"), null=True, blank=True)
    last_number = models.BigIntegerField(_("Brought home up to number"), default=0)
    last_digest = models.CharField(max_length=64, blank=True, editable=False)
    is_new_chain = models.BooleanField(default=True, editable=False)
    snapshot_number = models.BigIntegerField(_("Snapshot"), default=0)
    snapshot_until_at = models.DateTimeField(_("Snapshot holds until"), null=True, blank=True)
    unsent = models.PositiveIntegerField(_("Not brought home yet"), default=0)
    clock = models.CharField(_("Clock"), max_length=8, choices=CLOCKS, blank=True)
    skew_ms = models.BigIntegerField(_("Clock ahead (ms)"), null=True, blank=True)
    refused = models.CharField(_("Snapshot it refused"), max_length=24, blank=True)
    told_at = models.DateTimeField(_("Last told of itself"), null=True, blank=True)
    fault = models.CharField(pgettext_lazy("edge", "Finding"), max_length=12, choices=FAULTS, blank=True)
    fault_number = models.BigIntegerField(_("At number"), null=True, blank=True)
    fault_at = models.DateTimeField(_("Noticed at"), null=True, blank=True)
    settled = models.CharField(_("How it was settled"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("Gatehouse box")
        constraints = [models.UniqueConstraint(fields=["scope", "name"], name="one_edge_per_name")]
        indexes = [models.Index(fields=["scope", "place"], name="edge_place")]

    def __str__(self) -> str:
        return self.name


class LogLine(Record):
    """One line of an edge's log as it came home: kept for as long as lines may come twice, and to say what was found about it."""

    edge = models.ForeignKey("edges.Edge", models.PROTECT, related_name="+", verbose_name=_("Gatehouse box"))
    number = models.BigIntegerField(pgettext_lazy("edge", "Number"))
    kind = models.CharField(_("Kind of line"), max_length=8, choices=LINES)
    code = models.CharField(_("Why"), max_length=24, blank=True)
    lane = models.ForeignKey("access.Lane", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Lane or door"))
    passage = models.ForeignKey("access.Passage", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Passage"))
    at = models.DateTimeField(_("Time"))
    received_at = models.DateTimeField(pgettext_lazy("edge", "Received at"))
    is_late = models.BooleanField(_("Brought home late"), default=False)
    finding = models.CharField(pgettext_lazy("edge", "Finding"), max_length=16, choices=FINDINGS, blank=True)
    digest = models.CharField(max_length=64, editable=False)

    class Meta:
        verbose_name = _("Line of a gatehouse log")
        constraints = [models.UniqueConstraint(fields=["edge", "number"], name="one_line_per_number")]
        indexes = [models.Index(fields=["scope", "at"], name="edge_line_at"), models.Index(fields=["scope", "edge", "number"], name="edge_line_number")]

    def __str__(self) -> str:
        return str(self.number)


class LaneWay(Record):
    """Who decides at a lane, and who when that fails: an order, written before it is needed."""

    lane = models.OneToOneField("access.Lane", models.PROTECT, related_name="+", verbose_name=_("Lane or door"))
    ways = models.JSONField(_("Order"), default=list)
    listed_at = models.DateTimeField(_("List in the camera since"), null=True, blank=True)
    listed = models.PositiveIntegerField(_("Plates in the camera"), default=0)

    class Meta:
        verbose_name = _("Who decides at a lane")
        indexes = [models.Index(fields=["scope", "lane"], name="lane_way_lane")]

    def __str__(self) -> str:
        return self.lane.name


class Wiring(Record):
    """How a lane's door or bar is wired: which controller of the register opens it, in which dialect, and which inputs see it. Address and login are the device's own.

    `tries` counts how often somebody asked its box to read it; the box answers by its log.
    """

    lane = models.OneToOneField("access.Lane", models.PROTECT, related_name="+", verbose_name=_("Lane or door"))
    device = models.ForeignKey("devices.Device", models.PROTECT, related_name="+", verbose_name=_("Controller"))
    driver = models.CharField(_("Speaks"), max_length=12, choices=DRIVERS)
    channel = models.PositiveSmallIntegerField(_("Door or relay number"), default=1)
    unit = models.PositiveBigIntegerField(_("Serial number or bus address"), default=0)
    contact = models.PositiveSmallIntegerField(_("Input of the contact"), null=True, blank=True)
    loop = models.PositiveSmallIntegerField(_("Input of the loop"), null=True, blank=True)
    topic = models.CharField(_("Topic at the broker"), max_length=80, blank=True)
    way = models.CharField(_("Its reader faces"), max_length=3, choices=READS, blank=True)
    tries = models.PositiveIntegerField(default=0, editable=False)
    tried = models.CharField(_("When tried"), max_length=16, choices=TRIED, blank=True)
    tried_at = models.DateTimeField(_("Tried at"), null=True, blank=True)

    class Meta:
        verbose_name = _("Wiring of a lane")
        indexes = [models.Index(fields=["scope", "device"], name="wiring_device"), models.Index(fields=["scope", "lane"], name="wiring_lane")]

    def __str__(self) -> str:
        return f"{self.lane} {self.get_driver_display()}"


class PaperList(Record):
    """The paper of one night at a gate: who and which cars are expected, masked as the gate may see it. It is printed before it is needed."""

    place = models.ForeignKey("places.Place", models.PROTECT, related_name="+", verbose_name=_("Gate"))
    on = models.DateField(_("Day"))
    drawn_at = models.DateTimeField(_("Drawn up at"))
    people = models.PositiveIntegerField(_("People expected"), default=0)
    cars = models.PositiveIntegerField(_("Cars expected"), default=0)
    rows = models.JSONField(default=list, editable=False)

    class Meta:
        verbose_name = _("Paper list of the night")
        constraints = [models.UniqueConstraint(fields=["scope", "place", "on"], name="one_paper_per_night")]
        indexes = [models.Index(fields=["scope", "on"], name="paper_list_on")]

    def __str__(self) -> str:
        return f"{self.place} {self.on}"
