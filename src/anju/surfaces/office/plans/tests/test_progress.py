"""What a sentence's count says: of the period it is judged by, and of this one as soon as something is done in it."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from anju.domains.plans.queries import Standing, Tally
from anju.domains.plans.states import LiveState
from anju.surfaces.office.plans.words import progress

KEPT = Tally(done=4, owed=4)


@pytest.mark.parametrize(
    ("state", "standing", "said"),
    [
        (LiveState.proven, Standing(closed=KEPT, running=Tally(done=0, owed=4)), "上期 4/4"),
        (LiveState.proven, Standing(closed=KEPT, running=Tally(done=1, owed=4)), "上期 4/4 · 本期 1/4"),
        (LiveState.broken, Standing(closed=Tally(done=2, owed=4)), "上期 2/4"),
        (LiveState.due, Standing(closed=KEPT, running=Tally(done=0, owed=4)), "本期 0/4"),
        (LiveState.on_track, Standing(), "待抽查"),
        (LiveState.on_track, Standing(closed=KEPT), ""),
        (LiveState.on_track, None, ""),
    ],
)
def test_the_count_beside_the_state(state, standing, said):
    with override("zh-hans"):
        assert progress(state, standing) == said
