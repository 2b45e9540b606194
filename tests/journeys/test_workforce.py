"""A guard at 390 px leaves for lunch: with somebody standing in nothing is told; without, his leader reads that the post was left."""

from __future__ import annotations

from datetime import timedelta

import pytest

from anju.domains.cases.models import Case
from anju.domains.people import actions as people
from anju.domains.workforce import actions as workforce
from anju.domains.workforce.models import Away, Finding, Relief
from anju.kernel import clock
from anju.kernel import scope as view
from anju.kernel.actors import Actor
from anju.surfaces.phone.tests.conftest import account_in, company, garden  # noqa: F401
from tests.pages import sign_in, until

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SYSTEM = Actor.system("test")


@pytest.fixture
def squad(garden, account_in):  # noqa: F811
    """A gate, a relief pool and a leader, all on post for these hours."""
    accounts = {name: account_in(garden, name, role) for name, role in (("chen", "guard"), ("pool", "guard"), ("leader", "squad_leader"))}
    now = clock.now()
    with view.entered(garden):
        for name, account in accounts.items():
            role = "squad_leader" if name == "leader" else "guard"
            post = people.define_post(garden, name={"chen": "南门岗", "pool": "机动岗", "leader": "班长岗"}[name], role=role, by=SYSTEM)
            people.assign_post(post, person=account.person, start_at=now - timedelta(hours=4), end_at=now + timedelta(hours=4), by=SYSTEM)
            people.take_post(post, person=account.person, by=SYSTEM)
            if name == "pool":
                workforce.set_establishment(post, reason="机动", is_pool=True, by=SYSTEM)
    return accounts


def on_shift(page, live_server, account):
    sign_in(page, live_server.url, account)
    page.goto(f"{live_server.url}/guard/#shift")
    page.wait_for_selector("[data-page=shift]:not([hidden]) .card")
    return page


@pytest.mark.clause("002-024")
def test_lunch_with_a_relief_is_quiet_and_without_one_the_leader_reads_it(phone_page, live_server, squad):
    page = on_shift(phone_page, live_server, squad["pool"])
    page.locator("summary", has_text="替别人的岗").click()
    page.locator("[name=stand-in]").select_option(label="南门岗")
    page.get_by_role("button", name="替岗到位").click()
    until(page, lambda: Relief.everywhere.count() == 1)
    page.reload()
    page.wait_for_selector("text=正在南门岗替某chen")

    page = on_shift(page, live_server, squad["chen"])
    page.wait_for_selector("text=已有人替岗")
    page.get_by_role("button", name="去吃饭 40 分钟").click()
    page.wait_for_selector("[data-shift] button:has-text('返岗')")
    until(page, lambda: Away.everywhere.filter(back_at=None).count() == 1)
    assert Finding.everywhere.count() == 0
    page.get_by_role("button", name="返岗").click()
    until(page, lambda: Away.everywhere.filter(back_at=None).count() == 0)
    assert Relief.everywhere.get().state == "over"

    page.reload()
    page.wait_for_selector("text=暂无人替岗")
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.accept()))
    page.get_by_role("button", name="去吃饭 40 分钟").click()
    until(page, lambda: Finding.everywhere.filter(state="open").count() == 1)
    assert "现在离开将记为脱岗并告知班长" in asked[0]

    page = on_shift(page, live_server, squad["leader"])
    page.wait_for_selector("[data-shift] .state-red:has-text('脱岗')")
    assert "南门岗" in page.locator("[data-shift] .card").first.inner_text()


def test_alone_on_post_silence_calls_for_help(phone_page, live_server, squad):
    phone_page.clock.install()
    page = on_shift(phone_page, live_server, squad["chen"])
    page.clock.fast_forward("29:00")
    assert page.locator("[data-lone]").is_hidden()
    page.clock.fast_forward("01:10")
    page.wait_for_selector("[data-lone]:not([hidden])")
    page.locator("[data-lone-fine]").click()
    page.wait_for_selector("[data-lone]", state="hidden")
    assert Case.everywhere.count() == 0
    page.clock.fast_forward("30:10")
    page.wait_for_selector("[data-lone]:not([hidden])")
    page.clock.fast_forward("01:01")
    page.clock.run_for(2_000)
    until(page, lambda: Case.everywhere.count() == 1)
    assert (Case.everywhere.get().title, Case.everywhere.get().severity) == ("SOS 求助", 1)
