"""A page of 25 rows out of 100,000, signed in and within one community: our screen engine beside a stock Django ListView.

Both answer in this process, from the same table of cases, through Django's test client. Ours is the office's list as it comes: the
product's middlewares, the community's permissions, filters, menu, live marks, masks. The peer is `benchmarks/stock.py`: the middlewares
of `startproject`, a ListView with `paginate_by = 25` and its template. A run fails unless both show the same 25 cases in the same
order, and ours asks the database at most twice besides finding out who is asking.
"""

from __future__ import annotations

import random
import re
import time
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from .figures import Figure, by_turns

ROWS, PAGE, TURN, PAIRS = 100_000, 25, 40, 25
MOST_STATEMENTS = 2
IDENTITY = re.compile(r'FROM "?(django_session|people_account|people_membership|kernel_scope|kernel_grant)\b')
KINDS = ("repair", "complaint", "hazard", "incident", "problem")
CASE = re.compile(r'href="/cases/([0-9a-f-]{36})/"')


def measure() -> list[Figure]:
    """Pages a second of both, and the statements that ours needs."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.test import override_settings

    call_command("migrate", verbosity=0)
    with override_settings(ROOT_URLCONF="benchmarks.stock"):
        bench = _Bench()
        bench.must_show_the_same()
        statements = bench.statements()
        ours, peer = by_turns(bench.turn(bench.ours), bench.turn(bench.stock), pairs=PAIRS)
    return [
        Figure(f"{PAGE} rows of {ROWS:,}, signed in and scoped", "pages/s", ours, ">= 2", peer, "stock ListView and template"),
        Figure("statements of that page besides identity", "statements", len(statements), f"<= {MOST_STATEMENTS}"),
    ]


class _Bench:
    def __init__(self) -> None:
        from django.test import Client, override_settings

        from .stock import MIDDLEWARE

        self.scope, account = _community()
        _fill(self.scope)
        self._ours, self._stock = Client(SERVER_NAME="127.0.0.1"), Client(SERVER_NAME="127.0.0.1")
        for client in (self._ours, self._stock):
            client.force_login(account)
        with override_settings(MIDDLEWARE=MIDDLEWARE):
            self._stock.handler.load_middleware()

    def ours(self) -> str:
        return self._body(self._ours.get("/cases/"))

    def stock(self) -> str:
        return self._body(self._stock.get(f"/stock/{self.scope.id}/"))

    @staticmethod
    def _body(answer: Any) -> str:
        if answer.status_code != 200:
            raise RuntimeError(f"{answer.status_code} instead of the list")
        return answer.content.decode()

    def turn(self, ask: Callable[[], str]) -> Callable[[], float]:
        def run() -> float:
            started = time.perf_counter()
            for _number in range(TURN):
                ask()
            return TURN / (time.perf_counter() - started)

        return run

    def must_show_the_same(self) -> None:
        """The same cases in the same order, which are the newest of this community alone."""
        from anju.domains.cases.models import Case

        newest = [str(each) for each in Case.everywhere.filter(scope=self.scope).order_by("-opened_at", "-id").values_list("id", flat=True)[:PAGE]]
        for ask in (self.ours, self.stock):
            shown = list(dict.fromkeys(CASE.findall(ask())))
            if shown != newest:
                raise RuntimeError(f"{ask.__name__} shows {len(shown)} cases that are not the newest {PAGE}")

    def statements(self) -> list[str]:
        """What our page asks besides who is asking; raises when that is more than promised."""
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        self.ours()
        with CaptureQueriesContext(connection) as captured:
            self.ours()
        rest = [one["sql"] for one in captured if not IDENTITY.search(one["sql"])]
        if len(rest) > MOST_STATEMENTS:
            raise RuntimeError("too many statements: " + "\n".join(rest))
        return rest


def _community() -> tuple[Any, Any]:
    """A community with its neighbour, and the account of its project manager."""
    from anju.domains.people.models import Account, Membership, Person
    from anju.domains.places import actions as places
    from anju.kernel.actors import Actor

    system = Actor.system("test")
    company = places.found_organisation(places.platform(), name="安居物业", kind="company", by=system).scope
    garden = places.found_community(company, name="锦绣花园", by=system).scope
    neighbour = places.found_community(company, name="隔壁小区", by=system).scope
    _fill(neighbour, 1_000)
    person = Person.everywhere.create(scope=garden, name="李明")
    Membership.everywhere.create(scope=garden, person=person, role="project_manager", since_on=date(2020, 1, 1))
    return garden, Account.everywhere.create(username="bench", person=person)


def _fill(scope: Any, rows: int = ROWS) -> None:
    """Cases of two years, each with a place and somebody in charge."""
    from anju.domains.cases.models import Case
    from anju.domains.cases.states import CaseState
    from anju.domains.people.models import Person
    from anju.domains.places import actions as places
    from anju.domains.places.models import Place
    from anju.kernel import clock
    from anju.kernel.actors import Actor

    places.lay_out_floors(scope, building="1", unit="1", last_floor=20, dwellings_per_floor=4, by=Actor.system("test"))
    doors = list(Place.everywhere.filter(scope=scope, kind="dwelling"))
    people = [Person.everywhere.create(scope=scope, name=f"王{letter}") for letter in "甲乙丙丁戊己庚辛"]
    chance, now, states = random.Random(7), clock.now(), [str(state) for state in CaseState]
    for start in range(0, rows, 5_000):
        made = []
        for number in range(start, min(start + 5_000, rows)):
            opened_at = now - timedelta(minutes=10 * number, seconds=chance.randrange(500))
            case = Case(scope=scope, number=f"B{number:07d}", kind=chance.choice(KINDS), title=f"三楼走廊的灯不亮 {number}", place=chance.choice(doors), opened_at=opened_at)
            case.owner, case.severity, case.state = chance.choice(people), chance.randint(1, 4), chance.choice(states)
            case.stage_at, case.created_at, case.due_at = opened_at, opened_at, opened_at + timedelta(days=3)
            made.append(case)
        Case.everywhere.bulk_create(made)
