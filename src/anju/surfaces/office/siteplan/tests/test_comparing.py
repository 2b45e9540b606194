"""P06: what changed between two versions is seen on the same ground."""

from __future__ import annotations

import re

from anju.domains.places import actions as places
from anju.kernel import scope as view

from ..comparing import Sheet, around
from .conftest import SYSTEM


def test_a_turned_drawing_lies_in_metres_where_its_calibration_says(site):
    drawing = site.drawing()
    drawing.turn_deg, drawing.left_m, drawing.bottom_m = 90.0, 10.0, 20.0
    sheet = Sheet(drawing)
    assert sheet.matrix == "0.000000 -0.500000 0.500000 0.000000 -90.000000 -20.000000"
    a, b, c, d, e, f = (float(number) for number in sheet.matrix.split())
    right, low = drawing.width_px, drawing.height_px
    seen = [(round(a * x + c * y + e, 6), round(b * x + d * y + f, 6)) for x, y in ((0, low), (right, low))]
    assert seen == [(10.0, -20.0), (10.0, -220.0)], "its lower edge runs upwards from the corner"
    assert around([sheet.box, (0, 0, 1, 1)]) == "-90.00 -220.00 100.00 221.00"


def test_the_newest_two_are_compared_on_one_ground(site):
    first = site.drawing()
    assert "目前只有一个版本" in site.client.get(f"/site-plan/{first.plan_id}/compare/").content.decode()
    second = site.drawing(is_published=False)
    address = f"/site-plan/{first.plan_id}/compare/"
    page = site.client.get(address).content.decode()
    assert "还没有定比例尺" in page and "data-plan-fade" not in page
    with view.entered(site.here):
        places.carry_calibration(second, by=SYSTEM)
    page = site.client.get(address).content.decode()
    laid = re.findall(r'class="plan-(old|new)" href="/site-plan/drawings/([0-9a-f-]+)/', page)
    assert laid == [("old", str(first.pk)), ("new", str(second.pk)), ("old", str(first.pk)), ("new", str(second.pk))]
    assert set(re.findall(r'viewBox="([-0-9. ]+)" role="img"', page)) == {"0.00 -100.00 200.00 100.00"}
    turned = site.client.get(f"{address}?old=2&new=1").content.decode()
    assert re.findall(r'class="plan-(old|new)" href="/site-plan/drawings/([0-9a-f-]+)/', turned)[0] == ("old", str(second.pk))


def test_what_is_not_there_does_not_exist(site):
    plan = site.drawing().plan_id
    answers = [site.client.get(f"/site-plan/{plan}/compare/?{asked}").status_code for asked in ("old=9", "new=%F0%9F%98%80", "old=-1")]
    assert answers == [404, 404, 404]
    theirs = site.drawing(site.elsewhere).plan_id
    assert site.client.get(f"/site-plan/{theirs}/compare/").status_code == 404
    site.client.force_login(site.account("guard", "guard"))
    assert site.client.get(f"/site-plan/{plan}/compare/").status_code == 403
