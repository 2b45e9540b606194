"""Sheets, rounds, ranks: who may score, what counts, what is closed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from anju.domains.scores import actions, queries
from anju.domains.scores.models import (
    Band,
    Consequence,
    Item,
    Mark,
    Points,
    Result,
    Round,
    Sheet,
    SheetRecheck,
    Subject,
)
from anju.kernel import files, scope
from anju.kernel.actors import Actor
from anju.kernel.models import Entry, Scope

from .conftest import MARCH, at, done, react, refused

D = Decimal
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)


def picture():
    return files.checked(PIXEL, name="a.png")


@pytest.fixture
def month(field):
    """A scheme in use with its round of March and two squads."""
    scheme = field.active(bands=[("好", 80, 100), ("差", 0, 79)])
    round_ = done(actions.open_round(scheme, on=MARCH, by=field.manager))
    return round_, field.subject(scheme, "a"), field.subject(scheme, "b", answerable=field.team.person("周检"))


def test_a_sheet_is_scored_item_by_item(field, month):
    round_, squad, _other = month
    sheet = field.sheet(round_, squad, order={"quantity": 3, "reason": "三人未戴帽"}, dress={"given": D("2.5"), "reason": "胸卡"})
    assert (sheet.points, sheet.full, sheet.state) == (D("94.50"), D(100), "submitted")
    assert [(mark.item.code, mark.points, mark.reason) for mark in Mark.objects.order_by("item__ordering", "item__code")] == [
        ("dress", D("37.50"), "胸卡"), ("order", D(57), "三人未戴帽"),
    ]  # fmt: skip


def test_nobody_scores_himself_or_his_own_unit(field, month):
    round_, squad, own = month
    before = Entry.objects.count()
    refused(actions.open_sheet(round_, scored=own, by=field.inspector), "scores.scores_himself")
    refused(actions.open_sheet(round_, scored=squad, source="self", by=field.inspector), "scores.not_your_self_score")
    assert (Sheet.objects.count(), Entry.objects.count()) == (0, before)
    sheet = field.sheet(round_, own, source="self", order=30)
    done(actions.sum_round(round_, by=field.manager))
    assert sheet.points == 70 and Result.objects.get(subject=own).points is None


def test_what_does_not_fit_a_sheet_is_refused_and_nothing_changes(field, month):
    round_, squad, _other = month
    sheet, item = field.sheet(round_, squad, submit=False), field.item(round_.scheme, "order")
    other = field.item(field.active("x"), "order")
    before = Entry.objects.count()
    for given, code in (
        ({"quantity": -1}, "scores.bad_quantity"),
        ({"quantity": 10**9}, "scores.bad_quantity"),
        ({"given": D("NaN")}, "scores.bad_points"),
        ({"given": D(-1)}, "scores.bad_points"),
        ({"given": D(61)}, "scores.bad_points"),
        ({"value": D("Infinity")}, "scores.bad_value"),
        ({"quantity": 1, "reason": "  "}, "scores.reason_needed"),
    ):
        refused(actions.score_item(sheet, item=item, **{"reason": "x", **given}, by=field.inspector), code)
    refused(actions.score_item(sheet, item=other, reason="x", by=field.inspector), "scores.item_of_another")
    refused(actions.score_item(sheet, item=item, quantity=1, reason="x", by=field.manager), "scores.not_your_sheet")
    refused(actions.open_sheet(round_, scored=squad, by=field.inspector), "scores.sheet_exists")
    refused(actions.open_sheet(round_, scored=squad, on=date(2026, 4, 1), by=field.inspector), "scores.day_outside")
    refused(actions.open_sheet(round_, scored=squad, by=Actor.system("x")), "scores.person_needed")
    assert (Mark.objects.count(), Sheet.objects.count(), Entry.objects.count()) == (0, 1, before)


def test_text_that_looks_like_a_formula_stays_text(field, month):
    round_, squad, _other = month
    field.sheet(round_, squad, order={"quantity": 1, "reason": '=HYPERLINK("http://x","点我")'})
    assert Mark.objects.get().reason == '=HYPERLINK("http://x","点我")'


def test_another_communitys_sheet_does_not_exist(field, month):
    round_, squad, _other = month
    sheet = field.sheet(round_, squad, submit=False)
    elsewhere = Scope.objects.create(kind="community", name="翠湖苑")
    with scope.entered(elsewhere):
        refused(actions.submit_sheet(sheet, by=field.inspector), "kernel.not_found")
        refused(actions.open_sheet(round_, scored=squad, by=field.inspector), "kernel.not_found")
    assert Sheet.objects.get().state == "open"


def test_a_photo_is_asked_for_where_the_item_wants_one(field):
    scheme = field.scheme(items=())
    item = done(actions.add_item(scheme, code="a", wording="甲", full_marks=D(10), unit_points=D(1), evidence="photo", by=field.manager))
    done(actions.activate_scheme(scheme, from_on=MARCH, by=field.manager))
    round_ = done(actions.open_round(scheme, on=MARCH, by=field.manager))
    sheet = field.sheet(round_, field.subject(scheme, "s"), submit=False)
    refused(actions.score_item(sheet, item=item, quantity=1, reason="油污", by=field.inspector), "scores.photo_needed")
    mark = done(actions.score_item(sheet, item=item, quantity=1, reason="油污", photo=picture(), by=field.inspector))
    assert (mark.points, mark.photo.mime) == (D(9), "image/png")


def test_submit_sheet_waits_for_items_that_need_a_value(field):
    scheme = field.adopted("kindergarten")
    round_ = done(actions.open_round(scheme, on=MARCH, by=field.manager))
    sheet = field.sheet(round_, field.subject(scheme, "k1"), submit=False, source="supervisor")
    refused(actions.submit_sheet(sheet, by=field.inspector), "scores.items_open")
    done(actions.score_item(sheet, item=field.item(scheme, "teaching"), given=D(18), reason="两次迟开课", by=field.inspector))
    assert done(actions.submit_sheet(sheet, by=field.inspector)).points == 98
    refused(actions.submit_sheet(sheet, by=field.inspector), "scores.sheet_closed")


def test_a_void_sheet_leaves_the_count_and_stays_on_record(field, month):
    round_, squad, _other = month
    sheet = field.sheet(round_, squad, order=60)
    refused(actions.void_sheet(sheet, reason=" ", by=field.manager), "scores.void_already")
    done(actions.void_sheet(sheet, reason="评错对象", by=field.manager))
    refused(actions.void_sheet(sheet, reason="再来", by=field.manager), "scores.void_already")
    assert field.sheet(round_, squad, order=10).points == 90
    done(actions.sum_round(round_, by=field.manager))
    assert Result.objects.get(subject=squad).points == 90


def test_after_the_freeze_nothing_is_scored(field, month):
    round_, squad, other = month
    sheet = field.sheet(round_, squad, order=5)
    refused(actions.freeze_round(round_, by=field.manager), "scores.round_runs")
    refused(actions.publish_round(round_, by=field.manager), "scores.not_frozen")
    frozen = field.freeze(round_)
    assert (frozen.state, frozen.scored, frozen.owed, frozen.appeal_until_on) == ("published", 1, 2, date(2026, 4, 8))
    before = Entry.objects.count()
    with at(2026, 4, 2):
        refused(actions.open_sheet(frozen, scored=other, by=field.manager), "scores.round_closed")
        refused(actions.void_sheet(sheet, reason="x", by=field.manager), "scores.round_closed")
        refused(actions.sum_round(frozen, by=field.manager), "scores.round_closed")
        refused(actions.freeze_round(frozen, by=field.manager), "scores.round_closed")
        refused(actions.fill_from_measures(frozen, by=field.manager), "scores.round_closed")
        refused(actions.draw_rechecks(frozen, by=field.manager), "scores.nothing_to_draw")
        refused(actions.open_round(round_.scheme, on=MARCH, by=field.manager), "scores.round_exists")
    assert (Entry.objects.count(), Round.objects.count()) == (before, 1)


def test_a_round_without_scores_is_not_frozen(field, month):
    with at(2026, 4, 2):
        refused(actions.freeze_round(month[0], by=field.manager), "scores.nothing_scored")
    assert Round.objects.get().state == "open" and Result.objects.count() == 0


def test_ties_share_a_rank_and_the_list_is_masked(field):
    scheme = field.active(subject_kind="person")
    round_ = done(actions.open_round(scheme, on=MARCH, by=field.manager))
    for code, name, findings in (("1", "陈小刚", 5), ("2", "李强", 5), ("3", "王建国", 9)):
        person = done(actions.register_subject(field.where, kind="person", code=code, name=name, by=field.manager))
        done(actions.enrol_subject(person, scheme=scheme, from_on=MARCH, by=field.manager))
        field.sheet(round_, person, order=findings)
    published = queries.published(field.freeze(round_))
    assert [(row["rank"], row["name"], row["points"]) for row in published] == [(1, "陈*刚", D(95)), (1, "李*", D(95)), (3, "王*国", D(91))]


def test_the_share_drawn_for_recheck_is_scored_by_another_person(field, month):
    round_, squad, _other = month
    round_.scheme.recheck_percent = 50
    round_.scheme.save()
    field.sheet(round_, squad, order=10)
    round_ = Round.objects.get()
    done(actions.draw_rechecks(round_, by=field.manager))
    recheck = SheetRecheck.objects.get()
    with at(2026, 4, 2):
        refused(actions.freeze_round(round_, by=field.manager), "scores.rechecks_open")
    refused(actions.recheck_sheet(recheck, points=D(80), by=field.inspector), "scores.own_recheck")
    refused(actions.recheck_sheet(recheck, points=D(101), by=field.manager), "scores.bad_points")
    done(actions.recheck_sheet(recheck, points=D(84), note="少记两处", by=field.manager))
    refused(actions.recheck_sheet(recheck, points=D(84), by=field.manager), "scores.rechecked_already")
    assert SheetRecheck.objects.get().difference == D(-6)


def test_marks_come_in_from_a_table(field, month):
    round_, squad, _other = month
    row = {"scheme_code": "guard", "subject_code": "a", "item_code": "order", "on": date(2026, 3, 5), "by": field.inspector}
    done(actions.import_mark(field.where, **row, quantity=4, reason="表格"))
    assert (Mark.objects.get().points, Sheet.objects.get().state) == (D(56), "open")
    for wrong in ({"scheme_code": "no"}, {"subject_code": "no"}, {"item_code": "no"}, {"on": date(2026, 5, 1)}):
        refused(actions.import_mark(field.where, **{**row, **wrong}, quantity=1, reason="x"), "scores.row_unknown")
    refused(actions.import_mark(field.where, **row, quantity=-4, reason="x"), "scores.bad_quantity")
    assert Mark.objects.count() == 1


def test_the_register_refuses_what_it_knows_or_cannot_name(field):
    scheme = field.active()
    squad = field.subject(scheme, "a")
    refused(actions.register_subject(field.where, kind="squad", code="a", title="x", by=field.manager), "scores.subject_known")
    refused(actions.register_subject(field.where, kind="squad", code="b", by=field.manager), "scores.nameless_subject")
    refused(actions.enrol_subject(squad, scheme=scheme, by=field.manager), "scores.enrolled_already")
    refused(actions.enrol_subject(squad, scheme=field.active("p", subject_kind="person"), by=field.manager), "scores.wrong_kind")
    refused(actions.file_own_rules(squad, paper=files.checked(PIXEL, name="r.png"), by=field.manager), "scores.no_institution")
    enrolment = queries.open_enrolments(scheme).get()
    done(actions.end_enrolment(enrolment, reason="撤并", by=field.manager))
    refused(actions.end_enrolment(enrolment, reason="撤并", by=field.manager), "scores.enrolment_over")
    assert Subject.objects.count() == 1
    round_ = done(actions.open_round(scheme, on=date(2026, 5, 1), by=field.manager))
    refused(actions.open_sheet(round_, scored=squad, by=field.inspector), "scores.not_enrolled")


def test_adopting_a_template_twice_or_from_another_field_is_refused(field):
    field.adopted("guard-month", activate=False)
    refused(actions.adopt_template(field.where, template="guard-month", by=field.manager), "scores.code_taken")
    refused(actions.adopt_template(field.where, template="village-hygiene", by=field.manager), "scores.unknown_template")
    refused(actions.adopt_other_template(field.where, template="star-bands", by=field.boss), "scores.unknown_template")
    assert Item.objects.values("scheme").distinct().count() == 1


@pytest.mark.parametrize("template", ["guard-month", "street-quality", "kindergarten", "six-s", "village-hygiene", "physician-points"])
def test_a_template_can_be_put_in_use_once_its_gaps_are_decided(field, template):
    scheme = field.adopted(template, activate=False)
    for gap in queries.gaps(scheme):
        item = Item.objects.filter(scheme=scheme, code=gap.item).first()
        done(actions.decide_range(scheme, lowest=gap.lowest, highest=gap.highest, label="中间", item=item, points=D(2), reason="折中", by=field.boss))
    done(actions.activate_scheme(scheme, from_on=MARCH, by=field.manager))
    assert Band.objects.filter(scheme=scheme, item=None).count() in (0, 3, 4)


def test_booked_points_count_in_their_round_and_a_card_doubles_them(field):
    scheme = field.active("street", subject_kind="company", base_points=D(0))
    round_ = done(actions.open_round(scheme, on=MARCH, by=field.manager))
    company = field.subject(scheme, "c")
    field.sheet(round_, company, order=2)
    done(actions.book_points(company, scheme=scheme, points=D(-3), reason="楼道堆物", by=field.inspector))
    done(actions.sum_round(round_, by=field.manager))
    assert Result.objects.get().points == 95
    Consequence.objects.create(
        scope=field.where, number="x", kind="red_card", scheme=scheme, subject=company, reason="屡查屡犯", announced_at=at_noon(), appeal_until_on=MARCH,
        from_on=MARCH, state="in_force",
    )  # fmt: skip
    done(actions.sum_round(round_, by=field.manager))
    result = Result.objects.get()
    assert (result.points, result.booked_points, result.is_barred, result.barred_by) == (92, -6, True, "red_card")


def at_noon():
    from .conftest import START

    return START


def test_booking_points_refuses_what_does_not_fit(field):
    scheme = field.active(method="points", period="year", base_points=D(12), highest=D(112))
    squad = field.subject(scheme, "a", answerable=field.team.person("周检"))
    book = {"scheme": scheme, "by": field.manager}
    for given, code in (
        ({"points": D(-1), "reason": " "}, "scores.booking_without_reason"),
        ({"points": D(0), "reason": "x"}, "scores.bad_amount"),
        ({"points": D("NaN"), "reason": "x"}, "scores.bad_amount"),
        ({"points": D(-500), "reason": "x"}, "scores.bad_amount"),
        ({"reason": "x"}, "scores.bad_amount"),
        ({"points": D(-1), "reason": "x", "on": date(2026, 3, 9)}, "scores.day_to_come"),
        ({"points": D(-1), "reason": "x", "on": date(2025, 12, 9)}, "scores.no_version_then"),
        ({"points": D(-1), "reason": "x", "item": field.item(field.active("z"), "order")}, "scores.item_does_not_fit"),
    ):
        refused(actions.book_points(squad, **book, **given), code)
    refused(actions.book_points(squad, scheme=scheme, points=D(-1), reason="x", by=field.inspector), "scores.scores_himself")
    assert Points.objects.count() == 0
    booked = done(actions.book_points(squad, **book, points=D(-4), reason="脱岗"))
    refused(actions.cancel_points(booked, reason="x", by=field.team("周检", "security_manager")), "scores.own_matter")
    done(actions.cancel_points(booked, reason="记错人", by=field.manager))
    refused(actions.cancel_points(booked, reason="记错人", by=field.manager), "scores.restored_already")
    assert queries.account(squad, scheme, 2026).balance == 12


def test_reactions_are_done_once(field):
    scheme = field.adopted("guard-month")
    round_ = done(actions.open_round(scheme, on=MARCH, by=field.manager))
    for code, findings in (("a", 1), ("b", 5), ("c", 15)):
        field.sheet(round_, field.subject(scheme, code), patrol=findings)
    field.freeze(round_)
    first = list(Consequence.objects.order_by("number").values_list("kind", "subject__code"))
    react("when_round_is_frozen_announce_what_follows")
    assert list(Consequence.objects.order_by("number").values_list("kind", "subject__code")) == first
    assert ("red_flag", "a") not in first and ("yellow_card", "c") in first
