"""Sums are the same whatever the order, the lateness and the batches in which events are read."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from anju.domains.measures import actions, folding, periods, queries
from anju.domains.measures.models import DayFigure, FoldCursor
from anju.domains.measures.periods import Period
from anju.domains.measures.sums import ZERO, Sums, added, placed
from anju.kernel import clock, scope
from anju.kernel.actors import Actor
from anju.kernel.measures import registry
from anju.kernel.models import Scope
from anju.kernel.refusals import Refusal

DB = settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
FIRST = date(2026, 1, 1)
NOON = datetime(2026, 4, 1, 4, tzinfo=UTC)
SYSTEM = Actor.system("test")

figures = st.lists(
    st.tuples(st.integers(0, 89), st.sampled_from(["", "one", "two"]), st.integers(0, 20), st.integers(1, 20)),
    min_size=1,
    max_size=12,
)


def kept(where: Scope) -> dict:
    return {
        (row.measure, row.dimension, row.day): row.sums
        for row in DayFigure.objects.filter(scope=where)
        if Sums(*row.sums) != ZERO
    }


def from_the_ledger(where: Scope) -> dict:
    return {
        (name, *key): tuple(sums)
        for name, measure in registry.items()
        for key, sums in added(placed(measure, folding.rows_of(where, measure), where)).items()
        if sums != ZERO
    }


def record(where: Scope, indicator, entries, *, count_after: set[int], limit: int) -> None:
    for turn, (offset, group, part, rest) in enumerate(entries):
        done = actions.record_figure(
            indicator,
            on=FIRST + timedelta(days=offset),
            numerator=part,
            denominator=part + rest,
            dimension=group,
            source="抽查表",
            by=SYSTEM,
        )
        assert not isinstance(done, Refusal)
        if turn in count_after:
            folding.catch_up(where, limit=limit)


@pytest.mark.django_db
@DB
@given(entries=figures, count_after=st.sets(st.integers(0, 12)), limit=st.integers(1, 5), seed=st.integers(0, 99))
def test_reading_on_equals_counting_anew_in_any_order(entries, count_after, limit, seed):
    """Days are named in any order, corrected again and again, and read in batches of any size."""
    shuffled = Random(seed).sample(entries, len(entries))
    with clock.frozen(NOON):
        for order in (entries, shuffled):
            where = Scope.objects.create(kind="community", name="任意")
            with scope.entered(where):
                indicator = actions.define_indicator(
                    where, code="checks", title="抽查", definition="抽查合格数", by=SYSTEM
                )
                record(where, indicator, order, count_after=count_after, limit=limit)
                folding.catch_up_fully(where)
                assert kept(where) == from_the_ledger(where)
                before = kept(where)
                actions.recount(where, measure="measures.recorded", by=SYSTEM)
                assert kept(where) == before


@pytest.mark.django_db
@DB
@given(entries=figures, kind=st.sampled_from(["week", "month", "quarter", "half", "year"]))
def test_months_and_years_are_the_sum_of_their_days(entries, kind):
    with clock.frozen(NOON):
        where = Scope.objects.create(kind="community", name="任意")
        with scope.entered(where):
            indicator = actions.define_indicator(where, code="checks", title="抽查", definition="抽查合格数", by=SYSTEM)
            record(where, indicator, entries, count_after=set(), limit=1)
            folding.catch_up_fully(where)
            period = periods.of(kind, FIRST)
            whole = queries.value(where, "manual.checks", period)
            days = [queries.value(where, "manual.checks", periods.day(on)) for on in period]
            assert whole.sums == sum((figure.sums for figure in days), ZERO)
            pieces = queries.series(where, "manual.checks", period, by="month")
            if kind != "week":
                assert whole.sums == sum((figure.sums for figure in pieces), ZERO)


@given(st.lists(st.tuples(*[st.integers(-1000, 1000)] * 5)), st.randoms())
def test_adding_does_not_depend_on_order(values, random):
    sums = [Sums(*value) for value in values]
    shuffled = random.sample(sums, len(sums))
    assert sum(sums, ZERO) == sum(shuffled, ZERO)


@given(
    st.sampled_from(["day", "week", "month", "quarter", "half", "year"]), st.dates(date(2000, 1, 1), date(2099, 12, 31))
)
def test_periods_tile_the_calendar(kind, on):
    period = periods.of(kind, on)
    assert on in period
    assert periods.of(kind, period.last + periods.ONE_DAY).first == period.last + periods.ONE_DAY
    assert periods.before(period).last == period.first - periods.ONE_DAY
    if kind in ("month", "quarter", "half", "year"):
        assert [day for piece in periods.parts("month", period) for day in piece] == list(period)


def test_the_period_before_a_free_span_is_as_long():
    assert periods.before(Period(date(2026, 3, 5), date(2026, 3, 14))) == Period(date(2026, 2, 23), date(2026, 3, 4))
    assert periods.before(periods.of("quarter", date(2026, 2, 1))) == Period(date(2025, 10, 1), date(2025, 12, 31))


def test_a_late_event_opens_its_day_again(community, team, on):
    manager = team("赵敏")
    indicator = actions.define_indicator(community, code="checks", title="抽查", definition="抽查合格数", by=manager)
    actions.record_figure(indicator, on=on.at().date(), numerator=9, denominator=10, source="抽查表", by=manager)
    on.count()
    with on(1):
        folding.settle(community, before=clock.today(community))
        march = periods.of("day", on.at().date())
        assert queries.value(community, "manual.checks", march).is_settled is True
        actions.record_figure(
            indicator, on=on.at().date(), numerator=8, denominator=10, source="更正：漏记一次", by=manager
        )
        on.count()
        figure = queries.value(community, "manual.checks", march)
        assert (figure.sums[:2], figure.is_settled, figure.sums.grade_c) == ((8, 10), False, 10)
        assert DayFigure.objects.get(dimension="checks").reopened_times == 1
        assert DayFigure.objects.get(dimension="checks").tx == FoldCursor.objects.get(measure="measures.recorded").tx


def test_a_changed_sum_is_found_by_the_sample_and_shows_red_until_it_is_recounted(community, team, on):
    """The nightly sample; the sums were altered behind our back."""
    manager = team("赵敏")
    indicator = actions.define_indicator(community, code="checks", title="抽查", definition="抽查合格数", by=manager)
    actions.record_figure(indicator, on=on.at().date(), numerator=9, denominator=10, source="抽查表", by=manager)
    on.count()
    with on(1):
        day = periods.day(on.at().date())
        actions.check_sample(community, by=SYSTEM)
        assert queries.value(community, "manual.checks", day).is_trusted is True
        DayFigure.objects.filter(dimension="checks").update(numerator=10)
        actions.check_sample(community, by=SYSTEM)
        figure = queries.value(community, "manual.checks", day)
        assert (figure.is_trusted, figure.value) == (False, 100)
        target = actions.set_target(
            community,
            title="抽查合格",
            measure="manual.checks",
            value="95",
            starts_on=day.first,
            ends_on=day.last,
            by=manager,
        )
        assert queries.progress(target).state == "untrusted"
        assert actions.recount(community, measure="no.such", by=manager).code == "measures.unknown_measure"
        actions.recount(community, measure="measures.recorded", by=manager)
        figure = queries.value(community, "manual.checks", day)
        assert (figure.is_trusted, figure.value) == (True, 90)


def test_a_new_fold_is_counted_from_the_first_row(community, team, on, monkeypatch):
    manager = team("赵敏")
    indicator = actions.define_indicator(community, code="checks", title="抽查", definition="抽查合格数", by=manager)
    actions.record_figure(indicator, on=on.at().date(), numerator=9, denominator=10, source="抽查表", by=manager)
    on.count()
    before = kept(community)
    FoldCursor.objects.filter(measure="measures.recorded").update(version=0)
    on.count()
    assert kept(community) == before


def test_another_community_adds_nothing(community, team, on):
    other = Scope.objects.create(kind="community", name="隔壁")
    indicator = actions.define_indicator(
        community, code="checks", title="抽查", definition="抽查合格数", by=team("赵敏")
    )
    actions.record_figure(indicator, on=on.at().date(), numerator=9, denominator=10, source="抽查表", by=team("赵敏"))
    folding.catch_up_fully(other)
    with scope.entered(other):
        assert DayFigure.objects.count() == 0
