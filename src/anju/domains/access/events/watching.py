"""The watch list and the versions of the rules."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from anju.kernel.events import Words, event


@dataclass(frozen=True, kw_only=True)
class AboutWatch:
    entry: UUID
    reason: str
    ends_at: datetime


@event("access.watch_proposed")
class WatchProposed(AboutWatch):
    words: Words = ""


@event("access.watch_agreed")
class WatchAgreed(AboutWatch):
    pass


@event("access.watch_dropped")
class WatchDropped(AboutWatch):
    why: Words = ""


@event("access.watch_appealed")
class WatchAppealed(AboutWatch):
    appeal: Words = ""


@event("access.appeal_answered")
class AppealAnswered(AboutWatch):
    is_kept: bool
    answer: Words = ""


@event("access.watch_ended")
class WatchEnded(AboutWatch):
    """`because` is time or hand."""

    because: str
    why: Words = ""


@event("access.rules_drafted")
class RulesDrafted:
    version: int
    category: str
    reason: Words = ""


@event("access.rules_put_in_force")
class RulesPutInForce:
    version: int
    replaces: int


@event("access.rules_dropped")
class RulesDropped:
    version: int
