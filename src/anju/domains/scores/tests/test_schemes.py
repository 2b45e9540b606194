"""Writing a scheme, deciding its gaps, putting it in use, and what it will not take."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from anju.domains.scores import actions, queries
from anju.domains.scores.models import Band, BandDecision, Item, Rule, Scheme
from anju.kernel.models import Entry

from .conftest import at, done, refused

D = Decimal


@pytest.mark.clause("002-344", "004-061")
def test_sixty_to_sixtynine_is_decided_by_a_person_never_invented(field):
    """70-79 one star, 80-89 two, 90 and above three; the source says nothing about 60-69, so it cannot be put in use."""
    scheme = field.adopted("star-bands", activate=False)
    assert [(gap.kind, gap.lowest, gap.highest) for gap in queries.gaps(scheme)] == [("hole", D(60), D(69))]
    assert {(one.lowest, one.highest): one.stars for one in Band.objects.filter(scheme=scheme)} == {
        (D(70), D(79)): 1, (D(80), D(89)): 2, (D(90), D(100)): 3, (D(0), D(59)): 0,
    }  # fmt: skip
    before = Entry.objects.count()
    refused(actions.activate_scheme(scheme, by=field.manager), "scores.bands_leave_gap")
    assert (Scheme.objects.get().state, Entry.objects.count()) == ("draft", before)

    wish = {"lowest": D(60), "highest": D(69), "label": "合格无星"}
    refused(actions.decide_range(scheme, **wish, reason=" ", by=field.manager), "scores.decision_without_reason")
    assert Band.objects.count() == 4
    decision = done(actions.decide_range(scheme, **wish, reason="协会会议纪要：合格但不授星", by=field.boss))
    assert (decision.decided_by_id, decision.reason) == (field.boss.person, "协会会议纪要：合格但不授星")
    assert queries.gaps(scheme) == []
    scheme = done(actions.activate_scheme(scheme, from_on=date(2026, 1, 1), by=field.manager))

    year = done(actions.open_round(scheme, on=date(2026, 3, 1), by=field.manager))
    stars = {}
    for code, findings in (("a", 8), ("b", 16), ("c", 25), ("d", 36)):
        subject = field.subject(scheme, code)
        field.sheet(year, subject, complaints={"given": D(min(findings, 20))}, guarding={"given": D(max(findings - 20, 0))})
    done(actions.sum_round(year, by=field.manager))
    for result in queries.ranking(year):
        stars[result.subject.code] = (result.points, result.band.label, result.band.stars, result.round.scheme.version)
    assert stars == {"a": (D(92), "三星级", 3, 1), "b": (D(84), "二星级", 2, 1), "c": (D(75), "一星级", 1, 1), "d": (D(64), "合格无星", 0, 1)}


def test_a_range_of_two_bands_is_given_to_one_of_them(field):
    scheme = field.scheme(bands=[("好", 80, 100), ("中", 60, 85), ("差", 0, 59)])
    assert [(gap.kind, gap.lowest, gap.highest) for gap in queries.gaps(scheme)] == [("overlap", D(80), D(85))]
    refused(actions.activate_scheme(scheme, by=field.manager), "scores.bands_overlap")
    done(actions.decide_range(scheme, lowest=D(80), highest=D(85), label="好", reason="从宽", by=field.manager))
    assert [(one.label, one.lowest, one.highest) for one in Band.objects.order_by("lowest")] == [("差", 0, 59), ("中", 60, 79), ("好", 80, 100)]
    done(actions.activate_scheme(scheme, by=field.manager))


def test_items_that_come_to_more_than_the_scale_are_refused(field):
    scheme = field.scheme(items=[("a", 60), ("b", 50)])
    refused(actions.activate_scheme(scheme, by=field.manager), "scores.items_above_scale")
    refused(actions.activate_scheme(field.scheme("empty", items=()), by=field.manager), "scores.no_items")
    assert not Scheme.objects.exclude(state="draft").exists()


@pytest.mark.parametrize(
    "wrong, code",
    [
        ({"full_marks": D("NaN")}, "scores.bad_item"),
        ({"full_marks": D("Infinity")}, "scores.bad_item"),
        ({"full_marks": D(-1)}, "scores.bad_item"),
        ({"unit_points": D(-1)}, "scores.bad_item"),
        ({"lowest": D(11)}, "scores.bad_item"),
        ({"batch": 0}, "scores.bad_item"),
        ({"levels": {"minor": "NaN"}}, "scores.bad_levels"),
        ({"levels": {"minor": "x"}}, "scores.bad_levels"),
        ({"shape": "measure", "measure": "no.such"}, "scores.unknown_measure"),
        ({"code": "Not a code"}, "scores.bad_item_code"),
    ],
)
def test_add_item_refuses_senseless_points(field, wrong, code):
    scheme = field.scheme(items=())
    given = {"code": "a", "wording": "甲", "full_marks": D(10), **wrong}
    refused(actions.add_item(scheme, **given, by=field.manager), code)
    assert Item.objects.count() == 0


@pytest.mark.parametrize(
    "wrong, code",
    [
        ({"highest": D(0)}, "scores.bad_scale"),
        ({"base_points": D("NaN")}, "scores.bad_scale"),
        ({"base_points": D(101)}, "scores.bad_scale"),
        ({"step": D(0)}, "scores.bad_scale"),
        ({"weights": {"peer": 60, "owner": 30}}, "scores.bad_weights"),
        ({"recheck_percent": 101}, "scores.bad_share"),
        ({"ladder": [-1]}, "scores.bad_ladder"),
        ({"code": "x y"}, "scores.bad_code"),
    ],
)
def test_create_scheme_refuses_a_senseless_frame(field, wrong, code):
    given = {"code": "a", "title": "甲", "subject_kind": "squad", "period": "month", **wrong}
    refused(actions.create_scheme(field.where, **given, by=field.manager), code)
    assert Scheme.objects.count() == 0


def test_a_code_is_taken_once(field):
    field.scheme("one")
    refused(actions.create_scheme(field.where, code="one", title="x", subject_kind="squad", period="month", by=field.manager), "scores.code_taken")
    assert Scheme.objects.count() == 1


@pytest.mark.clause("002-668")
def test_results_keep_the_version_they_were_made_under(field):
    """Each version has its own first day; what happened before is judged by the version of then."""
    first = field.active(base_points=D(12), lowest=D(0), highest=D(112), method="points", period="year")
    subject = field.subject(first, "a")
    second = done(actions.revise_scheme(first, by=field.manager))
    refused(actions.revise_scheme(first, by=field.manager), "scores.draft_exists")
    assert (second.version, Item.objects.filter(scheme=second).count()) == (2, 2)
    done(actions.change_scheme(second, title="新办法", highest=D(120), by=field.manager))
    refused(actions.activate_scheme(second, from_on=date(2026, 1, 1), by=field.manager), "scores.not_after_version")
    done(actions.activate_scheme(second, from_on=date(2026, 3, 1), by=field.manager))
    old = done(actions.book_points(subject, scheme=second, points=D(-1), reason="旧事", on=date(2026, 2, 27), by=field.inspector))
    new = done(actions.book_points(subject, scheme=second, points=D(-1), reason="新事", on=date(2026, 3, 2), by=field.inspector))
    assert (old.scheme.version, new.scheme.version) == (1, 2)
    assert [(one.version, one.state) for one in Scheme.objects.order_by("version")] == [(1, "replaced"), (2, "active")]


def test_a_version_in_use_is_not_changed_any_more(field):
    scheme = field.active(bands=[("全", 0, 100)])
    item, band = field.item(scheme, "order"), Band.objects.get()
    before = Entry.objects.count()
    refused(actions.add_item(scheme, code="c", wording="丙", by=field.manager), "scores.version_in_use")
    refused(actions.remove_item(item, by=field.manager), "scores.version_in_use")
    refused(actions.add_band(scheme, label="x", lowest=D(0), highest=D(1), by=field.manager), "scores.version_in_use")
    refused(actions.remove_band(band, by=field.manager), "scores.version_in_use")
    refused(actions.change_scheme(scheme, title="x", by=field.manager), "scores.version_in_use")
    refused(actions.add_rule(scheme, label="x", trigger="top", kind="notice", by=field.manager), "scores.version_in_use")
    refused(actions.decide_range(scheme, lowest=D(0), highest=D(1), label="x", reason="y", by=field.manager), "scores.version_in_use")
    refused(actions.activate_scheme(scheme, by=field.manager), "scores.not_draft")
    assert (Entry.objects.count(), Item.objects.count(), BandDecision.objects.count()) == (before, 2, 0)


def test_parts_of_a_draft_are_taken_out_again(field):
    scheme = field.scheme(bands=[("全", 0, 100)])
    rule = done(actions.add_rule(scheme, label="整改", trigger="band", band=Band.objects.get(), kind="rectification", by=field.manager))
    refused(actions.remove_band(Band.objects.get(), by=field.manager), "scores.band_in_use")
    done(actions.remove_rule(rule, by=field.manager))
    done(actions.remove_band(Band.objects.get(), by=field.manager))
    done(actions.remove_item(field.item(scheme, "order"), by=field.manager))
    assert (Rule.objects.count(), Band.objects.count(), Item.objects.count()) == (0, 0, 1)
    rule = Rule.objects.create(scope=field.where, scheme=field.active("other"), label="x", trigger="top", kind="notice")
    refused(actions.remove_rule(rule, by=field.manager), "scores.version_in_use")
    assert Rule.objects.count() == 1


@pytest.mark.parametrize(
    "wrong, code",
    [
        ({"value": D(-1)}, "scores.bad_rule"),
        ({"value": D("NaN")}, "scores.bad_rule"),
        ({"value": D(3), "until_value": D(2)}, "scores.bad_rule"),
        ({"trigger": "band"}, "scores.rule_without_band"),
        ({"amounts": [-5]}, "scores.bad_amounts"),
        ({"kind": "fine"}, "scores.unknown_consequence"),
    ],
)
def test_add_rule_refuses_what_makes_no_sense(field, wrong, code):
    scheme = field.scheme()
    refused(actions.add_rule(scheme, **{"label": "x", "trigger": "top", "kind": "notice", **wrong}, by=field.manager), code)
    assert Rule.objects.count() == 0


def test_bands_stay_on_the_scale(field):
    scheme = field.scheme()
    for lowest, highest, code in ((D(90), D(80), "scores.bad_band"), (D("NaN"), D(1), "scores.bad_band"), (D(90), D(101), "scores.band_off_scale")):
        refused(actions.add_band(scheme, label="x", lowest=lowest, highest=highest, by=field.manager), code)
    item = field.item(scheme, "order")
    refused(actions.add_band(scheme, label="x", item=item, lowest=D(0), highest=D(9), by=field.manager), "scores.band_without_points")
    refused(actions.add_band(field.scheme("b"), label="x", item=item, lowest=D(0), highest=D(9), by=field.manager), "scores.item_of_another")
    assert Band.objects.count() == 0


def test_a_scheme_is_brought_in_row_by_row(field):
    row = {"scheme_code": "sheet", "scheme_title": "导入的办法", "full_marks": D(50), "by": field.manager}
    for code in ("a", "b"):
        done(actions.import_item(field.where, **row, code=code, wording="=HYPERLINK(1)"))
    assert Scheme.objects.get().title == "导入的办法"
    assert [(one.code, one.wording, one.ordering) for one in Item.objects.order_by("ordering")] == [("a", "=HYPERLINK(1)", 1), ("b", "=HYPERLINK(1)", 2)]
    refused(actions.import_item(field.where, **{**row, "full_marks": D(-1)}, code="c", wording="丙"), "scores.bad_item")
    refused(actions.import_item(field.where, **{**row, "scheme_code": "A B"}, code="c", wording="丙"), "scores.bad_code")
    assert (Item.objects.count(), Scheme.objects.count()) == (2, 1)


def test_a_scheme_ends_once(field):
    scheme = field.active()
    done(actions.withdraw_scheme(scheme, reason="不再实行", by=field.manager))
    refused(actions.withdraw_scheme(scheme, reason="不再实行", by=field.manager), "scores.ended_already")
    refused(actions.revise_scheme(scheme, by=field.manager), "scores.not_in_use")
    refused(actions.open_round(scheme, by=field.manager), "scores.not_in_use")
    with at(2026, 4, 1):
        assert Scheme.objects.get().state == "withdrawn"
