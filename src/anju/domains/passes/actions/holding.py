"""What every verb of this room does first and last: hold the pass, say what the event is about, end it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from anju.kernel import clock

from ..models import Pass


def held(one: Pass) -> Pass:
    """The pass as it stands now, locked until the transaction ends."""
    return Pass.objects.select_for_update().get(pk=one.pk)


def about(one: Pass) -> dict[str, Any]:
    """The fields that every event about a pass carries."""
    return {"permit": one.id, "kind": one.kind, "place": one.place_id, "starts_at": one.starts_at, "ends_at": one.ends_at}


def end(one: Pass, state: str, *, at: datetime, reason: str = "") -> None:
    """Put the pass at its end and set how long it and its personal data are kept. Does not save."""
    one.state, one.ended_at, one.end_reason = state, at, reason[:200]
    today = clock.local(one.scope, at).date()
    one.personal_erase_on = today + timedelta(days=one.about.keep_days)
    one.kept_until_on = years_after(today, one.about.keep_years)


def years_after(day: date, years: int) -> date:
    """The same day some years later; 29 February becomes 1 March."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)
