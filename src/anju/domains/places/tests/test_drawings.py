"""A drawing from its upload to its publication, and what lies on it."""

from __future__ import annotations

import pytest

from anju.domains.places import actions, queries
from anju.domains.places.models import Drawing, Place, SitePlan
from anju.kernel import files, jobs
from anju.kernel import scope as view
from anju.kernel.actors import Actor
from anju.kernel.models import Entry

from . import samples

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system("test")


def taken_in(scope, data: bytes | None = None, **given) -> Drawing:
    drawing = actions.upload_drawing(scope, source=files.checked(data or samples.picture(), name="plan"), by=SYSTEM, **given)
    assert isinstance(drawing, Drawing), drawing
    return actions.read_in(drawing, by=SYSTEM)


def published(scope, data: bytes | None = None, metres: float = 100.0) -> Drawing:
    """A picture of 400 by 200 points whose lower edge is `metres` long."""
    drawing = actions.calibrate_drawing(taken_in(scope, data), x1=0, y1=0, x2=400, y2=0, distance_m=metres, by=SYSTEM)
    return actions.publish_drawing(drawing, by=SYSTEM)


def pump_room(scope) -> Place:
    return actions.add_place(scope, kind="pump_room", code="SB", name="消防水泵房", is_key=True, by=SYSTEM)


def test_a_drawing_is_read_laid_on_the_ground_and_published(inside):
    drawing = taken_in(inside)
    assert (drawing.state, drawing.width_px, drawing.height_px, drawing.version, drawing.plan.name) == ("ready", 400, 200, 1, "锦绣花园")
    assert actions.publish_drawing(drawing, by=SYSTEM).code == "places.no_scale"
    drawing = actions.calibrate_drawing(drawing, x1=0, y1=0, x2=300, y2=0, distance_m=150, by=SYSTEM)
    assert drawing.metres_per_px == 0.5
    drawing = actions.publish_drawing(drawing, by=SYSTEM)
    assert (drawing.state, queries.shown_drawing(drawing.plan)) == ("published", drawing)
    assert [entry.name for entry in Entry.objects.order_by("id")][-3:] == ["places.drawing_read", "places.drawing_calibrated", "places.drawing_published"]
    assert actions.publish_drawing(drawing, by=SYSTEM).code == "places.not_ready"


@pytest.mark.django_db(transaction=True)
def test_the_job_reads_what_was_uploaded_once(inside):
    drawing = actions.upload_drawing(inside, source=files.checked(samples.picture(), name="plan.png"), by=SYSTEM)
    assert drawing.state == "reading"
    assert jobs.Worker().drain() == 1
    drawing.refresh_from_db()
    assert drawing.state == "ready"
    no = actions.take_drawing_in(drawing, picture=files.checked(samples.picture()), width_px=1, height_px=1, by=SYSTEM)
    assert no.code == "places.read_already"
    assert actions.give_drawing_up(drawing, trouble="broken", by=SYSTEM).code == "places.read_already"
    drawing.refresh_from_db()
    assert drawing.width_px == 400


def test_a_scale_from_senseless_numbers_is_refused(inside):
    drawing = taken_in(inside)
    for numbers, code in (
        ((0, 0, 5, 5, 10.0), "places.points_too_near"),
        ((0, 0, 300, 0, 0.0), "places.bad_scale"),
        ((0, 0, 300, 0, -3.0), "places.bad_scale"),
        ((0, 0, 300, 0, 1e9), "places.bad_scale"),
        ((0, 0, 1e308, 0, 10.0), "places.bad_scale"),
    ):
        x1, y1, x2, y2, metres = numbers
        assert actions.calibrate_drawing(drawing, x1=x1, y1=y1, x2=x2, y2=y2, distance_m=metres, by=SYSTEM).code == code
    drawing.refresh_from_db()
    assert drawing.metres_per_px is None


