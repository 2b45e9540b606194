"""How much of the ground is seen: figures that can be counted by hand, and properties that hold for all."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from anju.domains.places.rules import Reach, Zone, by_distance, by_two_points, coverage, middle_of
from anju.domains.places.rules.coverage import sees

SQUARE = Zone("a", "草坪", ((0, 0), (100, 0), (100, 100), (0, 100)))


def test_a_square_seen_by_nobody_and_by_somebody():
    nothing = coverage([SQUARE], [])
    assert (nothing.areas.seen, nothing.areas.whole, nothing.areas.percent) == (0, pytest.approx(10_000), 0)
    assert nothing.gaps == ((0, 0, 100, pytest.approx(100)),)
    whole = coverage([SQUARE], [Reach(50, 50, 80)])
    assert (whole.areas.percent, whole.gaps) == (pytest.approx(100), ())


def test_a_circle_inside_covers_its_own_area():
    found = coverage([SQUARE], [Reach(50, 50, 40)])
    assert found.areas.seen == pytest.approx(math.pi * 1600, rel=0.001)
    assert found.areas.seen + sum((right - left) * (top - bottom) for left, bottom, right, top in found.gaps) == pytest.approx(10_000)


@pytest.mark.parametrize("heading", [0, 45, 90, 180, 200, 270, 359])
@pytest.mark.parametrize("width", [30, 90, 180, 270, 350])
def test_a_sector_covers_its_share_of_the_circle(heading, width):
    found = coverage([SQUARE], [Reach(50, 50, 40, heading, width)])
    assert found.areas.seen == pytest.approx(math.pi * 1600 * width / 360, rel=0.01)


def test_two_ranges_that_overlap_count_once():
    one = coverage([SQUARE], [Reach(50, 50, 30)])
    assert coverage([SQUARE], [Reach(50, 50, 30), Reach(50, 50, 30), Reach(50, 50, 10)]).areas.seen == pytest.approx(one.areas.seen)


def test_ground_in_two_zones_counts_once_and_in_each():
    other = Zone("b", "道路", ((50, 0), (150, 0), (150, 100), (50, 100)))
    found = coverage([SQUARE, other], [Reach(50, 50, 30)])
    assert (found.areas.whole, [zone.whole for zone in found.zones]) == (pytest.approx(15_000), [pytest.approx(10_000)] * 2)
    assert found.areas.seen == pytest.approx(math.pi * 900, rel=0.001)


def test_ground_inside_buildings_does_not_count():
    found = coverage([SQUARE], [], apart_from=[((20, 20), (60, 20), (60, 45), (20, 45))])
    assert found.areas.whole == pytest.approx(9_000)


def test_a_perimeter_counts_in_metres():
    fence = Zone("f", "东围墙", ((0, 0), (0, 100)), is_line=True)
    found = coverage([fence], [Reach(0, 0, 25)])
    assert (found.lines.seen, found.lines.whole, found.areas.percent) == (pytest.approx(25), pytest.approx(100), None)


def test_without_zones_there_is_no_percentage():
    assert coverage([], [Reach(0, 0, 10)]).areas.percent is None


points = st.tuples(st.floats(-50, 150), st.floats(-50, 150))
reaches = st.builds(Reach, x=st.floats(-50, 150), y=st.floats(-50, 150), radius_m=st.floats(1, 120), heading_deg=st.one_of(st.none(), st.floats(0, 359)), width_deg=st.floats(5, 360))


@settings(max_examples=40, deadline=None)
@given(st.lists(reaches, max_size=5), reaches)
def test_one_more_range_never_sees_less(some, more):
    before, after = coverage([SQUARE], some).areas, coverage([SQUARE], [*some, more]).areas
    assert 0 <= before.seen <= after.seen + 1e-6
    assert after.seen <= after.whole + 1e-6


@settings(max_examples=60, deadline=None)
@given(reaches, points)
def test_a_point_that_is_seen_lies_in_no_gap(reach, point):
    """What the rows say of an area and what is said of a single point agree, a step from every edge."""
    edge = any(abs(math.dist(point, (reach.x, reach.y)) - reach.radius_m) < 1.5 for _once in "x")
    inside = 2 < point[0] < 98 and 2 < point[1] < 98
    near = reach.heading_deg is not None and _near_an_edge(reach, point)
    if edge or near or not inside:
        return
    gaps = coverage([SQUARE], [reach]).gaps
    assert sees(reach, point) == (not any(left <= point[0] <= right and bottom <= point[1] <= top for left, bottom, right, top in gaps))


def _near_an_edge(reach: Reach, point) -> bool:
    far = math.dist(point, (reach.x, reach.y))
    bearing = math.degrees(math.atan2(point[0] - reach.x, point[1] - reach.y))
    off = abs((bearing - reach.heading_deg + 180) % 360 - 180)
    return far < 2 or abs(off - reach.width_deg / 2) < math.degrees(math.asin(min(1, 1.5 / far)))


@settings(max_examples=200)
@given(points, points, points, points, points)
def test_a_picture_laid_over_two_points_meets_them_and_back_again(first, second, first_m, second_m, anywhere):
    if math.dist(first, second) < 10 or math.dist(first_m, second_m) < 1:
        return
    laid = by_two_points(first, second, first_m, second_m)
    assert laid.to_ground(first) == pytest.approx(first_m, abs=1e-6)
    assert laid.to_ground(second) == pytest.approx(second_m, abs=1e-6)
    assert laid.to_picture(laid.to_ground(anywhere)) == pytest.approx(anywhere, abs=1e-6)


def test_a_scale_is_metres_through_points():
    assert by_distance((0, 0), (30, 40), 100).metres_per_px == 2.0


@pytest.mark.parametrize(
    ("shape", "middle"),
    [
        ({"type": "point", "points": [[3, 4]]}, (3, 4)),
        ({"type": "line", "points": [[0, 0], [10, 20]]}, (5, 10)),
        ({"type": "area", "points": [[0, 0], [10, 0], [10, 10], [0, 10]]}, (5, 5)),
        ({"type": "area", "points": [[0, 0], [5, 5], [10, 10]]}, (5, 5)),
    ],
)
def test_the_middle_of_a_shape(shape, middle):
    assert middle_of(shape) == pytest.approx(middle)
