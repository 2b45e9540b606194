"""Five weeks of renovations in a small community: plans come back, permits are issued, a wall is stopped, works are accepted."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from anju.domains.charges import actions as charges
from anju.domains.people.models import Account
from anju.domains.people.tests.team import Team
from anju.domains.renovation.models import Material, Project, Violation, Worker
from anju.domains.renovation.tests.conftest import Site, must
from anju.kernel import clock, scope
from anju.kernel.models import Scope
from anju.simulator import renovating
from anju.simulator.cast import Cast
from anju.simulator.world import World

MONDAY = datetime(2026, 3, 1, 17, 0, tzinfo=UTC)
STAFF = ("front_desk", "engineer", "project_manager", "security_manager", "squad_leader", "guard")


@pytest.fixture
def world(db):
    """One of each post and four owners, in a community whose deposit has its price."""
    where = Scope.objects.create(kind="community", name="锦绣花园")
    with scope.entered(where), clock.frozen(MONDAY):
        team = Team(where)
        site = Site(where, team)
        homes = [site.place(None, "dwelling", f"{number}", f"3栋2单元{number}") for number in (201, 202)]
        owners = [team.person(name) for name in ("林先生", "周女士")]
        for number, home in enumerate(homes):
            site.dweller(f"业主{number}", home, owns=True)
            owners.append(team.person(f"业主{number}"))
        staff = {role: [team.person(f"员工{role}", role)] for role in STAFF}
        site.deposit_item()
        must(charges.set_charge_terms(where, alone_up_to=Decimal(50), days_to_pay=25, by=site.manager))
        accounts = {account.person_id: account for account in Account.everywhere.select_related("person")}
        role_of = {people[0].pk: role for role, people in staff.items()}
        cast = Cast(where, staff, {}, owners, {}, accounts, role_of)
        made = World(cast, "test", ZoneInfo("Asia/Shanghai"))
        made.present = {people[0].pk: role for role, people in staff.items()}
        yield made


@pytest.mark.history
def test_five_weeks_of_works(world):
    with scope.entered(world.scope):
        for number in range(35):
            day = date(2026, 3, 2) + timedelta(days=number)
            with clock.frozen(world.moment(day, 0)):
                renovating.expect(world, day)
            while world.agenda and world.agenda[0].at < world.moment(day, 24):
                deed = next(iter(world.due(world.moment(day, 24))))
                with clock.frozen(deed.at):
                    deed.do()
    states = Counter(Project.objects.values_list("state", flat=True))
    assert states["accepted"] >= 2, (states, world.refused)
    assert Project.objects.count() >= 4
    assert Violation.objects.filter(code="structure", stopped_at__isnull=False).exists()
    assert not Violation.objects.exclude(state="cleared").filter(found_at__lt=clock.now() - timedelta(days=9)).exists()
    assert Worker.objects.filter(state__in=("live", "ended")).count() >= 4
    assert Material.objects.filter(state="checked").exists()
    assert set(world.refused) <= {"renovation.tell_neighbours notices.nobody"}, world.refused
