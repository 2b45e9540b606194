"""Vision: frames in, detections out. A library: it knows no community, no database and no Django.

Number plates are read in three steps that can be used one by one: `load_picture` (bytes to a frame, hostile ones refused), `read_plates`
(one frame to readings) and `Vote` (the readings of one passing to a number, or to none). `Lane` does all three for a camera's frames.
"""

from __future__ import annotations

from .lanes import Lane, Passing, watch
from .pictures import PictureRefused, load_picture
from .plates import Reading, read_plates
from .vote import Verdict, Vote

__all__ = ["Lane", "Passing", "PictureRefused", "Reading", "Verdict", "Vote", "load_picture", "read_plates", "watch"]
