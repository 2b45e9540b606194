"""Circulars on breaches, and results of appraisal handed to an authority and published."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from anju.domains.cases.tests.conftest import Team
from anju.domains.plans import actions
from anju.domains.scores import actions as scores
from anju.domains.scores.tests import conftest as scoring
from anju.kernel import clock
from anju.kernel.models import Entry

from .conftest import done
from .test_kinds import at, parts_of, said, tables
from .test_way import refused


@pytest.fixture
def field(desk):
    return scoring.Field(desk.where, Team(desk.where))


@pytest.mark.clause("002-658")
def test_breaches_are_made_known_periodically(desk, field):
    """Periodic, here each month: the breaches of physicians booked in it, with names masked, handed in and published; the notice record stays."""
    scheme = field.adopted("physician-points")
    terms = {"kind": "breaches", "receiver": "各定点医疗机构", "due_days": 5}
    done(actions.set_report_terms(desk.where, **terms, by=desk("project_manager")))
    hospital = done(
        scores.register_subject(desk.where, kind="institution", code="h1", title="一院", answerable=field.team.person("院长"), by=field.manager)
    )
    doctor = done(
        scores.register_subject(desk.where, kind="person", code="d1", name="刘医生", person=field.team.person("d1"), licence="ZY1", by=field.manager)
    )
    done(scores.enrol_subject(doctor, scheme=scheme, conditions_met=scheme.conditions, by=field.manager))
    done(scores.file_subject(doctor, institution=hospital, body="县医保中心", by=field.manager))
    for day, points in ((9, -4), (20, -2)):
        with clock.frozen(at(2026, 7, day, 2)):
            done(scores.book_points(doctor, scheme=scheme, points=Decimal(points), reason="重复开药", by=field.inspector))
    with clock.frozen(at(2026, 8, 3, 2)):
        report = desk.gathered(desk.draft("breaches", date(2026, 7, 1)))
        assert said(parts_of(report, "breaches")) == ["本期违规记分 2 笔。"]
        (rows,) = tables(parts_of(report, "breaches")).values()
        assert [(row[0], row[1], row[3], row[4]) for row in rows] == [
            ("2026-07-09", "刘*生", "重复开药", "-4"), ("2026-07-20", "刘*生", "重复开药", "-2"),
        ]  # fmt: skip
        assert refused(actions.send_report(report, by=desk("security_manager"))) == "plans.section_unwritten"
        done(actions.write_text(report, section="demands", text="各机构自查", by=desk("security_manager")))
        report = done(actions.send_report(report, by=desk("security_manager")))
        report = done(actions.approve_report(report, by=desk("project_manager")))
        report = done(actions.submit_report(report, by=desk("security_manager")))
        report = done(actions.publish_report(report, where="公示栏", by=desk("project_manager")))
        notice = Entry.objects.get(name="plans.report_submitted")
        assert (notice.payload["kind"], notice.payload["first_on"], report.receiver, report.published_where) == ("breaches", "2026-07-01", "各定点医疗机构", "公示栏")
    with clock.frozen(at(2026, 9, 3, 2)):
        assert said(parts_of(desk.gathered(desk.draft("breaches", date(2026, 8, 1))), "breaches")) == ["本期没有违规记分。"]


@pytest.mark.clause("002-112", "004-159")
def test_results_go_to_the_authority_and_onto_its_site(desk, field):
    """Yearly: the published results, handed to the authority with its receipt, and where and when they were published."""
    scheme = field.active(period="month")
    squads = [field.subject(scheme, code, title=f"{code}班") for code in ("甲", "乙")]
    with clock.frozen(at(2026, 7, 10, 2)):
        round_ = done(scores.open_round(scheme, by=field.manager))
        for squad, found in zip(squads, (1, 5), strict=True):
            field.sheet(round_, squad, order=found)
    field.freeze(round_)
    with clock.frozen(at(2027, 1, 6, 2)):
        report = desk.gathered(desk.draft("appraisal", date(2026, 12, 31)))
        rows = next(iter(tables(parts_of(report, "results")).values()))
        assert [row[:3] for row in rows] == [["1", "甲班", "99"], ["2", "乙班", "95"]]
        report = done(actions.send_report(report, by=desk("security_manager")))
        report = done(actions.approve_report(report, by=desk("project_manager")))
        assert refused(actions.publish_report(report, where="沈阳房产信息网", by=desk("project_manager"))) == "plans.published_too_early"
        report = done(actions.submit_report(report, by=desk("security_manager")))
        assert report.receiver == "房产主管部门"
        report = done(actions.record_receipt(report, received_by="市房产局", receipt="沈房收 2027-3", by=desk("street_office")))
        assert refused(actions.publish_report(report, where=" ", by=desk("project_manager"))) == "plans.published_nowhere"
        report = done(actions.publish_report(report, where="沈阳房产信息网", by=desk("project_manager")))
        assert (report.receipt, report.receipt_grade, report.published_where, report.published_at) == ("沈房收 2027-3", "A", "沈阳房产信息网", clock.now())
