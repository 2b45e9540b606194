"""The shift scheduling instances of Curtois and Qu: their file format, and a checker that reckons costs from the file's own words.

The checker shares nothing with the product's engine: it reads sections as they stand and looks at each person's row as a string of days.
"""

from __future__ import annotations

import itertools
from pathlib import Path

from anju.planners.rosters import Cover, Person, Problem, Shift, Wish

BEST_KNOWN = {1: 607, 2: 828, 3: 1001, 5: 1143, 7: 1056, 9: 439}
Sections = dict[str, list[list[str]]]
Rows = dict[str, tuple[str | None, ...]]


def sections_of(path: Path) -> Sections:
    found: Sections = {}
    name = ""
    for line in path.read_text(encoding="utf-8").splitlines():
        text = line.strip()
        if text.startswith("SECTION_"):
            name = text.removeprefix("SECTION_")
            found[name] = []
        elif text and not text.startswith("#"):
            found[name].append(text.split(","))
    return found


def problem_of(sections: Sections) -> Problem:
    off = {row[0]: frozenset(map(int, row[1:])) for row in sections["DAYS_OFF"]}
    wishes = [Wish(who, int(day), shift, int(weight), wants) for name, wants in (("ON", True), ("OFF", False)) for who, day, shift, weight in sections[f"SHIFT_{name}_REQUESTS"]]
    return Problem(
        days=int(sections["HORIZON"][0][0]),
        shifts=tuple(Shift(name, int(minutes), frozenset(filter(None, after.split("|")))) for name, minutes, after in sections["SHIFTS"]),
        people=tuple(_person(row, off.get(row[0], frozenset())) for row in sections["STAFF"]),
        covers=tuple(Cover(int(day), shift, *map(int, rest)) for day, shift, *rest in sections["COVER"]),
        wishes=tuple(wishes),
    )


def _person(row: list[str], off: frozenset[int]) -> Person:
    who, most, *numbers = row
    most_minutes, least_minutes, *runs = map(int, numbers)
    return Person(who, {name: int(count) for name, count in (each.split("=") for each in most.split("|"))}, most_minutes, least_minutes, *runs, off)


def checked_cost(sections: Sections, rows: Rows) -> int:
    """The cost of a roster; raises with the first rule that it breaks."""
    lengths = {name: int(minutes) for name, minutes, _ in sections["SHIFTS"]}
    barred = {(name, other) for name, _, after in sections["SHIFTS"] for other in after.split("|") if other}
    off = {(row[0], int(day)) for row in sections["DAYS_OFF"] for day in row[1:]}
    for staff in sections["STAFF"]:
        row = rows[staff[0]]
        _must(len(row) == int(sections["HORIZON"][0][0]), staff, "length")
        _must(not any((staff[0], day) in off and shift for day, shift in enumerate(row)), staff, "a day off")
        _must(not any(pair in barred for pair in itertools.pairwise(row)), staff, "a shift that may not follow")
        _must_keep_numbers(staff, row, lengths)
    return _cover(sections, rows) + _requests(sections, rows)


def _must_keep_numbers(staff: list[str], row: tuple[str | None, ...], lengths: dict[str, int]) -> None:
    for each in staff[1].split("|"):
        name, most = each.split("=")
        _must(row.count(name) <= int(most), staff, f"shifts {name}")
    most, least, longest, shortest, shortest_off, weekends = map(int, staff[2:])
    _must(least <= sum(lengths[shift] for shift in row if shift) <= most, staff, "minutes")
    _must(sum(bool(row[day] or row[day + 1]) for day in range(5, len(row) - 1, 7)) <= weekends, staff, "weekends")
    days = "".join("w" if shift else "-" for shift in row)
    _must("w" * (longest + 1) not in days, staff, "days in a row")
    _must(not any(f"-{'w' * run}-" in days for run in range(1, shortest)), staff, "too few days in a row")
    _must(not any(f"w{'-' * run}w" in days for run in range(1, shortest_off)), staff, "too few days off")


def _must(is_kept: bool, staff: list[str], what: str) -> None:
    if not is_kept:
        raise ValueError(f"{staff[0]} breaks: {what}")


def _cover(sections: Sections, rows: Rows) -> int:
    total = 0
    for day, shift, needed, under, over in sections["COVER"]:
        count = sum(row[int(day)] == shift for row in rows.values())
        total += max(int(needed) - count, 0) * int(under) + max(count - int(needed), 0) * int(over)
    return total


def _requests(sections: Sections, rows: Rows) -> int:
    missed = sum(int(weight) for who, day, shift, weight in sections["SHIFT_ON_REQUESTS"] if rows[who][int(day)] != shift)
    return missed + sum(int(weight) for who, day, shift, weight in sections["SHIFT_OFF_REQUESTS"] if rows[who][int(day)] == shift)
