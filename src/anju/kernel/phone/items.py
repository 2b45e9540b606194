"""An item of the phone's queue, as it is read from JSON. Pure: nothing here asks the database."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

FIELDS = frozenset({"id", "account", "scope", "number", "action", "version", "subject", "subject_of", "inputs", "wall_ms", "mono_ms", "boot", "after", "replaces"})
MOST_ITEMS = 100
MOST_BYTES = 64 * 1024
_DAY_MS = 86_400_000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
EARLIEST_MS, LATEST_MS = 946_684_800_000, 4_102_444_800_000  # the years 2000 and 2100


class Unreadable(ValueError):
    """What was sent is no item; the text says where it fails, for whoever writes a phone."""


@dataclass(frozen=True)
class Item:
    """`number` counts the items of one queue; `wall_ms` is the phone's clock, `mono_ms` a clock that nobody can set and that
    belongs to one start (`boot`) of the page. `subject_of` names the item whose record this one is about. `after` names the item that must be done first, `replaces` a refused one."""

    id: UUID
    account: UUID
    scope: UUID
    number: int
    action: str
    version: int
    subject: UUID | None
    subject_of: UUID | None
    inputs: dict[str, Any]
    wall_ms: int
    mono_ms: int
    boot: str
    after: UUID | None
    replaces: UUID | None
    digest: str

    @property
    def device_at(self) -> datetime:
        """What the phone's clock said."""
        return moment(self.wall_ms)


def moment(milliseconds: int) -> datetime:
    return _EPOCH + timedelta(milliseconds=milliseconds)


def milliseconds(at: datetime) -> int:
    return (at - _EPOCH) // timedelta(milliseconds=1)


def read_item(raw: Any) -> Item:
    """One item; raises Unreadable."""
    if not isinstance(raw, dict):
        raise Unreadable("an item is an object")
    if unknown := sorted(set(raw) - FIELDS):
        raise Unreadable(f"unknown: {unknown[0][:40]}")
    text = json.dumps(raw, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    if len(text.encode(errors="replace")) > MOST_BYTES:
        raise Unreadable("the item is too large")
    inputs = raw.get("inputs", {})
    if not isinstance(inputs, dict):
        raise Unreadable("inputs")
    return Item(
        id=_client_id(raw.get("id")),
        account=_uuid(raw, "account"),
        scope=_uuid(raw, "scope"),
        number=whole(raw, "number", 0, 2**53),
        action=_text(raw, "action", 80),
        version=whole(raw, "version", 0, 10_000),
        subject=_uuid_or_none(raw, "subject"),
        subject_of=_uuid_or_none(raw, "subject_of"),
        inputs=inputs,
        wall_ms=whole(raw, "wall_ms", EARLIEST_MS, LATEST_MS),
        mono_ms=whole(raw, "mono_ms", 0, 3650 * _DAY_MS),
        boot=_text(raw, "boot", 40),
        after=_uuid_or_none(raw, "after"),
        replaces=_uuid_or_none(raw, "replaces"),
        digest=hashlib.sha256(text.encode(errors="replace")).hexdigest(),
    )


def _client_id(given: Any) -> UUID:
    found = _parsed(given, "id")
    if found.version != 7:
        raise Unreadable("id is no UUIDv7")
    return found


def _uuid(raw: dict[str, Any], name: str) -> UUID:
    return _parsed(raw.get(name), name)


def _uuid_or_none(raw: dict[str, Any], name: str) -> UUID | None:
    return None if raw.get(name) is None else _parsed(raw[name], name)


def _parsed(given: Any, name: str) -> UUID:
    try:
        return UUID(given)
    except (TypeError, ValueError, AttributeError):
        raise Unreadable(name) from None


def whole(raw: dict[str, Any], name: str, least: int, most: int) -> int:
    """A whole number within bounds; raises Unreadable."""
    value = raw.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise Unreadable(name)
    return value


def _text(raw: dict[str, Any], name: str, most: int) -> str:
    value = raw.get(name)
    if not isinstance(value, str) or not 0 < len(value) <= most or "\x00" in value:
        raise Unreadable(name)
    return value


def files_in(inputs: dict[str, Any]) -> list[str]:
    """The content hashes that inputs refer to: each photo stands there as `{"sha256": "…"}`."""
    found: list[str] = []
    for value in inputs.values():
        for each in value if isinstance(value, list) else [value]:
            if isinstance(each, dict) and set(each) == {"sha256"} and isinstance(each["sha256"], str):
                found.append(each["sha256"])
    return list(dict.fromkeys(found))


def with_files(inputs: dict[str, Any], known: dict[str, Any]) -> dict[str, Any]:
    """The inputs with each content hash replaced by what `known` says it is."""

    def swap(value: Any) -> Any:
        is_reference = isinstance(value, dict) and set(value) == {"sha256"} and isinstance(value["sha256"], str)
        return known[value["sha256"]] if is_reference else value

    return {name: [swap(one) for one in value] if isinstance(value, list) else swap(value) for name, value in inputs.items()}
