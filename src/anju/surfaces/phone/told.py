"""The notices that guards and residents see on their phones, with the answers they may give. What the phone has fetched counts as delivered."""

from __future__ import annotations

from typing import Any

from anju.domains.notices import queries as notices
from anju.domains.notices.actions import show_notice
from anju.kernel.actors import Actor
from anju.kernel.models import Scope
from anju.kernel.phone.items import milliseconds

from . import bundle

ANSWERS = dict(notices.codes.ANSWERS)
LEVELS = dict(notices.codes.LEVELS)


def shown_to(actor: Actor, scope: Scope) -> int:
    """Note that the app shows somebody what he had not been shown yet; returns how many."""
    waiting = notices.unshown_for(scope, actor.person) if actor.person else []
    for one in waiting:
        show_notice(one, by=actor)
    return len(waiting)


def told(actor: Actor, scope: Scope) -> list[dict[str, Any]]:
    if actor.person is None:
        return []
    shown_to(actor, scope)
    return [_row(one) for one in notices.notices_for(scope, actor.person)]


def _row(one: Any) -> dict[str, Any]:
    notice = one.notice
    return {
        "id": str(notice.pk),
        "title": notice.title,
        "text": notices.whole_text(notice),
        "at": notice.sent_at.isoformat(),
        "at_ms": milliseconds(notice.sent_at),
        "level": notice.level,
        "level_label": str(LEVELS[notice.level]),
        "is_read": one.read_at is not None,
        "answer": str(ANSWERS.get(one.answer, "")),
        "answers": [{"code": code, "label": str(ANSWERS[code])} for code in notice.answers or ["known"] if code in ANSWERS],
        "file": f"/my-notices/{notice.pk}/file/" if notice.file_id else "",
    }


if told not in bundle.notice_sources:
    bundle.notice_sources.append(told)
