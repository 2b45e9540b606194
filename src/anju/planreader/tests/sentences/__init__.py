"""Sentences of the genre with the figures they state, and how well the reader reads them.

One sentence a line, `=>`, then what it states: `2/P1M` is twice a month, `2+/` at least, `2-/` at most,
`/P1M` a period alone, `2/` a number alone; `>=95%` a target; `chg:-15` a change; `by:`, `keep:` and `for:` a
deadline, a retention and a duration; `[07:00,21:00]` a window; `24h` round the clock; `@` an actor. Behind `|`
stands what is right as well (another operator, role of the time, or actor); `?` marks what may be left out.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from importlib import resources
from typing import NamedTuple

from anju.planreader.agreement import Tally
from anju.planreader.clause import Clause

FILES = ("schedules", "targets", "times", "actors", "plans", "nothing", "learned", "general", "forms", "pages", "wordings", "fresh")
#: Sentences that showed a fault and were corrected, the many forms of one figure, what real pages say in other words, and
#: unusual wordings: none of them is held back.
_LEARNED = ("learned", "general", "forms", "pages", "wordings")
#: Sentences written after the grammar and looked at by nobody: all of them are held back.
_FRESH = "fresh"
_ROLES = {"by": "deadline", "keep": "retention", "for": "duration"}
_BOUNDS = {"+": "min", "-": "max", "": "exact"}
_SCHEDULE = re.compile(r"(?P<count>\d*)(?P<bound>[+-]?)/(?P<period>\w*)")
_TARGET = re.compile(r"(?P<op>[<>]=?|=)(?P<value>\d+(?:\.\d+)?)(?P<unit>.*)")


class Item(NamedTuple):
    """Something a sentence states: any of `right` is a right reading of it."""

    group: str
    right: frozenset
    optional: bool


class Sentence(NamedTuple):
    file: str
    text: str
    items: tuple[Item, ...]

    @property
    def is_held_back(self) -> bool:
        return self.file == _FRESH or self.file not in _LEARNED and bool(zlib.crc32(self.text.encode()) & 1)


def sentences(*files: str) -> Iterator[Sentence]:
    for file in files or FILES:
        for line in resources.files(__name__).joinpath(f"{file}.txt").read_text("utf-8").splitlines():
            text, _, stated = line.partition(" =>")
            yield Sentence(file, text, tuple(_item(words) for words in stated.split()))


def _item(words: str) -> Item:
    optional = words.endswith("?")
    words, *others = words.removesuffix("?").split("|")
    if words.startswith("@"):
        return Item("who", frozenset([words[1:], *others]), optional)
    if words == "24h":
        return Item("continuous", frozenset([True]), optional)
    if words.startswith("["):
        return Item("time", frozenset([("window", *words[1:-1].split(","))]), optional)
    if words.startswith("chg:"):
        return Item("change", frozenset([float(words[4:])]), optional)
    if (role := words.partition(":")[0]) in _ROLES:
        length = words.partition(":")[2]
        return Item("time", frozenset((_ROLES[name], length) for name in [role, *others]), optional)
    if found := _TARGET.fullmatch(words):
        return Item("target", frozenset(_target(op, found) for op in [found["op"], *others]), optional)
    found = _SCHEDULE.fullmatch(words)
    count, bound = (int(found["count"]), _BOUNDS[found["bound"]]) if found["count"] else (None, None)
    readings = {(count, found["period"] or None, bound)} | ({(1, found["period"], "exact")} if count is None else set())
    return Item("schedule", frozenset(readings), optional)


def _target(op: str, found: re.Match[str]) -> tuple:
    if (float(found["value"]), found["unit"]) == (100, "%"):
        op = ">="
    return op, float(found["value"]), found["unit"]


def readings(clause: Clause) -> dict[str, list]:
    """What the reader found, in the same terms."""
    row = clause.as_json()
    schedules = row.get("schedules") or ([row] if "count" in row or "period" in row else [])
    targets = row.get("targets") or ([row] if "op" in row else [])
    windows = row.get("windows") or ([row["window"]] if "window" in row else [])
    changes = row.get("baseline_changes") or ([row["baseline_change"]] if "baseline_change" in row else [])
    return {
        "schedule": [(s.get("count"), s.get("period"), s.get("bound") if "count" in s else None) for s in schedules],
        "target": [_read_target(t) for t in targets],
        "time": [(role, row[role]) for role in _ROLES.values() if role in row]
        + [("window", first or "", last or "") for first, last in windows],
        "change": [float(change) for change in changes],
        "continuous": [True] if clause.continuous else [],
        "who": list(clause.whos or ([clause.who] if clause.who else [])),
    }


def _read_target(target: dict) -> tuple:
    op = ">=" if (target["op"], target["value"], target["unit"]) == ("=", 100, "%") else target["op"]
    return op, float(target["value"]), target["unit"]


def compare(sentence: Sentence, clause: Clause) -> dict[str, Tally]:
    """Per group: read rightly, read wrongly, missed. Actors count where the sentence was labelled with them."""
    tallies = {}
    for group, found in readings(clause).items():
        due = [item for item in sentence.items if item.group == group]
        if group == "who" and not due and sentence.file != "actors":
            continue
        left, right, missed = list(found), 0, 0
        for item in due:
            same = next((reading for reading in left if reading in item.right), None)
            if same is not None:
                left.remove(same)
            right += same is not None and not item.optional
            missed += same is None and not item.optional
        tallies[group] = Tally(right, len(left), missed)
    return tallies
