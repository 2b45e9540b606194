"""The site plan in a browser: a drawing is uploaded, laid on the ground by two clicks and published; things are put on it by dragging, by a click
and by keyboard alone; the table says what the map draws."""

from __future__ import annotations

from datetime import timedelta

import pytest

from anju.domains.people import actions as people
from anju.domains.people.models import Presence
from anju.domains.places import actions as places
from anju.domains.places.models import Drawing, Place
from anju.domains.places.tests import samples
from anju.kernel import clock, files, jobs
from anju.kernel import scope as view
from anju.kernel.actors import Actor
from anju.kernel.models import Scope
from anju.surfaces.office.screens.tests.conftest import Estate
from tests.pages import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SYSTEM = Actor.system("test")
WIDTH, HEIGHT, METRES = 800, 400, 200


@pytest.fixture
def estate(client, transactional_db) -> Estate:
    return Estate(client)


@pytest.fixture
def office(browser_page, live_server, estate):
    return sign_in(browser_page, live_server.url, estate.manager)


def place(estate, kind: str, name: str) -> Place:
    with view.entered(estate.here):
        return places.add_place(estate.here, kind=kind, code=name, name=name, by=SYSTEM)


def published(estate) -> Drawing:
    """A plan of 200 by 100 m on a picture of 800 by 400 points."""
    with view.entered(estate.here):
        made = places.upload_drawing(estate.here, source=files.checked(samples.picture(WIDTH, HEIGHT), name="plan.png"), by=SYSTEM)
        made = places.calibrate_drawing(places.read_in(made, by=SYSTEM), x1=0, y1=0, x2=WIDTH, y2=0, distance_m=METRES, by=SYSTEM)
        return places.publish_drawing(made, by=SYSTEM)


def ready(page) -> None:
    page.wait_for_selector("[data-plan-ready]")
    page.locator(".plan-picture").evaluate("(each) => each.complete || each.decode()")


def corner(page, across: float, up: float) -> tuple[float, float]:
    """A spot of the picture (shares of its width, and of its height from below) on the screen."""
    box = page.locator(".plan-picture").bounding_box()
    return box["x"] + across * box["width"], box["y"] + (1 - up) * box["height"]


def spot_of(found: Place) -> list[float]:
    return Place.everywhere.get(pk=found.pk).shape["points"][0]


def test_a_drawing_is_uploaded_laid_on_the_ground_by_two_clicks_and_published(office, live_server, estate):
    office.goto(f"{live_server.url}/site-plan/edit/")
    office.locator("[name=source]").set_input_files({"name": "plan.png", "mimeType": "image/png", "buffer": samples.picture(WIDTH, HEIGHT)})
    office.get_by_role("button", name="上传图纸").click()
    office.wait_for_selector("[data-plan-reading]")
    assert jobs.Worker().drain() == 1
    ready(office)
    office.locator("[data-plan-pick]").click()
    office.mouse.click(*corner(office, 0.25, 0.5))
    office.mouse.click(*corner(office, 0.75, 0.5))
    office.keyboard.type("100")
    with office.expect_navigation():
        office.keyboard.press("Enter")
    assert office.locator(".refusal").all_inner_texts() == []
    drawing = Drawing.everywhere.get()
    assert drawing.metres_per_px == pytest.approx(0.25, rel=0.01)
    office.get_by_role("button", name="发布平面图").click()
    office.wait_for_selector(".done-note")
    office.goto(f"{live_server.url}/site-plan/")
    ready(office)
    assert Drawing.everywhere.get().state == "published"


def test_the_pump_room_is_dragged_onto_the_plan_and_dragged_again(office, live_server, estate):
    published(estate)
    room = place(estate, "pump_room", "消防水泵房")
    office.goto(f"{live_server.url}/site-plan/edit/")
    ready(office)
    across, down = corner(office, 0.5, 0.25)
    box = office.locator(".plan-map").bounding_box()
    office.locator("li[data-plan-thing]").drag_to(office.locator(".plan-map"), target_position={"x": across - box["x"], "y": down - box["y"]})
    office.wait_for_selector(".plan-pin")
    assert spot_of(room) == pytest.approx([100, 25], abs=1)
    assert "登记的场所都已标注。" in office.locator("#plan-side").inner_text()
    ready(office)
    office.mouse.move(*corner(office, 0.5, 0.25))
    office.mouse.down()
    office.mouse.move(*corner(office, 0.7, 0.7), steps=6)
    with office.expect_navigation():
        office.mouse.up()
    assert spot_of(room) == pytest.approx([140, 70], abs=1)


