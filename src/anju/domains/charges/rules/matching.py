"""Two lists of the same money: what agrees, what is missing on which side, and what differs."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass

KINDS = ("matched", "missing_here", "missing_there", "different")


@dataclass(frozen=True)
class Matched:
    """`of` says for every key of either side what it is."""

    of: dict[Hashable, str]

    @property
    def counts(self) -> dict[str, int]:
        return {kind: sum(one == kind for one in self.of.values()) for kind in KINDS}


def match(ours: Mapping[Hashable, int], theirs: Mapping[Hashable, int]) -> Matched:
    """Compare by key; every key stands in exactly one of the four lists."""
    found = {}
    for key in [*theirs, *(key for key in ours if key not in theirs)]:
        if key not in ours:
            found[key] = "missing_here"
        elif key not in theirs:
            found[key] = "missing_there"
        else:
            found[key] = "matched" if ours[key] == theirs[key] else "different"
    return Matched(found)
