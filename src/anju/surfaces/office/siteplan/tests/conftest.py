from __future__ import annotations

import pytest

from anju.domains.people import actions as people
from anju.domains.places import actions as places
from anju.domains.places.models import Drawing, Place
from anju.domains.places.tests import samples
from anju.kernel import files
from anju.kernel import scope as view
from anju.kernel.actors import Actor
from anju.surfaces.office.screens.tests.conftest import Estate

SYSTEM = Actor.system("test")


class Site(Estate):
    """An estate with a published plan of 400 × 200 points, half a metre each: 200 × 100 m."""

    def drawing(self, where=None, data: bytes | None = None, *, is_published: bool = True, **given) -> Drawing:
        where = where or self.here
        with view.entered(where):
            made = places.upload_drawing(where, source=files.checked(data or samples.picture(), name="plan.png"), by=SYSTEM, **given)
            made = places.read_in(made, by=SYSTEM)
            if is_published:
                made = places.calibrate_drawing(made, x1=0, y1=0, x2=400, y2=0, distance_m=200, by=SYSTEM)
                made = places.publish_drawing(made, by=SYSTEM)
        return made

    def put(self, kind: str, name: str, shape: str = "", *points, where=None, **given) -> Place:
        where = where or self.here
        with view.entered(where):
            place = places.add_place(where, kind=kind, code=name, name=name, by=SYSTEM, **given)
            return places.draw_place(place, shape={"type": shape, "points": [list(point) for point in points]}, by=SYSTEM) if shape else place

    def post(self, name: str, place: Place | None, *, people_per_shift: int = 1):
        with view.entered(self.here):
            return people.define_post(self.here, name=name, role="guard", place=place, people_per_shift=people_per_shift, by=SYSTEM)


@pytest.fixture
def site(client, db) -> Site:
    return Site(client)
