"""Certificates: register, warnings, and the roster that nobody enters without what his post asks for."""

from __future__ import annotations

from datetime import date

import pytest

from anju.domains.notices.models import Notice, Recipient
from anju.domains.training import actions, checking, queries
from anju.domains.training.models import Certificate, CertifiedDay, Finding, Requirement, Support
from anju.kernel import clock, files
from anju.kernel.models import Entry, Scope

from .conftest import DAY, HOUR, START, TODAY, done, refused


@pytest.fixture
def guards_need(desk) -> Requirement:
    return done(actions.require_certificate(desk.where, kind="guard", role="guard", basis_label="持证上岗率达到100%", by=desk.manager))


@pytest.mark.clause("003-225")
def test_the_register_holds_four_kinds_with_number_issue_and_end(desk):
    """Fireman, first aider, fire facility operator and special operation: each by its kind, masked on the screens, one number once."""
    paper = files.checked(b"%PDF-1.4 certificate", name="cert.pdf")
    for kind in ("fireman", "first_aid", "fire_facility", "special_operation"):
        desk.certificate("李建国", kind=kind, expires_on=date(2026, 9, 1), number=f"T2024-{kind}")
    one = done(actions.add_certificate(
        desk.where, person=desk.team.person("李建国"), kind="guard", number="京A-20240110", issued_on=date(2024, 1, 10), issuer="市公安局", file=paper, by=desk.manager,
    ))  # fmt: skip
    rows = {(row.kind, row.number, row.issued_on, row.expires_on) for row in Certificate.objects.exclude(pk=one.pk)}
    assert rows == {(kind, f"T2024-{kind}", date(2024, 1, 10), date(2026, 9, 1)) for kind in ("fireman", "first_aid", "fire_facility", "special_operation")}
    assert (one.expires_on, one.file.owner_id, one.state) == (None, one.pk, "valid")
    assert Certificate._meta.get_field("number").mask(one.number) == "京********0"
    assert "京A-20240110" not in str(Entry.objects.get(name="training.certificate_added", subject_id=one.pk).payload)
    again = actions.add_certificate(desk.where, person=desk.team.person("王磊", "guard"), kind="guard", number="京A-20240110", issued_on=TODAY, by=desk.manager)
    refused(again, "known_number")
    assert Certificate.objects.count() == 5


def test_what_cannot_be_a_certificate_is_refused(desk):
    person, outsider = desk.team.person("李建国", "guard"), desk.team.person("路人甲")
    given = {"person": person, "kind": "guard", "number": "京20240110", "issued_on": TODAY, "by": desk.manager}
    for wrong, code in (
        ({"kind": "pilot"}, "unknown_certificate"), ({"number": " 1 "}, "no_number"), ({"number": "9" * 41}, "no_number"), ({"issued_on": TODAY + DAY}, "issued_later"),
        ({"expires_on": TODAY}, "bad_end"), ({"expires_on": date(9999, 1, 1)}, "bad_end"), ({"person": outsider}, "not_here"),
    ):  # fmt: skip
        refused(actions.add_certificate(desk.where, **given | wrong), code)
    assert Certificate.objects.count() == 0 and not Entry.objects.filter(name="training.certificate_added").exists()
    one = done(actions.add_certificate(desk.where, **given))
    refused(actions.verify_certificate(one, by=desk.manager), "own_witness")
    refused(actions.verify_certificate(one, by=desk.team("李建国", "team_leader")), "own_witness")
    refused(actions.warn_certificate(one, by=desk.manager), "no_warning_due")
    refused(actions.expire_certificate(one, by=desk.manager), "still_valid")
    refused(actions.withdraw_certificate(one, reason=" ", by=desk.manager), "reason_needed")
    done(actions.withdraw_certificate(one, reason="吊销", by=desk.manager))
    refused(actions.renew_certificate(one, issued_on=TODAY, by=desk.manager), "certificate_withdrawn")
    one.refresh_from_db()
    assert (one.state, one.number_erase_on, one.verified_by) == ("withdrawn", TODAY + 30 * DAY, None)


