"""Where guards on shift are, as a layer that must be asked for: each look is written down, and who may not look is not offered it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from anju.domains.patrol import actions as patrol
from anju.domains.patrol.models import Checkpoint, Track
from anju.domains.people import actions as people
from anju.domains.people.models import Presence
from anju.kernel import clock
from anju.kernel import scope as view
from anju.kernel.actors import Actor
from anju.kernel.models import Entry

from .conftest import SYSTEM, Site

METRE = 1 / 111_195


@pytest.fixture
def on_shift(site: Site):
    """A guard on post whose phone told a position a minute ago, and two points by which the earth lies on the plan."""
    site.drawing()
    gate = site.put("gate", "南门", "point", (20, 20))
    post = site.post("南门岗", gate)
    with view.entered(site.here):
        for code, y in (("C-01", 20), ("C-02", 80)):
            point = patrol.add_checkpoint(site.here, code=code, name=code, place=gate, focus="gate", by=SYSTEM)
            assert isinstance(patrol.place_checkpoint(point, shape={"type": "point", "points": [[100, y]]}, by=SYSTEM), Checkpoint)
            assert isinstance(patrol.locate_checkpoint(point, latitude=31.2 + y * METRE, longitude=121.4, by=SYSTEM), Checkpoint)
        person = people.register_person(site.here, name="陈刚", by=SYSTEM)
        people.grant_role(site.here, person=person, role="guard", by=SYSTEM)
        account = people.open_account(person, username="chengang", by=SYSTEM)
        now = clock.now()
        people.assign_post(post, person=person, start_at=now - timedelta(hours=1), end_at=now + timedelta(hours=6), by=SYSTEM)
        with clock.frozen(now - timedelta(minutes=5)):
            assert isinstance(people.take_post(post, person=person, by=SYSTEM), Presence)
        told = {"start_at": now - timedelta(minutes=2), "points": {"at": [[0, 31.2 + 30 * METRE, 121.4, 8], [60, 31.2 + 50 * METRE, 121.4, 8]]}}
        assert isinstance(patrol.record_track(site.here, **told, by=Actor.of(account)), Track)
    return person


def looks() -> int:
    return Entry.objects.filter(name="patrol.positions_seen").count()


def test_the_layer_is_shown_only_when_asked_for_and_the_look_is_written_down(site: Site, on_shift):
    plain = site.client.get("/site-plan/").content.decode()
    assert "?show=guards" in plain
    assert 'data-plan-layer="guards"' not in plain and looks() == 0
    shown = site.client.get("/site-plan/?show=guards").content.decode()
    assert 'data-plan-layer="guards"' in shown and "精度 8 米" in shown
    row = shown.split('data-rows-of="guards"')[1].split("</tbody>")[0]
    assert "陈刚" in row and "100, 50" in row, "where he is, in metres of the plan"
    assert looks() == 1
    site.client.get("/site-plan/?show=guards")
    assert looks() == 1, "a page that stays open is one look"


def test_who_may_not_look_is_neither_offered_the_layer_nor_shown_it(site: Site, on_shift, client):
    client.force_login(type(on_shift)._meta.apps.get_model("people.Account").objects.get(person=on_shift))
    assert "show=guards" not in client.get("/site-plan/").content.decode()
    asked = client.get("/site-plan/?show=guards").content.decode()
    assert 'data-plan-layer="guards"' not in asked and "精度 8 米" not in asked
    assert looks() == 0
