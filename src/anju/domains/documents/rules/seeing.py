"""Who may read a document, and what a closed class asks before its files open."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from anju.kernel.refusals import Refusal

from ..kinds import CLOSED, LOOK_MINUTES, READERS


def may_read(
    *, level: str, may_see: frozenset[str], posts: frozenset[str], is_keeper: bool = False, has_loan: bool = False, must_read: bool = False, is_own: bool = False
) -> Refusal | None:
    """Keepers, borrowers and who must read it; else the named posts; else, by level, the staff or the office."""
    if is_keeper or has_loan or is_own or (must_read and level != "strict"):
        return None
    if posts & may_see:
        return None
    if not may_see and (level == "open" or (level == "internal" and posts & set(READERS))):
        return None
    return Refusal("documents.not_for_you", _("Not opened: this document is not open to your post. Ask to consult it."))


def is_closed(level: str) -> bool:
    return level in CLOSED


def may_open_file(level: str, *, looked_at: datetime | None, at: datetime) -> Refusal | None:
    """A closed document opens only for a while after its purpose was stated."""
    if level in CLOSED and (looked_at is None or at - looked_at > timedelta(minutes=LOOK_MINUTES)):
        return Refusal("documents.purpose_needed", _("Not opened: say first what you need this document for."))
    return None
