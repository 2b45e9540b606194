"""Laying out buildings, and finding dwellings by what people write."""

from __future__ import annotations

import pytest

from anju.domains.places import actions, naming, queries, rules
from anju.domains.places.models import Place
from anju.kernel.actors import Actor
from anju.kernel.models import Entry

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system("test")


def test_buildings_are_laid_out_in_chunks_and_may_be_repeated(inside):
    size = {"buildings": 2, "units": 2, "floors": 18, "dwellings_per_floor": 2}
    assert actions.lay_out_buildings(inside, **size, by=SYSTEM) == 144
    assert queries.by_kind(inside, "building").count() == 2
    assert queries.by_kind(inside, "unit").count() == 4
    assert str(queries.by_code(inside, "2", "1", "1802")) == "2栋1单元1802"
    assert [e.payload["dwellings"] for e in Entry.objects.filter(name="places.floors_laid_out")] == [36, 36, 36, 36]
    assert actions.lay_out_buildings(inside, **size, by=SYSTEM) == 0
    assert queries.by_kind(inside, "dwelling").count() == 144


def test_no_chunk_makes_more_than_two_hundred_places():
    chunks = list(rules.layout(first_building=5, buildings=1, units=1, floors=60, dwellings_per_floor=8))
    assert [(c.building, c.first_floor, c.last_floor) for c in chunks] == [("5", 1, 24), ("5", 25, 48), ("5", 49, 60)]
    assert max((c.last_floor - c.first_floor + 1) * 8 + 2 for c in chunks) <= rules.MAX_ROWS


def test_an_impossible_layout_is_refused(inside, company):
    before = Place.objects.count()
    lay = actions.lay_out_floors
    assert lay(inside, building="1", unit="1", first_floor=5, last_floor=2, dwellings_per_floor=2, by=SYSTEM).code == "places.bad_layout"
    assert lay(inside, building="1", unit="1", last_floor=60, dwellings_per_floor=8, by=SYSTEM).code == "places.layout_too_large"
    assert lay(inside, building="1 2", unit="1", last_floor=6, dwellings_per_floor=2, by=SYSTEM).code == "places.bad_code"
    assert Place.objects.count() == before


def test_buildings_stand_only_in_a_community(company):
    done = actions.lay_out_floors(company, building="1", unit="1", last_floor=6, dwellings_per_floor=2, by=SYSTEM)
    assert done.code == "places.not_a_community"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("3-2-1502", "3栋2单元1502"),
        ("３幢２单元１５０２室", "3栋2单元1502"),
        ("三号楼2门1502", "3栋2单元1502"),
        ("十三幢", "13栋"),
        ("03栋", "3栋"),
        ("13#", "13栋"),
        ("二十一座", "21栋"),
    ],
)
def test_what_people_write_becomes_one_key(written, meant):
    assert naming.key_of(written) == naming.key_of(meant)


def test_a_written_name_finds_the_one_place_or_names_what_comes_near(inside):
    actions.lay_out_buildings(inside, buildings=2, units=1, floors=3, dwellings_per_floor=2, first_building=12, by=SYSTEM)
    assert str(queries.find(inside, "十三幢1单元302室")) == "13栋1单元302"
    missing = queries.suggest(inside, "13栋1单元309", kinds=["dwelling"])
    assert missing.place is None
    assert "13栋1单元302" in missing.close


def test_an_imported_dwelling_with_an_unknown_building_gets_a_suggestion(inside):
    actions.add_place(inside, kind="building", code="13", by=SYSTEM)
    before = Place.objects.count()
    no = actions.add_dwelling(inside, building="13幢", number="101", by=SYSTEM)
    assert (no.code, no.params) == ("places.did_you_mean", {"written": "13幢", "close": "13栋"})
    assert actions.add_dwelling(inside, building="望江楼阁", number="101", by=SYSTEM).code == "places.no_such_place"
    assert Place.objects.count() == before
    door = actions.add_dwelling(inside, building="13栋", number="101", floor=1, by=SYSTEM)
    assert str(door) == "13栋101"
    assert actions.add_dwelling(inside, building="13", number="101", by=SYSTEM).code == "places.code_taken"
