from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anju.domains.people.queries import ROLE_CHOICES
from anju.kernel.records import Record, StateField

from ..kinds import FILES_OF, LEVELS, MEDIA, PERS, TIERS
from ..states import ClassState


def somebody(label: str) -> models.ForeignKey:
    return models.ForeignKey("people.Person", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=label)


class DocumentClass(Record):
    """A class of documents and its rules: how it is arranged, numbered and bound, who sees it, how long it stays.

    `keep_years` 0 keeps for ever. `may_see` are roles; none leaves it to the level. `part_names` are the files that every document of the
    class must consist of. `review_months` 0 asks for no review. `due_days` after its year the class must be archived.
    """

    code = models.CharField(_("Class code"), max_length=12)
    name = models.CharField(_("Name"), max_length=60)
    group = models.CharField(_("Group"), max_length=40, blank=True)
    medium = models.CharField(pgettext_lazy("document", "Medium"), max_length=12, choices=MEDIA, default="paper")
    level = models.CharField(_("Confidentiality"), max_length=12, choices=LEVELS, default="internal")
    may_see = models.JSONField(_("Who may see it"), default=list, blank=True)
    keep_years = models.PositiveSmallIntegerField(_("Kept for years"), default=10)
    tier = models.PositiveSmallIntegerField(_("Document level"), choices=TIERS, default=0)
    file_of = models.CharField(_("One file per"), max_length=12, choices=FILES_OF, blank=True)
    is_approved = models.BooleanField(_("Approved by a second person"), default=False)
    part_names = models.JSONField(_("Files that each must have"), default=list, blank=True)
    arrangement = models.TextField(_("Arrangement rule"), blank=True)
    binding = models.CharField(_("Binding standard"), max_length=200, blank=True)
    stamp_count = models.PositiveSmallIntegerField(_("Number stamps"), default=1)
    stamp_size = models.CharField(_("Stamp size"), max_length=40, blank=True)
    number_digits = models.PositiveSmallIntegerField(_("Digits of the number"), default=4)
    review_months = models.PositiveSmallIntegerField(_("Reviewed every (months)"), default=0)
    loan_days = models.PositiveSmallIntegerField(_("Longest loan (days)"), default=7)
    due_days = models.PositiveSmallIntegerField(_("Archived within (days after the year)"), default=90)
    keeper = somebody(_("Keeper"))
    second_keeper = somebody(_("Second keeper"))
    state = StateField(ClassState, verbose_name=_("State"))

    class Meta:
        verbose_name = _("Document class")
        constraints = [models.UniqueConstraint(fields=["scope", "code"], name="one_class_per_code")]
        indexes = [models.Index(fields=["scope", "group", "code"], name="class_scope_group")]

    def __str__(self) -> str:
        return self.name

    @property
    def parts(self) -> str:
        """One a line, as the form shows them."""
        return "\n".join(self.part_names)

    @property
    def is_governing(self) -> bool:
        """Its documents govern until they are withdrawn; those of other classes record what was."""
        return self.tier > 0 or self.review_months > 0


class Piece(Record):
    """Something a class must hold: once, in every period, or in each of its files. `owed_role` owes it; else the keeper does."""

    klass = models.ForeignKey("documents.DocumentClass", models.PROTECT, related_name="+", verbose_name=_("Document class"))
    name = models.CharField(_("Required piece"), max_length=80)
    per = models.CharField(_("How often"), max_length=8, choices=PERS, default="once")
    count = models.PositiveSmallIntegerField(_("At least"), default=1)
    is_signed = models.BooleanField(_("Needs its date of signing"), default=False)
    owed_role = models.CharField(_("Owed by"), max_length=40, choices=ROLE_CHOICES, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    state = StateField(ClassState, verbose_name=_("State"))

    class Meta:
        verbose_name = _("Required piece")
        constraints = [models.UniqueConstraint(fields=["klass", "name"], name="one_piece_per_name")]
        indexes = [models.Index(fields=["scope", "klass", "position"], name="piece_scope_class")]

    def __str__(self) -> str:
        return self.name
