from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from anju.kernel.records import Record, StateField

from ..kinds import OCCASIONS, PARTIES, SEALS, WAYS
from ..states import BatchState, ClassState, SlipState


def person_of(label) -> models.ForeignKey:
    return models.ForeignKey("people.Person", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=label)


class GoodsClass(Record):
    """One version of how a class of goods is looked at here; the newest in force counts, before it the usual one (version 0)."""

    code = models.CharField(_("Code"), max_length=24)
    name = models.CharField(_("Name"), max_length=40)
    version = models.PositiveIntegerField(_("Version"))
    state = StateField(ClassState, verbose_name=_("State"))
    words = models.JSONField(_("Words that find it"), default=list)
    barred = models.CharField(_("Never goes"), max_length=4, blank=True)
    inspect = models.JSONField(_("What is looked at"), default=list)
    needs = models.JSONField(_("Papers and facts it needs"), default=list)
    process = models.CharField(_("What the guard does"), max_length=400, blank=True)
    since_at = models.DateTimeField(_("In force since"))
    set_by = person_of(_("Written by"))

    class Meta:
        verbose_name = _("Class of goods")
        constraints = [
            models.UniqueConstraint(fields=["scope", "code", "version"], name="one_goods_class_version"),
            models.UniqueConstraint(fields=["scope", "code"], condition=models.Q(state="in_force"), name="one_goods_class_in_force"),
        ]
        indexes = [models.Index(fields=["scope", "since_at"], name="goods_class_since")]

    def __str__(self) -> str:
        return f"{self.name} {self.version}"


class SlipBatch(Record):
    """The slips of a shift: gathered by the squad leader from who stood at the gate, then kept by the front desk."""

    state = StateField(BatchState, verbose_name=_("State"))
    at = models.DateTimeField(_("Gathered at"))
    shift = models.CharField(_("Shift"), max_length=40, blank=True)
    slips = models.PositiveIntegerField(_("Slips on record"))
    releases = models.PositiveIntegerField(_("Releases at the gates"))
    counted = models.PositiveIntegerField(_("Slips in hand"))
    note = models.CharField(_("Why they differ"), max_length=200, blank=True)
    handed_by = person_of(_("Slips handed over by"))
    leader = person_of(_("Squad leader"))
    filed_at = models.DateTimeField(_("Taken by the desk at"), null=True, blank=True)
    filed_by = person_of(_("Kept by"))
    filed_count = models.PositiveIntegerField(_("Slips taken by the desk"), null=True, blank=True)
    kept_until_on = models.DateField(_("Kept until"), null=True, blank=True)

    class Meta:
        verbose_name = _("Slips of a shift")
        indexes = [models.Index(fields=["scope", "at"], name="slip_batch_at")]

    def __str__(self) -> str:
        return f"{self.shift} {self.slips}".strip()


class Slip(Record):
    """A release slip and its way: who asks, whose word, which stamp, what went, who keeps it. The pass of the same number lets it through."""

    permit = models.ForeignKey("passes.Pass", models.PROTECT, related_name="+", verbose_name=_("Pass"))
    number = models.CharField(_("Number"), max_length=20)
    state = StateField(SlipState, verbose_name=_("State"))
    party = models.CharField(_("Asked by"), max_length=12, choices=PARTIES)
    occasion = models.CharField(_("Occasion"), max_length=12, choices=OCCASIONS)
    dwelling = models.ForeignKey("places.Place", models.PROTECT, related_name="+", verbose_name=_("Comes from"))
    asked_by = person_of(_("Applicant"))
    asked_at = models.DateTimeField(_("Asked at"))
    is_owner_asked = models.BooleanField(_("The owner must agree"), default=False)
    notice = models.ForeignKey("notices.Notice", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Notice"))
    owner_agrees = models.BooleanField(_("The owner agrees"), null=True, blank=True)
    owner_way = models.CharField(_("Answered by way of"), max_length=8, choices=WAYS, blank=True)
    owner_note = models.CharField(_("What was said"), max_length=200, blank=True)
    owner_answered_at = models.DateTimeField(_("Answered at"), null=True, blank=True)
    owner_answered_by = person_of(_("Answered by"))
    seal = models.CharField(_("Stamp or signature"), max_length=12, choices=SEALS, blank=True)
    seal_by = models.CharField(_("Stamped or signed by"), max_length=80, blank=True)
    stamped_by = person_of(_("Stamped at the desk by"))
    stamped_at = models.DateTimeField(_("Stamped at"), null=True, blank=True)
    classes = models.JSONField(_("Classes and versions"), default=dict, blank=True)
    due_back_at = models.DateTimeField(_("Due back"), null=True, blank=True)
    last_out_at = models.DateTimeField(_("Last gone at"), null=True, blank=True)
    back_at = models.DateTimeField(_("Goods back at"), null=True, blank=True)
    batch = models.ForeignKey("goods.SlipBatch", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Slips of a shift"))
    end_note = models.CharField(_("How it ended"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("Release slip")
        constraints = [models.UniqueConstraint(fields=["scope", "number"], name="one_slip_per_number")]
        indexes = [
            models.Index(fields=["scope", "asked_at"], name="slip_asked"),
            models.Index(fields=["scope", "state", "last_out_at"], name="slip_state"),
            models.Index(fields=["scope", "permit"], name="slip_permit"),
            models.Index(fields=["scope", "notice"], name="slip_notice"),
        ]

    def __str__(self) -> str:
        return self.number
