"""Where guards are: on shift only, thirty days, and every look is written down."""

from __future__ import annotations

from datetime import timedelta

import pytest

from anju.domains.patrol import actions, queries
from anju.domains.patrol.models import Checkpoint, Track
from anju.domains.patrol.rules import tracks as rules
from anju.domains.patrol.schedule import erase_tracks
from anju.domains.people.models import Presence
from anju.domains.places.models import SitePlan
from anju.kernel import clock
from anju.kernel.models import Entry

from .conftest import LATITUDE, LONGITUDE, METRE, SYSTEM, at, on_post
from .test_ground import refused

NINE = at("2026-03-05 09:00")
HERE = [0, LATITUDE, LONGITUDE, 8]


def minute(many: float):
    return NINE + timedelta(minutes=many)


@pytest.fixture
def walk(walk):
    """The round of nine, at a quarter past."""
    with clock.frozen(minute(15)):
        yield walk


def told(*minutes: float, start: float = 0) -> dict:
    """Positions a metre further north with every minute after nine."""
    return {"start_at": minute(start), "points": {"at": [[60 * (many - start), LATITUDE + many * METRE, LONGITUDE, 8] for many in minutes]}}


@pytest.mark.clause("003-073", "003-074")
def test_a_track_is_kept_on_post_only_and_erased_after_thirty_days(walk, community):
    Presence.objects.filter(person=walk.guard.person).update(until_at=minute(10), left_for="meal")
    track = actions.record_track(community, round=walk.round, **told(1, 5, 11, 12), by=walk.guard)
    assert (len(track.points), track.left_out) == (2, 2), "what was measured during the meal is not kept"
    assert refused(actions.record_track(community, round=walk.round, **told(11, start=11), by=walk.guard), "patrol.off_post")
    assert refused(actions.record_track(community, **told(11, start=11), by=walk.guard), "patrol.off_post")
    assert [one.pk for one in queries.own_tracks(community, walk.guard.person)] == [track.pk]
    scanned = walk.scan("C-01", way="typed", at=minute(2), latitude=LATITUDE, longitude=LONGITUDE, accuracy_m=6)
    assert (scanned.distance_m, scanned.latitude) == (0, LATITUDE)
    with clock.frozen(NINE + timedelta(days=29)):
        erase_tracks(community)
        assert Track.objects.count() == 1
    with clock.frozen(NINE + timedelta(days=31)):
        erase_tracks(community)
        assert refused(actions.erase_tracks(community, by=SYSTEM), "patrol.nothing_to_erase")
    scanned.refresh_from_db()
    assert (Track.objects.count(), scanned.latitude, scanned.distance_m) == (0, None, 0)


def test_on_shift_without_a_round_a_track_is_kept_and_off_shift_none(walk, community, team, post):
    guard, idle = on_post(team, post, "王强"), team("刘洋", "guard")
    track = actions.record_track(community, **told(1, 2, 3), by=guard)
    assert (track.round_id, len(track.points)) == (None, 3)
    before = Entry.objects.count()
    assert refused(actions.record_track(community, **told(1, 2), by=idle), "patrol.off_post")
    assert refused(actions.record_track(community, **told(1, 2), by=SYSTEM), "patrol.not_your_track")
    assert (Track.objects.count(), Entry.objects.count()) == (1, before)


@pytest.mark.parametrize(
    "sent",
    [
        {}, {"at": []}, {"at": "😀"}, {"at": [[0, 1]]}, {"at": [[0, 999, 0, 1]]}, {"at": [[10**9, *HERE[1:]]]}, {"at": [HERE] * 2001}, {"at": [[-1, *HERE[1:]]]},
        {"at": [[0, LATITUDE, LONGITUDE, -5]]}, {"at": [[0, float("nan"), LONGITUDE, 5]]}, {"at": [[0, LATITUDE, float("inf"), 5]]}, {"at": [[0, LATITUDE, LONGITUDE, float("nan")]]},
        {"at": [[10**400, *HERE[1:]]]}, {"at": [None]}, {"at": [{"0": 1}]}, [], None,
    ],
)  # fmt: skip
def test_what_cannot_be_a_position_is_refused_whole(walk, community, sent):
    before = Entry.objects.count()
    assert refused(actions.record_track(community, round=walk.round, start_at=NINE, points=sent, by=walk.guard), "patrol.bad_track")
    assert (Track.objects.count(), Entry.objects.count()) == (0, before)


def test_positions_of_tomorrow_and_of_last_month_are_not_taken(walk, community):
    for start in (minute(25), NINE - timedelta(days=31)):
        assert refused(actions.record_track(community, start_at=start, points={"at": [HERE]}, by=walk.guard), "patrol.bad_track_time")
    ahead = actions.record_track(community, start_at=minute(15), points={"at": [[240, *HERE[1:]]]}, by=walk.guard)
    assert len(ahead.points) == 1, "a phone four minutes fast"


