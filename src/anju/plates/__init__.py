"""Plates 车牌: what a Chinese number plate may say (GA 36), which expected car a misread means, and what several looks at one plate agree on.

Text in, text out; no picture, no database, no community. A plate that does not fit is never bent until it does: the answer is then nothing.
"""

from .grammar import KINDS, PROVINCES, Kind, Plate, fitted, kind_of, plain, shown
from .matching import Match, distance, match
from .voting import Look, Vote, vote

__all__ = ["KINDS", "PROVINCES", "Kind", "Look", "Match", "Plate", "Vote", "distance", "fitted", "kind_of", "match", "plain", "shown", "vote"]
