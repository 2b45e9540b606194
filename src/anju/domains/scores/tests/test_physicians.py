"""Points of a year with thresholds, suspensions over years, the ladder of new filings, notices, appeals."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from anju.domains.scores import actions, queries
from anju.domains.scores.models import Appeal, Consequence, Enrolment, Filing, Points, Subject
from anju.kernel import files
from anju.kernel.models import Entry

from .conftest import at, done, react, refused

D = Decimal


@pytest.fixture
def clinic(field):
    """The scheme in use, two hospitals, and a physician filed at both."""
    scheme = field.adopted("physician-points")
    hospitals = [
        done(actions.register_subject(field.where, kind="institution", code=code, title=code, answerable=field.team.person(f"院长{code}"), by=field.manager))
        for code in ("h1", "h2")
    ]
    return Clinic(field, scheme, hospitals)


class Clinic:
    def __init__(self, field, scheme, hospitals) -> None:
        self.field, self.scheme, self.hospitals = field, scheme, hospitals

    def physician(self, code="d1") -> Subject:
        field = self.field
        person = done(
            actions.register_subject(field.where, kind="person", code=code, name="刘医生", person=field.team.person(code), licence="ZY1", by=field.manager)
        )
        done(actions.enrol_subject(person, scheme=self.scheme, conditions_met=self.scheme.conditions, by=field.manager))
        done(actions.file_subject(person, institution=self.hospitals[0], body="县医保中心", by=field.manager))
        return person

    def take(self, person, points, **given) -> Points:
        field = self.field
        booked = done(actions.book_points(person, scheme=self.scheme, points=D(-points), reason="违规", by=field.inspector, **given))
        react("when_points_are_booked_announce_what_follows")
        return booked

    def enforce(self, kind) -> Consequence:
        """Tell, wait and put the newest one of a kind in force."""
        field = self.field
        one = Consequence.objects.filter(kind=kind, state="announced").latest("number")
        done(actions.give_notice(one, to="body", by=field.inspector))
        done(actions.give_notice(one, to="person", by=field.inspector))
        Consequence.objects.filter(pk=one.pk).update(appeal_until_on=date(2020, 1, 1))
        return done(actions.enforce_consequence(one, by=field.manager))


@pytest.mark.clause("002-644", "002-645", "002-110")
def test_every_year_begins_with_twelve_points_and_carries_nothing_over(clinic):
    person = clinic.physician()
    clinic.take(person, 2)
    clinic.take(person, 3)
    account = queries.account(person, clinic.scheme, 2026)
    assert (account.opening, account.balance, account.deducted, [one.points for one in account.bookings]) == (12, 7, 5, [-2, -3])
    with at(2027, 1, 2):
        clinic.take(person, 1)
        after = queries.account(person, clinic.scheme, 2027)
    assert (after.opening, after.balance, after.deducted) == (12, 11, 1)
    assert queries.account(person, clinic.scheme, 2026).balance == 7


@pytest.mark.clause("002-646", "002-647", "002-643")
def test_deductions_of_all_places_count_together_with_their_channel(clinic):
    """Five channels; one person with two places, each filed by itself."""
    person, (one, two) = clinic.physician(), clinic.hospitals
    done(actions.file_subject(person, institution=two, body="市医保中心", by=clinic.field.manager))
    assert [(filing.institution.code, filing.body) for filing in Filing.objects.order_by("institution__code")] == [("h1", "县医保中心"), ("h2", "市医保中心")]
    channels = ["daily", "network", "special", "audit", "complaint"]
    for number, channel in enumerate(channels):
        clinic.take(person, 1, channel=channel, institution=(one, two)[number % 2])
    assert queries.account(person, clinic.scheme, 2026).deducted == 5
    assert [row.channel for row in Points.objects.order_by("number")] == channels
    assert {row.institution.code for row in Points.objects.all()} == {"h1", "h2"}


@pytest.mark.clause("002-648", "002-649", "002-650")
@pytest.mark.parametrize("points, kind, months", [(5, "talk", 0), (6, "suspension", 3), (8, "suspension", 3), (9, "suspension", 6), (11, "suspension", 6)])
def test_the_thresholds_talk_and_suspend(clinic, points, kind, months):
    """Below 6 a talk, from 6 three months, from 9 six months."""
    person = clinic.physician()
    clinic.take(person, points)
    one = Consequence.objects.get()
    assert (one.kind, one.months, one.state) == (kind, months, "announced")
    if kind == "suspension":
        one = clinic.enforce(kind)
        assert one.until_on == {3: date(2026, 6, 4), 6: date(2026, 9, 4)}[months]
        assert queries.suspension_of(person, one.until_on) == one and queries.suspension_of(person, date(2026, 9, 5)) is None


def test_a_second_threshold_lengthens_a_suspension_and_none_shortens_it(clinic):
    person = clinic.physician()
    clinic.take(person, 6)
    clinic.enforce("suspension")
    clinic.take(person, 3)
    assert clinic.enforce("suspension").until_on == date(2026, 9, 4)


@pytest.mark.clause("002-651", "002-652", "002-655")
def test_twelve_points_are_a_year_that_runs_over_the_years_end(clinic):
    """The points reset in January, the suspension does not; a new filing is taken when it has ended."""
    person = clinic.physician()
    with at(2026, 11, 30):
        clinic.take(person, 12)
        one = clinic.enforce("deregistration")
    assert (one.months, one.until_on) == (12, date(2027, 11, 29))
    assert queries.suspension_of(person, date(2027, 6, 1)) == one
    assert queries.account(person, clinic.scheme, 2027).balance == 12
    back = {"institution": clinic.hospitals[0], "self_review": "书面检查", "studied": "政策学习20学时", "by": clinic.field.manager}
    with at(2027, 11, 29):
        refused(actions.file_subject(person, **back), "scores.suspended_until")
    with at(2027, 11, 30):
        assert done(actions.file_subject(person, **back)).after == one


@pytest.mark.clause("002-653")
def test_the_ladder_of_new_filings_is_one_year_three_years_never(clinic):
    person, field = clinic.physician(), clinic.field
    back = {"institution": clinic.hospitals[0], "self_review": "检查", "studied": "学习", "by": field.manager}
    for first, early, again in ((date(2026, 3, 5), date(2027, 3, 4), date(2027, 3, 5)), (date(2027, 4, 1), date(2030, 3, 31), date(2030, 4, 1))):
        with at(*first.timetuple()[:3]):
            clinic.take(person, 12)
            clinic.enforce("deregistration")
        with at(*early.timetuple()[:3]):
            outcome = actions.file_subject(person, **back)
            assert outcome.code in ("scores.suspended_until", "scores.not_eligible_yet")
        with at(*again.timetuple()[:3]):
            done(actions.file_subject(person, **back))
    with at(2031, 1, 5):
        clinic.take(person, 12)
        clinic.enforce("deregistration")
    with at(2059, 1, 1):
        refused(actions.file_subject(person, **back), "scores.never_again")
    assert Filing.objects.filter(until_on=None).count() == 0


@pytest.mark.clause("002-654")
def test_without_self_review_and_study_no_new_filing_is_taken(clinic):
    person = clinic.physician()
    clinic.take(person, 6)
    clinic.enforce("suspension")
    with at(2026, 6, 5):
        for given in ({}, {"self_review": "检查"}, {"studied": "学习"}):
            refused(actions.file_subject(person, institution=clinic.hospitals[0], **given, by=clinic.field.manager), "scores.self_review_needed")
        filing = done(actions.file_subject(person, institution=clinic.hospitals[0], self_review="检查", studied="学习", by=clinic.field.manager))
    assert (filing.self_review, filing.studied) == ("检查", "学习")


@pytest.mark.clause("002-629")
def test_only_who_meets_every_condition_is_put_on_the_register(clinic):
    field = clinic.field
    person = done(actions.register_subject(field.where, kind="person", code="d9", name="无证", by=field.manager))
    before = Entry.objects.count()
    for met in ([], clinic.scheme.conditions[:1], ["别的"]):
        refused(actions.enrol_subject(person, scheme=clinic.scheme, conditions_met=met, by=field.manager), "scores.conditions_missing")
    refused(actions.book_points(person, scheme=clinic.scheme, points=D(-1), reason="x", by=field.inspector), "scores.not_enrolled")
    assert (Enrolment.objects.count(), Entry.objects.count()) == (0, before)
    done(actions.enrol_subject(person, scheme=clinic.scheme, conditions_met=clinic.scheme.conditions, by=field.manager))
    assert Enrolment.objects.get().conditions_met == clinic.scheme.conditions


@pytest.mark.clause("002-630", "002-632")
def test_breaches_of_identity_and_of_reasonable_care_take_what_their_gravity_says(clinic):
    """Person and card match; examination, treatment and medicine are reasonable: each a breach type of its own."""
    person, field = clinic.physician(), clinic.field
    for item, level, expected in (("card-match", "serious", -6), ("reasonable-care", "minor", -1), ("reasonable-care", "serious", -3)):
        given = {"item": field.item(clinic.scheme, item), "level": level, "reason": "核查发现"}
        booked = done(actions.book_points(person, scheme=clinic.scheme, **given, by=field.inspector))
        assert (booked.points, booked.item.code) == (expected, item)
    assert queries.account(person, clinic.scheme, 2026).balance == 2


@pytest.mark.clause("002-641", "002-642")
def test_who_moves_is_filed_anew_and_who_leaves_is_cancelled(clinic):
    person, (one, two), field = clinic.physician(), clinic.hospitals, clinic.field
    filing = Filing.objects.get()
    refused(actions.file_subject(person, institution=one, by=field.manager), "scores.filed_already")
    refused(actions.file_subject(person, institution=person, by=field.manager), "scores.no_institution")
    done(actions.end_filing(filing, reason="调离", by=field.manager))
    refused(actions.end_filing(filing, reason="调离", by=field.manager), "scores.filing_over")
    done(actions.file_subject(person, institution=two, by=field.manager))
    rows = list(Filing.objects.order_by("institution__code").values_list("institution__code", "until_on", "reason"))
    assert rows == [("h1", date(2026, 3, 5), "调离"), ("h2", None, "")]


@pytest.mark.clause("002-656")
def test_the_integrity_file_holds_everything_about_a_person(clinic):
    person = clinic.physician()
    booked = clinic.take(person, 6)
    appeal = done(actions.file_appeal(person, points=booked, grounds="不属实", by=clinic.field.team("d1", "guard")))
    record = queries.integrity_file(person)
    assert {name: len(rows) for name, rows in record.items()} == {"filings": 1, "points": 1, "consequences": 1, "appeals": 1}
    assert (record["points"][0].reason, record["consequences"][0].kind, record["appeals"][0]) == ("违规", "suspension", appeal)


@pytest.mark.clause("002-657")
def test_a_breach_found_in_a_district_is_reported_to_the_city(clinic):
    person = clinic.physician()
    clinic.take(person, 6)
    one = Consequence.objects.get()
    assert one.reported_on is None
    done(actions.report_consequence(one, body="市医保局", by=clinic.field.inspector))
    assert [(row.reported_to, row.reported_on) for row in queries.integrity_file(person)["consequences"]] == [("市医保局", date(2026, 3, 5))]


@pytest.mark.clause("002-659", "002-660")
def test_institution_and_person_are_told_within_three_working_days_each(clinic):
    """Decided on Thursday 5 March: due to the institution on Tuesday the 10th, to the person three working days after that notice."""
    clinic.take(clinic.physician(), 6)
    one, by = Consequence.objects.get(), clinic.field.inspector
    assert one.body_notice_due_on == date(2026, 3, 10)
    with at(2026, 3, 10):
        one = done(actions.give_notice(one, to="body", by=by))
        assert one.person_notice_due_on == date(2026, 3, 13)
    with at(2026, 3, 16):
        done(actions.give_notice(one, to="person", by=by))
    told = [(row.payload["to"], row.payload["due_on"], row.payload["is_in_time"]) for row in Entry.objects.filter(name="scores.notice_given").order_by("id")]
    assert told == [("body", "2026-03-10", True), ("person", "2026-03-13", False)]


@pytest.mark.clause("002-661")
def test_an_appeal_comes_through_the_institution_within_fifteen_working_days_and_keeps_its_panel(clinic):
    person, field = clinic.physician(), clinic.field
    clinic.take(person, 6)
    one = Consequence.objects.get()
    one = done(actions.give_notice(one, to="body", on=date(2026, 3, 5), by=field.inspector))
    assert one.appeal_until_on == date(2026, 3, 26)
    appeal = {"consequence": one, "grounds": "处方合理", "through": clinic.hospitals[0], "by": field.team("院长h1", "guard")}
    with at(2026, 3, 27):
        refused(actions.file_appeal(person, **appeal), "scores.appeal_too_late")
    with at(2026, 3, 26):
        refused(actions.file_appeal(person, **{**appeal, "by": field.team("院长h2", "guard")}), "scores.not_your_appeal")
        filed = done(actions.file_appeal(person, **appeal))
        done(actions.record_panel(filed, panel="王主任、李教授、赵药师", by=field.manager))
    filed = Appeal.objects.get()
    assert (filed.through.code, filed.panel, filed.panel_on) == ("h1", "王主任、李教授、赵药师", date(2026, 3, 26))


@pytest.mark.clause("002-662")
def test_with_an_institution_its_people_are_suspended_at_once(clinic):
    here, there, field = clinic.physician("d1"), clinic.physician("d2"), clinic.field
    done(actions.end_filing(Filing.objects.get(subject=there), reason="调离", by=field.manager))
    done(actions.file_subject(there, institution=clinic.hospitals[1], by=field.manager))
    stop = done(actions.announce_consequence(clinic.hospitals[0], scheme=clinic.scheme, kind="suspension", reason="骗保", months=6, by=field.inspector))
    done(actions.give_notice(stop, to="body", by=field.inspector))
    done(actions.accept_consequence(stop, by=field.team("院长h1", "guard")))
    done(actions.enforce_consequence(stop, by=field.manager))
    react("when_an_institution_is_suspended_suspend_its_people")
    react("when_an_institution_is_suspended_suspend_its_people")
    bar = queries.suspension_of(here, date(2026, 3, 5))
    assert (bar.cause, bar.state, bar.from_on, bar.until_on) == (stop, "in_force", date(2026, 3, 5), date(2026, 9, 4))
    assert queries.suspension_of(there, date(2026, 3, 5)) is None
    assert Consequence.objects.count() == 2 and not Filing.objects.filter(subject=here, until_on=None).exists()


@pytest.mark.clause("002-669")
def test_every_institution_files_rules_of_its_own(clinic):
    field = clinic.field
    assert [one.code for one in queries.without_own_rules(field.where)] == ["h1", "h2"]
    paper = files.checked(b"%PDF-1.4\n%%EOF\n", name="rules.pdf")
    done(actions.file_own_rules(clinic.hospitals[0], paper=paper, by=field.manager))
    assert [one.code for one in queries.without_own_rules(field.where)] == ["h2"]
    assert Subject.objects.get(code="h1").own_rules_on == date(2026, 3, 5)
