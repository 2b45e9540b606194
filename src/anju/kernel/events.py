"""Events: what an action leaves in the ledger. Past tense, frozen, versioned, never edited.

A payload holds ids, codes, numbers, dates and times only. Free text and personal values are fields of type `Words`:
they go to the ledger's private side table, encrypted, and can be erased without breaking the chain.
"""

from __future__ import annotations

import re
import typing
from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import date, datetime, time
from decimal import Decimal
from functools import cache
from typing import Any
from uuid import UUID

Words = typing.NewType("Words", str)

registry: dict[tuple[str, int], type] = {}
_upcasters: dict[tuple[str, int], Callable[[dict], dict]] = {}
_CODE = re.compile(r"[A-Za-z0-9_.:+\-/,;= ]{0,120}")


def event(name: str, version: int = 1) -> Callable[[type], type]:
    """Declare the class below as the event `name` (`room.noun_participle`) in its version."""

    def declare(cls: type) -> type:
        made = dataclass(frozen=True, kw_only=True)(cls)
        made.name, made.version = name, version
        if (name, version) in registry:
            raise ValueError(f"event {name} version {version} is declared twice")
        registry[name, version] = made
        return made

    return declare


def upcast(name: str, version: int) -> Callable[[Callable[[dict], dict]], Callable[[dict], dict]]:
    """Register the pure function that lifts a payload from `version` to the next."""

    def register(lift: Callable[[dict], dict]) -> Callable[[dict], dict]:
        _upcasters[name, version] = lift
        return lift

    return register


@cache
def _shape(cls: type) -> dict[str, Any]:
    return typing.get_type_hints(cls)


@cache
def private_fields(cls: type) -> frozenset[str]:
    return frozenset(name for name, hint in _shape(cls).items() if hint is Words)


@cache
def _names(cls: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(cls))


def split(announced: Any) -> tuple[dict[str, Any], dict[str, str]]:
    """An event as (payload, words): what everybody may read, and what only the private table holds."""
    private = private_fields(type(announced))
    payload, words = {}, {}
    for name in _names(type(announced)):
        value = getattr(announced, name)
        if name in private:
            if value:
                words[name] = str(value)
        elif value is not None:
            payload[name] = _plain(value, name)
    return payload, words


def is_code(text: str) -> bool:
    """Whether it may stand in the ledger as it is: a name that the house gave, never what people wrote."""
    return _CODE.fullmatch(text) is not None


def _plain(value: Any, name: str) -> Any:
    if isinstance(value, bool | int | float):
        return value
    if isinstance(value, UUID | Decimal):
        return str(value)
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [_plain(item, name) for item in value]
    text = str(value)
    if not is_code(text):
        raise ValueError(f"event field {name!r} holds free text; declare it as Words")
    return text


def join(name: str, version: int, payload: dict[str, Any], words: dict[str, str]) -> Any:
    """The event of a ledger row, lifted to its newest version."""
    while (name, version) in _upcasters:
        payload, version = _upcasters[name, version](dict(payload)), version + 1
    cls = registry[name, version]
    shape = _shape(cls)
    given = {key: _typed(value, shape[key]) for key, value in payload.items() if key in shape}
    return cls(**{**_left_out(cls), **given, **words})


@cache
def _left_out(cls: type) -> dict[str, Any]:
    """What `split` leaves out of a row: what was None, and words that were empty or are erased."""
    private = private_fields(cls)
    return {name: "" if name in private else None for name, hint in _shape(cls).items() if name in private or type(None) in typing.get_args(hint)}


def _typed(value: Any, hint: Any) -> Any:
    options = typing.get_args(hint) or (hint,)
    if typing.get_origin(hint) in (list, tuple):
        return [_typed(item, options[0]) for item in value]
    for option in options:
        if option in (UUID, Decimal):
            return option(value)
        if option in (datetime, date, time):
            return option.fromisoformat(value)
    return value
