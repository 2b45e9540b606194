"""The report on a violation as a paper: what stands on it, from where it is reached, who may read it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from anju.domains.notices import actions as notices
from anju.domains.notices.models import BodyReport
from anju.domains.renovation import actions
from anju.domains.renovation.models import Violation
from anju.domains.renovation.queries import fault_choices, rule_against
from anju.domains.renovation.tests.conftest import PICTURE, must, photo
from anju.kernel import files
from anju.kernel import scope as view
from anju.kernel.actors import Actor

from .conftest import THURSDAY, running


def dangerous(estate) -> Violation:
    """A bearing wall is opened: asked to stop, served a notice, stopped and reported to two bodies."""
    with view.entered(estate.here):
        manager, engineer = Actor.of(estate.manager), Actor.of(estate.engineer)
        one = must(actions.report_violation(estate.here, dwelling=estate.home, code="structure", words="客厅承重墙开门洞 <b>", photos=[photo()], by=engineer))
        must(actions.dissuade(one, outcome="refused", words="负责人拒不停工", by=engineer))
        must(actions.serve_notice(one, due_on=date(2026, 3, 8), words="停止施工，恢复承重墙", by=engineer))
        must(actions.order_stop_work(one, words="全部停工待查", by=manager))
        return must(actions.report_to_bodies(one, bodies=["committee", "housing_bureau"], words="拆改承重墙情况报告", file=files.checked(PICTURE + b"signed", name="signed.png"), by=manager))


@pytest.mark.clause("004-284")
def test_the_report_on_paper_says_what_where_when_which_rule_what_was_ordered_and_to_whom(estate):
    project, one = running(estate), dangerous(estate)
    address = f"/renovation/violation/{one.pk}/report/"
    page = estate.client.get(address).content.decode()
    for words in (
        "违规装修情况报告", one.number, one.dwelling.full_name, "2026年3月5日", "客厅承重墙开门洞 &lt;b&gt;", "承重墙和楼板不得拆除、开洞或削弱。", "第五条", "第 1 版", project.number, "美居装饰", "2026年3月8日", "现场劝阻",
        "负责人拒不停工", "停止施工，恢复承重墙", "责令停工", "全部停工待查", "业主委员会", "第四十五条", f"/renovation/violation/{one.pk}/picture/{one.photos[0]}/",
    ):  # fmt: skip
        assert words in page, words
    assert "<b>" not in page
    assert estate.client.get(f"/renovation/violation/{one.pk}/picture/{one.photos[0]}/").status_code == 200
    report = BodyReport.everywhere.get(body="housing_bureau")
    assert estate.client.get(f"/renovation/violation/{one.pk}/picture/{report.file_id}/").status_code == 404, "another file of the house"
    alone = estate.client.get(f"{address}?to=housing_bureau&to=<x>").content.decode()
    assert (report.number in alone, BodyReport.everywhere.get(body="committee").number in alone) == (True, False)


def test_the_report_is_reached_from_the_violation_and_from_each_report_to_a_body(estate):
    running(estate)
    one = dangerous(estate)
    tab = estate.client.get(f"/renovation_violations/{one.pk}/tab/report/").content.decode()
    assert f'href="/renovation/violation/{one.pk}/report/"' in tab
    for report in BodyReport.everywhere.all():
        assert f'href="/body_reports/{report.pk}/"' in tab
        assert f"/renovation/violation/{one.pk}/report/?to={report.body}" in estate.client.get(f"/body_reports/{report.pk}/tab/paper/").content.decode()
    with view.entered(estate.here):
        other = must(notices.owe_report(estate.here, body="committee", title="月报", due_at=THURSDAY + timedelta(days=3), basis_label=one.number, by=Actor.of(estate.manager)))
    assert "/report/" not in estate.client.get(f"/body_reports/{other.pk}/tab/paper/").content.decode()


def test_who_reads_the_reports_of_bodies_reads_the_paper_and_nobody_else(estate):
    running(estate)
    one = dangerous(estate)
    with view.entered(estate.here):
        unreported = must(actions.report_violation(estate.here, dwelling=estate.other, code="noise", words="电钻", by=Actor.of(estate.engineer)))
    for name, role, where, seen in (("ye", "committee_member", estate.here, 200), ("far", "project_manager", estate.elsewhere, 404), ("zhang", "cleaner", estate.here, 404)):
        estate.client.force_login(estate.account(name, role, where))
        assert estate.client.get(f"/renovation/violation/{one.pk}/report/").status_code == seen, name
        assert estate.client.get(f"/renovation/violation/{unreported.pk}/report/").status_code == 404, name
    estate.client.force_login(estate.manager)
    page = estate.client.get(f"/renovation/violation/{unreported.pk}/report/").content.decode()
    for words in ("________________", "第二十六条", "该户没有有效的施工许可证。", "暂无。应先在现场劝阻、制止。"):
        assert words in page, words


def test_no_version_nought_stands_where_no_rulebook_is_in_force(estate):
    with view.entered(estate.here):
        lin = Actor.of(estate.lin)
        project = must(actions.apply_renovation(estate.here, dwelling=estate.home, works=["painting"], company="美居装饰", starts_on=date(2026, 3, 5), ends_on=date(2026, 6, 5), by=lin))
    estate.client.force_login(estate.manager)
    for address in (f"/renovation/{project.pk}/", f"/renovations/{project.pk}/"):
        page = estate.client.get(address).content.decode()
        assert ("第 0 版" in page, "起始规定" in page) == (False, True), address


@pytest.mark.parametrize("code", [code for code, _label in fault_choices()])
def test_every_violation_names_its_rule_and_where_it_stands(code):
    sentence, basis = rule_against(code)
    assert str(sentence).endswith(("。", ".")) and len(str(basis)) > 5
