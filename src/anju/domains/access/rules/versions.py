"""Versions of the rules as they are kept: from the categories a community starts with, one change at a time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from functools import cache
from typing import Any

from django.utils.translation import gettext_lazy as _

from anju.kernel.refusals import Refusal

from ..kinds import CATEGORIES
from .facts import DAY_MINUTES, Policy, Rules


def first_terms() -> dict[str, Any]:
    """What a community starts with."""
    return {
        code: asdict(Policy(basis=one.basis, fields=one.fields, stay_minutes=one.stay_minutes, off_hours=one.off_hours, is_home=one.is_home))
        for code, one in CATEGORIES.items()
    }


@cache
def first_rules() -> Rules:
    """The rules of a community that changed none."""
    return rules_of(0, first_terms())


def rules_of(version: int, terms: Mapping[str, Any]) -> Rules:
    """Kept terms as the rules that decide."""
    return Rules(version, {code: Policy(**{**kept, "fields": tuple(kept["fields"])}) for code, kept in terms.items()})


def changed(terms: Mapping[str, Any], category: str, change: Mapping[str, Any]) -> dict[str, Any] | Refusal:
    """The terms with one category changed."""
    if category not in terms:
        return Refusal("access.unknown_category", _("Not registered: choose a category from the list."))
    before = Policy(**{**terms[category], "fields": tuple(terms[category]["fields"])})
    after = replace(before, **change)
    days = after.days
    if not days or set(days) - set("1234567") or len(set(days)) != len(days) or not 0 <= after.opens < DAY_MINUTES or not 0 < after.closes <= DAY_MINUTES:
        return Refusal("access.bad_window", _("Not changed: days are digits from 1 (Monday) to 7, each once, with an opening and a closing hour."))
    if before.is_home and (after.days, after.opens, after.closes) != ("1234567", 0, DAY_MINUTES):
        return Refusal("access.home_always", _("Not changed: whoever lives here comes home at any hour."))
    if after == before:
        return Refusal("access.no_change", _("Nothing was changed: the rule says exactly this already."))
    return {**terms, category: asdict(after)}
