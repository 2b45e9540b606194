from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anju.kernel.records import Record, StateField

from ..kinds import kind_of
from ..states import REASONS, DeviceState, Online, Verdict

DIALECTS = (
    ("http_push", _("HTTP push")), ("mqtt", "MQTT"), ("onvif", "ONVIF"), ("gb28181", "GB/T 28181"), ("gb26875", "GB/T 26875"), ("modbus", "Modbus"),
    ("maker", _("The maker's own")), ("none", _("Not connected")),
)  # fmt: skip
KIND = pgettext_lazy("device", "Kind")


class Product(Record):
    """A maker's model as it was reviewed: approved or rejected, and from which firmware on it is known to be good."""

    kind = models.CharField(KIND, max_length=24)
    maker = models.CharField(_("Maker"), max_length=60)
    model = models.CharField(_("Model"), max_length=60)
    verdict = StateField(Verdict, verbose_name=pgettext_lazy("product", "Verdict"))
    is_counterfeit = models.BooleanField(_("Counterfeit"), default=False)
    good_firmware = models.CharField(_("Known good from firmware"), max_length=40, blank=True)
    authority = models.CharField(_("Authority"), max_length=80, blank=True)
    certificate = models.CharField(_("Certificate number"), max_length=60, blank=True)
    reviewed_by = models.ForeignKey("people.Person", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Product reviewed by"))
    reviewed_at = models.DateTimeField(_("Reviewed at"))
    note = models.CharField(_("Note"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("Product")
        constraints = [models.UniqueConstraint(fields=["scope", "kind", "maker", "model"], name="one_product_per_model")]

    def __str__(self) -> str:
        return f"{self.maker} {self.model}"


class Device(Record):
    """One device: what and where it is, how it is reached, where it stands in its life, and whether it is there.

    `online`, its reason and the losses are written by the watch; `contact`, `credential` and `posture` carry the device's own id.
    """

    number = models.CharField(_("Device number"), max_length=24)
    name = models.CharField(_("Name"), max_length=80)
    kind = models.CharField(KIND, max_length=24)
    place = models.ForeignKey("places.Place", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Place"))
    gateway = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Gateway"))
    dialect = models.CharField(_("Dialect"), max_length=12, choices=DIALECTS, default="http_push")
    maker = models.CharField(_("Maker"), max_length=60, blank=True)
    model = models.CharField(_("Model"), max_length=60, blank=True)
    serial = models.CharField(_("Serial number"), max_length=60, blank=True)
    firmware = models.CharField(_("Firmware"), max_length=40, blank=True)
    address = models.CharField(_("Network address"), max_length=120, blank=True)
    report_s = models.PositiveIntegerField(_("Reports every (s)"), default=60)
    state = StateField(DeviceState, verbose_name=_("State"))
    commissioned_on = models.DateField(_("In service since"), null=True, blank=True)
    service_reason = models.CharField(_("Taken out because"), max_length=200, blank=True)
    service_until_at = models.DateTimeField(_("Back by"), null=True, blank=True)
    retired_on = models.DateField(_("Retired on"), null=True, blank=True)

    is_test_passed = models.BooleanField(_("Commissioning test passed"), null=True, blank=True)
    tested_at = models.DateTimeField(_("Tested at"), null=True, blank=True)
    tested_by = models.ForeignKey("people.Person", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Tested by"))
    accepted_by = models.CharField(_("Installation accepted by"), max_length=80, blank=True)
    acceptance_number = models.CharField(_("Acceptance number"), max_length=60, blank=True)
    accepted_on = models.DateField(_("Accepted on"), null=True, blank=True)

    online = StateField(Online, verbose_name=pgettext_lazy("device", "Online"))
    reason = models.CharField(pgettext_lazy("device", "Reason"), max_length=16, choices=REASONS, blank=True)
    online_since = models.DateTimeField(_("So since"), null=True, blank=True)
    lost_at = models.DateTimeField(_("Lost at"), null=True, blank=True)
    recent_losses = models.JSONField(default=list, editable=False)

    contact = models.OneToOneField("devices.Contact", models.PROTECT, related_name="+", editable=False)
    credential = models.OneToOneField("devices.Credential", models.PROTECT, related_name="+", editable=False)
    posture = models.OneToOneField("devices.Posture", models.PROTECT, related_name="+", editable=False)

    class Meta:
        verbose_name = _("Device")
        constraints = [
            models.UniqueConstraint(fields=["scope", "number"], name="one_device_per_number"),
            models.UniqueConstraint(fields=["scope", "maker", "serial"], condition=~Q(serial=""), name="one_device_per_serial"),
        ]
        indexes = [
            models.Index(fields=["scope", "kind", "number"], name="device_kind"),
            models.Index(fields=["scope", "state"], name="device_state"),
            models.Index(fields=["scope", "place"], name="device_place"),
            models.Index(fields=["gateway"], name="device_gateway"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"

    @property
    def about(self):
        """The kind's terms."""
        return kind_of(self.kind)
