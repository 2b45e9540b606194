"""Keys to the records of earlier rooms."""

from __future__ import annotations

from typing import Any

from django.db import models


def person_key(label: Any) -> models.ForeignKey:
    return models.ForeignKey("people.Person", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=label)


def dwelling_key(label: Any) -> models.ForeignKey:
    return models.ForeignKey("places.Place", models.PROTECT, related_name="+", verbose_name=label)


def file_key(label: Any) -> models.ForeignKey:
    return models.ForeignKey("kernel.Blob", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=label)


def case_key(label: Any) -> models.ForeignKey:
    return models.ForeignKey("cases.Case", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=label)


def project_key(label: Any) -> models.ForeignKey:
    return models.ForeignKey("renovation.Project", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=label)
