"""One plate from several looks: frames of one passing car, and several readers of one frame. Sign by sign, and nothing where they do not agree.

Chances are multiplied place by place (Bayes), so that a look that saw the province well and one that saw the last digit well make one good
plate. A look of less `worth` counts less: frames of one passing share their angle, light and dirt, and five of them are worth less than five strangers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import exp, fsum, log

from .grammar import ANY, KINDS, PROVINCES, Plate, fitted, kind_of, plain

PLACES = 8
EMPTY = "-"
REST = ""
"""The key of a place's chances under which each sign that is not named finds its own."""
FLOOR = 1e-4
"""The least chance that anything gets: no single look may rule a sign out for good."""
CERTAIN = 0.95
"""Of the chance at each place the winner needs this much; two readers that differ agree on nothing."""
SURE = 0.9
"""A single look that was voted on already, by a camera over its own frames, counts alone from this confidence on."""
ENOUGH = 2
SIGNS = len(PROVINCES + ANY + EMPTY) + 9
"""How many signs a place may hold at all."""
UNREAD = "?*#_"

Row = tuple[str, Sequence[str]]
ROWS: tuple[Row, ...] = tuple((kind.code, kind.row) for kind in KINDS)


@dataclass(frozen=True, slots=True)
class Look:
    """What one reader saw. `sure` is its confidence in the whole, 0 to 1; `places` the chance of each sign at each place where the reader says so,
    else they follow from text and `sure`; `kinds` the chance of each kind, by its name in the rows that are voted on; none says nothing.
    """

    text: str
    sure: float = 1.0
    places: tuple[Mapping[str, float], ...] = field(default=(), repr=False)
    kinds: Mapping[str, float] = field(default_factory=dict, repr=False)
    worth: float = 1.0

    def chances(self) -> tuple[Mapping[str, float], ...]:
        return self.places or _chances(_told(self.text), min(max(float(self.sure), 0.0), 1.0))


def _told(text: str) -> str:
    """The plate that a text means, or the bare text."""
    found = fitted(text)
    return found.text if found else plain(text)


def _chances(text: str, sure: float) -> tuple[Mapping[str, float], ...]:
    """Each sign of a reading is as sure as makes the whole as sure as it is said to be; a mark for an unread sign says nothing of its place."""
    each = sure ** (1 / max(len(text), 1))
    signs = text[:PLACES].ljust(PLACES, EMPTY)
    return tuple({} if sign in UNREAD else {sign: each, REST: (1 - each) / (SIGNS - 1)} for sign in signs)


@dataclass(frozen=True, slots=True)
class Vote:
    """What the looks agree on. `plate` is None where they do not; `text` marks each place that is in doubt with a question mark.

    `sure` is the weakest place's chance, `best` the likeliest plate of all kinds for a person to look at, `kind` its row's name, `agreeing` how many
    looks read exactly it by themselves.
    """

    plate: Plate | None
    text: str
    sure: float
    best: str = ""
    kind: str = ""
    looks: int = 0
    agreeing: int = 0


def vote(looks: Iterable[Look], *, rows: Sequence[Row] = ROWS, certain: float = CERTAIN, enough: int = ENOUGH, alone: float = SURE) -> Vote:
    """The plate of several looks: the likeliest that the grammar of one row allows, if each of its places is certain and enough looks read it."""
    usable = [one for one in looks if one.places or plain(one.text)]
    if not usable:
        return Vote(None, "", 0.0)
    each = [one.chances() for one in usable]
    places = [_Place([(look.worth, chances[at]) for look, chances in zip(usable, each, strict=True)]) for at in range(PLACES)]
    best, kind = _likeliest(places, rows, usable)
    sure = min(place.share(sign) for place, sign in zip(places, best.ljust(PLACES, EMPTY), strict=True))
    agreeing = sum(_told(one.text) == best for one in usable)
    text = "".join(place.shown(certain) for place in places).rstrip(EMPTY).replace(EMPTY, UNREAD[0])
    is_alone = len(usable) == 1 and agreeing and usable[0].worth == 1.0 and usable[0].sure >= alone
    is_agreed = agreeing >= enough and sure >= certain
    is_plate = (is_alone or is_agreed) and kind_of(best)
    return Vote(Plate(best, kind_of(best)) if is_plate else None, best if is_plate else text, round(sure, 3), best, kind, len(usable), agreeing)


class _Place:
    """What all looks say of one place, as summed log chances of the signs that any of them named."""

    def __init__(self, said: list[tuple[float, Mapping[str, float]]]) -> None:
        self.named = sorted({sign for _worth, chances in said for sign in chances} - {REST})
        self.logs = {sign: fsum(worth * log(chances.get(sign, chances.get(REST, 0.0)) + FLOOR) for worth, chances in said) for sign in self.named}
        self.unnamed = fsum(worth * log(chances.get(REST, 0.0) + FLOOR) for worth, chances in said)
        highest = max([*self.logs.values(), self.unnamed])
        self._highest, self._all = highest, fsum(exp(one - highest) for one in self.logs.values()) + max(SIGNS - len(self.named), 0) * exp(self.unnamed - highest)

    def among(self, allowed: str) -> tuple[str, float]:
        """The likeliest of the allowed signs; of equals the first in the alphabet, so that the answer never depends on the order."""
        known = [sign for sign in self.named if sign in allowed]
        if not known:
            return allowed[0], self.unnamed
        sign = max(known, key=self.logs.__getitem__)
        return sign, self.logs[sign]

    def share(self, sign: str) -> float:
        return exp(self.logs.get(sign, self.unnamed) - self._highest) / self._all

    def shown(self, certain: float) -> str:
        """The sign of which the looks leave no doubt, or that the only one there is read; else a question mark."""
        if len(self.named) == 1:
            return self.named[0]
        sign = max(self.named, key=self.logs.__getitem__, default="")
        return sign if sign and self.share(sign) >= certain else UNREAD[0]


def _likeliest(places: list[_Place], rows: Sequence[Row], looks: list[Look]) -> tuple[str, str]:
    """(text, name) of the row that the looks make likeliest."""
    best, text, name = -1e9, "", ""
    for each, row in rows:
        told = [place.among(row[at] if at < len(row) else EMPTY) for at, place in enumerate(places)]
        total = fsum([*(chance for _sign, chance in told), *(one.worth * log(one.kinds.get(each, 0.0) + FLOOR) for one in looks if one.kinds)])
        if total > best:
            best, text, name = total, "".join(sign for sign, _chance in told).replace(EMPTY, ""), each
    return text, name
