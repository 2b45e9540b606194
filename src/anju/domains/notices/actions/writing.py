"""What the verbs about a notice share: hold it, say which it is, write recipients."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from .. import audience as reading
from ..models import Notice, Recipient


def held(notice: Notice) -> Notice:
    """The notice as it stands now, locked until the transaction ends."""
    return Notice.objects.select_for_update().select_related("scope").get(pk=notice.pk)


def about(notice: Notice) -> dict[str, Any]:
    """The fields that every event about a notice carries."""
    return {"notice": notice.id, "level": notice.level, "sent_at": notice.sent_at}


def write_chunk(notice: Notice, persons: Sequence[UUID], *, at: datetime) -> None:
    """Write recipients and say how many stand. In the app they see it at once; all else is the ladder's."""
    rows = []
    for one in reading.reaches(notice.scope, persons, level=notice.level, ladder=notice.ladder, at=at):
        is_in_app = one.ways[:1] == ["in_app"]
        pause = _first_pause(notice, one.ways) if is_in_app else timedelta()
        rows.append(
            Recipient(
                scope=notice.scope, notice=notice, person_id=one.person, ways=one.ways, is_on_duty=one.is_on_duty, step=int(is_in_app), next_at=at + pause, created_at=at,
            )
        )  # fmt: skip
    Recipient.objects.bulk_create(rows)
    notice.written += len(rows)
    notice.state = "sent" if notice.written >= notice.counted else "sending"
    notice.save(update_fields=["written", "state"])


def _first_pause(notice: Notice, ways: list[str]) -> timedelta:
    from ..rules import GIVE_UP

    return GIVE_UP[notice.level] if len(ways) == 1 else timedelta(seconds=notice.step_seconds)
