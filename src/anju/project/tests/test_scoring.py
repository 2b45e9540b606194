"""A quarter of scores, lived day by day without the rest of the community's life: what a visitor of the demo finds under Scores."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

import pytest

from anju.domains.scores import queries
from anju.domains.scores.models import Appeal, Consequence, Mark, Points, Round, Scheme, Sheet, SheetRecheck, Subject
from anju.kernel import clock, ids, ledger
from anju.kernel import scope as view
from anju.project import community
from anju.project.upkeep import Upkeep
from anju.simulator import cast, estate, points, scoring, settling
from anju.simulator.world import World

FIRST, LAST = date(2026, 8, 21), date(2026, 11, 12)
FEW = (estate.Building(1, 1, 1, 1),)


def founded(seed: str = "anju") -> World:
    with clock.frozen(datetime(2026, 8, 20, 12, tzinfo=community.ZONE)), ids.seeded(World.lot_of(seed, "founding")):
        company, here = settling.found_community()
        with view.entered(company, here):
            settling.lay_out(here, FEW)
            settling.define_posts(here)
            settling.hire(company, here, World.lot_of(seed, "staff"))
            return World(cast.found(here, company), seed, community.ZONE)


def lived(world: World, first: date, last: date) -> None:
    """Only the scores happen; every squad leader is at work all the time."""
    world.present = {person.pk: "当班班长" for person in world.cast.staff["squad_leader"]}
    with view.entered(world.scope), clock.frozen(world.moment(first, 0)):
        upkeep = Upkeep(world.scope)
    for number in range((last - first).days + 1):
        _a_day(world, first + timedelta(days=number), upkeep)


def _a_day(world: World, day: date, upkeep: Upkeep) -> None:
    with view.entered(world.scope), ids.seeded(world.lot("ids", day)):
        with clock.frozen(world.moment(day, 0)):
            for life in (scoring, points):
                life.expect(world, day)
        for deed in world.due(world.moment(day, 24)):
            with clock.frozen(deed.at):
                deed.do()
        with clock.frozen(world.moment(day, 24)):
            upkeep(world.moment(day, 24))


def counted(rows: Iterable, *names: str) -> list[tuple]:
    return [tuple(getattr(row, name) for name in names) for row in rows]


@pytest.mark.history
@pytest.mark.django_db(transaction=True)
def test_a_quarter_of_scores_has_all_its_parts_and_goes_on():
    world = founded()
    lived(world, FIRST, LAST)
    assert not world.refused
    with view.entered(world.scope), clock.frozen(world.moment(LAST, 24)):
        the_squads_were_scored_every_month_with_reasons()
        a_tenth_was_scored_again_by_somebody_else()
        one_appeal_was_upheld_and_one_was_not()
        the_last_squad_was_warned_told_and_carded_by_different_hands()
        points_were_taken_given_back_and_begin_anew(world.scope)
        before = Sheet.objects.count()
    again = World(world.cast, world.seed, world.zone)
    lived(again, LAST + timedelta(days=1), date(2026, 12, 8))
    assert not again.refused
    with view.entered(world.scope):
        assert Sheet.objects.count() > before
        assert Round.objects.get(first_on=date(2026, 11, 1)).state == "published"
        assert (Scheme.objects.count(), Subject.objects.count()) == (2, 30), "what stood was not founded again"


def the_squads_were_scored_every_month_with_reasons() -> None:
    assert counted(Round.objects.order_by("first_on"), "title", "state", "owed", "scored") == [
        ("保安班组月度考评 2026-08", "published", 4, 4), ("保安班组月度考评 2026-09", "published", 4, 4),
        ("保安班组月度考评 2026-10", "published", 4, 4), ("保安班组月度考评 2026-11", "open", 4, 0),
    ]  # fmt: skip
    assert Mark.objects.exists() and not Mark.objects.filter(reason="").exists()
    assert Mark.objects.exclude(photo=None).filter(item__code="attendance").exists()
    september = queries.published(Round.objects.get(first_on=date(2026, 9, 1)))
    assert [row["name"] for row in september][-1] == list(scoring.SQUADS.values())[(2026 * 12 + 9) % 4]
    assert [row["rank"] for row in september][0] == 1


def a_tenth_was_scored_again_by_somebody_else() -> None:
    drawn = SheetRecheck.objects.filter(sheet__round__first_on=date(2026, 9, 1)).select_related("sheet")
    assert len(drawn) == 2
    assert all(one.at is not None and one.by_id != one.sheet.scorer_id for one in drawn)


def one_appeal_was_upheld_and_one_was_not() -> None:
    found = Appeal.objects.order_by("number").select_related("subject")
    assert counted(found, "state", "restored") == [("rejected", 0), ("upheld", scoring.RESTORED), ("rejected", 0)]
    assert all(one.decided_by_id not in (one.filed_by_id, one.subject.answerable_id) for one in found)


def the_last_squad_was_warned_told_and_carded_by_different_hands() -> None:
    cards = Consequence.objects.filter(kind="yellow_card", round__first_on=date(2026, 10, 1))
    assert counted(cards, "state") == [("in_force",)]
    card = cards.get()
    assert (card.announced_at.astimezone(community.ZONE).date() <= card.person_told_on < card.from_on) and card.announced_by_id != card.enforced_by_id
    assert Consequence.objects.filter(kind="yellow_card", round__first_on=date(2026, 9, 1)).get().state == "ended", "cleared after a good month"


def points_were_taken_given_back_and_begin_anew(scope) -> None:
    scheme = queries.active_scheme(scope, points.SCHEME)
    late = Subject.objects.get(code="BA-03")
    last_year, this_year = (queries.account(late, scheme, year) for year in (2025, 2026))
    assert (last_year.opening, last_year.balance, this_year.opening) == (12, 9, 12)
    assert Points.objects.filter(year=2025, is_backfilled=True).count() == len(points.OLD_BOOK)
    assert Points.objects.filter(year=2026, state="cancelled").exists() and not Points.objects.filter(reason="").exists()
    assert Consequence.objects.filter(kind="talk", state="in_force", scheme=scheme).exists()


@pytest.mark.history
@pytest.mark.django_db(transaction=True)
def test_the_same_seed_gives_the_same_scores(django_db_blocker):
    from django.core.management import call_command

    digests = []
    for seed in ("anju", "anju", "other"):
        call_command("flush", interactive=False, verbosity=0)
        world = founded(seed)
        lived(world, FIRST, FIRST + timedelta(days=15))
        digests.append(ledger.digest())
    assert digests[0] == digests[1]
    assert digests[0] != digests[2]
