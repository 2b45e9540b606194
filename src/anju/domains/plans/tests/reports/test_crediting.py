"""A report that is handed in is the proof of the regular work its sentence asks for; whoever owes that work is told."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from anju.domains.duties import actions as duties
from anju.domains.duties import queries as owed
from anju.domains.duties.models import Occurrence, Performance
from anju.domains.notices import actions as notices
from anju.domains.notices.models import Notice, Recipient
from anju.domains.plans import actions, crediting
from anju.domains.plans.models import Clause
from anju.domains.plans.reporting.kinds import asked_for
from anju.kernel import clock
from anju.kernel.models import Entry
from anju.kernel.reactions import registry

from .conftest import SYSTEM, done
from .test_way import refused

LATER = timedelta(hours=1)


def react() -> None:
    """Let the reaction see what was handed in so far, as the background would."""
    one = registry["plans.when_report_submitted_tick_its_duty"]
    for entry in Entry.objects.filter(name__in=one.names).order_by("id"):
        one.handle(entry)


def at(*moment: int) -> datetime:
    return datetime(*moment, tzinfo=UTC)


def handed_in(desk, report, *moment: int):
    report = desk.approved(report)
    with clock.frozen(at(*moment)):
        while Occurrence.objects.filter(look_at__lte=clock.now()).exists():
            done(duties.close_due_occurrences(desk.where, by=SYSTEM))
        report = done(actions.submit_report(report, by=desk("security_manager")))
    with clock.frozen(at(*moment) + LATER):
        react()
    return report


def slot_of_the_quarter() -> Occurrence:
    return Occurrence.objects.select_related("duty").get(duty__category="report", on=date(2026, 9, 30))


def told() -> list[tuple[str, str]]:
    return sorted(Notice.objects.values_list("title", "text"))


@pytest.mark.clause("003-327")
def test_the_quarters_report_proves_the_work_its_sentence_asks_for(quarter, desk):
    """Handed in by the tenth of the next month it is done in time: by who handed it in, vouched for by who approved it, with the report as proof."""
    assert slot_of_the_quarter().state == "open"
    report = handed_in(desk, quarter, 2026, 10, 9, 9)
    slot, entry = slot_of_the_quarter(), Performance.objects.get(occurrence=slot_of_the_quarter())
    assert (slot.state, slot.on_time_count, slot.grade) == ("done", 1, "B")
    assert (entry.person, entry.confirmed_by, entry.device_at) == (desk.person("security_manager"), desk.person("project_manager"), report.submitted_at)
    assert (entry.proof_label, entry.proof_link, entry.is_on_time) == (report.title, f"/reports/{report.pk}/", True)
    assert [record.proof_link for _slot, record in owed.records_of(slot.duty) if record] == [f"/reports/{report.pk}/"]


def test_whoever_owes_it_gets_a_notice_and_signs_for_it(quarter, desk):
    handed_in(desk, quarter, 2026, 10, 9, 9)
    assert told() == [("季度工作总结已报送：2026年第三季度", "2026年第三季度的季度工作总结已于 10-09 17:00 报送，计划要求的这项工作按时完成，以该报告为证。")]
    notice = Notice.objects.get()
    assert notice.basis_link == f"/plans/clauses/{Clause.objects.get(duty=slot_of_the_quarter().duty).pk}/" and notice.answers == ["known"]
    receipt = Recipient.objects.get(notice=notice)
    assert (receipt.person, receipt.read_at) == (desk.person("security_manager"), None)
    with clock.frozen(at(2026, 10, 10)):
        done(notices.read_notice(notice, answer="known", by=desk("security_manager")))
    receipt.refresh_from_db()
    assert (receipt.read_at, receipt.answer) == (at(2026, 10, 10), "known")


def test_a_second_look_at_the_event_changes_nothing(quarter, desk):
    handed_in(desk, quarter, 2026, 10, 9, 9)
    with clock.frozen(at(2026, 10, 9, 10)):
        react()
    assert (Performance.objects.filter(occurrence=slot_of_the_quarter()).count(), Notice.objects.count()) == (1, 1)


def test_after_the_deadline_it_counts_as_done_late(quarter, desk):
    handed_in(desk, quarter, 2026, 10, 12, 9)
    slot = slot_of_the_quarter()
    assert (slot.state, slot.on_time_count, slot.done_count) == ("done_late", 0, 1)
    assert "记为逾期完成" in Notice.objects.get().text


def test_what_can_no_longer_be_made_up_stays_missed_and_says_so(quarter, desk):
    handed_in(desk, quarter, 2026, 11, 20, 9)
    slot = slot_of_the_quarter()
    assert (slot.state, slot.done_count, Performance.objects.filter(occurrence=slot).count()) == ("missed", 0, 0)
    assert "补做期限已过" in Notice.objects.get().text


def test_it_goes_to_the_person_the_work_was_given_to(quarter, desk):
    deputy = desk.person("team_leader")
    done(duties.reassign_occurrence(slot_of_the_quarter(), person=deputy, by=desk("project_manager")))
    handed_in(desk, quarter, 2026, 10, 9, 9)
    assert set(Recipient.objects.values_list("person__name", flat=True)) == {deputy.name, desk.person("security_manager").name}


def test_another_kind_of_report_proves_nothing(quarter, desk):
    month = desk.approved(desk.draft("month", date(2026, 9, 1)))
    done(actions.submit_report(month, by=desk("security_manager")))
    react()
    assert (slot_of_the_quarter().state, Notice.objects.count(), Performance.objects.filter(occurrence=slot_of_the_quarter()).count()) == ("open", 0, 0)


def test_work_that_was_excused_or_done_by_hand_is_left_alone(quarter, desk):
    done(duties.excuse_occurrence(slot_of_the_quarter(), reason="总部统一编写", by=desk("project_manager")))
    handed_in(desk, quarter, 2026, 10, 9, 9)
    assert (slot_of_the_quarter().state, Notice.objects.count()) == ("excused", 0)


def test_only_the_product_itself_enters_work_as_proven(quarter, desk):
    slot = slot_of_the_quarter()
    given = {"proof_label": "报告", "proof_link": "/reports/x/", "person": desk.person("security_manager")}
    assert refused(duties.prove_duty(slot, by=desk("project_manager"), **given)) == "kernel.not_permitted"
    assert refused(duties.prove_duty(slot, at=at(2026, 6, 1), by=SYSTEM, **given)) == "duties.not_open_yet"
    assert (slot_of_the_quarter().state, Performance.objects.filter(occurrence=slot).count()) == ("open", 0)
    made = done(duties.prove_duty(slot, second=given["person"], by=SYSTEM, **given))
    assert (made.grade, made.confirmed_by) == ("C", None)
    assert refused(duties.prove_duty(slot, by=SYSTEM, **given)) == "duties.already_done"


@pytest.mark.parametrize(
    ("text", "period", "kind"),
    [
        ("每季度提交工作总结报告", "P3M", "quarter"),
        ("每年进行一次全面评估，形成年度总结报告", "P1Y", "year"),
        ("每年公布考评结果", "P1Y", "appraisal"),
        ("每月报送入住情况", "P1M", "occupancy"),
        ("每半年召开一次总结会议", "P6M", None),
        ("每季度向派出所报送治安情况", "P3M", None),
        ("每周报送一次小结", "P3M", "quarter"),
    ],
)
def test_which_report_a_sentence_asks_for(text, period, kind):
    found = asked_for(text, period)
    assert (found.code if found else None) == kind


def test_a_report_follows_its_period_unless_the_sentence_names_a_day(desk):
    text = "保安部2026年度工作计划\n一、报告\n1. 保安经理每季度提交工作总结报告。\n2. 12月20日前完成年度总结，并提出下一年度工作计划。\n3. 每季度检查一次灭火器。\n"
    (plan,) = actions.take_in(desk.where, text.encode(), name="计划.txt", year=2026, by=SYSTEM)
    for clause in Clause.objects.filter(plan=plan).exclude(doubts=[]):
        done(actions.accept_clause(clause, revision=clause.revision, by=SYSTEM))
    done(actions.confirm_all(plan, by=SYSTEM))
    done(actions.set_report_terms(desk.where, kind="quarter", due_days=5, by=desk("project_manager")))
    done(actions.bring_to_life(plan, by=SYSTEM))
    made = Clause.objects.filter(plan=plan).exclude(duty=None).order_by("position").values_list("duty__category", "duty__grace_minutes", "duty__make_up_hours")
    assert list(made) == [("report", (4 * 24 + 18) * 60, 35 * 24), ("report", 0, 50 * 24), ("check", 0, 168)]


def test_a_sentence_that_asks_for_two_reports_has_each_proven_by_its_own(quarter, desk):
    text = "保安部2026年度工作计划\n一、报告\n1. 保安经理每月提交工作小结报告，每季度提交工作总结报告。\n"
    (plan,) = actions.take_in(desk.where, text.encode(), name="计划.txt", year=2026, by=SYSTEM)
    for clause in Clause.objects.filter(plan=plan).exclude(doubts=[]):
        done(actions.accept_clause(clause, revision=clause.revision, by=SYSTEM))
    done(actions.confirm_all(plan, by=SYSTEM))
    done(actions.bring_to_life(plan, by=SYSTEM))
    clause = Clause.objects.filter(plan=plan).exclude(duty=None).get()
    quarterly = clause.further.get().duty
    assert (clause.duty.promise.period, quarterly.promise.period) == ("P1M", "P3M")
    assert [duty for asking, duty in crediting.asking(quarter) if asking == clause] == [quarterly]