def test_a_place_is_put_on_the_plan_and_taken_off(inside):
    drawing, room = published(inside), pump_room(inside)
    assert [str(place) for place in queries.unplaced(drawing.plan)] == ["消防水泵房"]
    room = actions.draw_place(room, shape={"type": "point", "points": [[20.00049, 30]]}, by=SYSTEM)
    assert (room.shape, room.drawn_on) == ({"type": "point", "points": [[20.0, 30.0]]}, drawing.plan)
    assert (list(queries.unplaced(drawing.plan)), list(queries.drawn_on(drawing.plan))) == ([], [room])
    room = actions.lift_place(room, by=SYSTEM)
    assert (room.shape, room.drawn_on_id) == (None, None)
    assert actions.lift_place(room, by=SYSTEM).code == "places.not_drawn"


@pytest.mark.parametrize(
    "shape",
    [
        {}, {"type": "point"}, {"type": "point", "points": []}, {"type": "point", "points": [[1, 2], [3, 4]]}, {"type": "line", "points": [[1, 2]]},
        {"type": "area", "points": [[0, 0], [1, 1]]}, {"type": "point", "points": [[float("nan"), 0]]}, {"type": "point", "points": [[1e300, 0]]},
        {"type": "point", "points": [["1", "2"]]}, {"type": ["point"], "points": [[1, 2]]}, {"type": "area", "points": [[0, 0]] * 501},
        {"type": "point", "points": [[True, 0]]}, {"type": "point", "points": "12"},
    ],
)  # fmt: skip
def test_what_is_no_shape_is_refused(inside, shape):
    room = pump_room(inside)
    assert actions.draw_place(room, shape=shape, by=SYSTEM).code in ("places.bad_shape", "places.bad_point")
    room.refresh_from_db()
    assert room.shape is None


def test_a_retired_place_and_a_plan_of_elsewhere_are_refused(inside, company):
    room = pump_room(inside)
    with view.entered(company):
        other = actions.found_community(company, name="翠湖苑", by=SYSTEM)
    theirs = SitePlan.everywhere.create(scope=other.scope, place=other, name="翠湖苑")
    shape = {"type": "point", "points": [[1, 2]]}
    assert actions.draw_place(room, shape=shape, plan=theirs, by=SYSTEM).code == "places.elsewhere"
    room = actions.retire_place(room, reason="拆除", by=SYSTEM)
    assert actions.draw_place(room, shape=shape, by=SYSTEM).code == "places.retired"
    room.refresh_from_db()
    assert room.shape is None


def test_a_wrong_scale_is_set_right_and_nothing_moves_on_the_picture(inside):
    drawing, room = published(inside), pump_room(inside)
    room = actions.draw_place(room, shape={"type": "point", "points": [[20, 30]]}, by=SYSTEM)
    before = queries.calibration_of(drawing).to_picture((20, 30))
    drawing = actions.calibrate_drawing(drawing, x1=0, y1=0, x2=400, y2=0, distance_m=200, by=SYSTEM)
    room.refresh_from_db()
    assert room.shape["points"] == [[40.0, 60.0]]
    assert queries.calibration_of(drawing).to_picture((40, 60)) == pytest.approx(before)


def test_a_new_drawing_keeps_what_was_placed(inside):
    """Twice as fine, shifted and turned: two places are found on it, all others follow."""
    first, room = published(inside), pump_room(inside)
    gate = actions.add_place(inside, kind="gate", code="S", name="南门", by=SYSTEM)
    actions.draw_place(room, shape={"type": "point", "points": [[20, 30]]}, by=SYSTEM)
    actions.draw_place(gate, shape={"type": "point", "points": [[60, 10]]}, by=SYSTEM)
    second = taken_in(inside, samples.picture(900, 900))
    no = actions.calibrate_drawing(second, x1=0, y1=0, x2=400, y2=0, distance_m=100, by=SYSTEM)
    assert no.code == "places.ground_is_known"
    assert actions.carry_calibration(second, by=SYSTEM).code == "places.other_extent"
    # 0.125 m a point, turned by 90° to the left: right on the picture is up on the ground.
    second = actions.align_drawing(second, first=room, x1=240, y1=800 - 160, second=gate, x2=80, y2=800 - 480, by=SYSTEM)
    laid = queries.calibration_of(second)
    assert (round(laid.metres_per_px, 9), round(laid.turn_deg, 6)) == (0.125, 90.0)
    assert laid.to_picture((20, 30)) == pytest.approx((240, 640))
    assert laid.to_picture((60, 10)) == pytest.approx((80, 320))
    actions.publish_drawing(second, by=SYSTEM)
    first.refresh_from_db()
    room.refresh_from_db()
    assert (first.state, room.shape["points"], room.drawn_on_id) == ("replaced", [[20.0, 30.0]], second.plan_id)


