"""The keys that most tables of this room have."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


def to_person(label: Any = None, *, needed: bool = False) -> models.ForeignKey:
    return models.ForeignKey("people.Person", models.PROTECT, null=not needed, blank=not needed, related_name="+", verbose_name=label or _("Person"))


def to_post(label: Any = None, *, needed: bool = True) -> models.ForeignKey:
    return models.ForeignKey("people.Post", models.PROTECT, null=not needed, blank=not needed, related_name="+", verbose_name=label or _("Post"))


def to_holding(label: Any = None, *, needed: bool = False) -> models.ForeignKey:
    return models.ForeignKey("people.Holding", models.PROTECT, null=not needed, blank=not needed, related_name="+", verbose_name=label or _("Shift"))


def to_picture(label: Any = None) -> models.ForeignKey:
    return models.ForeignKey("kernel.Blob", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=label or _("Photo"))


def when(label: Any, *, needed: bool = False) -> models.DateTimeField:
    return models.DateTimeField(label, null=not needed, blank=not needed)
