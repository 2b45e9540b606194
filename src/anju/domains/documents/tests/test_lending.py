"""Confidentiality and borrowing: who sees what, for what purpose, with whose yes, and when it comes back."""

from __future__ import annotations

from datetime import timedelta

import pytest

from anju.domains.documents import actions, queries, schedule, seeing
from anju.domains.documents.models import DocumentClass, DocumentFile, Loan, Look
from anju.kernel import clock, files
from anju.kernel.actors import Actor
from anju.kernel.models import Entry

from .conftest import START, TODAY, filed, photo, upload

DAY = timedelta(days=1)


@pytest.fixture
def contract(community, desk, loaded):
    """A contract of which one original lies in cabinet A."""
    return filed(community, loaded["HT"], "物业服务合同", desk, cabinet="A", box="1")


@pytest.fixture
def secret(community, manager, loaded, team):
    """A file on somebody of the staff: confidential, for the two managers."""
    return filed(community, loaded["RS"], "李明 资格材料", manager, person=team.person("李明"), file=upload("secret"))


def file_of(document) -> files.File:
    return queries.files_of(document).get().file


@pytest.mark.clause("004-113", "002-597")
def test_levels_decide_who_reads_and_each_view_of_a_closed_file_is_logged(community, manager, team, secret):
    actions.load_classes(community, template="kindergarten", by=manager)
    child = filed(community, DocumentClass.objects.get(code="GC"), "观察记录 小明", manager)
    assert (secret.shown_title, child.shown_title) == ("人员档案", "幼儿观察记录"), "no name stands in a list"
    desk, auditor, guard = team("前台小周", "front_desk"), team("审计员", "auditor"), team("陈刚", "guard")
    for actor in (desk, auditor, guard):
        assert seeing.may_read(actor, secret).code == "documents.not_for_you"
        assert actions.open_document(secret, purpose="看看", by=actor).code == "documents.not_for_you"
        assert (seeing.shows_record(actor, secret), seeing.shows_record(actor, child)) == (True, False)
        assert not files.may_view(file_of(secret), actor)
    assert actions.open_document(secret, purpose=" ", by=manager).code == "documents.purpose_needed"
    assert not files.may_view(file_of(secret), manager), "no purpose was stated yet"
    assert Look.objects.count() == 0
    actions.open_document(secret, purpose="办理续签", by=manager)
    assert files.may_view(file_of(secret), manager)
    with clock.frozen(START + timedelta(minutes=16)):
        assert not files.may_view(file_of(secret), manager)
    actions.open_document(child, purpose="家长面谈", by=manager)
    seen = queries.looks_between(community, START, START + DAY).order_by("pk").values_list("document__number", "person__name", "purpose")
    assert list(seen) == [(secret.number, "赵敏", "办理续签"), (child.number, "赵敏", "家长面谈")]
    told = Entry.objects.filter(name="documents.document_opened")
    assert [one.payload["level"] for one in told.order_by("id")] == ["confidential", "strict"]


def test_open_and_internal_documents_need_no_purpose(community, team, desk, contract, loaded):
    guard, auditor = team("陈刚", "guard"), team("审计员", "auditor")
    law = filed(community, loaded["FG"], "物业管理条例", desk)
    assert seeing.may_open(guard, law, START) is None
    assert seeing.may_open(guard, contract, START).code == "documents.not_for_you"
    assert seeing.may_open(auditor, contract, START) is None
    assert seeing.may_open(Actor.system("x"), contract, START) is None
    assert files.may_view(file_of(law), guard)
    assert not files.may_view(file_of(contract), team("住户", "resident"))


@pytest.mark.clause("004-113")
def test_who_may_not_see_it_asks_and_reads_until_the_day(community, team, manager, secret):
    desk = team("前台小周", "front_desk")
    loan = actions.ask_loan(secret, kind="consult", purpose="核对证件", due_on=TODAY + 2 * DAY, by=desk)
    assert (loan.number, loan.state, seeing.may_read(desk, secret).code) == ("JY2026-0001", "asked", "documents.not_for_you")
    own = team("前台小周", "front_desk", "security_manager")
    assert actions.approve_loan(loan, by=own).code == "documents.own_loan"
    his = actions.ask_loan(secret, kind="consult", purpose="代为申请", due_on=TODAY + DAY, borrower=team.person("赵敏"), by=desk)
    assert actions.approve_loan(his, by=manager).code == "documents.own_loan", "nor does the borrower for whom somebody else asked"
    loan = actions.approve_loan(loan, by=manager)
    assert (loan.state, str(loan.approved_by), seeing.may_read(desk, secret)) == ("approved", "赵敏", None)
    assert seeing.may_open(desk, secret, START).code == "documents.purpose_needed", "the view is logged for borrowers too"
    actions.open_document(secret, purpose="核对证件", by=desk)
    assert files.may_view(file_of(secret), desk)
    with clock.frozen(START + 3 * DAY):
        assert seeing.may_read(desk, secret).code == "documents.not_for_you"
    actions.return_loan(loan, condition="电子查阅", by=manager)
    assert seeing.may_read(desk, secret).code == "documents.not_for_you"


