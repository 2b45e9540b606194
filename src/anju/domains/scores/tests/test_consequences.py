"""What follows: a warning first, another person, time to appeal; and what an upheld appeal gives back."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from anju.domains.cases.models import Case
from anju.domains.scores import actions, queries
from anju.domains.scores.models import Appeal, Consequence, Points, Result, Vote
from anju.kernel.actors import Actor
from anju.kernel.models import Entry
from anju.kernel.refusals import Refusal

from .conftest import MARCH, at, done, react, refused
from .test_scoring import picture

D = Decimal


@pytest.fixture
def warned(field):
    """A yellow card for squad a, whose leader is 陈刚, warned by the inspector."""
    scheme = field.active()
    squad = field.subject(scheme, "a", answerable=field.team.person("陈刚"))
    card = done(actions.announce_consequence(squad, scheme=scheme, kind="yellow_card", reason="三次脱岗", by=field.inspector))
    return squad, card


def leader(field) -> Actor:
    return field.team("陈刚", "squad_leader")


def test_a_warning_is_told_and_put_in_force_by_another_person(field, warned):
    _squad, card = warned
    assert (card.state, card.appeal_until_on) == ("announced", date(2026, 3, 12))
    before = Entry.objects.count()
    refused(actions.enforce_consequence(card, by=field.team("周检", "security_manager")), "scores.own_announcement")
    refused(actions.enforce_consequence(card, by=field.team("陈刚", "security_manager")), "scores.own_matter")
    refused(actions.enforce_consequence(card, by=field.manager), "scores.not_told")
    refused(actions.give_notice(card, on=date(2026, 3, 9), by=field.inspector), "scores.bad_notice_day")
    assert (Consequence.objects.get().state, Entry.objects.count()) == ("announced", before)
    done(actions.give_notice(card, by=field.inspector))
    refused(actions.give_notice(card, by=field.inspector), "scores.told_already")
    done(actions.enforce_consequence(card, by=field.manager))
    refused(actions.enforce_consequence(card, by=field.manager), "scores.not_announced")
    refused(actions.accept_consequence(card, by=leader(field)), "scores.not_yours_to_accept")
    assert Consequence.objects.get().enforced_by_id == field.manager.person


def test_a_grave_one_waits_for_the_time_to_appeal_unless_accepted(field):
    scheme = field.active("street", subject_kind="company")
    company = field.subject(scheme, "c", answerable=field.team.person("陈刚"))
    card = done(actions.announce_consequence(company, scheme=scheme, kind="red_card", reason="屡查屡犯", by=field.inspector))
    done(actions.give_notice(card, by=field.inspector))
    refused(actions.enforce_consequence(card, by=field.manager), "scores.time_to_appeal")
    refused(actions.accept_consequence(card, by=field.manager), "scores.not_yours_to_accept")
    done(actions.accept_consequence(card, by=leader(field)))
    done(actions.enforce_consequence(card, by=field.manager))
    assert Consequence.objects.get().state == "in_force"


def test_a_warning_needs_a_reason_and_fits_its_subject(field, warned):
    squad, _card = warned
    give = {"scheme": queries.active_scheme(field.where, "guard"), "by": field.inspector}
    refused(actions.announce_consequence(squad, **give, kind="notice", reason=" "), "scores.warning_without_reason")
    refused(actions.announce_consequence(squad, **give, kind="fine", reason="x"), "scores.unknown_consequence")
    refused(actions.announce_consequence(squad, **give, kind="notice", reason="x", amount_yuan=D(50)), "scores.no_money_here")
    assert Consequence.objects.count() == 1


def test_an_appeal_is_filed_in_time_by_the_one_concerned(field, warned):
    squad, card = warned
    before = Entry.objects.count()
    refused(actions.file_appeal(squad, consequence=card, grounds="x", by=field.manager), "scores.not_your_appeal")
    refused(actions.file_appeal(squad, grounds="x", by=leader(field)), "scores.one_thing_to_appeal")
    refused(actions.file_appeal(squad, consequence=card, grounds=" ", by=leader(field)), "scores.appeal_without_grounds")
    with at(2026, 3, 13):
        refused(actions.file_appeal(squad, consequence=card, grounds="x", by=leader(field)), "scores.appeal_too_late")
    assert (Appeal.objects.count(), Entry.objects.count()) == (0, before)
    appeal = done(actions.file_appeal(squad, consequence=card, grounds="当时在处理警情", by=leader(field)))
    refused(actions.file_appeal(squad, consequence=card, grounds="x", by=leader(field)), "scores.appealed_already")
    done(actions.give_notice(card, by=field.inspector))
    refused(actions.enforce_consequence(card, by=field.manager), "scores.appeal_open")
    refused(actions.record_panel(appeal, panel=" ", by=field.manager), "scores.appeal_decided")


def test_an_appeal_is_heard_by_somebody_without_a_part_in_it(field, warned):
    squad, card = warned
    appeal = done(actions.file_appeal(squad, consequence=card, grounds="当时在处理警情", by=leader(field)))
    for party in ("周检", "陈刚"):
        refused(actions.uphold_appeal(appeal, answer="x", by=field.team(party, "project_manager")), "scores.party_to_it")
        refused(actions.reject_appeal(appeal, answer="x", by=field.team(party, "project_manager")), "scores.party_to_it")
    refused(actions.uphold_appeal(appeal, answer=" ", by=field.manager), "scores.answer_needed")
    assert Appeal.objects.get().state == "filed"
    done(actions.uphold_appeal(appeal, answer="有出警记录", by=field.manager))
    refused(actions.reject_appeal(appeal, answer="x", by=field.boss), "scores.appeal_decided")
    assert (Appeal.objects.get().state, Consequence.objects.get().state) == ("upheld", "cancelled")


def test_a_rejected_appeal_leaves_everything_as_it_was(field, warned):
    squad, card = warned
    appeal = done(actions.file_appeal(squad, consequence=card, grounds="不服", by=leader(field)))
    done(actions.reject_appeal(appeal, answer="录像显示离岗12分钟", by=field.manager))
    assert (Appeal.objects.get().state, Consequence.objects.get().state) == ("rejected", "announced")


def test_an_upheld_appeal_restores_points_and_rank_and_the_ledger_says_so(field):
    scheme = field.active(bands=[("好", 90, 100), ("差", 0, 89)])
    round_ = done(actions.open_round(scheme, on=MARCH, by=field.manager))
    first = field.subject(scheme, "a", answerable=field.team.person("陈刚"))
    second = field.subject(scheme, "b")
    field.sheet(round_, first, order=15)
    field.sheet(round_, second, order=8)
    with at(2026, 4, 1):
        published = field.freeze(round_)
        result = Result.objects.get(subject=first)
        assert (result.points, result.rank, result.band.label) == (85, 2, "差")
        appeal = done(actions.file_appeal(first, result=result, grounds="十处重复记", by=leader(field)))
        refused(actions.uphold_appeal(appeal, answer="属实", by=field.boss), "scores.restore_how_much")
        done(actions.uphold_appeal(appeal, answer="重复记十处属实", restored=D(10), by=field.boss))
    result = Result.objects.get(subject=first)
    assert (result.points, result.rank, result.band.label, result.restored_points) == (95, 1, "好", 10)
    assert Result.objects.get(subject=second).rank == 2
    row = Entry.objects.get(name="scores.appeal_upheld").payload
    assert (row["points_before"], row["points_after"], row["rank_before"], row["rank_after"], row["restored"]) == ("85.00", "95.00", 2, 1, "10")
    with at(2026, 4, 20):
        refused(actions.file_appeal(second, result=Result.objects.get(subject=second), grounds="x", by=field.manager), "scores.not_your_appeal")
    assert published.state == "published"


def test_an_upheld_appeal_against_points_restores_the_account(field):
    scheme = field.adopted("physician-points")
    person = done(actions.register_subject(field.where, kind="person", code="d1", name="刘医生", person=field.team.person("刘医生"), by=field.manager))
    done(actions.enrol_subject(person, scheme=scheme, conditions_met=scheme.conditions, by=field.manager))
    booked = done(actions.book_points(person, scheme=scheme, item=field.item(scheme, "card-match"), level="serious", reason="冒名就医", by=field.inspector))
    react("when_points_are_booked_announce_what_follows")
    assert [one.kind for one in Consequence.objects.all()] == ["suspension"]
    appeal = done(actions.file_appeal(person, points=booked, grounds="已核对身份", by=field.team("刘医生", "guard")))
    done(actions.uphold_appeal(appeal, answer="有核对记录", by=field.boss))
    assert queries.account(person, scheme, 2026).balance == 12
    assert (Points.objects.get().state, Consequence.objects.get().state) == ("cancelled", "cancelled")


@pytest.mark.clause("000-052", "000-053", "000-054")
def test_an_award_is_voted_by_several_who_are_not_concerned_for_a_deed_on_record(field):
    """No single decider, related voters step back, and at least one contribution with its proof."""
    scheme = field.active("award", subject_kind="person", votes_needed=3)
    winner = field.subject(scheme, "w", person=field.team.person("陈刚"))
    praise = done(actions.announce_consequence(winner, scheme=scheme, kind="commendation", reason="救助伤员", by=field.inspector))
    refused(actions.enforce_consequence(praise, by=field.manager), "scores.too_few_votes")
    refused(actions.cast_vote(praise, is_for=True, by=leader(field)), "scores.related_voter")
    done(actions.cast_vote(praise, is_stepping_back=True, reason="本人", by=leader(field)))
    for name in ("甲一", "乙二"):
        done(actions.cast_vote(praise, is_for=True, by=field.team(name, "squad_leader")))
    refused(actions.cast_vote(praise, is_for=True, by=field.team("甲一", "squad_leader")), "scores.voted_already")
    refused(actions.enforce_consequence(praise, by=field.manager), "scores.too_few_votes")
    done(actions.cast_vote(praise, is_for=False, by=field.team("丙三", "squad_leader")))
    refused(actions.enforce_consequence(praise, by=field.manager), "scores.no_deed")
    done(actions.book_points(winner, scheme=scheme, points=D(2), reason="雨中救伤员", channel="deed", photo=picture(), by=field.inspector))
    done(actions.enforce_consequence(praise, by=field.manager))
    assert sorted((vote.voter.name, vote.is_for, vote.is_stepping_back) for vote in Vote.objects.select_related("voter")) == [
        ("丙三", False, False), ("乙二", True, False), ("甲一", True, False), ("陈刚", None, True),
    ]  # fmt: skip


def test_an_award_that_is_voted_down_is_not_given(field):
    scheme = field.active("award", subject_kind="person", votes_needed=1)
    winner = field.subject(scheme, "w")
    praise = done(actions.announce_consequence(winner, scheme=scheme, kind="commendation", reason="x", by=field.inspector))
    done(actions.cast_vote(praise, is_for=False, by=field.boss))
    refused(actions.enforce_consequence(praise, by=field.manager), "scores.voted_down")
    warning = done(actions.announce_consequence(winner, scheme=scheme, kind="notice", reason="x", by=field.inspector))
    refused(actions.cast_vote(warning, is_for=True, by=field.boss), "scores.no_vote_here")
    assert Consequence.objects.filter(state="in_force").count() == 0


@pytest.mark.clause("002-345", "004-062", "001-057")
def test_below_sixty_a_rectification_with_a_date_is_opened_and_bars_from_awards(field):
    scheme = field.adopted("star-bands", activate=False)
    done(actions.decide_range(scheme, lowest=D(60), highest=D(69), label="合格无星", reason="会议决定", by=field.boss))
    scheme = done(actions.activate_scheme(scheme, from_on=date(2026, 1, 1), by=field.manager))
    year = done(actions.open_round(scheme, on=MARCH, by=field.manager))
    poor, edge = field.subject(scheme, "poor"), field.subject(scheme, "edge")
    full = {"reason": "不合格", "given": D(20)}
    field.sheet(year, poor, guarding=full, complaints=full, contract={"given": D(1), "reason": "缺"})
    field.sheet(year, edge, guarding=full, complaints=full)
    with at(2027, 1, 1):
        field.freeze(year)
        order = Consequence.objects.get(kind="rectification")
        assert (order.subject.code, Result.objects.get(subject=poor).points, Result.objects.get(subject=edge).points) == ("poor", 59, 60)
        assert queries.is_eligible(poor, scheme, date(2027, 1, 1))
        done(actions.give_notice(order, to="body", by=field.inspector))
        done(actions.enforce_consequence(order, by=field.manager))
        case = Case.objects.get()
        assert (case.kind, case.due_at.date(), case.answerable) == ("rectification", date(2027, 1, 31), "poor")
        assert (queries.is_eligible(poor, scheme, date(2027, 1, 2)), queries.is_eligible(edge, scheme, date(2027, 1, 2))) == (False, True)
        refused(actions.lift_consequence(order, reason="整改了", by=field.boss), "scores.not_put_right")
        assert Consequence.objects.get(kind="rectification").state == "in_force"


@pytest.mark.clause("002-346", "004-063")
def test_who_does_not_put_it_right_is_kept_from_new_projects_until_it_is(field):
    scheme = field.active("companies", subject_kind="company")
    company = field.subject(scheme, "c", answerable=field.team.person("陈刚"))
    order = done(actions.announce_consequence(company, scheme=scheme, kind="rectification", reason="58分", days=7, by=field.inspector))
    done(actions.give_notice(order, by=field.inspector))
    order = done(actions.enforce_consequence(order, by=field.manager))
    entry = done(actions.announce_consequence(company, scheme=scheme, kind="exclusion", reason="逾期未改", cause=order, by=field.inspector))
    assert queries.suspension_of(company, date(2026, 3, 20)) is None
    done(actions.give_notice(entry, by=field.inspector))
    with at(2026, 3, 20):
        done(actions.enforce_consequence(entry, by=field.manager))
        assert queries.suspension_of(company, date(2030, 1, 1)) == entry
        refused(actions.lift_consequence(entry, reason="x", by=field.manager), "scores.not_put_right")
        Case.objects.update(state="struck_off")
        done(actions.lift_consequence(entry, reason="整改已销号", by=field.manager))
        refused(actions.lift_consequence(entry, reason="x", by=field.manager), "scores.lifted_already")
    assert queries.suspension_of(company, date(2026, 3, 21)) is None


@pytest.mark.clause("002-224", "002-225")
def test_prominent_problems_get_a_yellow_repeated_ones_a_red_card_that_doubles_and_bars(field):
    """Three findings of the month are a yellow card, six a red one; the red one doubles what is taken and bars from awards."""
    scheme = field.adopted("street-quality")
    march = done(actions.open_round(scheme, on=MARCH, by=field.manager))
    two, three, six = (field.subject(scheme, code, answerable=field.team.person("陈刚")) for code in ("two", "three", "six"))
    for subject, count in ((two, 2), (three, 3), (six, 6)):
        for number in range(count):
            done(actions.book_points(subject, scheme=scheme, points=D(-1), reason=f"问题{number}", by=field.inspector))
        field.sheet(march, subject)
    with at(2026, 4, 1):
        field.freeze(march)
        cards = {one.subject.code: one.kind for one in Consequence.objects.filter(kind__in=("yellow_card", "red_card"))}
        assert cards == {"three": "yellow_card", "six": "red_card"}
        red = Consequence.objects.get(kind="red_card")
        done(actions.give_notice(red, by=field.inspector))
        done(actions.accept_consequence(red, by=leader(field)))
        done(actions.enforce_consequence(red, by=field.manager))
        april = done(actions.open_round(scheme, on=date(2026, 4, 1), by=field.manager))
        for subject in (six, three):
            done(actions.book_points(subject, scheme=scheme, points=D(-4), reason="电梯停运未报", by=field.inspector))
            field.sheet(april, subject)
        done(actions.sum_round(april, by=field.manager))
    results = {one.subject.code: (one.points, one.is_barred) for one in Result.objects.filter(round=april, points__gt=0)}
    assert results == {"six": (D(92), True), "three": (D(96), False)}


def test_reporting_is_recorded_once(field, warned):
    _squad, card = warned
    done(actions.report_consequence(card, body="区物业协会", by=field.inspector))
    refused(actions.report_consequence(card, body="区物业协会", by=field.inspector), "scores.reported_already")
    assert (Consequence.objects.get().reported_to, Consequence.objects.get().reported_on) == ("区物业协会", date(2026, 3, 5))


def test_without_a_person_nobody_decides(field, warned):
    squad, card = warned
    appeal = done(actions.file_appeal(squad, consequence=card, grounds="x", by=leader(field)))
    for outcome in (actions.uphold_appeal(appeal, answer="x", by=Actor.system("x")), actions.enforce_consequence(card, by=Actor.system("x"))):
        assert isinstance(outcome, Refusal)
    assert (Appeal.objects.get().state, Consequence.objects.get().state) == ("filed", "announced")
