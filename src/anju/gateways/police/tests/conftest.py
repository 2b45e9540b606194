"""A line on this machine that answers as a test wants, and a gate that is connected to it."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from anju.domains.access import actions, jobs, police
from anju.domains.access.models import PoliceQuery, Visit
from anju.domains.access.reactions import when_a_visit_is_registered_ask_the_police
from anju.domains.access.tests.conftest import START, Ground, _only_this_room, community, ground, team  # noqa: F401
from anju.domains.access.tests.test_visits import walk_in
from anju.gateways.messages.tests.conftest import gateway  # noqa: F401
from anju.gateways.messages.translate import own
from anju.kernel import clock, ledger
from anju.kernel.models import Entry

SECRET = "a-secret-of-the-line"


def signed(said, *, secret: str = SECRET, status: int = 200):
    """An answer as the other end sends it; bytes go as they are."""
    body = said if isinstance(said, bytes) else json.dumps(said).encode()
    time = str(int(clock.machine().timestamp()))
    return status, body, {own.TIME: time, own.SIGNATURE: own.signature(secret, time, body)}


def saying(result: str, **changed):
    """The answer to whatever is asked."""

    def answer(body: bytes):
        return signed({"request_id": json.loads(body)["request_id"], "result": result, "at": "2026-03-05T09:00:01+08:00", **changed})

    return answer


class Line:
    """The gate, the other end of the line, and the clock between them."""

    def __init__(self, ground: Ground, gateway, team) -> None:  # noqa: F811
        self.ground, self.gateway, self.team = ground, gateway, team
        self.guard, self.manager = team("陈刚", "guard"), team("赵敏", "project_manager")
        gateway.answers = [saying("clear")]
        team.person("李强", "squad_leader"), team.person("孙波", "security_manager")

    def connect(self, **changed):
        given = {"address": self.gateway.address, "community_code": "440305001", "secret": SECRET, "allows_lan": True, "by": self.manager}
        return actions.connect_police_line(self.ground.where, **{**given, **changed})

    def register(self, **changed) -> Visit:
        """A walk-in, and the reaction to it."""
        visit = walk_in(self.ground, self.guard, **changed)
        entry = Entry.objects.filter(name="access.visit_registered").latest("id")
        when_a_visit_is_registered_ask_the_police(entry, ledger.event_of(entry, {"reason": "探亲"}))
        return visit

    def run(self, minutes: float = 0) -> int:
        """What the clock hands to the worker so long after the start, and the worker's work; how many questions arrived at the other end."""
        before = len(self.gateway.asked)
        with clock.frozen(START + timedelta(minutes=minutes)):
            for pk in police.due(self.ground.where, at=clock.now()):
                jobs.ask_police.func(str(pk))
        return len(self.gateway.asked) - before

    def row(self) -> tuple:
        one = PoliceQuery.objects.get()
        return one.state, one.response, one.answer, one.effect, one.given_up_for, Visit.objects.get(pk=one.visit_id).police


@pytest.fixture
def line(ground, gateway, team) -> Line:  # noqa: F811
    return Line(ground, gateway, team)
