"""Names on the drawn plan never stand on each other, and a crowd keeps its names for a nearer look."""

from __future__ import annotations

from anju.domains.places import queries as places
from anju.surfaces.office.siteplan import names
from anju.surfaces.office.siteplan.scene import Thing


def layer(name: str) -> places.Layer:
    return places.Layer(name, name, "ti-cpu", lambda _scope: [], ())


def point(label: str, x: float, y: float, where: str = "devices", **facts: str) -> Thing:
    mark = places.Mark(key=label, label=label, **facts)
    return Thing(layer(where), mark, "point", ((x, y),), (x, y))


def written(*things: Thing) -> list[str]:
    return sorted(key.partition(":")[2] for key in names.named(things, 10.0))


def test_of_two_names_on_one_spot_the_post_is_written():
    assert written(point("烟感", 100, 100), point("北门岗", 104, 101, "posts", sign="disc")) == ["北门岗"]


def test_trouble_goes_before_a_post():
    assert written(point("烟感", 100, 100, colour="red"), point("北门岗", 104, 101, "posts", sign="disc")) == ["烟感"]


def test_a_name_counts_with_its_whole_length():
    long = point("SD-010 10栋首层烟感", 100, 100)
    assert len(written(long, point("门", 150, 100))) == 1
    assert len(written(long, point("门", 300, 100))) == 2


def test_of_a_crowd_only_what_is_in_trouble_is_named():
    many = [point(f"{number}号", number * 100.0, 0) for number in range(names.CROWD + 1)]
    assert written(*many) == []
    assert written(*many[1:], point("坏", 0, 500, colour="orange")) == ["坏"]
    assert len(written(*many[1:])) == names.CROWD
