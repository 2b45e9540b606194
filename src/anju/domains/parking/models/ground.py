from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anju.kernel.records import Record, StateField

from ..kinds import BAYS, CLASSES, FORBIDDEN, SIGNS, USES
from ..states import BayState, SignState, ZoneState


def person_key(label) -> models.ForeignKey:
    return models.ForeignKey("people.Person", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=label)


def place_key(label) -> models.ForeignKey:
    return models.ForeignKey("places.Place", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=label)


def photo_key() -> models.ForeignKey:
    return models.ForeignKey("kernel.Blob", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Photo"))


class Zone(Record):
    """A part of a garage or of the grounds: for whom, for which vehicles, how many and how fast. A forbidden zone takes none.

    `capacity` counts where there are no single bays; `speed_kmh` 0 for no limit of its own; `tariff` prices a stay that began here.
    """

    name = models.CharField(_("Name"), max_length=60)
    place = models.ForeignKey("places.Place", models.PROTECT, related_name="+", verbose_name=_("Lies in"))
    vehicle_class = models.CharField(_("Vehicles"), max_length=12, choices=CLASSES, default="car")
    use = models.CharField(_("For"), max_length=12, choices=USES, default="residents")
    capacity = models.PositiveIntegerField(pgettext_lazy("parking", "Spaces"), default=0)
    speed_kmh = models.PositiveSmallIntegerField(_("Speed limit (km/h)"), default=0)
    is_garage = models.BooleanField(_("Underground"), default=False)
    stay_hours = models.PositiveSmallIntegerField(_("Longest stay (hours)"), default=0)
    tariff = models.ForeignKey("charges.Tariff", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Fee item"))
    state = StateField(ZoneState, verbose_name=_("State"))

    class Meta:
        verbose_name = _("Parking zone")
        constraints = [models.UniqueConstraint(fields=["scope", "name"], name="one_zone_per_name")]
        indexes = [models.Index(fields=["scope", "use", "state"], name="zone_use")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_forbidden(self) -> bool:
        return self.use in FORBIDDEN


class Bay(Record):
    """One marked space. `sensor` is the device that feels a car in it; `holder` and `dwelling` whose it is."""

    code = models.CharField(_("Bay"), max_length=20)
    zone = models.ForeignKey("parking.Zone", models.PROTECT, related_name="+", verbose_name=_("Parking zone"))
    kind = models.CharField(_("Kind"), max_length=12, choices=BAYS, default="shared")
    state = StateField(BayState, verbose_name=_("State"))
    holder = person_key(pgettext_lazy("parking", "Belongs to"))
    dwelling = place_key(_("Dwelling"))
    sensor = models.ForeignKey("devices.Device", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Sensor"))
    changed_at = models.DateTimeField(pgettext_lazy("parking", "Since"), null=True, blank=True)
    x = models.FloatField(_("On the plan, right"), null=True, blank=True)
    y = models.FloatField(_("On the plan, up"), null=True, blank=True)

    class Meta:
        verbose_name = _("Parking bay")
        constraints = [
            models.UniqueConstraint(fields=["scope", "code"], name="one_bay_per_code"),
            models.UniqueConstraint(fields=["scope", "sensor"], condition=Q(sensor__isnull=False), name="one_bay_per_sensor"),
        ]
        indexes = [models.Index(fields=["scope", "zone", "state"], name="bay_zone_state"), models.Index(fields=["scope", "holder"], name="bay_holder")]

    def __str__(self) -> str:
        return self.code


class Sign(Record):
    """A traffic sign that should hang or be painted somewhere, and how it was found last."""

    kind = models.CharField(_("Kind"), max_length=12, choices=SIGNS)
    place = models.ForeignKey("places.Place", models.PROTECT, related_name="+", verbose_name=_("Place"))
    where = models.CharField(_("Where exactly"), max_length=120, blank=True)
    text = models.CharField(_("What it says"), max_length=60, blank=True)
    state = StateField(SignState, verbose_name=_("State"))
    checked_at = models.DateTimeField(pgettext_lazy("parking", "Checked at"), null=True, blank=True)
    checked_by = person_key(pgettext_lazy("parking", "Checked by"))
    photo = photo_key()

    class Meta:
        verbose_name = _("Traffic sign")
        indexes = [models.Index(fields=["scope", "state", "kind"], name="sign_state")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.where}".strip()
