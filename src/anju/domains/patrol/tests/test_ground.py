"""Checkpoints, their tags and checklists; zones drawn from the estate; places that no route passes."""

from __future__ import annotations

import pytest

from anju.domains.patrol import actions, queries
from anju.domains.patrol.codes import HAZARDS
from anju.domains.patrol.models import Checkpoint, Route, RouteVersion, Tag, Zoning
from anju.domains.places.models import Place
from anju.kernel.models import Entry, Scope
from anju.kernel.refusals import Refusal

from .conftest import LATITUDE, LONGITUDE


def refused(answer, code: str) -> bool:
    assert isinstance(answer, Refusal), answer
    assert answer.code == code, answer.code
    return True


def test_a_tag_is_kept_as_a_digest_and_shown_once(community, team, points):
    boss = team("赵敏")
    tag = actions.fit_tag(points["C-01"], way="qr", by=boss)
    assert tag.shown_once.startswith("ANJU:C-01:")
    assert tag.shown_once.split(":")[2] not in str(Tag.objects.filter(pk=tag.pk).values().get())
    assert actions.fit_tag(points["C-02"], way="nfc", tag_id="04:A2:2B:C1", by=boss).digest == Tag.objects.get(way="nfc").digest
    before = Entry.objects.count()
    assert refused(actions.fit_tag(points["C-03"], way="nfc", tag_id="04a22bc1", by=boss), "patrol.tag_taken")
    gone = actions.withdraw_tag(tag, reason="被撕毁", by=boss)
    assert (gone.state, Entry.objects.count()) == ("retired", before + 1)
    assert refused(actions.withdraw_tag(tag, reason="再撕", by=boss), "patrol.tag_gone")
    assert refused(actions.withdraw_tag(Tag.objects.get(way="nfc"), reason=" ", by=boss), "patrol.reason_needed")


def test_bad_input_changes_no_point(community, team, points, places):
    boss, one = team("赵敏"), points["C-01"]
    elsewhere = Scope.objects.create(kind="community", name="翠湖苑")
    places["1栋"].scope_id = elsewhere.pk
    before = (Entry.objects.count(), Checkpoint.objects.values().get(pk=one.pk))
    for answer, code in (
        (actions.add_checkpoint(community, code="C-01", name="又一个", place=places["大堂"], by=boss), "patrol.code_taken"),
        (actions.add_checkpoint(community, code=" ", name="😀", place=places["大堂"], by=boss), "patrol.no_name"),
        (actions.add_checkpoint(community, code="C-09", name="隔壁", place=places["1栋"], by=boss), "patrol.other_community"),
        (actions.change_checkpoint(one, name="  ", by=boss), "patrol.no_name"),
        (actions.place_checkpoint(one, shape={"points": [[1, 2], [3, 4]]}, by=boss), "patrol.no_spot"),
        (actions.place_checkpoint(one, shape={"points": "😀"}, by=boss), "patrol.no_spot"),
        (actions.locate_checkpoint(one, latitude=91.0, longitude=0.0, by=boss), "patrol.bad_position"),
        (actions.locate_checkpoint(one, latitude=31.0, longitude=121.0, accuracy_m=80, by=boss), "patrol.vague_position"),
        (actions.set_checklist(one, items=[], own=" \n ", by=boss), "patrol.bad_checklist"),
        (actions.retire_checkpoint(one, reason="", by=boss), "patrol.reason_needed"),
    ):
        assert refused(answer, code)
    assert (Entry.objects.count(), Checkpoint.objects.values().get(pk=one.pk)) == before


@pytest.mark.clause("003-080")
def test_the_checklist_names_the_seven_hazards_and_has_versions(community, team, places):
    boss = team("赵敏")
    point = actions.add_checkpoint(community, code="G-1", name="中心花园", place=places["儿童乐园"], focus="general", by=boss)
    keys = [item["key"] for item in point.checklist]
    assert set(HAZARDS) == {"fire_facility", "lighting", "lift", "drainage", "falling", "wiring", "renovation"}
    assert set(HAZARDS) <= set(keys)
    assert {"facility", "suspicious", "uncivil"} <= set(keys)
    changed = actions.set_checklist(point, items=["lighting"], own="水景水位\n水景水位\n围栏", by=boss)
    assert changed.checklist_version == 2
    assert [queries.wording_of(item) for item in changed.checklist] == [str(queries.CHECKS["lighting"][0]), "水景水位", "围栏"]


@pytest.mark.clause("003-063")
def test_zones_follow_area_buildings_and_risk_points_and_a_second_person_approves(community, team, points, places):
    boss, other = team("赵敏"), team("孙队", "team_leader")
    drawn = actions.draw_zones(community, zones=2, by=boss)
    assert (drawn.state, drawn.inputs["area_m2"], drawn.inputs["spaces"], drawn.inputs["risk_points"]) == ("proposed", 2000.0, 4, 0)
    assert sorted(name for zone in drawn.zones for name in zone["names"]) == sorted(["地下车库", "1栋", "儿童乐园", "东围墙"])
    before = Entry.objects.count()
    assert refused(actions.approve_zones(drawn, by=boss), "patrol.own_work")
    assert refused(actions.refuse_zones(drawn, reason="", by=other), "patrol.reason_needed")
    assert refused(actions.draw_zones(community, zones=9, by=boss), "patrol.too_few_places")
    assert (Zoning.objects.get().state, Entry.objects.count()) == ("proposed", before)
    approved = actions.approve_zones(drawn, by=other)
    assert (approved.state, approved.decided_by_id) == ("approved", other.person)
    assert not queries.is_zoning_outdated(approved)
    actions.assess_risk(points["C-01"], reference="FX-2026-03", level=1, by=boss)
    assert queries.is_zoning_outdated(approved)
    again = actions.draw_zones(community, zones=2, by=boss)
    assert (again.number, again.inputs["risk_points"]) == (2, 1)
    actions.approve_zones(again, by=other)
    assert list(Zoning.objects.order_by("number").values_list("state", flat=True)) == ["replaced", "approved"]
    for changed in ({"area_m2": 900}, {"kind": "building"}):
        now = Zoning.objects.get(state="approved")
        Place.objects.filter(pk=places["儿童乐园"].pk).update(**changed)
        if "kind" in changed:
            Place.objects.create(scope=community, kind="dwelling", code="101", name="101", full_name="101", parent=places["儿童乐园"], path=f"{places['儿童乐园'].path}101/")
        assert queries.is_zoning_outdated(now), changed
        actions.approve_zones(actions.draw_zones(community, zones=2, by=boss), by=other)


