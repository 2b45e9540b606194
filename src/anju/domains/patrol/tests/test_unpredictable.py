"""Rounds that nobody can tell in advance keep every interval, can be drawn again for audit, and beat the fixed route."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest

from anju.domains.patrol import actions, queries
from anju.domains.patrol.facts import rows_of
from anju.domains.patrol.models import Round, RoundPoint
from anju.kernel import clock

from .conftest import SYSTEM, at

FRIDAY = date(2026, 3, 6)


@pytest.mark.clause("003-062", "002-317")
def test_random_rounds_keep_the_intervals_cannot_be_learned_and_are_reproducible(community, team, draft, lines):
    mixed = [lines[0], {**lines[1], "mode": "random", "every_minutes": 90, "holiday_every_minutes": 60}, lines[2]]
    scheme = actions.publish_scheme(draft(mixed, keep_clear=["22:50-23:05"]), by=team("赵敏"))
    actions.plan_rounds(community, on=FRIDAY, band="night", by=SYSTEM)
    actions.plan_rounds(community, on=FRIDAY, band="day", by=SYSTEM)
    rounds = list(Round.objects.filter(band="night", on=FRIDAY).order_by("starts_at"))
    assert {one.kind for one in rounds} == {"random"}
    assert {one.kind for one in Round.objects.filter(band="day", on=FRIDAY)} == {"fixed"}, "timed and untimed rounds stand side by side"
    assert all(one.is_random and one.seed and queries.is_reproduced(one) for one in rounds)
    assert not any(at("2026-03-06 22:50") <= one.starts_at < at("2026-03-06 23:05") for one in rounds), "no round starts in the handover"
    points = RoundPoint.objects.filter(round__in=rounds)
    for code in ("C-01", "C-02", "C-03", "C-04"):
        due = sorted(points.filter(checkpoint__code=code).values_list("due_from", "due_until"))
        assert due[0][1] - at("2026-03-06 19:00") <= timedelta(minutes=90)
        assert all(later[1] - earlier[0] <= timedelta(minutes=110) for earlier, later in pairwise(due)), "ninety minutes, and the tolerance on both sides"
    assert {"order", "theft", "fire", "flood"} <= {item["key"] for item in points.filter(checkpoint__code="C-01").order_by("position").first().checklist}
    other = list(Round.objects.filter(band="night", on=FRIDAY).values_list("starts_at", flat=True))
    actions.plan_rounds(community, on=FRIDAY + timedelta(days=3), band="night", by=SYSTEM)
    next_time = Round.objects.filter(band="night", on=FRIDAY + timedelta(days=3)).values_list("starts_at", flat=True)
    assert [clock.local(community, each).time() for each in other] != [clock.local(community, each).time() for each in next_time.order_by("starts_at")]
    Round.objects.filter(pk=rounds[0].pk).update(seed="1")
    assert not queries.is_reproduced(Round.objects.get(pk=rounds[0].pk))
    assert not queries.is_reproduced(Round.objects.filter(band="day").first())
    night = next(row for row in rows_of(scheme) if row.band == "night")
    told = queries.compared(night, FRIDAY, seed=7, nights=6)
    assert told["fixed"].entropy + 1 < told["random"].entropy
    assert [told["fixed"].chance(minutes) for minutes in (5, 10, 20)] == [1.0, 1.0, 1.0]
    assert told["random"].chance(20) < 1.0
