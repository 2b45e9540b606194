from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anju.kernel.personal import PersonNameField, PhoneField, PlateField
from anju.kernel.records import Record, StateField

from ..kinds import Kind, is_kind, kind_choices, kind_of
from ..sentences import DIRECTIONS, OUTCOMES
from ..states import OUT, PassState


def _person(label: str, **more) -> models.ForeignKey:
    return models.ForeignKey("people.Person", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=label, **more)


class Pass(Record):
    """A permission: who, for what, where, from when to when, how often.

    `gates` are ids of places where it counts (none: anywhere here); `home` is the gate or lane group that decides a one-use pass while
    cut off. `uses` 0 means any number. `issue` counts how often its paper was made anew; only the newest counts.
    """

    number = models.CharField(_("Number"), max_length=20)
    kind = models.CharField(_("Kind"), max_length=24)
    state = StateField(PassState, verbose_name=_("State"))
    holder = _person(_("Holder"))
    holder_name = PersonNameField(_("Holder's name"), blank=True, erase_after="personal_erase_on")
    holder_phone = PhoneField(_("Holder's phone"), erase_after="personal_erase_on")
    plate = PlateField(_("Plate"), blank=True, erase_after="personal_erase_on")
    company = models.CharField(_("Company"), max_length=80, blank=True)
    purpose = models.CharField(_("Purpose"), max_length=200, blank=True)
    place = models.ForeignKey("places.Place", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Goes to"))
    home = models.ForeignKey("places.Place", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Home gate"))
    gates = models.JSONField(_("Usable gates"), default=list, blank=True)
    details = models.JSONField(_("Details"), default=dict, blank=True)
    checked = models.CharField(_("Papers checked"), max_length=200, blank=True)
    photo = models.ForeignKey("kernel.Blob", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Photo"))
    key = models.ForeignKey("passes.Key", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Key"))

    starts_at = models.DateTimeField(_("Valid from"))
    ends_at = models.DateTimeField(_("Valid until"))
    uses = models.PositiveSmallIntegerField(_("Uses"), default=0)
    uses_done = models.PositiveIntegerField(_("Times used"), default=0)
    issue = models.PositiveSmallIntegerField(pgettext_lazy("paper", "Issue"), default=1)
    signed_with = models.CharField(_("Signed with"), max_length=8, blank=True)

    asked_by = _person(_("Applicant"))
    asked_at = models.DateTimeField(_("Asked at"))
    approved_by = _person(_("Approved by"))
    approved_at = models.DateTimeField(_("Approved at"), null=True, blank=True)
    issued_by = _person(_("Issued by"))
    issued_at = models.DateTimeField(_("Issued at"), null=True, blank=True)

    out_by = _person(_("Handed out by"))
    out_at = models.DateTimeField(_("Handed out at"), null=True, blank=True)
    out_post = models.ForeignKey("people.Post", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Handed out at post"))
    signature = models.ForeignKey("kernel.Blob", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Signature"))
    witness = _person(_("Witness"))
    returned_to = _person(_("Taken back by"))
    returned_at = models.DateTimeField(_("Returned at"), null=True, blank=True)
    overdue_at = models.DateTimeField(_("Overdue since"), null=True, blank=True)

    ended_at = models.DateTimeField(_("Ended at"), null=True, blank=True)
    end_reason = models.CharField(_("Reason of the end"), max_length=200, blank=True)
    last_direction = models.CharField(_("Last direction"), max_length=3, choices=DIRECTIONS, blank=True)
    last_used_at = models.DateTimeField(_("Last used"), null=True, blank=True)
    personal_erase_on = models.DateField(_("Personal data erased on"), null=True, editable=False)
    kept_until_on = models.DateField(_("Kept until"), null=True, blank=True)
    basis_label = models.CharField(_("Basis"), max_length=200, blank=True)
    basis_link = models.CharField(_("Link to the basis"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("Pass")
        constraints = [
            models.UniqueConstraint(fields=["scope", "number"], name="one_pass_per_number"),
            models.CheckConstraint(condition=Q(ends_at__gt=models.F("starts_at")), name="pass_ends_after_start"),
        ]
        indexes = [
            models.Index(fields=["scope", "state", "ends_at"], name="pass_state_ends"),
            models.Index(fields=["scope", "kind", "state"], name="pass_kind_state"),
            models.Index(fields=["scope", "asked_at"], name="pass_asked"),
            models.Index(fields=["scope", "out_at"], name="pass_out"),
            models.Index(fields=["scope", "kept_until_on"], name="pass_kept"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def about(self) -> Kind:
        return kind_of(self.kind)

    @property
    def kind_label(self) -> str:
        return str(dict(kind_choices())[self.kind]) if is_kind(self.kind) else self.kind

    @property
    def holder_mark(self) -> str:
        """What tells this holder from others: the known person, else the plate, the phone, the name."""
        if self.holder_id:
            return str(self.holder_id)
        return self.plate or self.holder_phone or self.holder_name

    @property
    def is_out(self) -> bool:
        return self.state in OUT

    @property
    def uses_left(self) -> int | None:
        return max(0, self.uses - self.uses_done) if self.uses else None


class PassItem(Record):
    """One line of what goes out or is lent, and how much of it came back."""

    permit = models.ForeignKey("passes.Pass", models.CASCADE, related_name="+", verbose_name=_("Pass"))
    position = models.PositiveSmallIntegerField(_("Position"))
    name = models.CharField(_("Thing"), max_length=60)
    quantity = models.PositiveIntegerField(_("Quantity"), default=1)
    returned = models.PositiveIntegerField(_("Quantity returned"), default=0)
    photo = models.ForeignKey("kernel.Blob", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Photo"))

    class Meta:
        verbose_name = _("Thing on a pass")
        constraints = [
            models.UniqueConstraint(fields=["permit", "position"], name="one_item_per_position"),
            models.CheckConstraint(condition=Q(returned__lte=models.F("quantity")), name="not_more_back_than_out"),
        ]
        indexes = [models.Index(fields=["scope", "permit"], name="pass_item_scope")]

    def __str__(self) -> str:
        return f"{self.name} × {self.quantity}"


class PassUse(Record):
    """A pass, or what claimed to be one, was shown: where, when, by whom, and what was decided."""

    permit = models.ForeignKey("passes.Pass", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Pass"))
    at = models.DateTimeField(_("Time of the check"))
    place = models.ForeignKey("places.Place", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Place"))
    direction = models.CharField(_("Direction"), max_length=3, choices=DIRECTIONS, blank=True)
    outcome = models.CharField(_("Verdict"), max_length=8, choices=OUTCOMES)
    code = models.CharField(_("Why"), max_length=24)
    is_use = models.BooleanField(_("Let through"), default=False)
    is_double = models.BooleanField(_("Used twice"), default=False)
    by = _person(_("Checked by"))
    device = models.CharField(_("Device"), max_length=60, blank=True)
    device_number = models.BigIntegerField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("Check of a pass")
        indexes = [
            models.Index(fields=["scope", "at"], name="pass_use_at"),
            models.Index(fields=["scope", "permit", "at"], name="pass_use_permit"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["scope", "device", "device_number"], condition=Q(device_number__isnull=False), name="one_use_per_device_number"),
        ]