def test_jumps_are_counted_vague_positions_left_out_and_the_order_is_that_of_time(walk, community):
    far = LATITUDE + 5000 * METRE
    rows = [[120, LATITUDE, LONGITUDE, 8], [60, far, LONGITUDE, 8], [0, LATITUDE, LONGITUDE, 8], [90, LATITUDE, LONGITUDE, 4000]]
    track = actions.record_track(community, round=walk.round, start_at=NINE, points={"at": rows}, by=walk.guard)
    assert ([row[0] for row in track.points], track.jumps, track.left_out) == ([0, 60, 120], 2, 1)
    assert rules.jumps([[0, LATITUDE, LONGITUDE, 8], [5, LATITUDE + 200 * METRE, LONGITUDE, 100]]) == 0, "200 m within the vagueness of both is no jump"


def test_a_track_of_somebody_elses_round_is_not_taken(walk, community, team, post):
    other = on_post(team, post, "刘洋")
    assert refused(actions.record_track(community, round=walk.round, **told(1), by=other), "patrol.not_your_track")
    assert Track.objects.count() == 0


def test_the_plan_is_laid_by_points_known_on_both():
    turned = [(LATITUDE, LONGITUDE, 50.0, 50.0), (LATITUDE + 100 * METRE, LONGITUDE, 150.0, 50.0), (LATITUDE + 200 * METRE, LONGITUDE, 250.0, 50.0)]
    assert rules.laid(turned).to_plan(LATITUDE + 40 * METRE, LONGITUDE) == pytest.approx((90, 50), abs=0.01), "a plan on which north is to the right"
    assert rules.laid(turned[:1]) is None and rules.laid([turned[0]] * 3) is None


@pytest.fixture
def drawn(community, places, points):
    """Two points that lie on a plan: metres to the north are metres up."""
    plan = SitePlan.objects.create(scope=community, place=places["1栋"].parent, name="总平面")
    for turn, code in enumerate(("C-01", "C-02")):
        Checkpoint.objects.filter(code=code).update(plan=plan, x_m=20, y_m=10 + 100 * turn)
    return plan


def test_leaders_see_who_is_on_shift_and_the_look_is_written_down_once(walk, community, team, drawn):
    leader, desk = team("周班长", "squad_leader"), team("前台", "front_desk")
    assert refused(actions.look_at_positions(community, by=leader), "patrol.nobody_to_see")
    actions.record_track(community, round=walk.round, **told(5, 10, 14), by=walk.guard)
    (seen,) = queries.positions(community)
    assert (seen.person.pk, seen.at, seen.plan, seen.post) == (walk.guard.person, minute(14), drawn.pk, "巡逻一岗")
    assert seen.spot == pytest.approx((20, 24), abs=0.1)
    assert refused(actions.look_at_positions(community, by=desk), "kernel.not_permitted")
    assert actions.look_at_positions(community, by=leader) == community
    assert refused(actions.look_at_positions(community, by=leader), "patrol.noted_already")
    assert Entry.objects.filter(name="patrol.positions_seen").count() == 1
    assert [account for _at, account in queries.looks_at(community, walk.guard.person)] == [leader.id]
    assert queries.looks_at(community, leader.person) == []
    with clock.frozen(minute(25)):
        assert queries.positions(community) == [], "ten minutes without a word: nobody knows where he is"


def test_nobody_is_seen_on_a_break_or_after_his_shift(walk, community, drawn):
    actions.record_track(community, round=walk.round, **told(5, 14), by=walk.guard)
    Presence.objects.filter(person=walk.guard.person).update(until_at=minute(14.5), left_for="meal")
    assert queries.positions(community) == []
    Presence.objects.create(scope=community, post=Presence.objects.get().post, person_id=walk.guard.person, since_at=minute(14.8))
    assert queries.positions(community) == [], "what was told before the break is not where he is now"


def test_who_looks_at_a_track_is_written_down_and_its_guard_can_read_it(walk, community, team):
    leader = team("周班长", "squad_leader")
    assert refused(actions.look_at_track(walk.round, by=leader), "patrol.no_track")
    actions.record_track(community, round=walk.round, **told(1, 2), by=walk.guard)
    actions.look_at_track(walk.round, by=leader)
    assert [account for _at, account in queries.looks_at(community, walk.guard.person)] == [leader.id]
    assert refused(actions.look_at_track(walk.round, by=team("刘洋", "guard")), "kernel.not_permitted")
