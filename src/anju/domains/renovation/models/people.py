from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from anju.kernel.personal import IdentityNumberField, PersonNameField, PhoneField
from anju.kernel.records import Record, StateField

from ..kinds import BREACHES, RESPONSES, WORKERS
from ..states import WorkerState
from .keys import file_key, person_key, project_key


class Worker(Record):
    """Somebody who works on a site, or comes to serve the house from outside: one person, one permit, live only after his safety training."""

    kind = models.CharField(_("Sort of worker"), max_length=12, choices=WORKERS, default="renovation")
    project = project_key(_("Renovation"))
    state = StateField(WorkerState, verbose_name=_("State"))
    name = PersonNameField(_("Worker's name"), erase_after="personal_erase_on")
    identity_number = IdentityNumberField(_("Identity number"), erase_after="personal_erase_on")
    phone = PhoneField(_("Phone"), erase_after="personal_erase_on")
    company = models.CharField(_("Employer"), max_length=80)
    trade = models.CharField(_("Trade"), max_length=40, blank=True)
    area = models.CharField(_("Where he may be"), max_length=120)
    hours = models.CharField(_("Hours of work"), max_length=60, blank=True)
    photo = file_key(_("Photo"))
    permit = models.ForeignKey("passes.Pass", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Pass"))
    registered_by = person_key(_("Registered by"))
    registered_at = models.DateTimeField(_("Registered at"))
    trained_at = models.DateTimeField(_("Safety training on"), null=True, blank=True)
    trained_by = person_key(_("Trained by"))
    topics = models.JSONField(_("Taught"), default=list, blank=True)
    signature = file_key(_("Worker's signature"))
    ended_at = models.DateTimeField(_("Off site since"), null=True, blank=True)
    end_reason = models.CharField(_("Reason of the end"), max_length=200, blank=True)
    personal_erase_on = models.DateField(_("Personal data erased on"), null=True, editable=False)

    class Meta:
        verbose_name = _("Worker on site")
        indexes = [models.Index(fields=["scope", "registered_at"], name="site_worker_at"), models.Index(fields=["scope", "project", "state"], name="site_worker_project")]

    def __str__(self) -> str:
        return self.permit.number if self.permit_id else str(self.get_kind_display())


class Breach(Record):
    """A worker went where he may not go or against the rules: a row of his company's ledger."""

    worker = models.ForeignKey("renovation.Worker", models.PROTECT, related_name="+", verbose_name=_("Worker on site"))
    project = project_key(_("Renovation"))
    company = models.CharField(_("Employer"), max_length=80)
    kind = models.CharField(_("What was breached"), max_length=12, choices=BREACHES)
    response = models.CharField(_("What followed"), max_length=12, choices=RESPONSES)
    words = models.CharField(_("What happened"), max_length=400)
    photo = file_key(_("Photo"))
    at = models.DateTimeField(_("Time"))
    by = person_key(_("Written down by"))

    class Meta:
        verbose_name = _("Breach of a worker")
        indexes = [models.Index(fields=["scope", "at"], name="worker_breach_at"), models.Index(fields=["scope", "company", "at"], name="worker_breach_company")]
