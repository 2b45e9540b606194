"""Owners and residents of dwellings."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from anju.domains.people import actions, queries
from anju.domains.people.models import Ownership, Residency
from anju.domains.places import actions as place_actions
from anju.domains.places.queries import community_of
from anju.kernel import scope as view
from anju.kernel.actors import Actor

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system("test")


@pytest.fixture
def couple(inside):
    return [actions.register_person(inside, name=name, by=SYSTEM) for name in ("业主甲", "业主乙")]


def test_shares_never_exceed_the_whole(inside, dwelling, couple):
    own = actions.add_ownership
    assert own(inside, dwelling=dwelling, person=couple[0], share=Decimal("0.6"), by=SYSTEM).share == Decimal("0.6")
    assert own(inside, dwelling=dwelling, person=couple[1], share=Decimal("0.5"), by=SYSTEM).code == "people.shares_exceed_whole"
    assert own(inside, dwelling=dwelling, person=couple[1], share=Decimal(0), by=SYSTEM).code == "people.bad_share"
    assert own(inside, dwelling=dwelling, person=couple[0], share=Decimal("0.1"), by=SYSTEM).code == "people.owns_already"
    assert own(inside, dwelling=dwelling, person=couple[1], share=Decimal("0.4"), by=SYSTEM).share == Decimal("0.4")
    assert [(o.person.name, o.share) for o in queries.owners_of(dwelling)] == [("业主甲", Decimal("0.6")), ("业主乙", Decimal("0.4"))]


def test_a_third_each_is_the_whole(inside, dwelling, couple):
    third = actions.register_person(inside, name="业主丙", by=SYSTEM)
    for person in (*couple, third):
        assert actions.add_ownership(inside, dwelling=dwelling, person=person, share=Decimal("0.333334"), by=SYSTEM)
    assert Ownership.objects.count() == 3


def test_only_a_dwelling_of_this_community_is_owned_or_lived_in(inside, next_door, dwelling, couple):
    root = community_of(inside)
    assert actions.add_ownership(inside, dwelling=root, person=couple[0], by=SYSTEM).code == "people.not_a_dwelling"
    assert actions.add_residency(inside, dwelling=root, person=couple[0], relation="tenant", by=SYSTEM).code == "people.not_a_dwelling"
    with view.entered(next_door):
        place_actions.lay_out_floors(next_door, building="1", unit="1", last_floor=1, dwellings_per_floor=1, by=SYSTEM)
        from anju.domains.places.queries import by_code

        theirs = by_code(next_door, "1", "1", "101")
        stranger = actions.register_person(next_door, name="外人", by=SYSTEM)
    assert actions.add_ownership(inside, dwelling=theirs, person=couple[0], by=SYSTEM).code == "people.dwelling_elsewhere"
    assert actions.add_ownership(inside, dwelling=dwelling, person=stranger, by=SYSTEM).code == "people.elsewhere"
    assert (Ownership.everywhere.count(), Residency.everywhere.count()) == (0, 0)


def test_owner_family_and_tenant_are_told_apart(inside, dwelling, couple):
    live = actions.add_residency
    assert live(inside, dwelling=dwelling, person=couple[0], relation="owner", by=SYSTEM).code == "people.not_the_owner"
    actions.add_ownership(inside, dwelling=dwelling, person=couple[0], by=SYSTEM)
    assert live(inside, dwelling=dwelling, person=couple[0], relation="owner", by=SYSTEM).relation == "owner"
    assert live(inside, dwelling=dwelling, person=couple[1], relation="family", by=SYSTEM).relation == "family"
    assert live(inside, dwelling=dwelling, person=couple[1], relation="tenant", by=SYSTEM).code == "people.lives_there"
    assert [(r.person.name, r.relation) for r in queries.residents_of(dwelling)] == [("业主甲", "owner"), ("业主乙", "family")]
    assert queries.dwellings_of(couple[1], inside) == {dwelling.id: "3栋2单元101"}


def test_moving_out_ends_the_residency_once(inside, dwelling, couple):
    lives = actions.add_residency(inside, dwelling=dwelling, person=couple[1], relation="tenant", until_on=date(2026, 12, 31), by=SYSTEM)
    assert actions.end_residency(lives, by=SYSTEM).ended_at is not None
    assert list(queries.residents_of(dwelling)) == []
    assert actions.end_residency(lives, by=SYSTEM).code == "people.ended_already"
    owns = actions.add_ownership(inside, dwelling=dwelling, person=couple[1], by=SYSTEM)
    actions.end_ownership(owns, by=SYSTEM)
    assert actions.end_ownership(owns, by=SYSTEM).code == "people.ended_already"
    assert actions.add_ownership(inside, dwelling=dwelling, person=couple[0], by=SYSTEM).share == 1


def test_a_tenancy_may_not_end_before_it_begins(inside, dwelling, couple):
    no = actions.add_residency(
        inside, dwelling=dwelling, person=couple[0], relation="tenant", since_on=date(2026, 3, 5), until_on=date(2026, 3, 1), by=SYSTEM
    )
    assert no.code == "people.ends_before_start"
    assert Residency.objects.count() == 0
