from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from anju.kernel.records import Record, StateField

from ..states import CandidateState, VacancyState
from .keys import to_person, to_post, when


class Vacancy(Record):
    """Work for which somebody is wanted: published to everybody outside, or put up to competition among those who work here (竞聘)."""

    number = models.CharField(_("Number"), max_length=20)
    role = models.CharField(_("Role"), max_length=40)
    post = to_post(needed=False)
    heads = models.PositiveSmallIntegerField(_("People wanted"), default=1)
    taken = models.PositiveSmallIntegerField(_("People found"), default=0)
    is_internal = models.BooleanField(_("Among those who work here"), default=False)
    wanted = models.TextField(_("What is asked for"))
    until_on = models.DateField(_("Applications until"))
    state = StateField(VacancyState, verbose_name=_("State"))
    published_at = when(_("Published at"))
    notice = models.ForeignKey("notices.Notice", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Notice"))
    address = models.URLField(_("Also published at"), blank=True)
    reason = models.CharField(_("Reason"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("Vacancy")
        indexes = [models.Index(fields=["scope", "state", "until_on"], name="vacancy_scope_state")]
        constraints = [models.UniqueConstraint(fields=["scope", "number"], name="one_vacancy_number")]

    def __str__(self) -> str:
        return self.number


class Candidate(Record):
    """Somebody of the house who competes for a post. `points` are those of each judge, 0 to 100, by person id."""

    vacancy = models.ForeignKey("workforce.Vacancy", models.PROTECT, related_name="+", verbose_name=_("Vacancy"))
    person = to_person(needed=True)
    statement = models.TextField(_("What he says for himself"))
    points = models.JSONField(_("Points by judge"), default=dict)
    mean = models.DecimalField(_("Mean of the points"), max_digits=5, decimal_places=1, null=True, blank=True)
    state = StateField(CandidateState, verbose_name=_("State"))
    decided_by = to_person(_("Decided by"))
    decided_at = when(_("Decided at"))
    reason = models.CharField(_("Reason"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("Candidate of a competition")
        indexes = [models.Index(fields=["scope", "vacancy", "state"], name="candidate_vacancy")]
        constraints = [models.UniqueConstraint(fields=["vacancy", "person"], condition=~Q(state="withdrawn"), name="one_candidacy_a_vacancy")]

    def __str__(self) -> str:
        return str(self.person)
