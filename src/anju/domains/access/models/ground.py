from __future__ import annotations

from datetime import datetime, time

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anju.kernel import clock
from anju.kernel.personal import PersonNameField, PlateField
from anju.kernel.records import Record, StateField

from ..kinds import CREDENTIALS, LANE_DIRECTIONS, TRAFFIC, category_choices
from ..rules.cars import KEEPS_OUT
from ..states import CredentialState, LaneState, RulesState


class Lane(Record):
    """A door, turnstile or lane at a place. People and cars have lanes of their own; `device` is its controller, `camera` sees who passes.

    `partner` is the other door of an interlock (互锁): one opens only while the other is shut. `open_since` is told by the door, and by a contact that it shut.
    """

    name = models.CharField(_("Name"), max_length=60)
    place = models.ForeignKey("places.Place", models.PROTECT, related_name="+", verbose_name=_("Stands at"))
    traffic = models.CharField(_("Lane for"), max_length=8, choices=TRAFFIC, default="people")
    directions = models.CharField(_("Direction"), max_length=4, choices=LANE_DIRECTIONS, default="both")
    state = StateField(LaneState, verbose_name=_("State"))
    opens_from = models.TimeField(_("Opens at"), default=time(0))
    opens_until = models.TimeField(_("Closes at"), default=time(0))
    has_passback = models.BooleanField(_("Asks when somebody comes in twice"), default=False)
    device = models.ForeignKey("devices.Device", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Controller"))
    keeps_out = models.CharField(_("Cars kept out"), max_length=8, choices=KEEPS_OUT, blank=True)
    released_at = models.DateTimeField(_("Fire release since"), null=True, blank=True)
    locked_until = models.DateTimeField(_("Locked down until"), null=True, blank=True)
    camera = models.ForeignKey("devices.Device", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Camera that sees it"))
    partner = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Interlocked with"))
    open_since = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("Lane or door")
        constraints = [models.UniqueConstraint(fields=["scope", "name"], name="one_lane_per_name")]
        indexes = [models.Index(fields=["scope", "place"], name="lane_scope_place")]

    def __str__(self) -> str:
        return self.name

    @property
    def locked_now(self) -> datetime | None:
        """The end of the lockdown that is on at this lane."""
        return self.locked_until if self.locked_until and self.locked_until > clock.now() else None


class Credential(Record):
    """What opens: its kind, its holder, where it reaches. The number itself is kept only as a keyed digest and its last four characters; of a car its plate is
    kept as well, because a gate must know it when it is misread.

    `lanes` are ids of places where it counts beside the main gates and the own unit's door. `twin`: the same card at the lanes for cars. Of a face or fingerprint
    only the reference in the terminal is known here; `consent` names the signed paper, and on `erase_on` it ends.
    """

    kind = models.CharField(_("Kind"), max_length=12, choices=CREDENTIALS)
    category = models.CharField(_("Category"), max_length=12, choices=category_choices())
    state = StateField(CredentialState, verbose_name=_("State"))
    holder = models.ForeignKey("people.Person", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=pgettext_lazy("credential", "Holder"))
    holder_name = PersonNameField(pgettext_lazy("credential", "Holder's name"), blank=True, erase_after="personal_erase_on")
    dwelling = models.ForeignKey("places.Place", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Dwelling"))
    digest = models.CharField(max_length=32, editable=False)
    tail = models.CharField(_("Ends with"), max_length=4)
    plate = PlateField(_("Plate"), blank=True, erase_after="personal_erase_on")
    lanes = models.JSONField(_("Further places"), default=list, blank=True)
    starts_at = models.DateTimeField(_("Valid from"))
    ends_at = models.DateTimeField(_("Valid until"), null=True, blank=True)
    checked = models.CharField(_("Papers checked"), max_length=200, blank=True)
    twin = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("The same card for people"))
    consent = models.CharField(_("Signed consent"), max_length=80, blank=True)
    erase_on = models.DateField(_("Erased in the terminal on"), null=True, blank=True)
    issued_by = models.ForeignKey("people.Person", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Issued by"))
    ended_at = models.DateTimeField(_("Ended at"), null=True, blank=True)
    end_reason = models.CharField(_("Reason of the end"), max_length=200, blank=True)
    personal_erase_on = models.DateField(_("Personal data erased on"), null=True, editable=False)

    class Meta:
        verbose_name = pgettext_lazy("credential", "Credential")
        constraints = [
            models.UniqueConstraint(fields=["scope", "kind", "digest"], condition=models.Q(state="active"), name="one_active_credential_per_number")
        ]
        indexes = [
            models.Index(fields=["scope", "kind", "digest"], name="credential_digest"),
            models.Index(fields=["scope", "starts_at"], name="credential_starts"),
            models.Index(fields=["scope", "plate"], name="credential_plate"),
            models.Index(fields=["scope", "holder", "state"], name="credential_holder"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} …{self.tail}"


class RuleSet(Record):
    """One version of what each category needs. `terms` holds a Policy per category as plain values."""

    version = models.PositiveIntegerField(_("Version"))
    state = StateField(RulesState, verbose_name=_("State"))
    terms = models.JSONField(_("Terms"), default=dict)
    changed_category = models.CharField(_("Changed category"), max_length=12, choices=category_choices(), blank=True)
    reason = models.CharField(_("Reason"), max_length=200, blank=True)
    drafted_by = models.ForeignKey("people.Person", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Drafted by"))
    put_by = models.ForeignKey("people.Person", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Put in force by"))
    since_at = models.DateTimeField(_("In force since"), null=True, blank=True)

    class Meta:
        verbose_name = _("Rules of the gate")
        constraints = [
            models.UniqueConstraint(fields=["scope", "version"], name="one_ruleset_per_version"),
            models.UniqueConstraint(fields=["scope"], condition=models.Q(state="in_force"), name="one_ruleset_in_force"),
        ]

    def __str__(self) -> str:
        return str(self.version)