def test_a_finer_picture_of_the_same_extent_takes_the_scale_over(inside):
    published(inside)
    finer = actions.carry_calibration(taken_in(inside, samples.picture(800, 400)), by=SYSTEM)
    assert finer.metres_per_px == 0.125


def test_two_places_of_another_plan_align_nothing(inside):
    published(inside)
    room, gate = pump_room(inside), actions.add_place(inside, kind="gate", code="S", name="南门", by=SYSTEM)
    second = taken_in(inside)
    assert actions.align_drawing(second, first=room, x1=0, y1=0, second=gate, x2=100, y2=0, by=SYSTEM).code == "places.not_on_this_plan"
    second.refresh_from_db()
    assert second.metres_per_px is None


def test_only_what_nobody_was_shown_is_discarded(inside):
    drawing = published(inside)
    assert actions.discard_drawing(drawing, by=SYSTEM).code == "places.in_use_drawing"
    assert actions.discard_drawing(taken_in(inside), by=SYSTEM).state == "discarded"
    assert queries.newest_drawing(drawing.plan) == drawing


def test_a_floor_has_a_plan_of_its_own(inside):
    garage = actions.add_place(inside, kind="garage", code="B1", name="地下车库B1", floor=-1, by=SYSTEM)
    room = actions.add_place(inside, kind="pump_room", code="SB", name="消防水泵房", parent=garage, floor=-1, by=SYSTEM)
    gate = actions.add_place(inside, kind="gate", code="S", name="南门", by=SYSTEM)
    drawing = taken_in(inside, place=garage, floor=-1)
    assert (drawing.plan.name, list(queries.unplaced(drawing.plan))) == ("地下车库B1", [room])
    no = actions.upload_drawing(inside, source=files.checked(samples.picture()), place=gate, by=SYSTEM)
    assert no.code == "places.no_plan_here"
    assert SitePlan.objects.count() == 1


def test_how_far_somebody_sees_is_set_and_taken_back(inside):
    room = pump_room(inside)
    assert actions.set_reach(room, radius_m=30, by=SYSTEM).code == "places.not_drawn"
    room = actions.draw_place(room, shape={"type": "point", "points": [[20, 30]]}, by=SYSTEM)
    assert actions.set_reach(room, radius_m=501, by=SYSTEM).code == "places.bad_reach"
    assert actions.set_reach(room, radius_m=30, heading_deg=90, by=SYSTEM).code == "places.half_a_sector"
    assert actions.set_reach(room, radius_m=30, heading_deg=90, width_deg=60, by=SYSTEM).reach == {"radius_m": 30, "heading_deg": 90, "width_deg": 60}
    assert actions.set_reach(room, radius_m=0, by=SYSTEM).reach is None


def test_a_guard_draws_nothing(inside):
    guard = Actor(kind="account", code="guard")
    room = pump_room(inside)
    assert actions.draw_place(room, shape={"type": "point", "points": [[1, 2]]}, by=guard).code == "kernel.not_permitted"
    assert actions.upload_drawing(inside, source=files.checked(samples.picture()), by=guard).code == "kernel.not_permitted"
    assert Drawing.objects.count() == 0
