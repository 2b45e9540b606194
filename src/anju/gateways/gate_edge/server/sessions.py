"""Challenges given to boxes, and the turn each has reached: a request that was heard before is not heard again. In memory; a restart means a new greeting."""

from __future__ import annotations

import secrets
import time
from collections import OrderedDict
from dataclasses import dataclass
from uuid import UUID

MOST_OF_ONE = 8
"""Challenges of one box; whoever asks for more ends that box's own oldest, and no other's."""
HOLDS_S = 12 * 3600


@dataclass
class _Session:
    edge: UUID
    until: float
    turn: int = 0


class Sessions:
    def __init__(self) -> None:
        self._known: OrderedDict[str, _Session] = OrderedDict()

    def challenge(self, edge: UUID) -> str:
        """A new challenge for a box; its oldest goes when there are too many."""
        made = secrets.token_hex(16)
        self._known[made] = _Session(edge, time.monotonic() + HOLDS_S)
        mine = [challenge for challenge, one in self._known.items() if one.edge == edge]
        for challenge in mine[:-MOST_OF_ONE]:
            del self._known[challenge]
        return made

    def is_next(self, challenge: str, edge: UUID, turn: int) -> bool:
        """Whether this box may still use this turn. It does not take it: the signature is looked at first."""
        found = self._known.get(challenge)
        return found is not None and found.edge == edge and found.until > time.monotonic() and turn > found.turn

    def take(self, challenge: str, edge: UUID, turn: int) -> bool:
        """Use a turn up; False where it was used meanwhile."""
        if not self.is_next(challenge, edge, turn):
            return False
        self._known[challenge].turn = turn
        return True
