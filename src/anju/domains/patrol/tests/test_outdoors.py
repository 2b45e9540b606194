"""Two patrol outdoors at every hour of the roster, and their rounds pass the homes under renovation."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from anju.domains.patrol import queries
from anju.domains.people.models import Account, Holding
from anju.domains.places.models import Place
from anju.domains.renovation.models import Project
from anju.kernel import clock

from .conftest import MORNING, at

DAY = timedelta(days=1)


def named(community, post, person, start: str, end: str) -> Holding:
    return Holding.objects.create(scope=community, post=post, person=person, on=at(start).date(), start_at=at(start), end_at=at(end))


@pytest.fixture
def sites(community, team, places) -> dict[str, Project]:
    """Works run in a home of building 1, whose lobby the route passes, and in one of building 2, which no route passes; a third is over."""
    root, made = Place.objects.get(kind="community"), {}
    second = Place.objects.create(scope=community, kind="building", code="2", name="2栋", full_name="2栋", parent=root, path="b2/", ordering="2")
    for number, above, state in (("101", places["1栋"], "under_way"), ("201", second, "under_way"), ("301", second, "closed")):
        home = Place.objects.create(scope=community, kind="dwelling", code=number, name=number, full_name=number, parent=above, path=f"{above.path}{number}/", ordering=number)
        made[number] = Project.objects.create(
            scope=community, number=f"Z{number}", dwelling=home, state=state, applicant=team.person("业主甲", "owner"), applied_at=MORNING, starts_on=MORNING.date(), ends_on=(MORNING + 30 * DAY).date(),
        )  # fmt: skip
    return made


@pytest.mark.clause("002-266")
def test_the_roster_has_two_outdoors_and_the_route_passes_homes_under_renovation(community, team, scheme, post, sites):
    today = clock.today(community)
    assert (queries.outdoors(community, today).wanted, queries.outdoors(community, today).fewest) == (2, 0)
    for name in ("陈刚", "刘洋"):
        named(community, post, team.person(name, "guard"), "2026-03-05 00:00", "2026-03-06 00:00")
    found = queries.outdoors(community, today)
    assert (found.fewest, found.short) == (2, ())
    assert [(project.number, routes) for project, routes in found.sites] == [("Z101", ("一号线",)), ("Z201", ())]
    assert [project.number for project in found.unpassed] == ["Z201"]
    Holding.objects.filter(person=team.person("刘洋")).update(end_at=at("2026-03-05 20:00"))
    found = queries.outdoors(community, today)
    assert (found.fewest, found.short) == (1, ((at("2026-03-05 20:00"), at("2026-03-06 00:00")),))
    client = Client()
    client.force_login(Account.everywhere.get(person=team.person("赵敏", "security_manager")))
    page = client.get("/patrol-planner/").content.decode()
    assert "户外同时巡逻最少 1 人，要求 2 人" in page and "没有路线经过" in page and "Z101" in page and "Z301" not in page


def test_without_a_plan_nothing_is_checked(community):
    assert queries.outdoors(community, clock.today(community)) is None