@pytest.mark.clause("004-160")
def test_it_warns_at_30_and_7_days_and_then_the_roster_is_closed_to_its_holder(desk, guards_need):
    """Told once at 30 days, once at 7, once when it is over; after its last day its owner cannot stand on the roster."""
    ends = TODAY + 31 * DAY
    one = desk.certificate("李建国", expires_on=ends)
    told = []
    for days in (0, 1, 2, 24, 25, 31, 32, 33):
        with clock.frozen(START + days * DAY):
            checking.look_at_certificates(desk.where, clock.now())
            told.append(Notice.objects.count())
    assert told == [0, 1, 1, 2, 2, 2, 3, 3]
    assert [(n.title, n.text) for n in Notice.objects.order_by("sent_at")][0] == (
        "保安员证还有30天到期", "有效期至 2026-04-05。到期后无证人员不得排班。请及时换证并交原件核验。")  # fmt: skip
    assert set(Recipient.objects.values_list("person__name", flat=True)) == {"李建国", "赵敏", "吴总"}
    one.refresh_from_db()
    assert one.state == "expired"
    with clock.frozen(START + 33 * DAY):
        assert desk.named("李建国", START + 34 * DAY).code == "workforce.certificate_missing", "nobody can put him on it either"
        assert desk.rostered("李建国", START + 34 * DAY).state == "withdrawn"
        done(actions.renew_certificate(one, issued_on=TODAY + 33 * DAY, expires_on=TODAY + 400 * DAY, by=desk.manager))
        assert desk.named("李建国", START + 35 * DAY).state == "published"


@pytest.mark.clause("003-221", "002-114")
def test_without_a_valid_certificate_nobody_stays_on_the_roster_and_the_rate_says_so(desk, guards_need):
    """100 %: of four roster entries the two without a certificate (none, lapsed) are taken back; the day then counts 2 of 2, the blocked ones are kept."""
    desk.certificate("李建国", expires_on=TODAY + 300 * DAY)
    desk.certificate("王磊")
    desk.certificate("孙涛", expires_on=TODAY - DAY)
    entries = {name: desk.rostered(name, START + 2 * HOUR, post=f"{name}岗" if name != "新来的" else "北门岗").state for name in ("李建国", "王磊", "孙涛", "新来的")}
    assert entries == {"李建国": "published", "王磊": "published", "孙涛": "withdrawn", "新来的": "withdrawn"}
    found = {(f.person.name, f.state, tuple(f.missing)) for f in Finding.objects.select_related("person")}
    assert found == {("孙涛", "barred", ("certificate:guard:expired",)), ("新来的", "barred", ("certificate:guard:never",))}
    assert [n.text for n in Notice.objects.filter(text__contains="孙涛岗")] == ["孙涛岗 03-05 11:00：保安员证 已到期。已撤下这一班，请另派人员。"]
    with clock.frozen(START + DAY):
        done(actions.count_certificates(desk.where, on=TODAY, by=desk.manager))
        assert desk.figure("training.certified_on_duty") == (2, 2)
        assert desk.figure("training.certified_staff", dimension="guard") == (2, 4)
        refused(actions.count_certificates(desk.where, on=TODAY, by=desk.manager), "counted_already")
        refused(actions.count_certificates(desk.where, on=TODAY + DAY, by=desk.manager), "day_not_over")
    assert desk.figure("training.unfit_found", dimension="barred") == (2, 0) and CertifiedDay.objects.count() == 1


@pytest.mark.clause("003-222", "003-223")
def test_key_posts_are_named_and_the_control_room_takes_only_certified_operators(desk):
    """Key posts only: the control room needs a fire facility certificate, the south gate needs nothing; the key rate is 1 of 1 beside what was blocked."""
    room = desk.post("监控中心", "monitor_operator")
    done(actions.require_certificate(desk.where, kind="fire_facility", post=room, is_key=True, by=desk.manager))
    desk.certificate("高岚", kind="fire_facility", role="monitor_operator")
    assert desk.rostered("高岚", START + HOUR, post="监控中心", role="monitor_operator").state == "published"
    assert desk.rostered("陈静", START + HOUR, post="监控中心", role="monitor_operator").state == "withdrawn"
    assert desk.rostered("李建国", START + HOUR).state == "published"
    person = desk.team.person("陈静")
    assert desk.lacks(person, post=room) == ["certificate:fire_facility:never"]
    assert desk.lacks(person, post=desk.post()) == []
    assert queries.certified(desk.team.person("高岚"), "fire_facility", TODAY) and not queries.certified(person, "fire_facility", TODAY)
    with clock.frozen(START + DAY):
        done(actions.count_certificates(desk.where, on=TODAY, by=desk.manager))
    assert desk.figure("training.certified_on_duty", dimension="key") == (1, 1)


