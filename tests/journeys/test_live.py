"""Live equals full: after an action, the page patched in the parts its event names equals the page loaded anew, for two viewers of different rights."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable

import pytest
import uvicorn
from django.db import connections

from anju.domains.cases import actions as cases
from anju.domains.cases.models import Case
from anju.domains.duties import actions as duties
from anju.domains.duties import jobs
from anju.domains.duties.models import Occurrence
from anju.kernel import scope
from anju.surfaces.office.screens.tests.conftest import SYSTEM, Estate
from tests.pages import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PARTS = "[...document.querySelectorAll('[data-fragment]')].map(one => one.id + ': ' + one.innerText.replace(/\\s+/g, ' '))"


@pytest.fixture
def address():
    """The whole product, pages and live push, on a port of its own, without its background threads."""
    from anju.project.asgi import application

    free = socket.socket()
    free.bind(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(application, lifespan="off", log_level="warning"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [free]}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{free.getsockname()[1]}"
    server.should_exit = True
    thread.join(timeout=20)
    connections.close_all()


@pytest.fixture
def estate(client, transactional_db) -> Estate:
    return Estate(client)


def viewer(browser, address: str, account):
    """A page of somebody who is signed in."""
    page = browser.new_context(locale="zh-CN", viewport={"width": 1280, "height": 900}, timezone_id="Asia/Shanghai").new_page()
    return sign_in(page, address, account)


def case_of(estate: Estate, title: str) -> Case:
    return cases.open_case(estate.here, kind="repair", title=title, by=SYSTEM)


def open_slot(estate: Estate) -> Occurrence:
    duty = duties.create_duty(estate.here, title="灭火器检查", role="guard", schedule={"count": 1, "period": "P1D"}, by=SYSTEM)
    jobs.plan_ahead(estate.here)
    jobs.close_due(estate.here)
    return Occurrence.objects.filter(duty=duty, state="open").get()


def the_list(estate: Estate) -> tuple[str, Callable, str]:
    return "/cases/", lambda: case_of(estate, "3栋电梯困人"), "3栋电梯困人"


def the_record(estate: Estate) -> tuple[str, Callable, str]:
    case, engineer = case_of(estate, "路灯不亮"), estate.account("engineer", "engineer").person
    return f"/cases/{case.pk}/", lambda: cases.assign_case(case, owner=engineer, by=SYSTEM), "责任人 e"


def the_first_page(estate: Estate) -> tuple[str, Callable, str]:
    slot = open_slot(estate)
    person = estate.person("王勇")
    return "/", lambda: duties.perform_duty(slot, person=person, by=SYSTEM), ""


def settled(page, *, other_than: list[str] | None = None) -> list[str]:
    """The live parts of the page once nothing has moved in them for half a second; with `other_than`, once they have changed."""
    parts, since = page.evaluate(PARTS), 0
    for _attempt in range(150):
        page.wait_for_timeout(100)
        now = page.evaluate(PARTS)
        parts, since = now, since + 1 if now == parts else 0
        if since >= 5 and now != other_than:
            return now
    raise AssertionError(f"the page did not settle: {parts}")


@pytest.mark.parametrize("stage", [the_list, the_record, the_first_page])
def test_the_patched_page_equals_the_page_loaded_anew(browser, address, estate, stage):
    with scope.entered(estate.here):
        path, act, shown = stage(estate)
        viewers = [viewer(browser, address, estate.manager), viewer(browser, address, estate.account("guard", "guard"))]
        for page in viewers:
            with page.expect_response(lambda answer: "/live?" in answer.url):
                page.goto(address + path)
        before = [settled(page) for page in viewers]
        act()
    for page, earlier in zip(viewers, before, strict=True):
        patched = settled(page, other_than=earlier)
        page.reload()
        assert patched == settled(page)
        assert shown in " ".join(patched), patched
    assert before[0] != before[1] or path != "/"
    for page in viewers:
        page.context.close()
