"""The pages of places and people: they open, show what stands, and show nothing of another community."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.http import QueryDict

from anju.domains.people import actions, queries
from anju.domains.people import screens as people_screens
from anju.domains.places import actions as place_actions
from anju.domains.places import screens as place_screens
from anju.kernel import permissions
from anju.kernel import scope as view
from anju.kernel.actors import Actor
from anju.kernel.screens import detail, listing, registry

from .conftest import NOON, SYSTEM

pytestmark = pytest.mark.django_db
OURS = [name for name, screen in registry.items() if type(screen).__module__ in (people_screens.__name__, place_screens.__name__)]

SHOWN_ELSEWHERE = {"organisations", "drawings", "plan_signs", "rights_changes"}
"""Pages whose rows other tests make: of a company, of the site plan, of the permission matrix."""


@pytest.fixture
def living(inside, staff, dwelling):
    """A community in which each page has a row."""
    actor, guard = staff(inside, "保安甲", "guard")
    pattern = actions.define_pattern(inside, name="两班倒", shifts="白班 08:00-20:00\n夜班 20:00-08:00", crews=3, by=SYSTEM)
    gate = actions.define_post(inside, name="南门岗", role="guard", pattern=pattern, by=SYSTEM)
    actions.assign_post(gate, person=guard, start_at=NOON, end_at=NOON + timedelta(hours=8), by=SYSTEM)
    actions.take_post(gate, by=actor)
    owner = actions.register_person(inside, name="业主乙", phone="13800001234", by=SYSTEM)
    actions.add_ownership(inside, dwelling=dwelling, person=owner, by=SYSTEM)
    actions.add_residency(inside, dwelling=dwelling, person=owner, relation="owner", by=SYSTEM)
    actions.name_role(inside, role="guard", label="秩序维护员", by=SYSTEM)
    return inside


def rows_of(name: str) -> list:
    return listing.list_page(registry[name], QueryDict(), None).rows


@pytest.mark.parametrize("name", [name for name in OURS if name not in SHOWN_ELSEWHERE])
def test_each_page_lists_and_opens_its_records(living, name):
    screen = registry[name]
    rows = rows_of(name)
    assert rows
    record = detail.find(screen, rows[0].pk)
    page = detail.detail_page(screen, record, None)
    assert page.title
    for tab in screen.all_tabs():
        assert tab.screen in registry if tab.screen else tab.render(record)


@pytest.mark.parametrize("name", OURS)
def test_no_page_shows_another_community(living, next_door, name):
    shown = [row.pk for row in rows_of(name)]
    with view.entered(next_door):
        assert [row.pk for row in rows_of(name) if row.pk in shown] == []
        assert [pk for pk in shown if detail.find(registry[name], pk) is not None] == []


def test_an_organisation_sees_its_own_page(company):
    with view.entered(company):
        (row,) = rows_of("organisations")
        assert "安居物业" in str(row.cells[0])


def test_places_stand_in_their_natural_order(inside):
    for number in ("10", "9", "2"):
        place_actions.add_place(inside, kind="building", code=number, by=SYSTEM)
    assert [str(row.cells[0]) for row in rows_of("places")] == ["锦绣花园", "2栋", "9栋", "10栋"]


def test_the_page_of_a_pattern_says_when_its_hours_exceed_the_law(living):
    pattern = queries.ShiftPattern.objects.get()
    assert "56.0" in people_screens.hours(pattern)
    assert "44" in people_screens.hours(pattern)
    actions.change_pattern(pattern, shifts="白班 08:00-20:00\n夜班 20:00-08:00", crews=4, by=SYSTEM)
    assert "44" not in people_screens.hours(pattern)


@pytest.mark.parametrize(("role", "opens"), [("guard", {"posts", "holdings", "places", "drawings", "plan_signs"}), ("owner", set()), ("cleaner", {"posts", "holdings", "places", "drawings", "plan_signs"})])
def test_a_post_opens_only_its_pages(living, staff, role, opens):
    if role == "owner":
        actor = Actor("account", id=None, person=queries.current_owners(living).get().person_id)
    else:
        actor, _person = staff(living, "某人", role)
    rights = permissions.rights_of(actor, living)
    assert {name for name in OURS if registry[name].permission in rights} == opens
