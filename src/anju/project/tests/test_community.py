"""A community that was made twice from the same wish is the same; what went wrong in it can be traced."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.core.management import call_command

from anju.domains.cases.models import Case, Escalation, Recheck
from anju.domains.duties.models import Duty, Occurrence, Performance
from anju.domains.people.models import Presence
from anju.domains.plans import queries as plans
from anju.kernel import actions, clock, events, ledger
from anju.kernel import scope as view
from anju.kernel.models import Entry
from anju.project import community
from anju.project.upkeep import Upkeep
from anju.simulator import estate, mishaps

SMALL = (estate.Building(1, 1, 2, 3), estate.Building(3, 1, 2, 2))
PLAN = (Path(estate.__file__).parent / "seed" / "plan.md").read_bytes()
NOON = datetime(2026, 11, 15, 12, tzinfo=community.ZONE)


def wish(days: int, **changes) -> community.Wish:
    given = {"until": NOON, "plan": PLAN, "plan_name": "计划.md", "span": timedelta(days=days), "buildings": SMALL}
    return community.Wish(**given | changes)


def digest_of(one: community.Wish) -> str:
    call_command("flush", interactive=False, verbosity=0)
    world = community.make(one, lambda _line: None)
    assert not world.refused
    return ledger.digest()


@pytest.mark.history
@pytest.mark.django_db(transaction=True)
def test_the_same_wish_gives_the_same_ledger():
    assert digest_of(wish(0.4)) == digest_of(wish(0.4))


@pytest.mark.soak
@pytest.mark.django_db(transaction=True)
def test_two_days_are_the_same_again_and_another_seed_gives_others():
    first, again, other = digest_of(wish(2)), digest_of(wish(2)), digest_of(wish(2, seed="other"))
    assert first == again
    assert first != other


@pytest.mark.django_db(transaction=True)
def test_something_that_is_no_plan_is_said_so_and_nothing_is_built():
    with pytest.raises(community.Unusable, match="."):
        community.make(wish(2, plan=b"\x89PNG\r\n\x1a\n" + bytes(64), plan_name="a.docx"), lambda _line: None)
    assert not Duty.everywhere.exists() and not Entry.objects.exists()


@pytest.mark.soak
@pytest.mark.django_db(transaction=True)
def test_fifteen_days_over_the_turn_of_a_month():
    """One history, looked at from all sides: it is the slowest thing to make."""
    world = community.make(wish(15), lambda _line: None)
    assert not world.refused
    with view.entered(world.scope), clock.frozen(NOON):
        failures_can_be_traced_to_their_cause()
        a_life_has_all_its_parts()
        most_of_the_plan_is_kept()
        every_row_is_a_declared_event_of_a_declared_action()
    it_is_found_again_and_goes_on()


def failures_can_be_traced_to_their_cause() -> None:
    told = {one.code: one for one in mishaps.PLANNED}
    wanted = {"round_left_out", "check_late", "drill_left_out", "sheet_entered_late", "looked_once"}
    problems = Case.objects.filter(kind="problem").exclude(basis_link="")
    assert {code for code in wanted if problems.filter(title=told[code].title, note=told[code].cause).exists()} == wanted
    assert Presence.objects.filter(left_for="short_leave").exists()
    assert Occurrence.objects.filter(duty__title__contains="车库", state="partly").exists()
    assert Occurrence.objects.filter(duty__title__contains="灭火器", state="done_late").exists()
    assert Occurrence.objects.filter(duty__title__contains="专项演练", state="missed").exists()
    assert Performance.objects.filter(is_backfilled=True).exists()
    assert Escalation.objects.filter(case__title=mishaps.ANSWERED_LATE).exists()


def a_life_has_all_its_parts() -> None:
    assert set(Performance.objects.values_list("grade", flat=True)) == {"A", "B", "C"}
    assert {"done", "done_late", "missed", "partly"} <= set(Occurrence.objects.values_list("state", flat=True))
    assert Case.objects.filter(source__startswith="duties.").exists(), "a check found something faulty, and the reaction opened a case"
    assert Case.objects.filter(kind="repair", state="closed").exists()
    assert Recheck.objects.filter(is_passed=True).exists()
    assert Entry.objects.filter(name="plans.spot_check_recorded").exists()


def most_of_the_plan_is_kept() -> None:
    states = plans.state_counts(plans.live(plans.in_force().get(), at=NOON))
    assert states["broken"] >= 2
    assert states["proven"] + states["on_track"] >= 0.85 * sum(states.values())


def every_row_is_a_declared_event_of_a_declared_action() -> None:
    assert set(Entry.objects.values_list("name", "version")) <= set(events.registry)
    assert set(Entry.objects.values_list("action", flat=True)) <= set(actions.registry)


def it_is_found_again_and_goes_on() -> None:
    before, later = Entry.objects.count(), NOON + timedelta(hours=5)
    world = community.found_again("anju")
    with clock.frozen(NOON), view.entered(world.scope):
        upkeep = Upkeep(world.scope)
    community.go_on(world, NOON + timedelta(seconds=1), later, upkeep, lambda _line: None)
    assert not world.refused
    assert Entry.objects.count() > before
    assert set(world.present.values()) >= {"南门岗", "北门岗", "监控中心岗"}
