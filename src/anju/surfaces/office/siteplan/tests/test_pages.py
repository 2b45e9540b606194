"""The site plan over HTTP: what it shows to whom, what it takes, and what it keeps from others."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from anju.domains.people.models import Presence
from anju.domains.places import actions as places
from anju.domains.places import layers
from anju.domains.places.models import Drawing, Place
from anju.domains.places.queries import Layer, Loose, Mark, add_layer
from anju.domains.places.tests import samples
from anju.kernel import clock, files
from anju.kernel import scope as view
from anju.kernel.models import Entry

from .conftest import SYSTEM

ROW = re.compile(r'<tr data-mark="([^"]+)" data-layer="([^"]+)" data-type="([^"]+)" data-points="([^"]+)"')


def rows_of(page: str) -> dict[str, tuple[str, list]]:
    """{layer: (type, points)} by what the map draws; one thing a layer is enough here."""
    return {layer: (kind, json.loads(points)) for _key, layer, kind, points in ROW.findall(page)}


def test_without_a_plan_the_page_says_what_to_do(site):
    assert "还没有平面图。上传一张图纸" in site.client.get("/site-plan/").content.decode()
    page = site.client.get("/site-plan/edit/").content.decode()
    assert 'type="file"' in page and "上传图纸" in page


def test_what_is_drawn_stands_as_a_row_in_points_of_the_picture(site):
    site.drawing()
    site.put("building", "3栋", "area", (10, 10), (30, 10), (30, 20), (10, 20))
    site.put("gate", "南门", "point", (100, 0))
    page = site.client.get("/site-plan/").content.decode()
    assert rows_of(page) == {"buildings": ("area", [[20.0, 20.0], [60.0, 20.0], [60.0, 40.0], [20.0, 40.0]]), "gates": ("point", [[200.0, 0.0]])}
    assert 'points="20.0,180.0 60.0,180.0 60.0,160.0 20.0,160.0"' in page, "the same without script"
    assert "100, 0" in page


def test_who_is_on_post_is_shown_and_who_is_not_is_never(site):
    site.drawing()
    gate = site.put("gate", "南门", "point", (100, 0))
    here, away = site.account("chen", "guard").person, site.account("zhao", "guard").person
    post = site.post("南门岗", gate)
    assert "空岗" in site.client.get("/site-plan/").content.decode()
    now = clock.now()
    Presence.everywhere.create(scope=site.here, post=post, person=here, since_at=now - timedelta(hours=1))
    Presence.everywhere.create(scope=site.here, post=post, person=away, since_at=now - timedelta(hours=9), until_at=now - timedelta(hours=1))
    page = site.client.get("/site-plan/").content.decode()
    assert ("chen某" in page, "zhao某" in page, "空岗" in page, 'data-short="c"' in page) == (True, False, False, True)
    assert rows_of(page)["posts"] == ("point", [[200.0, 0.0]])
    site.client.force_login(site.account("street", "street_office"))
    page = site.client.get("/site-plan/").content.decode()
    assert ("南门" in page, "chen某" in page, "南门岗" in page) == (True, False, False), "the street sees the place, not the people"


def test_paper_and_picture_leave_people_out(site):
    drawing = site.drawing()
    gate = site.put("gate", "南门", "point", (100, 0))
    post = site.post("南门岗", gate)
    Presence.everywhere.create(scope=site.here, post=post, person=site.account("chen", "guard").person, since_at=clock.now())
    page = site.client.get(f"/site-plan/{drawing.plan_id}/print/").content.decode()
    assert ("南门" in page, "chen某" in page, "第 1 版" in page, "20 m" in page) == (True, False, True, True)


def test_a_place_inside_a_house_stands_where_the_house_stands(site):
    site.drawing()
    house = site.put("building", "3栋", "area", (10, 10), (30, 10), (30, 20), (10, 20))
    with view.entered(site.here):
        lobby = places.add_place(site.here, kind="lobby", code="1", name="大堂", parent=house, by=SYSTEM)
    site.post("大堂岗", lobby)
    assert rows_of(site.client.get("/site-plan/").content.decode())["posts"] == ("point", [[40.0, 30.0]])


def test_a_floor_shows_its_own_things_alone(site):
    site.drawing()
    garage = site.put("garage", "地下车库B1", "point", (5, 5), floor=-1)
    drawing = site.drawing(place=garage, floor=-1)
    with view.entered(site.here):
        room = places.add_place(site.here, kind="pump_room", code="SB", name="水泵房", parent=garage, floor=-1, by=SYSTEM)
        places.draw_place(room, shape={"type": "point", "points": [[7, 8]]}, plan=drawing.plan, by=SYSTEM)
    page = site.client.get(f"/site-plan/{drawing.plan_id}/").content.decode()
    assert rows_of(page) == {"rooms": ("point", [[14.0, 16.0]])}
    assert "水泵房" not in site.client.get("/site-plan/").content.decode()


def test_a_later_room_adds_a_layer_and_places_its_things(site, monkeypatch):
    """Declared once, it is drawn, coloured by state, listed among what is not placed, and placed by its own action."""
    monkeypatch.setattr(layers, "_layers", dict(layers._layers))
    drawing = site.drawing()
    lamp = site.put("room", "灯1")
    mark = Mark("c1", "CAM-17", sign="wedge", colour="orange", state="离线", shape={"type": "point", "points": [[50, 50]]}, reach={"radius_m": 20})
    loose = [Loose(str(lamp.pk), "CAM-18", "摄像机")]
    add_layer(Layer("cameras", "摄像机", "ti-video", lambda scope: [mark], ("devices.device",), "places.see_places", is_watching=True,
                    loose=lambda scope, plan: loose, placing=places.draw_place))  # fmt: skip
    page = site.client.get("/site-plan/").content.decode()
    assert rows_of(page)["cameras"] == ("point", [[100.0, 100.0]])
    assert 'data-fragment="devices.device ' in page
    assert page.count("离线") == 2, "in the rail of what is abnormal, and in the table"
    assert "CAM-18" in site.client.get(f"/site-plan/{drawing.plan_id}/edit/").content.decode()
    given = {"thing": f"cameras:{lamp.pk}", "type": "point", "unit": "picture", "points": "[[20, 40]]"}
    assert site.client.post(f"/site-plan/{drawing.plan_id}/put/", given).status_code == 302
    assert Place.everywhere.get(pk=lamp.pk).shape["points"] == [[10.0, 20.0]]
    add_layer(Layer("secret", "隐患", "ti-alert-triangle", lambda scope: [Mark("h", "H-1")], (), "risk.see_hazards"))
    site.client.force_login(site.account("chen", "guard"))
    page = site.client.get("/site-plan/").content.decode()
    assert ("CAM-17" in page, "H-1" in page) == (True, False)


@pytest.mark.parametrize(
    ("given", "metres"),
    [
        ({"type": "point", "unit": "picture", "points": "[[40, 60]]"}, [[20.0, 30.0]]),
        ({"type": "point", "points": "12.5,30"}, [[12.5, 30.0]]),
        ({"type": "point", "points": "12.5，30"}, [[12.5, 30.0]]),
        ({"type": "area", "points": "0,0 10,0 10,10"}, [[0.0, 0.0], [10.0, 0.0], [10.0, 10.0]]),
    ],
    ids=["dropped on the picture", "typed", "typed with a Chinese comma", "an area"],
)
def test_a_thing_is_put_where_it_was_dropped_or_typed(site, given, metres):
    drawing, room = site.drawing(), site.put("pump_room", "消防水泵房", is_key=True)
    assert "消防水泵房" in site.client.get("/site-plan/edit/").content.decode()
    answer = site.client.post(f"/site-plan/{drawing.plan_id}/put/", {"thing": f"places:{room.pk}", **given})
    assert (answer.status_code, Place.everywhere.get(pk=room.pk).shape["points"]) == (302, metres)
    assert site.client.post(f"/site-plan/{drawing.plan_id}/lift/", {"place": str(room.pk)}).status_code == 302
    assert Place.everywhere.get(pk=room.pk).shape is None


@pytest.mark.parametrize(
    "given",
    [
        {"points": ""}, {"points": "x,y"}, {"points": "[[1]]"}, {"points": "[[NaN, 1]]"}, {"points": "[[1e999, 1]]"}, {"points": "[" * 3000}, {"points": "{}"},
        {"points": '[["a", {}]]'}, {"points": "1,2", "type": "circle"}, {"points": "1,2", "type": "area"}, {"points": "1,2 " * 20_000}, {"points": "[[1,2]]", "type": ""},
        {"points": "[null]"}, {"points": "[[1,2,3]]"},
    ],
    ids=str,
)  # fmt: skip
def test_senseless_points_get_a_sentence_and_change_nothing(site, given):
    drawing, room = site.drawing(), site.put("pump_room", "水泵房")
    before = Entry.objects.count()
    answer = site.client.post(f"/site-plan/{drawing.plan_id}/put/", {"thing": f"places:{room.pk}", "type": "point", **given})
    assert (answer.status_code, "code-of-refusal" in answer.content.decode()) == (422, True)
    assert (Entry.objects.count(), Place.everywhere.get(pk=room.pk).shape) == (before, None)


def test_a_drawing_goes_from_upload_to_publication(site):
    upload = {"source": SimpleUploadedFile("plan.png", samples.picture(), "image/png"), "floor": "0", "page": "1"}
    answer = site.client.post("/site-plan/upload/", upload)
    drawing = Drawing.everywhere.get()
    assert (answer["Location"], drawing.state) == (reverse("site_plan_edit", args=[drawing.plan_id]), "reading")
    assert "正在读取图纸" in site.client.get(answer["Location"]).content.decode()
    with view.entered(site.here):
        places.read_in(drawing, by=SYSTEM)
    page = site.client.get(answer["Location"]).content.decode()
    assert ("先定比例尺：在图上点两个点，填实际距离。" in page, "发布平面图" in page) == (True, False)
    assert f"drawings/{drawing.pk}/picture/" in page
    spots = {"x1": "0", "y1": "0", "x2": "400", "y2": "0"}
    refused = site.client.post(f"/site-plan/drawings/{drawing.pk}/calibrate_drawing/", {**spots, "distance_m": "-1"})
    assert (refused.status_code, "没有定比例尺" in refused.content.decode()) == (422, True)
    for hostile in ("", "十米", "1e999", "NaN"):
        assert site.client.post(f"/site-plan/drawings/{drawing.pk}/calibrate_drawing/", {**spots, "distance_m": hostile}).status_code == 422
    assert site.client.post(f"/site-plan/drawings/{drawing.pk}/calibrate_drawing/", {**spots, "distance_m": "200"}).status_code == 302
    assert site.client.get("/site-plan/").content.decode().count("data-siteplan") == 0, "not shown before it is published"
    assert site.client.post(f"/site-plan/drawings/{drawing.pk}/publish_drawing/").status_code == 302
    assert 'data-siteplan="show"' in site.client.get("/site-plan/").content.decode()
    assert site.client.post(f"/site-plan/drawings/{drawing.pk}/take_drawing_in/").status_code == 404, "only what the page offers"


@pytest.mark.parametrize(("data", "says"), [(samples.SVG, "SVG"), (b"AC1032....", "DWG"), (b"MZ\x90\x00", "没有收下"), (b"", "空"), (None, "请先选择文件")])
def test_a_file_that_is_no_drawing_gets_a_sentence(site, data, says):
    given = {"source": SimpleUploadedFile("plan.svg", data, "image/svg+xml")} if data is not None else {}
    answer = site.client.post("/site-plan/upload/", given)
    page = answer.content.decode()
    assert (answer.status_code, says in page, "alert(1)" in page, Drawing.everywhere.count()) == (422, True, False, 0)


def test_a_drawing_that_could_not_be_read_says_why(site):
    drawing = site.drawing(data=samples.pdf(password="x"), is_published=False)
    page = site.client.get(f"/site-plan/{drawing.plan_id}/edit/").content.decode()
    assert "PDF 有密码。请去掉密码再上传。" in page
    assert site.client.post(f"/site-plan/drawings/{drawing.pk}/discard_drawing/").status_code == 302
    assert Drawing.everywhere.get().state == "discarded"


def test_a_picture_goes_out_as_a_picture_and_a_draft_only_to_its_editors(site):
    drawing = site.drawing(is_published=False)
    address = f"/site-plan/drawings/{drawing.pk}/picture/"
    answer = site.client.get(address)
    assert (answer.status_code, answer["Content-Type"], answer["X-Content-Type-Options"], "sandbox" in answer["Content-Security-Policy"]) == (200, "image/png", "nosniff", True)
    site.client.force_login(site.account("chen", "guard"))
    assert site.client.get(address).status_code == 404
    with view.entered(site.here):
        places.publish_drawing(places.calibrate_drawing(drawing, x1=0, y1=0, x2=400, y2=0, distance_m=200, by=SYSTEM), by=SYSTEM)
    assert (site.client.get(address).status_code, site.client.get("/site-plan/").status_code) == (200, 200)
    assert site.client.get("/site-plan/edit/").status_code == 403
    site.client.force_login(site.account("li", "resident"))
    for closed in ("/site-plan/", address, f"/site-plan/{drawing.plan_id}/print/", f"/site-plan/{drawing.plan_id}/coverage/"):
        assert site.client.get(closed).status_code == 403


def test_another_communitys_plan_does_not_exist(site):
    theirs, mine = site.drawing(site.elsewhere), site.drawing()
    room = site.put("pump_room", "水泵房", where=site.elsewhere)
    for address in ("", "edit/", "coverage/", "print/"):
        assert site.client.get(f"/site-plan/{theirs.plan_id}/{address}").status_code == 404
    assert site.client.get(f"/site-plan/drawings/{theirs.pk}/picture/").status_code == 404
    assert site.client.get(f"/drawings/{theirs.pk}/").status_code == 404
    assert site.client.post(f"/site-plan/drawings/{theirs.pk}/publish_drawing/").status_code == 404
    point = {"type": "point", "points": "1,2"}
    assert site.client.post(f"/site-plan/{mine.plan_id}/put/", {**point, "thing": f"places:{room.pk}"}).status_code == 404
    assert site.client.post(f"/site-plan/{theirs.plan_id}/put/", {**point, "thing": f"places:{room.pk}"}).status_code == 404
    assert site.client.post(f"/site-plan/{mine.plan_id}/put/", {**point, "thing": "places:nobody"}).status_code == 404
    assert site.client.post(f"/site-plan/{mine.plan_id}/lift/", {"place": str(room.pk)}).status_code == 404
    assert Place.everywhere.get(pk=room.pk).shape is None


@pytest.mark.clause("004-285")
def test_every_entrance_has_a_plan_that_is_checked_to_be_current(site):
    """Each gate: nothing hangs, the published version hangs, a newer one is published and the one that hangs is out of date, until it is replaced."""
    south, north = site.put("gate", "南门", "point", (50, 0)), site.put("gate", "北门", "point", (50, 100))
    site.drawing()
    assert _signs(site) == {"北门": "未张贴", "南门": "未张贴"}
    _hang(site, south)
    assert _signs(site) == {"北门": "未张贴", "南门": "与现行一致"}
    with view.entered(site.here):
        newer = places.upload_drawing(site.here, source=files.checked(samples.picture(800, 400), name="plan.png"), by=SYSTEM)
        newer = places.carry_calibration(places.read_in(newer, by=SYSTEM), by=SYSTEM)
    assert _signs(site)["南门"] == "与现行一致", "a draft makes nothing out of date"
    with view.entered(site.here):
        places.publish_drawing(newer, by=SYSTEM)
    assert _signs(site) == {"北门": "未张贴", "南门": "已过期需更换"}
    for gate in (south, north):
        _hang(site, gate)
    assert _signs(site) == {"北门": "与现行一致", "南门": "与现行一致"}
    assert [(entry.payload["gate"], entry.payload["plan_version"]) for entry in Entry.objects.filter(name="places.plan_hung").order_by("id")] == [
        (str(south.pk), 1), (str(south.pk), 2), (str(north.pk), 2),
    ]  # fmt: skip


def _hang(site, gate) -> None:
    given = {"where": str(site.here.pk), "request": f"{Entry.objects.count()}", "gate": str(gate.pk)}
    answer = site.client.post("/plan_signs/new/", given)
    assert answer.status_code == 302


def _signs(site) -> dict[str, str]:
    page = site.client.get("/site-plan/").content.decode()
    return dict(re.findall(r'<li class="spread"><a href="/places/[^"]+">([^<]+)</a><span><span class="state [^"]+">([^<]+)</span>', page))


def test_only_a_published_plan_hangs_and_only_at_an_entrance(site):
    south, house = site.put("gate", "南门", "point", (50, 0)), site.put("building", "3栋", "point", (5, 5))
    draft = site.drawing(is_published=False)
    with view.entered(site.here):
        assert places.hang_plan(site.here, gate=south, by=SYSTEM).code == "places.nothing_to_hang"
        assert places.hang_plan(site.here, gate=south, drawing=draft, by=SYSTEM).code == "places.nothing_to_hang"
        assert places.hang_plan(site.here, gate=house, by=SYSTEM).code == "places.not_an_entrance"
    assert not Entry.objects.filter(name="places.plan_hung").exists()


def test_coverage_is_said_in_square_metres_and_hatched(site):
    drawing = site.drawing()
    site.put("grounds", "广场", "area", (0, 0), (100, 0), (100, 100), (0, 100))
    site.put("perimeter", "东围墙", "line", (200, 0), (200, 100))
    gate = site.put("gate", "南门", "point", (50, 50))
    site.post("南门岗", gate)
    address = f"/site-plan/{drawing.plan_id}/coverage/"
    assert "0.0%<span class=\"figure-parts\">（0 / 10,000 ㎡）" in site.client.get(address).content.decode()
    with view.entered(site.here):
        places.set_reach(gate, radius_m=50, by=SYSTEM)
    page = site.client.get(address).content.decode()
    assert "78.5%<span class=\"figure-parts\">（7,855 / 10,000 ㎡）" in page
    assert "0.0%<span class=\"figure-parts\">（0 / 100 m）" in page
    gaps = json.loads(re.search(r'data-gaps="([^"]+)"', page).group(1))
    assert min(x for ring in gaps for x, _y in ring) == 0.0 and max(x for ring in gaps for x, _y in ring) == 200.0
    assert "0.0%<span class=\"figure-parts\">（0 / 10,000 ㎡）" in site.client.get(f"{address}?now=1").content.decode(), "nobody is on that post now"
    assert site.client.get(f"{address}?layer=nothing&now=x").status_code == 200


def test_a_plan_asks_as_often_for_thirty_things_as_for_one(site):
    site.drawing()
    site.put("gate", "门0", "point", (1, 1))
    site.post("岗0", None)
    few = _queries(site)
    for number in range(1, 30):
        gate = site.put("gate", f"门{number}", "point", (number, 1))
        site.post(f"岗{number}", gate)
    assert _queries(site) == few


def _queries(site) -> int:
    site.client.get("/site-plan/")
    with CaptureQueriesContext(connection) as asked:
        assert site.client.get("/site-plan/").status_code == 200
    return len(asked)


def test_a_device_that_is_lost_stands_out_at_its_place(site):
    from anju.domains.devices import actions as devices
    from anju.domains.devices.models import Device

    site.drawing()
    gate = site.put("gate", "南门", "point", (100, 0))
    with view.entered(site.here):
        one = devices.add_device(site.here, name="南门摄像机", kind="camera", place=gate, by=SYSTEM)
    Device.everywhere.filter(pk=one.pk).update(state="in_service", online="online")
    page = site.client.get("/site-plan/").content.decode()
    assert (rows_of(page)["devices"], "异常 1" in page, 'data-sign="wedge"' in page) == (("point", [[200.0, 0.0]]), False, True)
    Device.everywhere.filter(pk=one.pk).update(online="offline")
    page = site.client.get("/site-plan/").content.decode()
    assert ("异常 1" in page, page.count(f"devices:{one.pk}")) == (True, 2)
    site.client.force_login(site.account("police", "police"))
    assert "南门摄像机" not in site.client.get("/site-plan/").content.decode()
