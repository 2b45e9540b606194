"""Our own look at the picture that a camera pushed: off the request path, and only where the extra `vision` is installed."""

from __future__ import annotations

import logging
from typing import Any

from anju.dialects.sighting import Sighting as Told
from anju.domains.access import actions as access
from anju.domains.access import queries as lanes
from anju.domains.access.rules.cars import is_worth_another_look
from anju.kernel import scope as view
from anju.kernel.actors import Actor
from anju.kernel.refusals import Refusal

from .carrying import carry

GATEWAY = Actor.system("gateway")
CLEARLY_NEARER = 1.3
"""Of two plates in a picture the wider is the car at the bar; where they are about as wide it may be either."""
_log = logging.getLogger(__name__)


def wants(one: Any, told: Told) -> bool:
    """Whether the picture of this car is to be read here."""
    return bool(told.picture or told.closeup) and is_worth_another_look(one.state, one.plate, one.sure) and lanes.can_read_plates()


def read_again(camera: lanes.LaneCamera, one: Any, told: Told) -> None:
    """Read what was pushed, vote it with what the camera said, and carry the command to the bar where the two agree."""
    found = plate_in(told.picture) or plate_in(told.closeup, is_closeup=True)
    if found is None:
        return
    with view.entered(camera.scope_id):
        done = access.read_car_again(one, text=found[0], sure=found[1], by=GATEWAY)
        if not isinstance(done, Refusal) and done.command is not None and done.command.state == "taken":
            carry(camera, done.command)


def plate_in(data: bytes, *, is_closeup: bool = False) -> tuple[str, float] | None:
    """(plate, certainty) of the car that stands nearest; None where there is none, where there may be two, or where it is no honest picture."""
    if not data:
        return None
    import numpy as np

    from anju.vision import PictureRefused, load_picture, read_plates

    try:
        frame = load_picture(data)
    except PictureRefused as refused:
        _log.info("a pushed picture is not read: %s", refused)
        return None
    if is_closeup:  # a plate that fills its picture is found only with something around it
        high, wide = frame.shape[:2]
        frame = np.pad(frame, ((high, high), (wide // 2, wide // 2), (0, 0)), constant_values=96)
    if min(frame.shape[:2]) < 16:
        return None
    found = sorted(read_plates(frame), key=lambda one: -one.width)
    if not found or (len(found) > 1 and found[0].width < CLEARLY_NEARER * found[1].width):
        return None
    return found[0].text, found[0].sureness