def test_the_pump_room_is_put_on_the_plan_by_keyboard_alone(office, live_server, estate):
    """Tab to its button, Enter; the arrows move the plan under the cross, Enter lets it down. Nothing is touched with a mouse."""
    published(estate)
    room = place(estate, "pump_room", "消防水泵房")
    office.goto(f"{live_server.url}/site-plan/edit/")
    ready(office)
    button = office.locator("[data-plan-put=point]")
    for _step in range(80):
        office.keyboard.press("Tab")
        if button.evaluate("(each) => each === document.activeElement"):
            break
    office.keyboard.press("Enter")
    assert "回车放在十字处" in office.locator("[data-plan-hint]").inner_text()
    assert office.evaluate("document.activeElement.matches('.plan-map')")
    office.keyboard.press("Escape")
    assert button.evaluate("(each) => each === document.activeElement"), "the focus returns to where it came from"
    office.keyboard.press("Enter")
    for _step in range(3):
        office.keyboard.press("ArrowRight")
    office.keyboard.press("ArrowUp")
    office.keyboard.press("Shift+ArrowUp")
    width = office.locator(".plan-picture").bounding_box()["width"]
    with office.expect_navigation():
        office.keyboard.press("Enter")
    metres = METRES / width
    assert spot_of(room) == pytest.approx([100 + 120 * metres, 50 + 45 * metres], abs=1)


def test_an_area_is_drawn_point_by_point(office, live_server, estate):
    published(estate)
    garden = place(estate, "grounds", "中心花园")
    office.goto(f"{live_server.url}/site-plan/edit/")
    ready(office)
    office.locator("[data-plan-put=area]").click()
    for across, up in ((0.2, 0.2), (0.6, 0.2), (0.6, 0.8)):
        office.mouse.click(*corner(office, across, up))
    office.keyboard.press("Backspace")
    office.mouse.click(*corner(office, 0.6, 0.6))
    with office.expect_navigation():
        office.keyboard.press("f")
    shape = Place.everywhere.get(pk=garden.pk).shape
    assert shape["type"] == "area"
    assert [pytest.approx(point, abs=1) for point in ([40, 20], [120, 20], [120, 60])] == shape["points"]


def test_the_map_draws_what_the_table_says_and_layers_are_switched(office, live_server, estate):
    published(estate)
    with view.entered(estate.here):
        gate = places.draw_place(place(estate, "gate", "南门"), shape={"type": "point", "points": [[100, 0]]}, by=SYSTEM)
        places.draw_place(place(estate, "building", "3栋"), shape={"type": "area", "points": [[10, 10], [60, 10], [60, 40]]}, by=SYSTEM)
    office.goto(f"{live_server.url}/site-plan/")
    ready(office)
    assert (office.locator("tr[data-mark]").count(), office.locator(".plan-pin").count(), office.locator("path.plan-shape").count()) == (2, 1, 1)
    office.locator("label.chip", has_text="楼栋").click()
    assert (office.locator(".plan-pin").count(), office.locator("path.plan-shape").count()) == (1, 0)
    office.locator(".plan-pin").click()
    assert office.locator(".plan-card a").get_attribute("href") == f"/places/{gate.pk}/"


def test_without_script_the_plan_is_a_drawing_with_a_table_and_a_form(browser, live_server, estate):
    published(estate)
    room = place(estate, "pump_room", "消防水泵房")
    context = browser.new_context(java_script_enabled=False, locale="zh-CN")
    page = sign_in(context.new_page(), live_server.url, estate.manager)
    page.goto(f"{live_server.url}/site-plan/edit/")
    page.get_by_text("按坐标标注").click()
    page.locator("#thing").select_option(f"places:{room.pk}")
    page.locator("#points").fill("12.5,30")
    page.get_by_role("button", name="标注", exact=True).click()
    assert spot_of(room) == [12.5, 30.0]
    page.goto(f"{live_server.url}/site-plan/")
    assert page.locator("svg.plan-svg text").text_content() == "消防水泵房"
    assert page.locator("tr[data-mark] .number").inner_text() == "12, 30"
    context.close()


