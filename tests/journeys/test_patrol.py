"""A guard walks a round at 390 px with the network off and reports a broken lamp; back online, the office has the order and the round's proof."""

from __future__ import annotations

from datetime import timedelta

import pytest

from anju.domains.cases.models import Case, Evidence
from anju.domains.patrol import actions
from anju.domains.patrol.models import Round, RoundPoint, Scan
from anju.domains.people import actions as people
from anju.domains.people.models import Presence
from anju.domains.places import actions as places
from anju.kernel import clock
from anju.kernel import scope as view
from anju.kernel.actors import Actor
from anju.surfaces.phone.tests.conftest import SYSTEM, account_in, company, garden, guard, picture  # noqa: F401
from tests.pages import sign_in, until

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def round_now(garden, guard):  # noqa: F811
    """A round of two points that begins now, for the post on which the guard stands."""
    with view.entered(garden):
        lobby = places.add_place(garden, kind="building", code="1", name="1栋", by=SYSTEM)
        post = people.define_post(garden, name="巡逻一岗", role="guard", by=SYSTEM)
        now = clock.now()
        people.assign_post(post, person=guard.account.person, start_at=now - timedelta(hours=1), end_at=now + timedelta(hours=6), by=SYSTEM)
        assert isinstance(people.take_post(post, person=guard.account.person, by=SYSTEM), Presence)
        for code, name in (("C-01", "大堂"), ("C-02", "路灯杆")):
            actions.add_checkpoint(garden, code=code, name=name, place=lobby, focus="charging" if code == "C-01" else "perimeter", by=SYSTEM)
        route = actions.add_route(garden, code="R1", name="一号线", by=SYSTEM)
        actions.publish_route(route, points=["C-01 1", "C-02 2"], by=SYSTEM)
        route.refresh_from_db()
        return actions.add_round(garden, route=route, kind="fixed", post=post, by=SYSTEM)


@pytest.mark.clause("001-042")
def test_a_round_is_walked_offline_and_its_proof_and_order_arrive_once(phone_page, live_server, guard, garden, account_in, round_now):  # noqa: F811
    page = phone_page
    page.on("dialog", lambda dialog: dialog.accept(dialog.default_value))
    sign_in(page, live_server.url, guard.account)
    page.goto(f"{live_server.url}/guard/#round")
    page.wait_for_selector("[data-begin]")
    until(page, lambda: page.evaluate("navigator.serviceWorker.ready.then(() => navigator.serviceWorker.controller !== null)"))
    page.context.set_offline(True)
    page.locator("[data-begin]").click()
    page.wait_for_selector("[data-next='C-01']")
    page.get_by_role("button", name="输入编号").click()
    page.locator("[data-all-fine]").click()
    page.wait_for_selector("[data-next='C-02']")
    page.get_by_role("button", name="输入编号").click()
    page.wait_for_selector("[data-scanned]:has-text('手工输码')")
    page.locator("input[name=lighting][value=fault]").check()
    assert page.locator("[data-all-fine]").is_disabled(), "what was marked faulty is not fine by a slip of the thumb"
    page.locator("[data-faults]").click()
    page.wait_for_selector("[role=alert]:has-text('还差一张照片')")
    page.locator("[data-fault-photo]").set_input_files({"name": "lamp.jpg", "mimeType": "image/jpeg", "buffer": picture(2, 600)})
    page.locator("[data-page=point] [name=note]").fill("路灯不亮")
    page.locator("[data-faults]").click()
    page.wait_for_selector("[data-record]")
    assert page.locator("[data-record] [name=problems]").input_value().endswith("公共照明和路灯"), "what was found stands there already"
    page.locator("[data-record] [name=problems]").fill("路灯不亮，已报修")
    page.locator("[data-record] button").click()
    page.wait_for_selector("[data-page=day]:not([hidden])")  # the record is on the phone
    page.wait_for_selector("[data-status]:has-text('离线')")
    page.reload()
    page.wait_for_selector("[data-page=day]:not([hidden])")
    assert (Scan.everywhere.count(), Case.everywhere.count(), Round.everywhere.get().state) == (0, 0, "planned")
    page.context.set_offline(False)
    until(page, lambda: Round.everywhere.get().state == "finished")
    done, order = Round.everywhere.get(), Case.everywhere.get()
    assert (done.visited_count, done.point_count, done.grade, done.problems) == (2, 2, "C", "路灯不亮，已报修")
    assert (order.kind, order.category, order.title, Evidence.everywhere.filter(case=order).count()) == ("repair", "power", "路灯不亮", 1)
    assert list(RoundPoint.everywhere.order_by("position").values_list("state", "scan__way")) == [("done", "typed")] * 2
    page.reload()
    page.wait_for_selector("[data-page=day]:not([hidden])")
    assert (Scan.everywhere.count(), Case.everywhere.count()) == (2, 1), "sent once, whatever the page does"
    leader = account_in(garden, "leader", "squad_leader")
    assert Actor.of(leader).person
    sign_in(page, live_server.url, leader)
    page.goto(f"{live_server.url}/patrol-board/")
    page.wait_for_selector(f"a[href*='{done.pk}']:has-text('一号线')")
    page.goto(f"{live_server.url}/patrol_rounds/{done.pk}/tab/findings/")
    page.wait_for_selector(f"text={order.number}")
