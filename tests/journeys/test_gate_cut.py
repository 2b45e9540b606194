"""The gate desk when the server is gone: it says so and who decides, goes on in the guard's page, and what was entered there stands on the desk afterwards."""

from __future__ import annotations

import pytest

from anju.domains.access import actions as access
from anju.domains.access.models import Visit
from anju.domains.places.models import Place
from anju.kernel import scope as view
from anju.kernel.actors import Actor
from anju.surfaces.phone.tests.conftest import account_in, company, garden, guard  # noqa: F401
from tests.pages import sign_in, until

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SYSTEM = Actor.system("test")


@pytest.fixture
def home(garden):  # noqa: F811
    """A gate with a lane, and a dwelling that a guard finds by its numbers."""
    with view.entered(garden):
        root = Place.objects.filter(scope=garden, kind="community").first() or Place.objects.create(scope=garden, kind="community", code="0", name=garden.name, path="r/", ordering="r")
        gate = Place.objects.create(scope=garden, kind="gate", code="S", name="南门", full_name="南门", parent=root, path=f"{root.path}s/", ordering="s")
        made = Place.objects.create(scope=garden, kind="dwelling", code="1502", name="1502", full_name="3栋2单元1502", parent=root, path=f"{root.path}h/", ordering="h")
        access.add_lane(garden, name="南门人行", place=gate, by=SYSTEM)
    return made


def test_the_desk_goes_on_without_the_server_and_says_who_decides(phone_page, live_server, guard, home):  # noqa: F811
    page = phone_page
    sign_in(page, live_server.url, guard.account)
    page.goto(f"{live_server.url}/gate/")
    page.wait_for_selector("[data-desk-ready]:not([hidden])")
    assert page.get_by_text("本通道由 服务器 判断；断网或服务器停机时：纸质名单。").is_visible()
    until(page, lambda: page.evaluate("navigator.serviceWorker.getRegistrations().then((all) => all.filter((one) => one.active).length === 2)"))
    page.context.set_offline(True)
    page.wait_for_selector("[data-desk-offline]:not([hidden])")
    assert page.get_by_text("服务器无应答：本页现在不作判断，在此输入的内容不会保存。").is_visible()
    page.goto(f"{live_server.url}/gate/")
    page.wait_for_selector("[data-page=gate]:not([hidden]) [data-gate-form]:not([hidden])")
    assert page.url.endswith("/guard/#gate")
    page.get_by_text("本页不作判断。各通道此刻由谁判断").click()
    assert page.locator("[data-gate-ways]").inner_text() == "南门人行: 纸质名单"
    page.locator("[data-gate-form] [name=name]").fill("陈女士")
    page.locator("[data-gate-form] [name=home]").fill("3-2-1502")
    page.locator("[data-gate-form] [name=identity]").fill("11010519491231002X")
    page.locator("[data-gate-form] [name=reason]").fill("探亲")
    page.get_by_role("button", name="登记").first.click()
    until(page, lambda: page.locator("[data-gate-told]").inner_text() != "")
    assert Visit.everywhere.count() == 0
    page.context.set_offline(False)
    until(page, lambda: Visit.everywhere.count() == 1)
    page.goto(f"{live_server.url}/gate/")
    page.wait_for_selector("#waiting article:has-text('陈')")
    assert page.url.endswith("/gate/")
