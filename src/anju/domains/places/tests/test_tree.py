"""The tree of places: what may stand where, names, moving, retiring."""

from __future__ import annotations

from decimal import Decimal

import pytest

from anju.domains.places import actions, queries
from anju.domains.places.models import Organisation, Place
from anju.kernel import ledger
from anju.kernel import scope as view
from anju.kernel.actors import Actor
from anju.kernel.models import Entry, Scope

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system("test")


def add(scope, kind, code, parent=None, **more) -> Place:
    made = actions.add_place(scope, kind=kind, code=code, parent=parent, by=SYSTEM, **more)
    assert isinstance(made, Place), str(made)
    return made


def test_a_company_and_its_community_have_scopes_of_their_own(company, garden):
    assert (company.kind, garden.kind, garden.parent_id) == ("organisation", "community", company.id)
    with view.entered(garden):
        assert queries.community_of(garden).name == "锦绣花园"
    with view.entered(company):
        assert queries.organisation_of(company).kind == "company"
    assert [e.name for e in Entry.objects.order_by("id")] == ["places.organisation_founded", "places.community_founded"]


def test_nothing_is_founded_below_a_community_or_without_a_real_name_code_and_zone(company, garden):
    before = Scope.objects.count()
    assert actions.found_community(garden, name="里面", by=SYSTEM).code == "places.no_scope_below"
    assert actions.found_organisation(garden, name="里面", kind="company", by=SYSTEM).code == "places.no_scope_below"
    assert actions.found_community(company, name="  ", by=SYSTEM).code == "places.needs_name"
    assert actions.found_community(company, name="月球", zone="Moon/Crater", by=SYSTEM).code == "places.no_such_zone"
    assert actions.found_organisation(company, name="别的", kind="property_company", by=SYSTEM).code == "places.unknown_body"
    wrong = actions.found_organisation(company, name="假", kind="company", credit_code="91110000600037341X", by=SYSTEM)
    assert wrong.code == "places.bad_credit_code"
    assert Scope.objects.count() == before
    assert Organisation.everywhere.count() == 1


def test_a_community_may_stand_in_a_region_of_a_scope_above(company):
    street = add(company, "street", "dongfeng", name="东风街道")
    root = actions.found_community(company, name="锦绣花园", region=street, by=SYSTEM)
    assert root.parent_id == street.id
    other = actions.found_organisation(actions.platform(), name="别家", kind="company", by=SYSTEM).scope
    assert actions.found_community(other, name="锦绣", region=street, by=SYSTEM).code == "places.elsewhere"


def test_names_are_computed_from_the_building_down(inside):
    building = add(inside, "building", "3")
    unit = add(inside, "unit", "2", building)
    door = add(inside, "dwelling", "1502", unit, floor=15, area_m2=Decimal("89.50"))
    assert (building.full_name, unit.full_name, door.full_name) == ("3栋", "3栋2单元", "3栋2单元1502")
    assert str(door) == queries.path_name(door) == "3栋2单元1502"
    assert [p.id for p in queries.above(door)] == [queries.community_of(inside).id, building.id, unit.id]
    assert queries.by_code(inside, "3", "2", "1502") == door
    assert queries.by_code(inside, "3", "1502") is None
    assert queries.building_of(door) == building


def test_a_place_is_refused_where_it_cannot_stand(inside):
    building = add(inside, "building", "3")
    before = Place.objects.count()
    assert actions.add_place(inside, kind="building", code="1", parent=building, by=SYSTEM).code == "places.wrong_parent"
    assert actions.add_place(inside, kind="dwelling", code="1502", by=SYSTEM).code == "places.wrong_parent"
    assert actions.add_place(inside, kind="building", code="3", by=SYSTEM).code == "places.code_taken"
    assert actions.add_place(inside, kind="building", code="3/4", by=SYSTEM).code == "places.bad_code"
    assert actions.add_place(inside, kind="gate", code="S", grid=building, by=SYSTEM).code == "places.not_a_grid"
    assert Place.objects.count() == before


def test_a_new_name_is_carried_to_all_places_below_and_to_no_others(inside):
    three, thirty = add(inside, "building", "3"), add(inside, "building", "30")
    door = add(inside, "dwelling", "1502", add(inside, "unit", "2", three))
    other = add(inside, "dwelling", "1502", add(inside, "unit", "2", thirty))
    assert actions.change_place(three, name="丙座", code="C", by=SYSTEM) == three
    door.refresh_from_db(), other.refresh_from_db()
    assert (door.full_name, other.full_name) == ("丙座2单元1502", "30栋2单元1502")
    assert queries.by_code(inside, "C", "2", "1502") == door
    assert [str(p) for p in queries.dwellings_of(queries.community_of(inside))] == ["30栋2单元1502", "丙座2单元1502"]


def test_renaming_the_community_leaves_the_names_in_it(inside):
    gate = add(inside, "gate", "S", name="南门")
    root = queries.community_of(inside)
    assert actions.change_place(root, name="新锦绣", by=SYSTEM) == root
    gate.refresh_from_db()
    assert (root.full_name, gate.full_name) == ("新锦绣", "南门")


