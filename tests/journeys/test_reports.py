"""A report in a browser: seen with its footnotes, explained, written, sent, approved by somebody else, handed in, and taken away as Word and PDF."""

from __future__ import annotations

from datetime import timedelta

import pytest

from anju.domains.duties import actions as duties
from anju.domains.duties.models import Duty
from anju.domains.measures import folding
from anju.domains.plans import actions, jobs
from anju.domains.plans.models import Plan, Report
from anju.domains.plans.rules import period_of, previous_of
from anju.kernel import clock
from anju.kernel import scope as view
from anju.kernel.actors import Actor
from anju.kernel.models import Entry
from anju.kernel.reactions import registry
from anju.surfaces.office.plans.tests.conftest import TEXT, Office
from tests.pages import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SYSTEM = Actor.system("test")


@pytest.fixture
def office(client, transactional_db) -> Office:
    """The plan, in force since the first day of last month, asks for a report every month."""
    made = Office(client)
    first, _last = previous_of("month", period_of("month", clock.today(made.here))[0])
    start, _end = clock.day_bounds(made.here, first)
    with clock.frozen(start), view.entered(made.here):
        made.in_force(made.plan(f"{TEXT}四、报告\n1. 保安经理每月提交工作总结报告。\n"))
        duties.plan_occurrences(Duty.objects.get(category="report"), until_on=first + timedelta(days=40), by=SYSTEM)
    return made


@pytest.fixture
def report(office) -> Report:
    """Last month's report, drafted."""
    with view.entered(office.here):
        folding.catch_up_fully(office.here)
        first, _last = previous_of("month", period_of("month", clock.today(office.here))[0])
        return actions.draft_report(office.here, kind="month", on=first + timedelta(days=3), by=SYSTEM)


def test_a_report_from_draft_to_paper(browser_page, live_server, office, report):
    page, address = browser_page, f"{live_server.url}/reports/{report.pk}/"
    sign_in(page, live_server.url, office.manager)
    page.goto(address)
    page.locator("#section-execution sup a").first.click()
    assert page.locator("li:target").count() == 1
    page.locator("#gaps input[name=reason]").first.fill("问卷在下月发放")
    page.get_by_role("button", name="说明缺数原因").first.click()
    section = page.locator("#section-improvements")
    section.locator("summary", has_text="编写文字").click()
    section.locator("textarea").fill("逐条整改，专人负责。")
    section.get_by_role("button", name="保存文字").click()
    page.get_by_role("button", name="生成并送审").click()
    page.wait_for_selector(".state-yellow >> text=待审核")
    assert page.get_by_role("button", name="审核通过").count() == 0
    sign_in(page, live_server.url, office.account("zhao", "security_manager"))
    page.goto(address)
    page.get_by_role("button", name="审核通过").click()
    page.locator("#next input[name=receiver]").fill("公司总部")
    page.get_by_role("button", name="报送报告").click()
    page.wait_for_selector("#next >> text=公司总部")
    page.get_by_role("button", name="生成 Word 和 PDF").click()
    page.wait_for_selector("#papers progress")
    with view.entered(office.here):
        jobs.print_report.call(str(report.pk))
    with page.expect_download() as downloading:
        page.get_by_role("link", name="下载 PDF").click()
    assert downloading.value.suggested_filename.endswith("工作月报.pdf")
    assert Report.everywhere.get().state == "submitted"


def test_the_sentence_that_asks_for_a_report_is_proven_by_it(browser_page, live_server, office, report):
    """Handed in, it stands as evidence on the sentence's page, one click away."""
    page = browser_page
    sign_in(page, live_server.url, office.manager)
    with view.entered(office.here):
        actions.gather(report, by=SYSTEM)
        Report.objects.filter(pk=report.pk).update(state="approved")
        manager = Actor.of(office.manager)
        assert actions.submit_report(Report.objects.get(), by=manager).state == "submitted"
        for entry in Entry.objects.filter(name="plans.report_submitted"):
            registry["plans.when_report_submitted_tick_its_duty"].handle(entry)
    page.goto(f"{live_server.url}/plans/clauses/{office.sentence(Plan.everywhere.get(), '工作总结').pk}/")
    page.locator(f".timeline a[href='/reports/{report.pk}/']").click()
    page.wait_for_url(f"**/reports/{report.pk}/")


@pytest.mark.parametrize("address", ["/reports/", "/kpis/", "/reports/{report}/"])
def test_the_pages_fit_a_phone(browser_page, live_server, office, report, address):
    sign_in(browser_page, live_server.url, office.manager)
    browser_page.set_viewport_size({"width": 390, "height": 844})
    browser_page.goto(live_server.url + address.format(report=report.pk))
    assert browser_page.evaluate("document.documentElement.scrollWidth <= innerWidth")
