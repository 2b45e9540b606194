"""The history tab: what the ledger knows about a record, in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from .. import ledger
from ..actions import registry
from ..models import Entry
from .declare import Screen
from .shown import labels_of, plain_text, whole_moment

PAGE_SIZE = 25
LATE = timedelta(hours=24)
CLOCKS_DIFFER = timedelta(seconds=5)


@dataclass(frozen=True)
class Happening:
    """One row: who did what and when, on the device's clock where it differs, with what it said."""

    id: int
    title: str
    who: str
    at: datetime
    device_at: datetime | None
    is_late: bool
    facts: list[tuple[str, str]]


def history_page(screen: Screen, record: Any, before: int | None = None) -> tuple[list[Happening], int | None]:
    """The newest happenings, or those before a row id; and the id to ask from for older ones. Three statements."""
    entries = ledger.history(record)
    rows = list((entries.filter(id__lt=before) if before else entries)[: PAGE_SIZE + 1])
    shown = rows[:PAGE_SIZE]
    words, who = ledger.words_of(shown), names_of({entry.actor_id for entry in shown if entry.actor_id})
    happenings = [_happening(screen, entry, words.get(entry.id, {}), who) for entry in shown]
    return happenings, shown[-1].id if len(rows) > PAGE_SIZE else None


def names_of(account_ids: set[UUID]) -> dict[UUID, str]:
    """What the accounts are called, whatever community they come from."""
    accounts = get_user_model()
    manager = getattr(accounts, "everywhere", accounts._default_manager)
    return {account.pk: str(account) for account in manager.select_related("person").filter(pk__in=account_ids)} if account_ids else {}


def _happening(screen: Screen, entry: Entry, words: dict[str, str], who: dict[UUID, str]) -> Happening:
    spec = registry.get(entry.action)
    doer = who.get(entry.actor_id) or (_("The system") if entry.actor_kind == "system" else _("Unknown"))
    seen_at = entry.device_at or entry.at
    differs = abs(entry.at - seen_at) > CLOCKS_DIFFER
    title = str(spec.title) if spec else entry.action
    facts = [fact for name, value in {**entry.payload, **words}.items() if (fact := _fact(screen, spec, name, value))]
    return Happening(entry.id, title, doer, entry.at, seen_at if differs else None, entry.at - seen_at > LATE, facts)


def _fact(screen: Screen, spec: Any, name: str, value: Any) -> tuple[str, str] | None:
    """A value under the label that the form or the model gives it; what neither names is for machines."""
    field = next((f for f in screen.model._meta.concrete_fields if f.name == name), None)
    item = next((i for i in spec.inputs if i.name == name), None) if spec else None
    if (field is None and item is None) or _is_id(value) or value in ("", None, []):
        return None
    label = str(item.label if item else field.verbose_name)
    labels = labels_of(screen, name, field) if field is not None else {}
    if mask := getattr(field, "mask", None):
        return label, mask(str(value))
    if name.endswith("_fen") and type(value) is int:
        return label, f"{Decimal(value) / 100:,.2f}"
    return label, str(labels.get(value, "")) or _said(value)


def _is_id(value: Any) -> bool:
    return isinstance(value, str) and len(value) == 36 and value.count("-") == 4


def _said(value: Any) -> str:
    at = parse_datetime(value) if isinstance(value, str) and "T" in value and len(value) < 40 else None
    return whole_moment(at) if at is not None and at.tzinfo else plain_text(value)