def test_nothing_changed_and_a_taken_code_are_refused(inside):
    three = add(inside, "building", "3")
    add(inside, "building", "4")
    assert actions.change_place(three, name="3栋", by=SYSTEM).code == "places.nothing_changed"
    assert actions.change_place(three, code="4", by=SYSTEM).code == "places.code_taken"
    assert Place.objects.get(pk=three.pk).code == "3"


def test_moving_takes_everything_along(inside):
    one, two = add(inside, "building", "1"), add(inside, "building", "2")
    unit = add(inside, "unit", "1", one)
    door = add(inside, "dwelling", "101", unit)
    assert actions.move_place(unit, parent=two, by=SYSTEM) == unit
    door.refresh_from_db()
    assert door.full_name == "2栋1单元101"
    assert list(queries.dwellings_of(two)) == [door]
    assert list(queries.dwellings_of(one)) == []


def test_a_place_is_not_moved_into_itself_or_where_it_cannot_stand(inside):
    garage = add(inside, "garage", "B1", name="地下车库")
    building = add(inside, "building", "1")
    unit = add(inside, "unit", "1", building)
    assert actions.move_place(building, parent=unit, by=SYSTEM).code == "places.circle"
    assert actions.move_place(unit, parent=garage, by=SYSTEM).code == "places.wrong_parent"
    add(inside, "unit", "1", add(inside, "building", "2"))
    assert actions.move_place(unit, parent=queries.by_code(inside, "2"), by=SYSTEM).code == "places.code_taken"
    assert Place.objects.get(pk=unit.pk).parent_id == building.id


def test_a_place_in_which_others_stand_is_not_retired(inside):
    building = add(inside, "building", "1")
    unit = add(inside, "unit", "1", building)
    assert actions.retire_place(building, reason="拆除", by=SYSTEM).code == "places.not_empty"
    assert actions.retire_place(queries.community_of(inside), reason="撤场", by=SYSTEM).code == "places.community_stays"
    assert actions.retire_place(unit, reason="拆除", by=SYSTEM).state == "retired"
    assert actions.retire_place(unit, reason="拆除", by=SYSTEM).code == "places.already_retired"
    assert actions.add_place(inside, kind="dwelling", code="101", parent=unit, by=SYSTEM).code == "places.parent_retired"
    assert [e.name for e in ledger.history(unit)] == ["places.place_retired", "places.place_added"]


def test_a_retired_place_returns_only_under_one_in_use(inside):
    building = add(inside, "building", "1")
    unit = add(inside, "unit", "1", building)
    assert actions.reopen_place(unit, by=SYSTEM).code == "places.in_use"
    actions.retire_place(unit, reason="停用", by=SYSTEM), actions.retire_place(building, reason="停用", by=SYSTEM)
    assert actions.reopen_place(unit, by=SYSTEM).code == "places.parent_retired"
    actions.reopen_place(building, by=SYSTEM)
    assert actions.reopen_place(unit, by=SYSTEM).state == "in_use"


def test_a_shape_is_a_point_line_or_area(inside):
    gate = add(inside, "gate", "S", name="南门")
    drawn = actions.draw_place(gate, shape={"type": "area", "points": [[0, 0], [1, 0], [1, 2.5]], "script": "x"}, by=SYSTEM)
    assert drawn.shape == {"type": "area", "points": [[0, 0], [1, 0], [1, 2.5]]}
    for bad in ({}, {"type": "area", "points": [[0, 0]]}, {"type": "circle", "points": [[0, 0]]}, {"type": "line", "points": "ab"}):
        assert actions.draw_place(gate, shape=bad, by=SYSTEM).code == "places.bad_shape"
    assert actions.draw_place(gate, shape={"type": "point", "points": [["<b>", 1]]}, by=SYSTEM).code == "places.bad_point"
    gate.refresh_from_db()
    assert len(gate.shape["points"]) == 3


def test_a_grid_is_inherited_from_the_nearest_place(inside):
    grid = add(inside, "grid", "g1", name="第一网格")
    building = add(inside, "building", "1", grid=grid)
    door = add(inside, "dwelling", "101", building)
    assert queries.grid_of(door) == grid
    assert queries.grid_of(add(inside, "gate", "S", name="南门")) is None


def test_key_locations_and_the_tree(inside):
    add(inside, "pump_room", "p1", name="水泵房", is_key=True)
    building = add(inside, "building", "10")
    add(inside, "dwelling", "101", building)
    add(inside, "building", "2")
    assert [str(p) for p in queries.key_places(inside)] == ["水泵房"]
    (root,) = queries.tree(inside, kinds=["community", "building", "dwelling"])
    assert [(str(n.place), [str(c.place) for c in n.children]) for n in root.children] == [("2栋", []), ("10栋", ["10栋101"])]


def test_a_place_of_another_community_cannot_be_touched(inside, company):
    hidden = actions.found_community
    with view.entered(company):
        other = hidden(company, name="隔壁", by=SYSTEM).scope
    with view.entered(other):
        theirs = add(other, "building", "1")
    before = Entry.objects.count()
    assert actions.change_place(theirs, name="我的", by=SYSTEM).code == "kernel.not_found"
    assert actions.add_place(inside, kind="unit", code="1", parent=theirs, by=SYSTEM).code == "places.elsewhere"
    assert not Place.objects.filter(pk=theirs.pk).exists()
    assert queries.by_code(other, "1") is None
    assert Entry.objects.count() == before
