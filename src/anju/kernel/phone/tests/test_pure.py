"""Order and time without a database."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as some

from anju.kernel.phone.items import read_item
from anju.kernel.phone.ordering import in_order, looped
from anju.kernel.phone.timing import OLDEST_MS, Reading, Sync, joined, place

HOUR = 3_600_000
DAY = 24 * HOUR
T0 = 1_772_000_000_000
ONE = {
    "id": "019cb000-0000-7000-8000-000000000000",
    "account": "019cb000-0000-7000-8000-0000000000aa",
    "scope": "019cb000-0000-7000-8000-0000000000bb",
    "number": 1,
    "action": "cases.open_case",
    "version": 1,
    "wall_ms": T0,
    "mono_ms": 0,
    "boot": "b",
}


def numbered(count: int) -> list:
    first = read_item(ONE)
    return [replace(first, id=UUID(int=first.id.int + n), number=n) for n in range(count)]


@given(some.data())
def test_every_item_comes_once_and_after_what_it_waits_for(data):
    items = numbered(data.draw(some.integers(1, 12)))
    after = [data.draw(some.one_of(some.none(), some.sampled_from(items))) for _each in items]
    linked = [replace(item, after=before and before.id) for item, before in zip(items, after, strict=True)]
    shuffled = data.draw(some.permutations(linked + linked[:3]))
    order, caught = in_order(shuffled), looped(shuffled)
    assert sorted(item.id for item in order) == sorted(item.id for item in linked)
    place_of = {item.id: at for at, item in enumerate(order)}
    by_id = {item.id: item for item in linked}
    for item in linked:
        walk, steps = item, 0
        while walk.after is not None and steps <= len(linked):
            walk, steps = by_id[walk.after], steps + 1
        assert (item.id in caught) == (steps > len(linked))
        if item.after is not None and item.id not in caught:
            assert place_of[item.after] < place_of[item.id]


@given(some.integers(-10 * DAY, 10 * DAY), some.integers(0, 30 * DAY))
def test_a_clock_that_is_only_wrong_is_read_exactly(error, ago):
    """However fast or slow: as long as nobody sets it, the moment is exact."""
    sync = Sync(T0, T0 + error, 5, "now")
    happened = T0 - ago
    placed = place(happened + error, 5, "then", sync=sync, readings=joined([], sync))
    assert (placed.at_ms, placed.is_unsure) == (happened, False)


@given(some.integers(-400 * DAY, 400 * DAY), some.integers(-3 * DAY, 3 * DAY), some.integers(0, 5 * DAY))
def test_no_moment_lies_after_now_or_long_before(wall, old_skew, mono):
    sync = Sync(T0, T0 + HOUR, 2 * DAY, "b")
    readings = joined([Reading(old_skew, T0 - 9 * DAY, T0 - 5 * DAY)], sync)
    placed = place(T0 + wall, mono, "b", sync=sync, readings=readings)
    assert T0 - OLDEST_MS <= placed.at_ms <= T0


def test_the_clock_that_nobody_can_set_says_at_least_so_long_ago():
    sync = Sync(T0, T0, 10 * HOUR, "b")
    placed = place(T0 - HOUR, 2 * HOUR, "b", sync=sync, readings=joined([], sync))
    assert (placed.at_ms, placed.is_unsure) == (T0 - 8 * HOUR, True)


def test_measurements_of_the_same_error_are_one():
    sync = Sync(T0, T0 - 1_000, 0, "b")
    before = [Reading(0, T0 - DAY, T0 - HOUR)]
    assert joined(before, sync) == [Reading(1_000, T0 - DAY, T0)]
    assert len(joined([Reading(HOUR, T0 - DAY, T0 - HOUR)], sync)) == 2
