"""The kinds of plates that the reader tells apart, as rows of the one grammar (`anju.plates`), and its answers as looks for the one vote."""

from __future__ import annotations

import numpy as np

from anju.plates import KINDS as CODES
from anju.plates import Look, vote
from anju.plates.voting import Row

from .alphabet import KINDS, NO_PLATE, SIGNS

_CODE = {"blue": "ordinary", "yellow": "ordinary", "yellow_double": "ordinary", "green_small": "energy_small", "green_large": "energy_large"}
"""The reader looks at colours and rows of signs, the grammar at the text alone."""
WORTH = 0.3
"""What a frame counts in a vote: frames of one passing share their angle, light, dirt and typeface. Chosen on drawn plates in letters that the reader had
never seen: there a softer vote accepts several times as many wrong numbers."""
LEAST = 1e-5
"""A sign of less chance than this is not told by its name."""


def _row(kind: str) -> Row:
    by_code = {one.code: one.row for one in CODES}
    if kind == "hk_macau":
        *head, last = by_code["hong_kong"]
        return kind, (*head, last + by_code["macau"][-1])
    return kind, by_code[_CODE.get(kind, kind)]


ROWS: tuple[Row, ...] = tuple(_row(kind) for kind in KINDS if kind != NO_PLATE)


def look_at(signs: np.ndarray, kinds: np.ndarray) -> tuple[Look, str]:
    """(the look, its kind) from the reader's chances of signs (slots, signs) and of kinds (kinds,). The look's text is the likeliest plate, `sure` its least sure sign."""
    places = tuple({SIGNS[at]: float(slot[at]) for at in np.flatnonzero(slot > LEAST)} for slot in signs)
    named = dict(zip(KINDS, map(float, kinds), strict=True))
    found = vote([Look("", places=places, kinds=named)], rows=ROWS)
    return Look(found.best, found.sure, places, named, WORTH), found.kind
