"""What may be opened, merged and laid down."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from anju.kernel.refusals import Refusal

from ..states import CaseState
from .facts import CaseFacts
from .stages import may_change, may_reach


def may_open(
    *,
    title: str,
    is_kind: bool,
    categories: frozenset[str],
    category: str,
    severity: int,
    due_at: datetime | None,
    at: datetime,
) -> Refusal | None:
    if not is_kind:
        return Refusal("cases.unknown_kind", _("Not opened: there is no such kind of case. Choose one from the list."))
    if not title.strip():
        return Refusal("cases.no_title", _("Not opened: say in a few words what happened."))
    if category and category not in categories:
        return Refusal(
            "cases.unknown_category", _("Not opened: this kind of case has no such category. Choose one from the list.")
        )
    if not 1 <= severity <= 4:
        return Refusal("cases.unknown_severity", _("Not opened: severity is a number from 1 (critical) to 4 (low)."))
    if due_at is not None and due_at <= at:
        return Refusal("cases.due_in_the_past", _("Not opened: the deadline lies in the past. Choose a later time."))
    return None


def may_merge(
    case: CaseFacts, into: CaseFacts, *, same_kind: bool, same_case: bool, same_scope: bool
) -> Refusal | None:
    """A duplicate goes into an open case of its own kind, before work on it began."""
    if same_case:
        return Refusal("cases.same_case", _("Not merged: a case cannot be merged into itself."))
    if not same_scope:
        return Refusal("cases.other_community", _("Not merged: the other case does not belong to this community."))
    if not same_kind:
        return Refusal("cases.other_kind", _("Not merged: the two cases are of different kinds. Link them instead."))
    if no := may_change(into):
        return no
    return may_reach(case, "merged")


def may_link(*, same_case: bool, same_scope: bool) -> Refusal | None:
    if same_case:
        return Refusal("cases.same_case", _("Not linked: a case cannot be linked with itself."))
    if not same_scope:
        return Refusal("cases.other_community", _("Not linked: the other case does not belong to this community."))
    return None


def may_set_terms(*, hours: Mapping[str, Any], stage_hours: Mapping[str, Any], ladder: list[str]) -> Refusal | None:
    """Hours are positive numbers for severities 1 to 4 and for known stages."""
    levels_known = all(str(level) in ("1", "2", "3", "4") for level in hours)
    stages_known = all(stage in CaseState for stage in stage_hours)
    numbers = [*hours.values(), *stage_hours.values()]
    if not levels_known or not stages_known or not all(_is_positive(number) for number in numbers):
        return Refusal(
            "cases.bad_hours",
            _("Not saved: deadlines are positive hours for severities 1 to 4 and for stages of this kind."),
        )
    if not all(isinstance(role, str) and role for role in ladder):
        return Refusal("cases.bad_ladder", _("Not saved: name each post of the escalation ladder."))
    return None


def _is_positive(number: Any) -> bool:
    return isinstance(number, int | float) and not isinstance(number, bool) and 0 < number < 100_000


def is_repeat(*, closed_at: datetime | None, at: datetime, days: int) -> bool:
    """The same thing at the same place came back within the days laid down."""
    return closed_at is not None and 0 <= (at - closed_at).days <= days
