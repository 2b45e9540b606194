"""The slider through the hours of this day: what the records prove for a moment, who was on post then, and that it is not now."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from anju.domains.devices import actions as devices
from anju.domains.devices import queries
from anju.domains.people.models import Presence
from anju.domains.places import actions as places
from anju.domains.places import layers
from anju.domains.places.queries import Layer, Mark, add_layer
from anju.kernel import clock
from anju.kernel import scope as view
from anju.kernel.refusals import Refusal

from .conftest import SYSTEM
from .test_pages import rows_of

NOON = datetime(2026, 3, 5, 4, tzinfo=UTC)
"""12:00 in the community; minutes since midnight: 720."""
HOUR = timedelta(hours=1)


@pytest.fixture
def noon():
    with clock.frozen(NOON):
        yield NOON


def page(site, minute: int | str = "", address: str = "/site-plan/") -> str:
    return site.client.get(address, {"minute": minute} if minute != "" else {}).content.decode()


def test_who_was_on_post_then_is_shown_and_nobody_else(site, noon):
    with clock.frozen(NOON - timedelta(days=1)):
        site.drawing()
        post = site.post("南门岗", site.put("gate", "南门", "point", (100, 0)))
    early, late = site.account("chen", "guard").person, site.account("zhao", "guard").person
    Presence.everywhere.create(scope=site.here, post=post, person=early, since_at=NOON - 5 * HOUR, until_at=NOON - 2 * HOUR)
    Presence.everywhere.create(scope=site.here, post=post, person=late, since_at=NOON - HOUR)
    seen = {minute: page(site, minute) for minute in ("", 6 * 60, 8 * 60, 10 * 60 + 30, 11 * 60 + 30)}
    assert {minute: ("chen某" in text, "zhao某" in text) for minute, text in seen.items()} == {
        "": (False, True), 360: (False, False), 480: (True, False), 630: (False, False), 690: (False, True),
    }  # fmt: skip


def test_it_says_that_it_is_not_now_and_leads_back(site, noon):
    with clock.frozen(NOON - timedelta(days=1)):
        site.drawing()
    now, then = page(site), page(site, 8 * 60)
    assert ("不是现在" in now, "回到现在" in now, "/live?" in now, 'data-fragment="' in now) == (False, False, True, True)
    assert "现在看到的是 08:00 的情况，不是现在。" in then and 'href="/site-plan/" data-plan-now' in then
    assert ("/live?" in then, 'data-fragment="' in then) == (False, False), "the past does not change under one's eyes"
    assert 'max="720" step="5" value="480"' in then and 'max="720" step="5" value="720"' in now


@pytest.mark.parametrize("minute", ["720", "1439", "99999999999999999999", "-5", "eight", "0x10"])
def test_what_lies_ahead_or_makes_no_sense_is_now(site, noon, minute):
    with clock.frozen(NOON - timedelta(days=1)):
        site.drawing()
    assert "不是现在" not in page(site, minute)


def states(site, at: datetime) -> dict[str, tuple[str, str]]:
    with view.entered(site.here):
        return {one.number: (stood.online, stood.reason) for one, stood in queries.stood_at(site.here, at)}


def test_devices_stand_as_the_ledger_says_they_stood(site, noon):
    """Lost at nine, back at eleven, out of service at half past eleven; what came at ten was not there at nine."""
    with clock.frozen(NOON - timedelta(days=1)), view.entered(site.here):
        site.drawing()
        gate = site.put("gate", "南门", "point", (100, 0))
        one = devices.add_device(site.here, number="G-1", name="南门网关", kind="gateway", place=gate, commissioned_on=date(2026, 3, 4), by=SYSTEM)
        assert not isinstance(one, Refusal), one
    deeds = (
        (7, devices.note_changed, {"online": "online"}), (9, devices.note_lost, {"online": "offline", "reason": "silent"}),
        (11, devices.note_returned, {"online": "online"}),
    )  # fmt: skip
    for hour, deed, given in deeds:
        with clock.frozen(NOON + (hour - 12) * HOUR), view.entered(site.here):
            done = deed(one, by=SYSTEM, **given)
            assert not isinstance(done, Refusal), done
    with clock.frozen(NOON - 2 * HOUR), view.entered(site.here):
        devices.add_device(site.here, number="G-2", name="北门网关", kind="gateway", place=gate, commissioned_on=date(2026, 3, 4), by=SYSTEM)
    with clock.frozen(NOON - HOUR / 2), view.entered(site.here):
        done = devices.take_out(one, reason="换电源", by=SYSTEM)
        assert not isinstance(done, Refusal), done
    seen = {hour: states(site, NOON + (hour - 12) * HOUR) for hour in (6, 8, 9.5, 11.2, 11.8)}
    new = {"G-2": ("awaited", "never_seen")}
    assert seen == {
        6: {"G-1": ("awaited", "never_seen")}, 8: {"G-1": ("online", "")}, 9.5: {"G-1": ("offline", "silent")},
        11.2: {"G-1": ("online", ""), **new}, 11.8: {"G-1": ("under_service", "maintenance"), **new},
    }  # fmt: skip
    then = page(site, 9 * 60 + 30)
    assert ("南门网关" in then, "离线" in then, "北门网关" in then) == (True, True, False)


def test_places_stand_from_when_they_were_drawn_and_what_was_taken_off_is_named(site, noon):
    with clock.frozen(NOON - timedelta(days=1)):
        site.drawing()
        site.put("building", "3栋", "area", (10, 10), (30, 10), (30, 20), (10, 20))
        gate, shed = site.put("gate", "南门", "point", (100, 0)), site.put("pump_room", "旧泵房", "point", (50, 50))
    with clock.frozen(NOON - 2 * HOUR), view.entered(site.here):
        site.put("gate", "北门", "point", (100, 100))
        places.draw_place(gate, shape={"type": "point", "points": [[90, 0]]}, by=SYSTEM)
        places.lift_place(shed, by=SYSTEM)
    then, now = page(site, 9 * 60), page(site)
    assert ('data-label="北门"' in then, 'data-label="北门"' in now) == (False, True)
    assert ("之后重新画过，当时可能在别处" in then, "之后重新画过" in now) == (True, False)
    assert "当时在图上、之后移除的：旧泵房。" in then and "旧泵房" not in now
    assert "buildings" in rows_of(then)


def test_a_layer_without_records_is_left_out_and_named(site, noon, monkeypatch):
    monkeypatch.setattr(layers, "_layers", dict(layers._layers))
    with clock.frozen(NOON - timedelta(days=1)):
        site.drawing()
    mark = Mark("h", "H-1", shape={"type": "point", "points": [[50, 50]]})
    add_layer(Layer("hazards", "隐患图层", "ti-alert-triangle", lambda scope: [mark], (), "places.see_places"))
    now, then = page(site), page(site, 480)
    assert ("H-1" in now, "H-1" in then, "当时没有记录可查的图层：隐患图层。" in then) == (True, False, True)


def test_another_communitys_past_does_not_exist(site, noon):
    with clock.frozen(NOON - timedelta(days=1)):
        theirs = site.drawing(where=site.elsewhere)
        site.drawing()
    assert site.client.get(f"/site-plan/{theirs.plan_id}/", {"minute": 480}).status_code == 404


def test_who_may_not_see_people_sees_none_in_the_past_either(site, noon):
    with clock.frozen(NOON - timedelta(days=1)):
        site.drawing()
        post = site.post("南门岗", site.put("gate", "南门", "point", (100, 0)))
    Presence.everywhere.create(scope=site.here, post=post, person=site.account("chen", "guard").person, since_at=NOON - 6 * HOUR)
    site.client.force_login(site.account("street", "street_office"))
    then = page(site, 480)
    assert ("南门" in then, "chen某" in then, "南门岗" in then) == (True, False, False)
