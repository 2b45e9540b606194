"""The log of an edge: numbered lines, each bound to the one before. Pure.

A line is JSON text; its digest is SHA-256 over the digest before it and its own bytes. So a line that is missing, doubled with other words, or changed
afterwards is noticed when the log is brought home.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

BEGINNING = "0" * 64
MOST_LINES = 200
MOST_LINE_BYTES = 6000
KINDS = ("passage", "opening", "going", "release", "note")
CAUSES = ("device", "remote", "button", "hand", "held", "power", "fire")
OUTCOMES = ("allowed", "refused", "ask")
NOTES = (
    "started", "clock_unsure", "clock_set", "clock_jumped", "snapshot_refused", "snapshot_over", "bar_unknown", "fire_on", "fire_off", "white_list", "log_broken",
    "no_receipt", "not_opened", "lane_lost", "lane_back", "not_installed", "tried",
    "car_late", "camera_clock",
)  # fmt: skip
_WORD = re.compile(r"[a-z0-9_]{1,24}")
_DIGEST = re.compile(r"[0-9a-f]{64}")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Malformed(ValueError):
    """Lines that no edge of this house writes."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line. `at_us` in microseconds since 1970 by the edge's clock, `is_sure` whether that clock was trusted; `of` is the number of the passage it belongs to."""

    number: int
    kind: str
    at_us: int
    is_sure: bool
    digest: str
    told: Mapping[str, Any]

    @property
    def at(self) -> datetime:
        return _EPOCH + timedelta(microseconds=self.at_us)

    @property
    def of(self) -> int:
        return self.told.get("of", 0)


@dataclass(frozen=True, slots=True)
class Found:
    """What a batch brought: `fresh` follows on what is known, `repeated` was known already; with a `fault` (gap, doubled or altered) nothing of it is taken."""

    fresh: tuple[Line, ...] = ()
    repeated: int = 0
    fault: str = ""
    fault_number: int = 0


def digest_after(previous: str, text: str) -> str:
    return hashlib.sha256(bytes.fromhex(previous) + text.encode()).hexdigest()


def batch_of(told: Mapping[str, Any]) -> tuple[str, list[Line]]:
    """(the digest before the first line, the lines) of what an edge sent; raises Malformed."""
    before, texts = told.get("before"), told.get("lines")
    if not isinstance(before, str) or not _DIGEST.fullmatch(before) or not isinstance(texts, list) or not 1 <= len(texts) <= MOST_LINES:
        raise Malformed("not a batch")
    lines, digest = [], before
    for text in texts:
        if not isinstance(text, str) or len(text.encode()) > MOST_LINE_BYTES:
            raise Malformed("not a line")
        digest = digest_after(digest, text)
        lines.append(line_of(text, digest))
    if [line.number for line in lines] != list(range(lines[0].number, lines[0].number + len(lines))):
        raise Malformed("numbers out of order")
    return before, lines


def line_of(text: str, digest: str) -> Line:
    try:
        told = json.loads(text)
    except (ValueError, RecursionError):
        raise Malformed("not JSON") from None
    if not isinstance(told, dict):
        raise Malformed("not a line")
    number, at_us, kind = told.get("n"), told.get("at"), told.get("kind")
    is_right = type(number) is int and 1 <= number < 2**53 and type(at_us) is int and 0 <= at_us < 2**52 and kind in KINDS and type(told.get("sure")) is bool
    if not is_right or not _CHECKS[kind](told):
        raise Malformed(f"line {number!r}")
    return Line(number, kind, at_us, told["sure"], digest, told)


def _is_passage(told: Mapping[str, Any]) -> bool:
    texts = (told.get("category"), told.get("credential"), told.get("pass"), told.get("plate"), told.get("whom"))
    return (
        _is_text(told.get("lane"), 36) and told.get("way") in ("in", "out") and told.get("outcome") in OUTCOMES and _is_word(told.get("code"))
        and type(told.get("rules")) is int and told["rules"] >= 0 and all(_is_text(one, 200) for one in texts) and isinstance(told.get("facts"), dict)
        and _is_text(told.get("camera", ""), 36) and type(told.get("read", 0)) is int and 0 <= told.get("read", 0) <= 100
    )  # fmt: skip


def _is_opening(told: Mapping[str, Any]) -> bool:
    return _is_text(told.get("lane"), 36) and told.get("cause") in CAUSES and _is_before(told)


def _is_going(told: Mapping[str, Any]) -> bool:
    return _is_text(told.get("lane"), 36) and _is_before(told)


def _is_release(told: Mapping[str, Any]) -> bool:
    return _is_before(told) and told["of"] > 0 and _is_text(told.get("said"), 200) and bool(told["said"].strip())


def _is_note(told: Mapping[str, Any]) -> bool:
    return told.get("code") in NOTES and _is_text(told.get("lane", ""), 36) and type(told.get("value", 0)) is int and abs(told.get("value", 0)) < 2**52


def _is_before(told: Mapping[str, Any]) -> bool:
    """What a line belongs to has a smaller number, 0 for nothing."""
    return type(told.get("of")) is int and 0 <= told["of"] < told["n"]


def _is_text(value: Any, most: int) -> bool:
    return isinstance(value, str) and len(value) <= most


def _is_word(value: Any) -> bool:
    return isinstance(value, str) and bool(_WORD.fullmatch(value))


_CHECKS = {"passage": _is_passage, "opening": _is_opening, "going": _is_going, "release": _is_release, "note": _is_note}


def check(before: str, lines: Sequence[Line], *, last: int, last_digest: str, is_new_chain: bool, known: Callable[[int], Mapping[int, str]]) -> Found:
    """How a batch follows on what is known up to number `last`. `known` gives the digests of earlier lines from a number on."""
    fresh = tuple(line for line in lines if line.number > last)
    old = [line for line in lines if line.number <= last]
    if old:
        kept = known(old[0].number)
        wrong = next((line.number for line in old if kept.get(line.number) != line.digest), 0)
        if wrong:
            return Found(fault="doubled", fault_number=wrong)
    if fresh and not is_new_chain:
        if fresh[0].number != last + 1:
            return Found(fault="gap", fault_number=last + 1)
        if not old and before != last_digest:
            return Found(fault="altered", fault_number=last)
    return Found(fresh, len(old))


def moment(us: int) -> datetime:
    return _EPOCH + timedelta(microseconds=us)


def micros(at: datetime) -> int:
    return (at - _EPOCH) // timedelta(microseconds=1)
