"""Who is scored: the register of subjects, where they are filed, and which scheme counts on them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anju.kernel.personal import PersonNameField
from anju.kernel.records import Record

from ..kinds import SUBJECTS


class Subject(Record):
    """A person, squad, building, village, institution: whatever a scheme scores. Names of people are masked and erasable."""

    kind = models.CharField(_("Kind"), max_length=12, choices=SUBJECTS)
    code = models.CharField(_("Code"), max_length=40)
    name = PersonNameField(_("Name"), erase_after="name_erase_on", blank=True)
    title = models.CharField(_("Title"), max_length=80, blank=True)
    person = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Person")
    )
    place = models.ForeignKey(
        "places.Place", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Place")
    )
    answerable = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Who answers for it")
    )
    part_of = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=pgettext_lazy("subject", "Part of")
    )
    licence = models.CharField(_("Licence number"), max_length=40, blank=True)
    own_rules = models.ForeignKey(
        "kernel.Blob", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Own rules on file")
    )
    own_rules_on = models.DateField(_("Own rules filed on"), null=True, blank=True)
    name_erase_on = models.DateField(_("Name erased on"), null=True, editable=False)

    class Meta:
        verbose_name = _("Subject of scoring")
        constraints = [models.UniqueConstraint(fields=["scope", "kind", "code"], name="one_subject_code")]
        indexes = [models.Index(fields=["scope", "part_of"], name="subject_part_of")]

    def __str__(self) -> str:
        return self.title or self.name or self.code


class Enrolment(Record):
    """A scheme, in all its versions, counts on this subject being scored."""

    scheme_code = models.SlugField(_("Scheme"), max_length=40)
    subject = models.ForeignKey("scores.Subject", models.PROTECT, related_name="+", verbose_name=_("Subject"))
    conditions_met = models.JSONField(_("Conditions met"), default=list, blank=True)
    from_on = models.DateField(pgettext_lazy("day", "From"))
    until_on = models.DateField(pgettext_lazy("day", "Until"), null=True, blank=True)
    reason = models.CharField(_("Reason"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("On the list of a scheme")
        constraints = [
            models.UniqueConstraint(
                fields=["scope", "scheme_code", "subject"], condition=Q(until_on=None), name="one_open_enrolment"
            )
        ]
        indexes = [models.Index(fields=["scope", "scheme_code", "from_on"], name="enrolment_scheme")]

    def __str__(self) -> str:
        return self.scheme_code


class Filing(Record):
    """A person is filed at an institution, one filing for each place he works at."""

    subject = models.ForeignKey("scores.Subject", models.PROTECT, related_name="+", verbose_name=_("Subject"))
    institution = models.ForeignKey("scores.Subject", models.PROTECT, related_name="+", verbose_name=_("Institution"))
    body = models.CharField(_("Filed with"), max_length=80, blank=True)
    from_on = models.DateField(pgettext_lazy("day", "From"))
    until_on = models.DateField(pgettext_lazy("day", "Until"), null=True, blank=True)
    reason = models.CharField(_("Reason"), max_length=200, blank=True)
    self_review = models.TextField(_("Written self-review"), blank=True)
    studied = models.CharField(_("Study done"), max_length=200, blank=True)
    after = models.ForeignKey(
        "scores.Consequence", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("After")
    )

    class Meta:
        verbose_name = _("Filing at an institution")
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "institution"], condition=Q(until_on=None), name="one_open_filing"
            )
        ]
        indexes = [models.Index(fields=["scope", "institution", "until_on"], name="filing_institution")]

    def __str__(self) -> str:
        return self.body or str(self.from_on)
