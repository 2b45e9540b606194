"""The rulebook as plain values: what it says of each sort of works, hours of noise, how often a site is looked at. Bans cannot be loosened."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from anju.kernel.refusals import Refusal

from ..kinds import BANS, VERDICTS, WORKS

DEEPEST_MM = 10
"""How deep a hammer drill may go into a floor slab; a rulebook may ask for less."""
_WINDOW = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-4]):([0-5]\d)")


@dataclass(frozen=True, slots=True)
class Book:
    """One version. `verdicts` by works; `hours` are pairs of minutes of the local day in which noise is allowed on `days` (1 to 7)."""

    version: int
    verdicts: Mapping[str, str]
    drilling_mm: int = DEEPEST_MM
    days: str = "12345"
    hours: tuple[tuple[int, int], ...] = ((480, 720), (840, 1080))
    on_holidays: bool = False
    rounds_per_day: int = 1
    second_after_days: int = 90
    has_deposit: bool = True
    training_days: int = 365


def first_terms() -> dict[str, Any]:
    """What every community starts with."""
    return asdict(Book(0, {code: one.verdict for code, one in WORKS.items()}))


def read(version: int, terms: Mapping[str, Any]) -> Book:
    """Kept terms as the book that decides. What this product bans is banned whatever was kept."""
    kept = {name: value for name, value in terms.items() if name in Book.__dataclass_fields__ and name != "version"}
    verdicts = {code: "refused" if one.verdict == "refused" else kept.get("verdicts", {}).get(code, one.verdict) for code, one in WORKS.items()}
    return Book(**{**kept, "version": version, "verdicts": verdicts, "hours": tuple((start, end) for start, end in kept.get("hours", Book.hours))})


def hours_of(text: str) -> tuple[tuple[int, int], ...] | Refusal:
    """Windows written as `08:00-12:00 14:00-18:00`."""
    found = []
    for word in text.replace("，", " ").replace(",", " ").split():
        hit = _WINDOW.fullmatch(word)
        start, end = (int(hit[1]) * 60 + int(hit[2]), int(hit[3]) * 60 + int(hit[4])) if hit else (0, 0)
        if not hit or not start < end <= 24 * 60:
            return _bad_hours()
        found.append((start, end))
    return tuple(found) if 0 < len(found) <= 4 else _bad_hours()


def _bad_hours() -> Refusal:
    return Refusal("renovation.bad_hours", _("Not drafted: write the hours of noise such as 08:00-12:00 14:00-18:00, with days from 1 (Monday) to 7."))


def changed(book: Book, *, work: str, verdict: str, drilling_mm: int, days: str, hours: str, **rest: Any) -> Book | Refusal:
    """The book with these terms; a ban stays a ban, and the drill goes no deeper than 10 mm."""
    if work and (work not in WORKS or verdict not in dict(VERDICTS)):
        return Refusal("renovation.unknown_work", _("Not drafted: choose the works and what the rulebook says of them."))
    if work in BANS and verdict != "refused":
        return Refusal("renovation.ban_stays", _("Not drafted: this is forbidden by law or to protect everybody's house. No rulebook can allow it."))
    if not 0 < drilling_mm <= DEEPEST_MM:
        return Refusal("renovation.too_deep", _("Not drafted: into a floor slab one drills at most %(most)s mm."), most=DEEPEST_MM)
    windows = hours_of(hours)
    if isinstance(windows, Refusal) or not days or set(days) - set("1234567") or len(set(days)) != len(days):
        return _bad_hours()
    verdicts = {**book.verdicts, work: verdict} if work else dict(book.verdicts)
    after = replace(book, verdicts=verdicts, drilling_mm=drilling_mm, days=days, hours=windows, **rest)
    return after if after != book else Refusal("renovation.no_change", _("Nothing was changed: the rulebook says exactly this already."))


def is_noisy_hour(book: Book, *, minute: int, day: int, is_holiday: bool) -> bool:
    """Whether noise is allowed at a minute of the local day."""
    if is_holiday and not book.on_holidays:
        return False
    return str(day) in book.days and any(start <= minute < end for start, end in book.hours)


def hours_text(book: Book) -> str:
    return " ".join(f"{start // 60:02d}:{start % 60:02d}-{end // 60:02d}:{end % 60:02d}" for start, end in book.hours)


def book_in_words(version: int) -> str:
    """Which rulebook decided; before a community has one, what every community starts with."""
    return gettext("version %(version)s") % {"version": version} if version else gettext("the rules every community starts with; none of its own is in force")