@pytest.mark.clause("003-056")
def test_a_route_is_an_ordered_list_of_points_with_walking_times_and_versions(community, team, route, points):
    first = route.newest
    assert [one["walk_minutes"] for one in first.points] == [2, 3, 3, 4]
    assert [queries.Checkpoint.objects.get(pk=one["checkpoint"]).code for one in first.points] == ["C-01", "C-02", "C-03", "C-04"]
    before = (Entry.objects.count(), RouteVersion.objects.count())
    boss = team("赵敏")
    for lines, code in ((["C-77 3"], "patrol.unknown_point"), (["C-01 x"], "patrol.bad_minutes"), (["C-01 -5"], "patrol.bad_minutes"), ([" "], "patrol.no_points"), (["C-01 999999999"], "patrol.bad_minutes")):
        assert refused(actions.publish_route(route, points=lines, by=boss), code)
    assert refused(actions.add_route(community, code="R1", name="又一条", by=boss), "patrol.route_taken")
    assert refused(actions.add_route(community, code="", name="", by=boss), "patrol.no_name")
    assert (Entry.objects.count(), RouteVersion.objects.count()) == before
    second = actions.publish_route(route, points=["C-04 1\nC-01 2"], reason="围墙施工", by=boss)
    assert (second.number, second.walk_minutes, second.reason) == (2, 3, "围墙施工")
    assert list(RouteVersion.objects.order_by("number").values_list("point_count", flat=True)) == [4, 2]


@pytest.mark.clause("003-057")
def test_places_that_no_route_passes_are_listed_by_type(community, team, route, points):
    assert {one.kind: [str(place) for place in one.uncovered] for one in queries.coverage(community)} == {"garage": [], "building": [], "playground": [], "perimeter": [], "lobby": []}
    actions.publish_route(route, points=["C-02 1", "C-04 2"], by=team("赵敏"))
    found = {one.kind: one for one in queries.coverage(community)}
    assert [str(place) for place in found["garage"].uncovered] == ["地下车库"]
    assert found["garage"].is_never_visited
    assert [(str(place), routes) for place, routes in found["building"].places] == [("1栋", ["一号线"])], "a point in its lobby passes the building"
    assert refused(actions.retire_route(route, reason="", by=team("赵敏")), "patrol.reason_needed")
    assert actions.retire_route(route, reason="合并", by=team("赵敏")).state == "retired"
    assert Route.objects.filter(state="in_use").count() == 0
    assert all(one.is_never_visited for one in queries.coverage(community))
    for kind in ("grounds", "pump_room", "power_room", "fire_lane", "green"):
        Place.objects.create(scope=community, kind=kind, code=kind, name=kind, full_name=kind, path=f"{kind}/")
    asked = {"grounds", "building", "garage", "pump_room", "power_room", "fire_lane", "green", "perimeter"}
    assert asked <= {one.kind for one in queries.coverage(community)}, "public areas, buildings, garage, equipment rooms, fire lanes, green belts, fence"


@pytest.mark.clause("003-064")
def test_a_changed_risk_asks_for_a_review_that_a_route_version_or_a_reason_answers(community, team, route, points):
    boss = team("赵敏")
    found = actions.assess_risk(points["C-04"], reference="FX-2026-07", level=2, by=boss)
    assert (found.state, found.before, found.after) == ("to_review", 4, 2)
    before = Entry.objects.count()
    assert refused(actions.assess_risk(points["C-04"], reference="FX-2026-08", level=2, by=boss), "patrol.same_level")
    assert refused(actions.assess_risk(points["C-04"], reference="", level=1, by=boss), "patrol.no_reference")
    assert refused(actions.assess_risk(points["C-04"], reference="FX", level=9, by=boss), "patrol.bad_level")
    assert refused(actions.publish_route(route, points=["C-01"], assessment=found, by=boss), "patrol.other_point")
    assert refused(actions.keep_route(found, reason=" ", by=boss), "patrol.reason_needed")
    assert Entry.objects.count() == before
    version = actions.publish_route(route, points=["C-04 2", "C-01 3", "C-04 3"], assessment=found, by=boss)
    found.refresh_from_db()
    assert (found.state, found.version, version.reason) == ("adjusted", version, "FX-2026-07")
    assert Entry.objects.get(name="patrol.route_published", payload__number=2).payload["assessment"] == str(found.pk)
    assert refused(actions.keep_route(found, reason="不变", by=boss), "patrol.decided_already")
    again = actions.assess_risk(points["C-01"], reference="FX-2026-09", level=3, by=boss)
    assert actions.keep_route(again, reason="频次已够", by=boss).state == "kept"


def test_where_a_point_lies_is_kept_in_metres_and_degrees(community, points):
    one = points["C-01"]
    assert (one.latitude, one.longitude, one.x_m) == (LATITUDE, LONGITUDE, None)
