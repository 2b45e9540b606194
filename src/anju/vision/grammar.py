"""Which sign may stand where on which kind of plate (GA 36-2018), and the likeliest plate that keeps to it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .alphabet import DIGITS, EMPTY, KINDS, LETTERS, NO_PLATE, PROVINCES, SIGNS, SLOTS

_SERIAL = DIGITS + LETTERS
_ENERGY = "ABCDEFGHJK"
_FORMS: dict[str, tuple[str, ...]] = {
    "blue": (PROVINCES, LETTERS, *[_SERIAL] * 5),
    "yellow": (PROVINCES, LETTERS, *[_SERIAL] * 5),
    "yellow_double": (PROVINCES, LETTERS, *[_SERIAL] * 5),
    "trailer": (PROVINCES, LETTERS, *[_SERIAL] * 4, "挂"),
    "green_small": (PROVINCES, LETTERS, _ENERGY, _SERIAL, *[DIGITS] * 4),
    "green_large": (PROVINCES, LETTERS, *[DIGITS] * 5, _ENERGY),
    "police": (PROVINCES, LETTERS, *[_SERIAL] * 4, "警"),
    "learner": (PROVINCES, LETTERS, *[_SERIAL] * 4, "学"),
    "hk_macau": ("粤", "Z", *[_SERIAL] * 4, "港澳"),
    "embassy": (*[DIGITS] * 6, "使"),
    "consulate": (PROVINCES, LETTERS, *[DIGITS] * 4, "领"),
}
FLOOR = 1e-4
"""The least chance that anything gets: no single frame may rule a sign out for good."""


def _mask() -> np.ndarray:
    allowed = np.zeros((len(KINDS), SLOTS, len(SIGNS)), bool)
    for kind, form in _FORMS.items():
        for slot in range(SLOTS):
            for sign in form[slot] if slot < len(form) else EMPTY:
                allowed[KINDS.index(kind), slot, SIGNS.index(sign)] = True
    return allowed


ALLOWED = _mask()
"""(kinds, slots, signs) bool; the first kind, no plate, allows nothing."""
_REAL = [at for at, name in enumerate(KINDS) if name != NO_PLATE]


@dataclass(frozen=True)
class Best:
    """The likeliest plate. `sureness`: the chance of its least sure sign among the signs that its kind allows there, 0 to 1."""

    text: str
    kind: str
    sureness: float


def likeliest(signs: np.ndarray, kinds: np.ndarray) -> Best:
    """From summed log chances of signs (slots, signs) and of kinds (kinds,) to the best plate of any kind."""
    masked = np.where(ALLOWED[_REAL], signs[None], -np.inf)
    total = masked.max(2).sum(1) + kinds[_REAL]
    at = int(total.argmax())
    chosen = masked[at].argmax(1)
    # A sign that the kind forbids still counts against the one that was chosen: such a reading is doubtful, not sure.
    chances = np.exp(signs - signs.max(1, keepdims=True))
    chances /= chances.sum(1, keepdims=True)
    text = "".join(SIGNS[sign] for sign in chosen if SIGNS[sign] != EMPTY)
    return Best(text, KINDS[_REAL[at]], float(chances[np.arange(SLOTS), chosen].min()))