def test_the_sheet_prints_on_one_page_of_a3_and_becomes_a_picture(office, live_server, estate, tmp_path):
    import io

    import pypdf
    from PIL import Image

    drawing = published(estate)
    with view.entered(estate.here):
        places.draw_place(place(estate, "building", "3栋"), shape={"type": "area", "points": [[10, 10], [60, 10], [60, 40]]}, by=SYSTEM)
    office.goto(f"{live_server.url}/site-plan/{drawing.plan_id}/print/")
    with office.expect_download() as waiting:
        office.get_by_role("button", name="存为图片").click()
    waiting.value.save_as(tmp_path / "plan.png")
    with Image.open(tmp_path / "plan.png") as saved:
        assert saved.size == (WIDTH, HEIGHT)
        inside, outside = saved.getpixel((200, 340)), saved.getpixel((700, 100))
    assert inside != outside == (255, 255, 255, 255)
    office.emulate_media(media="print")
    sheet = pypdf.PdfReader(io.BytesIO(office.pdf(prefer_css_page_size=True, print_background=True)))
    size = tuple(round(float(side) / 72 * 25.4) for side in (sheet.pages[0].mediabox.width, sheet.pages[0].mediabox.height))
    assert (len(sheet.pages), size) == (1, (420, 297))


def test_the_hours_of_this_day_by_keyboard_and_by_dragging(office, live_server, estate):
    """At midnight nobody was on post, at nine somebody was; the page says that it is not now, and one press returns to it."""
    noon_at(estate)
    gate = place(estate, "gate", "南门")
    published(estate)
    with view.entered(estate.here):
        places.draw_place(gate, shape={"type": "point", "points": [[100, 0]]}, by=SYSTEM)
        post = people.define_post(estate.here, name="南门岗", role="guard", place=gate, people_per_shift=1, by=SYSTEM)
        guard = estate.account("chen", "guard").person
        Presence.objects.create(scope=estate.here, post=post, person=guard, since_at=clock.now() - timedelta(hours=5), until_at=clock.now() - timedelta(hours=2))
    office.goto(f"{live_server.url}/site-plan/")
    ready(office)
    slider = office.locator("[data-plan-hours] input[type=range]")
    slider.focus()
    office.keyboard.press("Home")
    office.wait_for_url("**/site-plan/?minute=0")
    assert "00:00" in office.locator("[data-plan-hours] [role=status]").inner_text()
    assert office.locator("text=chen某").count() == 0
    ready(office)
    box = slider.bounding_box()
    office.mouse.move(box["x"] + 4, box["y"] + box["height"] / 2)
    office.mouse.down()
    office.mouse.move(box["x"] + box["width"] * 0.75, box["y"] + box["height"] / 2, steps=5)
    office.mouse.up()
    office.wait_for_url(lambda address: "minute=" in address and "minute=0" not in address)
    ready(office)
    assert "不是现在" in office.locator("[data-plan-hours] [role=status]").inner_text()
    assert "chen某" in office.locator("#plan-things").inner_text()
    office.locator("[data-plan-now]").click()
    office.wait_for_url("**/site-plan/")
    assert office.locator("[data-plan-hours] [role=status]").count() == 0


def noon_at(estate) -> None:
    """Move the community to where it is between twelve and one now, so that this day has hours to look back on."""
    Scope.objects.filter(pk=estate.here.pk).update(zone=f"Etc/GMT{clock.now().hour - 12:+d}")
    estate.here.refresh_from_db()


def test_the_plan_fits_a_phone(phone_page, live_server, estate):
    published(estate)
    page = sign_in(phone_page, live_server.url, estate.manager)
    for address in ("/site-plan/", "/site-plan/edit/", "/site-plan/coverage/"):
        page.goto(live_server.url + address)
        ready(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, address
