"""Checklists: what is asked, and whether what was answered is complete. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from anju.domains.duties.states import AnswerKind
from anju.kernel.refusals import Refusal

MOST_ITEMS = 60
MOST_WORDS = 200
_KEY = re.compile(r"[a-z0-9_]{1,40}")
_FIELDS = {"key", "wording", "kind", "needs_photo", "is_optional", "least", "greatest"}


@dataclass(frozen=True)
class Item:
    """One thing to check. `least` and `greatest` bound a number: outside them it is a fault."""

    key: str
    wording: str
    kind: AnswerKind = AnswerKind.ok_fault
    needs_photo: bool = False
    is_optional: bool = False
    least: float | None = None
    greatest: float | None = None


@dataclass(frozen=True)
class Answered:
    """Answers with the words they were given to, so that they stay readable when the checklist changes."""

    lines: tuple[dict[str, Any], ...]
    faults: tuple[str, ...]


def read_items(stored: Any) -> tuple[Item, ...] | Refusal:
    """The items of a checklist from its JSON list, or what is wrong with it."""
    if not isinstance(stored, Sequence) or isinstance(stored, str) or len(stored) > MOST_ITEMS:
        return Refusal("duties.bad_checklist", _("A checklist is a list of at most %(most)s items."), most=MOST_ITEMS)
    items = []
    for number, raw in enumerate(stored, start=1):
        item = _read_item(raw)
        if item is None or item.key in {other.key for other in items}:
            return Refusal(
                "duties.bad_checklist_item",
                _(
                    "Checklist item %(number)s cannot be read. Give it a short key of its own, its wording and its kind."
                ),
                number=number,
            )
        items.append(item)
    return tuple(items)


def _read_item(raw: Any) -> Item | None:
    if not isinstance(raw, Mapping) or not raw.keys() <= _FIELDS:
        return None
    key, wording, kind = raw.get("key"), raw.get("wording"), raw.get("kind", AnswerKind.ok_fault.value)
    if not isinstance(key, str) or not _KEY.fullmatch(key) or kind not in AnswerKind.values:
        return None
    if not isinstance(wording, str) or not 0 < len(wording.strip()) <= MOST_WORDS:
        return None
    if any(not isinstance(raw.get(flag, False), bool) for flag in ("needs_photo", "is_optional")):
        return None
    bounds = [raw.get("least"), raw.get("greatest")]
    if any(bound is not None and not _is_number(bound) for bound in bounds):
        return None
    return Item(**{**raw, "wording": wording.strip(), "kind": AnswerKind(kind)})


def write_items(items: Sequence[Item]) -> list[dict[str, Any]]:
    """The JSON list that `read_items` reads back."""
    plain = Item("", "")
    return [
        {"key": item.key, "wording": item.wording, "kind": item.kind.value}
        | {
            name: getattr(item, name)
            for name in ("needs_photo", "is_optional", "least", "greatest")
            if getattr(item, name) != getattr(plain, name)
        }
        for item in items
    ]


def check_answers(items: Sequence[Item], given: Mapping[str, Any], *, photos: int) -> Answered | Refusal:
    """The answers `{key: "ok" | "fault" | number | text}` against the checklist; nothing may be missing or unknown.

    A number may come as a form sends it, in digits.
    """
    unknown = sorted(set(given) - {item.key for item in items})
    if unknown:
        return Refusal(
            "duties.unknown_answer", _("The checklist has no item “%(key)s”. Open it again."), key=unknown[0]
        )
    missing = [item.wording for item in items if not item.is_optional and given.get(item.key) in (None, "")]
    if missing:
        return Refusal(
            "duties.answers_missing",
            _("%(count)s items are still open: %(items)s. Answer them first."),
            count=len(missing),
            items="、".join(missing[:3]),
        )
    return _weighed(items, given, photos)


def _weighed(items: Sequence[Item], given: Mapping[str, Any], photos: int) -> Answered | Refusal:
    lines, faults = [], []
    for item in items:
        if given.get(item.key) in (None, ""):
            continue
        value = _number_in(given[item.key]) if item.kind == AnswerKind.number else given[item.key]
        verdict = _is_fault(item, value)
        if verdict is None:
            return Refusal("duties.bad_answer", _("“%(item)s” cannot be answered like that."), item=item.wording)
        if verdict:
            faults.append(item.key)
        lines.append({"key": item.key, "wording": item.wording, "value": value, "is_fault": verdict})
    wanting = sum(item.needs_photo for item in items) - photos
    if wanting > 0:
        return Refusal(
            "duties.photo_missing",
            _("%(count)s photos are still missing. This work is proven by photos."),
            count=wanting,
        )
    return Answered(tuple(lines), tuple(faults))


def _is_fault(item: Item, value: Any) -> bool | None:
    """Whether an answer reports a fault; None when it does not fit the question."""
    if item.kind == AnswerKind.ok_fault:
        return {"ok": False, "fault": True}.get(value) if isinstance(value, str) else None
    if item.kind == AnswerKind.text:
        return False if isinstance(value, str) and len(value) <= MOST_WORDS * 10 else None
    if not _is_number(value):
        return None
    return (item.least is not None and value < item.least) or (item.greatest is not None and value > item.greatest)


def _number_in(value: Any) -> Any:
    try:
        return float(value) if isinstance(value, str) else value
    except ValueError:
        return value


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e12