@pytest.mark.clause("004-113")
def test_an_original_goes_out_against_a_signature_and_comes_back_or_is_overdue(community, team, desk, manager, contract):
    engineer, other = team("工程小李", "engineer"), team("张工", "engineer")
    loan = actions.approve_loan(actions.ask_loan(contract, kind="borrow", purpose="年检", due_on=TODAY + 3 * DAY, by=engineer), by=manager)
    second = actions.approve_loan(actions.ask_loan(contract, kind="borrow", purpose="招标", by=other), by=manager)
    assert second.due_on == TODAY + 7 * DAY
    out = actions.hand_out_original(loan, signature=photo(), by=desk)
    assert (out.state, str(out.out_by)) == ("out", "前台小周")
    assert actions.hand_out_original(second, signature=photo(), by=desk).code == "documents.original_out"
    assert actions.hand_out_original(out, signature=photo(), by=desk).code == "documents.not_to_hand_out"
    assert actions.note_loan_late(out, by=Actor.system("x")).code == "documents.not_late"
    with clock.frozen(START + 4 * DAY):
        schedule.note_late(community)
        assert [one.number for one in queries.late_loans(community, on=TODAY + 4 * DAY)] == ["JY2026-0001"]
        late = Loan.objects.get(pk=loan.pk)
        assert late.state == "overdue"
        assert actions.return_loan(late, condition=" ", by=desk).code == "documents.condition_needed"
        back = actions.return_loan(late, condition="12 页，完好", by=desk)
    assert (back.state, back.condition, Entry.objects.latest("id").payload["days_late"]) == ("returned", "12 页，完好", 1)
    assert (str(back.approved_by), str(back.returned_to), back.returned_at) == ("赵敏", "前台小周", START + 4 * DAY)
    assert actions.return_loan(back, condition="x", by=desk).code == "documents.not_out"
    assert actions.hand_out_original(second, signature=photo(), by=desk).state == "out"


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"purpose": " "}, "purpose_needed_loan"), ({"due_on": TODAY + 8 * DAY}, "loan_too_long"), ({"due_on": TODAY - DAY}, "loan_too_long"),
        ({"kind": "borrow", "klass": "DZ"}, "no_original"), ({"borrower": "陈刚"}, "for_yourself"),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_for(community, manager, team, desk, loaded, contract, given, code):
    actions.load_classes(community, template="seven_classes", by=manager)
    document = filed(community, DocumentClass.objects.get(code=given.pop("klass")), "x", desk) if "klass" in given else contract
    if "borrower" in given:
        given["borrower"] = team.person(given["borrower"])
    asked = {"kind": "consult", "purpose": "查", "by": team("工程小李", "engineer"), **given}
    assert actions.ask_loan(document, **asked).code == f"documents.{code}"
    assert Loan.objects.count() == 0


def test_a_request_is_refused_with_a_reason_and_not_asked_twice(community, team, manager, contract):
    engineer = team("工程小李", "engineer")
    loan = actions.ask_loan(contract, kind="copy", purpose="留存", by=engineer)
    assert actions.ask_loan(contract, kind="consult", purpose="再看", by=engineer).code == "documents.asked_already"
    assert actions.refuse_loan(loan, reason=" ", by=manager).code == "documents.reason_needed"
    assert actions.refuse_loan(loan, reason="合同在修订", by=manager).state == "refused"
    assert actions.approve_loan(loan, by=manager).code == "documents.loan_answered"
    assert actions.ask_loan(contract, kind="consult", purpose="再看", by=engineer).state == "asked"


def test_a_loan_is_extended_by_another_person_up_to_the_class_limit(community, team, manager, desk, contract):
    loan = actions.ask_loan(contract, kind="borrow", purpose="核对", due_on=TODAY + DAY, by=desk)
    loan = actions.hand_out_original(actions.approve_loan(loan, by=manager), signature=photo(), by=team("小吴", "front_desk"))
    with clock.frozen(START + 2 * DAY):
        schedule.note_late(community)
        assert actions.extend_loan(loan, until=TODAY + 30 * DAY, by=manager).code == "documents.loan_too_long"
        assert actions.extend_loan(loan, until=TODAY + 5 * DAY, by=Actor("account", person=desk.person, posts=manager.posts)).code == "documents.own_loan"
        longer = actions.extend_loan(loan, until=TODAY + 5 * DAY, by=manager)
    assert (longer.state, longer.due_on, longer.overdue_at) == ("out", TODAY + 5 * DAY, None)


def test_a_class_that_becomes_closed_hides_the_titles_it_holds(community, manager, desk, loaded, contract):
    assert [one.title for one in queries.find(community, "服务合同")] == ["物业服务合同"]
    changed = {"name": "合同", "level": "confidential", "may_see": ["project_manager"], "keep_years": 0}
    actions.change_class(loaded["HT"], by=manager, **changed)
    contract.refresh_from_db()
    assert (contract.shown_title, contract.keep_until_on, queries.find(community, "服务合同")) == ("合同", None, [])
    actions.add_version(contract, file=upload("v2"), note="补充协议", by=desk)
    entry = Entry.objects.latest("id")
    assert (entry.name, DocumentFile.objects.count()) == ("documents.version_added", 2)
    assert "补充协议" not in str(entry.payload)
