"""A load-bearing wall in a browser: sent back on the owner's phone, and stopped on the site by an engineer with a photo."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from anju.domains.people.models import Account, Membership, Ownership
from anju.domains.places.models import Place
from anju.domains.renovation import actions
from anju.domains.renovation.models import Project, Violation
from anju.domains.renovation.tests.conftest import PICTURE, must, photo
from anju.kernel import clock
from anju.kernel import scope as view
from anju.kernel.actors import Actor
from anju.surfaces.office.screens.tests.conftest import Estate
from tests.pages import sign_in, until

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def estate(client, transactional_db) -> Estate:
    """A home with its owner, an engineer, and a rulebook without a deposit."""
    estate = Estate(client)
    estate.dwellings(1)
    person = estate.person("林先生")
    with view.entered(estate.here):
        estate.home = Place.objects.filter(kind="dwelling").order_by("ordering").first()
        book = must(actions.draft_rulebook(estate.here, reason="无押金", basis_label="管理规约", has_deposit=False, by=Actor.of(estate.manager)))
        must(actions.put_rulebook_in_force(book, by=Actor.of(estate.account("chief", "security_manager"))))
    Ownership.everywhere.create(scope=estate.here, dwelling=estate.home, person=person, since_on=date(2020, 1, 1))
    Membership.everywhere.create(scope=estate.here, person=person, role="owner", since_on=date(2020, 1, 1))
    estate.phone = Account.everywhere.create(username="lin", person=person)
    estate.engineer = estate.account("wang", "engineer")
    return estate


def permitted(estate) -> None:
    """What the office does between the plan and the works."""
    with view.entered(estate.here):
        project, desk = Project.objects.get(), Actor.of(estate.account("desk", "front_desk"))
        must(actions.pass_review(project, by=Actor.of(estate.engineer)))
        must(actions.approve_application(project, by=Actor.of(estate.manager)))
        must(actions.sign_agreement(project, agreement=photo(), by=desk))
        must(actions.tell_neighbours(project, by=desk))
        must(actions.issue_permit(project, shutoff="水表井", by=desk))


def test_a_load_bearing_wall_is_sent_back_and_stopped(browser_page, phone_page, live_server, estate):
    phone, desk = sign_in(phone_page, live_server.url, estate.phone), sign_in(browser_page, live_server.url, estate.engineer)
    phone.goto(f"{live_server.url}/resident/renovation/")
    phone.locator("[name=works][value=painting]").check()
    phone.locator("[name=other]").first.fill("打通客厅承重墙")
    phone.locator("[name=company]").fill("美居装饰")
    today = clock.today(estate.here)
    phone.locator("[name=starts_on]").fill(today.isoformat())
    phone.locator("[name=ends_on]").fill((today + timedelta(days=60)).isoformat())
    phone.get_by_role("button", name="提交申请").click()
    phone.wait_for_selector("text=所写内容涉及禁止事项")
    assert phone.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    phone.locator("[name=other]").fill("")
    phone.get_by_role("button", name="重新提交").click()
    phone.get_by_role("button", name="我已阅读并遵守").click()
    until(phone, lambda: Project.everywhere.get().told_at is not None)
    permitted(estate)

    desk.goto(f"{live_server.url}/renovation/")
    desk.get_by_role("link", name="现场巡查").first.click()
    desk.wait_for_selector("[name=photos]")
    for line in desk.locator("fieldset.form-field").all():
        line.locator("[value=ok]").check()
    desk.locator("[name='line.structure'][value=fault]").check()
    desk.locator("[name=photos]").set_input_files({"name": "wall.png", "mimeType": "image/png", "buffer": PICTURE})
    desk.get_by_role("button", name="提交巡查").click()
    desk.wait_for_selector("text=不停水停电")
    assert (Project.everywhere.get().state, Violation.everywhere.get().code) == ("stopped", "structure")
    phone.goto(f"{live_server.url}/resident/renovation/{Project.everywhere.get().pk}/")
    phone.wait_for_selector("text=整改并复查合格后恢复")
