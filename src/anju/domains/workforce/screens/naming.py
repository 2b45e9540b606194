"""Colleagues stand with their full names on pages about work, as they do on those of `people`."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from anju.kernel.screens import Column


def in_full(name: Any) -> str:
    return str(name or "")


def colleague(path: str = "person", label: Any = None) -> Column:
    return Column(path, label or _("Person"), render=in_full)
