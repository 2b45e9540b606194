"""Roles: who gives them, where they reach, when they end; and that no community reaches into another."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from anju.domains.people import actions, queries
from anju.domains.people.models import Membership, Person
from anju.domains.places import actions as place_actions
from anju.kernel import clock, permissions
from anju.kernel import scope as view
from anju.kernel.actors import Actor
from anju.kernel.models import Entry

from .conftest import NOON

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system("test")


def again(actor: Actor) -> Actor:
    """The same account in its next request."""
    return Actor("account", id=actor.id, person=actor.person)


def test_a_role_reaches_down_and_never_up_or_aside(company, garden, next_door, staff):
    head, _person = staff(company, "总部甲", "headquarters")
    guard, _person = staff(garden, "保安乙", "guard")
    assert [permissions.posts_of(head, s) for s in (company, garden, next_door)] == [{"headquarters"}] * 3
    assert permissions.posts_of(guard, garden) == {"guard"}
    assert permissions.posts_of(again(guard), company) == frozenset()
    assert permissions.posts_of(again(guard), next_door) == frozenset()


def test_the_roles_of_an_actor_cost_one_query(garden, staff, django_assert_num_queries):
    guard, _person = staff(garden, "保安乙", "guard", "squad_leader")
    with django_assert_num_queries(1):
        assert queries.posts_of(guard, garden) == {"guard", "squad_leader"}


def test_a_role_begins_and_ends_with_the_scopes_own_day(garden, staff):
    guard, person = staff(garden, "保安乙")
    with view.entered(garden):
        actions.grant_role(garden, person=person, role="guard", since_on=date(2026, 3, 6), until_on=date(2026, 3, 7), by=SYSTEM)
    before, first = datetime(2026, 3, 5, 15, 59, tzinfo=UTC), datetime(2026, 3, 5, 16, 0, tzinfo=UTC)
    last, after = datetime(2026, 3, 7, 15, 59, tzinfo=UTC), datetime(2026, 3, 7, 16, 0, tzinfo=UTC)
    seen = []
    for moment in (before, first, last, after):
        with clock.frozen(moment):
            seen.append(queries.posts_of(guard, garden))
    assert seen == [frozenset(), {"guard"}, {"guard"}, frozenset()]


def test_an_ended_role_is_gone_with_the_next_decision(inside, staff):
    guard, person = staff(inside, "保安乙", "security_manager")
    assert actions.define_post(inside, name="南门岗", role="guard", by=guard)
    membership = Membership.objects.get(person=person)
    assert actions.end_role(membership, reason="离职", by=SYSTEM).ended_at == NOON
    assert actions.define_post(inside, name="北门岗", role="guard", by=again(guard)).code == "kernel.not_permitted"
    assert actions.end_role(membership, by=SYSTEM).code == "people.ended_already"
    granted = actions.grant_role(inside, person=person, role="guard", by=SYSTEM)
    assert queries.posts_of(guard, inside) == {"guard"}
    assert granted.since_on == date(2026, 3, 5)


def test_a_manager_grants_working_roles_but_not_his_own_kind_and_never_to_himself(inside, staff):
    manager, person = staff(inside, "周四", "project_manager")
    _actor, other = staff(inside, "孙三")
    assert actions.grant_role(inside, person=other, role="guard", by=manager).role == "guard"
    before = Membership.objects.count()
    assert actions.grant_role(inside, person=person, role="front_desk", by=manager).code == "people.role_to_oneself"
    for role in ("project_manager", "headquarters", "auditor", "police"):
        assert actions.grant_role(inside, person=other, role=role, by=manager).code == "people.role_not_yours"
    assert actions.grant_role(inside, person=other, role="guard", by=manager).code == "people.has_role"
    assert actions.grant_role(inside, person=other, role="owner", by=manager).code == "people.derived_role"
    assert Membership.objects.count() == before


def test_others_grant_nothing(inside, staff):
    _actor, other = staff(inside, "孙三")
    for role in ("guard", "security_manager", "front_desk", "auditor"):
        actor, _person = staff(inside, f"某{role}", role)
        assert actions.grant_role(inside, person=other, role="guard", by=actor).code == "kernel.not_permitted"


def test_an_auditor_does_not_work_where_he_audits(inside, company, staff):
    head, _person = staff(company, "总部甲", "headquarters")
    _actor, worker = staff(inside, "孙三", "guard")
    _actor, auditor = staff(inside, "审计丁", "auditor")
    assert actions.grant_role(inside, person=worker, role="auditor", by=head).code == "people.roles_conflict"
    assert actions.grant_role(inside, person=auditor, role="engineer", by=head).code == "people.roles_conflict"
    assert queries.roles_of(inside, [worker.id, auditor.id]) == {worker.id: {"guard"}, auditor.id: {"auditor"}}


def test_a_role_may_not_end_before_it_begins_or_be_a_residents_above_a_community(company, inside, staff):
    _actor, other = staff(inside, "孙三")
    dates = {"since_on": date(2026, 3, 5), "until_on": date(2026, 3, 4)}
    assert actions.grant_role(inside, person=other, role="guard", **dates, by=SYSTEM).code == "people.ends_before_start"
    with view.entered(company):
        no = actions.grant_role(company, person=other, role="committee_member", by=SYSTEM)
    assert no.code == "people.role_of_community"
    assert Membership.objects.count() == 0


def test_what_a_manager_may_not_give_he_may_not_take(inside, company, staff):
    manager, _person = staff(inside, "周四", "project_manager")
    _actor, auditor = staff(inside, "审计丁", "auditor")
    membership = Membership.objects.get(person=auditor)
    assert actions.end_role(membership, by=manager).code == "people.role_not_yours"
    assert Membership.objects.get(pk=membership.pk).ended_at is None


def test_the_role_of_owner_follows_from_the_dwelling(inside, staff, dwelling):
    owner, person = staff(inside, "业主甲")
    assert queries.posts_of(owner, inside) == frozenset()
    ownership = actions.add_ownership(inside, dwelling=dwelling, person=person, by=SYSTEM)
    actions.add_residency(inside, dwelling=dwelling, person=person, relation="owner", by=SYSTEM)
    assert queries.posts_of(owner, inside) == {"owner", "resident"}
    assert list(queries.people_with_role(inside, "owner")) == [person]
    actions.end_ownership(ownership, by=SYSTEM)
    assert queries.posts_of(owner, inside) == {"resident"}


def test_an_account_may_enter_only_where_it_holds_a_role_or_below(company, garden, next_door, staff):
    head, _person = staff(company, "总部甲", "headquarters")
    _guard, guard = staff(garden, "保安乙", "guard")
    _nobody, nobody = staff(garden, "路人丙")
    head_account = queries.Account.everywhere.get(pk=head.id)
    assert [s.name for s in queries.communities_of(head_account)] == ["锦绣花园", "隔壁花园"]
    assert [s.name for s in queries.scopes_of(head_account)] == ["锦绣花园", "隔壁花园", "安居物业"]
    assert list(queries.communities_of(queries.account_of(guard))) == [garden]
    assert list(queries.scopes_of(queries.account_of(nobody))) == []


def test_staff_of_the_company_are_seen_where_they_hold_a_role_and_nowhere_else(company, garden, next_door, staff):
    _actor, roving = staff(company, "机动戊")
    with view.entered(company, garden):
        actions.grant_role(garden, person=roving, role="guard", by=SYSTEM)
    with view.entered(garden):
        assert list(Person.objects.all()) == [roving]
        assert actions.change_person(roving, name="改名", by=SYSTEM).code == "kernel.not_found"
    with view.entered(next_door):
        assert list(Person.objects.all()) == []


def test_a_manager_cannot_see_guess_or_touch_another_community(garden, next_door, staff):
    manager, _person = staff(garden, "周四", "project_manager")
    _guard, theirs = staff(next_door, "保安乙", "guard")
    membership = Membership.everywhere.get(person=theirs)
    with view.entered(next_door):
        post = actions.define_post(next_door, name="东门岗", role="guard", by=SYSTEM)
        home = place_actions.add_place(next_door, kind="building", code="1", by=SYSTEM)
    before = Entry.objects.count()
    with view.entered(garden):
        for no in (
            actions.change_person(theirs, name="改名", by=manager),
            actions.end_role(membership, by=manager),
            actions.retire_post(post, by=manager),
            actions.close_account(queries.account_of(theirs), by=manager),
            actions.register_person(next_door, name="混入", by=manager),
        ):
            assert no.code == "kernel.not_found"
        assert actions.grant_role(garden, person=theirs, role="guard", by=manager).code == "people.elsewhere"
        assert actions.define_post(garden, name="东门岗", role="guard", place=home, by=manager).code == "people.not_here"
        assert not queries.Post.objects.exists()
        assert not Person.objects.filter(pk=theirs.pk).exists()
    assert actions.change_person(theirs, name="改名", by=again(manager)).code == "kernel.not_permitted"
    assert Entry.objects.count() == before


def test_ids_of_another_community_do_not_exist_in_a_form(garden, next_door, staff):
    from anju.kernel.actions import registry
    from anju.kernel.inputs import BadInput

    _guard, theirs = staff(next_door, "保安乙", "guard")
    with view.entered(garden), pytest.raises(BadInput) as bad:
        registry["people.grant_role"].clean({"person": str(theirs.id), "role": "guard"})
    assert set(bad.value.errors) == {"person"}


def test_a_community_chooses_what_it_calls_a_guard(inside, next_door):
    assert actions.name_role(inside, role="guard", label="秩序维护员", by=SYSTEM).label == "秩序维护员"
    assert queries.role_labels(inside)["guard"] == "秩序维护员"
    assert actions.name_role(inside, role="guard", label="护卫", by=SYSTEM)
    assert queries.role_labels(inside)["guard"] == "护卫"
    assert actions.name_role(inside, role="guard", label=" ", by=SYSTEM).code == "people.needs_name"
    with view.entered(next_door):
        assert queries.role_labels(next_door)["guard"] != "护卫"


def test_roles_of_a_day_are_those_of_that_day(inside, staff):
    _actor, person = staff(inside, "孙三")
    actions.grant_role(inside, person=person, role="guard", since_on=date(2026, 4, 1), by=SYSTEM)
    assert queries.roles_of(inside, [person.id]) == {}
    assert queries.roles_of(inside, [person.id], on=date(2026, 4, 1)) == {person.id: {"guard"}}
    assert list(queries.people_with_role(inside, "guard")) == []
    assert list(queries.people_with_role(inside, "guard", on=date(2026, 4, 1))) == [person]


def test_who_works_here_is_asked_for_a_day_or_for_all_that_is_in_view(company, garden, next_door, staff):
    _actor, guard = staff(garden, "保安甲", "guard")
    _actor, cleaner = staff(garden, "保洁乙", "cleaner")
    _actor, member = staff(garden, "业委丙", "committee_member")
    _actor, theirs = staff(next_door, "保安丁", "guard")
    _actor, engineer = staff(company, "工程戊", "engineer")
    with view.entered(garden):
        assert set(queries.working_here(garden)) == set(queries.working_here()) == {guard, cleaner}
        assert set(queries.working_here(garden, on=date(2026, 3, 4))) == set()
        actions.end_role(Membership.objects.get(person=guard), by=SYSTEM)
        assert set(queries.working_here()) == {cleaner}
    with view.entered(company, garden, next_door):
        assert set(queries.working_here()) == {cleaner, theirs, engineer}
        assert set(queries.working_here(garden)) == {cleaner, engineer}