def test_one_that_ends_during_a_night_shift_is_found_before_it_begins(desk, guards_need):
    """Valid on the evening and not on the morning: taken off. Withdrawn in the middle of a shift: the entry stands, somebody is told to relieve him."""
    desk.certificate("李建国", expires_on=TODAY)
    night = desk.rostered("李建国", START + 11 * HOUR, hours=12)
    assert (night.state, Finding.objects.get().missing) == ("withdrawn", ["certificate:guard:expires"])
    paper = desk.certificate("王磊")
    day = desk.rostered("王磊", START + HOUR)
    with clock.frozen(START + 3 * HOUR):
        done(actions.withdraw_certificate(paper, reason="公安吊销", by=desk.manager))
        desk.react("training.when_a_certificate_is_withdrawn_check_its_holder")
        desk.react("training.when_a_certificate_is_withdrawn_check_its_holder")
        finding = Finding.objects.get(person=paper.person)
        day.refresh_from_db()
        assert (finding.state, finding.missing, day.state) == ("warned", ["certificate:guard:withdrawn"], "published")
        refused(actions.note_unfit(day, by=desk.manager), "noted_already")
        desk.certificate("王磊", number="京-补发-01")
        desk.react("training.when_a_certificate_comes_settle_what_it_answers")
    finding.refresh_from_db()
    assert (finding.state, finding.note) == ("settled", "所缺证书已经补齐。")
    refused(actions.settle_finding(finding, note="已补", by=desk.manager), "settled_already")
    refused(actions.note_unfit(day, by=desk.manager), "all_there")


def test_a_requirement_names_a_post_or_a_role_of_this_community(desk, guards_need):
    elsewhere = Scope.objects.create(kind="community", name="翠湖苑")
    other = desk.post()
    type(other).everywhere.filter(pk=other.pk).update(scope=elsewhere)
    other.refresh_from_db(from_queryset=type(other).everywhere)
    for given, code in (
        ({}, "post_or_role"), ({"role": "guard", "post": desk.post("北门岗")}, "post_or_role"), ({"role": "guard"}, "required_already"), ({"post": other}, "not_here"),
    ):  # fmt: skip
        refused(actions.require_certificate(desk.where, kind="guard", by=desk.manager, **given), code)
    refused(actions.require_certificate(desk.where, kind="飞行员", role="cleaner", by=desk.manager), "unknown_certificate")
    refused(actions.drop_requirement(guards_need, reason="", by=desk.manager), "reason_needed")
    done(actions.drop_requirement(guards_need, reason="改由公司统一要求", by=desk.manager))
    refused(actions.drop_requirement(guards_need, reason="再取消", by=desk.manager), "dropped_already")
    assert Requirement.objects.count() == 1
    with clock.frozen(START + DAY):
        refused(actions.count_certificates(desk.where, on=TODAY, by=desk.manager), "nothing_required")


@pytest.mark.clause("002-091", "004-140")
def test_the_certified_rate_of_managers_is_held_against_100_percent(desk):
    """Of two property managers one is certified: 1 of 2; with the second certificate 2 of 2."""
    done(actions.require_certificate(desk.where, kind="manager", role="project_manager", is_barring=False, by=desk.manager))
    desk.certificate("吴总", kind="manager", role="project_manager")
    desk.team.person("郑总", "project_manager")
    rates = []
    for number in (1, 2):
        with clock.frozen(START + number * DAY):
            day = TODAY + (number - 1) * DAY
            done(actions.count_certificates(desk.where, on=day, by=desk.manager))
            rates.append(desk.figure("training.certified_staff", dimension="project_manager", first=day, last=day))
            if number == 1:
                desk.certificate("郑总", kind="manager", role="project_manager")
    assert rates == [(1, 2), (2, 2)]


@pytest.mark.clause("003-226")
def test_support_for_a_certificate_is_asked_for_approved_by_another_and_reported(desk):
    """16 hours and 800 yuan are asked for; nobody approves his own; the result names the cost and the certificate."""
    guard = desk.team("李建国", "guard")
    one = done(actions.ask_support(desk.where, kind="fire_facility", hours=16, fee=800, reason="报考中级消防设施操作员", by=guard))
    refused(actions.approve_support(one, by=desk.team("李建国", "security_manager")), "own_request")
    refused(actions.settle_support(one, spent=1, result="取得", by=desk.manager), "not_approved")
    refused(actions.ask_support(desk.where, kind="fire_facility", reason="没有数字", by=guard), "no_support")
    done(actions.approve_support(one, by=desk.manager))
    refused(actions.refuse_support(one, reason="晚了", by=desk.manager), "answered")
    paper = desk.certificate("李建国", kind="fire_facility")
    other = desk.certificate("王磊", kind="fire_facility")
    refused(actions.settle_support(one, spent=760, result="取得", certificate=other, by=desk.manager), "other_certificate")
    one = done(actions.settle_support(one, spent=760, result="考试合格，取得证书", certificate=paper, by=desk.manager))
    assert (one.state, one.spent, one.certificate, one.decided_by.name) == ("settled", 760, paper, "赵敏")
    assert Entry.objects.get(name="training.support_settled").payload["spent_cents"] == 76000
    no = done(actions.ask_support(desk.where, kind="electrician", fee=300, reason="想学", by=guard))
    assert done(actions.refuse_support(no, reason="与岗位无关", by=desk.manager)).state == "refused"
    assert Support.objects.count() == 2
