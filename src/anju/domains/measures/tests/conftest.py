from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from anju.domains.cases.tests.conftest import START, Team, community, garage, team  # noqa: F401
from anju.domains.measures import folding
from anju.kernel import clock, ledger
from anju.kernel.models import Scope


@pytest.fixture(autouse=True)
def own_rows_are_final(monkeypatch):
    """A test runs inside one transaction, whose rows PostgreSQL rightly calls unfinished; here they count as final."""
    monkeypatch.setattr(ledger, "horizon", lambda: 2**62)


class Diary:
    """Lets a test say on which day something happens: `with on(3): …` is three days after the start."""

    def __init__(self, where: Scope) -> None:
        self.where = where

    def __call__(self, days: float = 0, *, hours: float = 0):
        return clock.frozen(self.at(days, hours=hours))

    def at(self, days: float = 0, *, hours: float = 0) -> datetime:
        return START + timedelta(days=days, hours=hours)

    def count(self) -> None:
        folding.catch_up_fully(self.where)


@pytest.fixture
def on(community) -> Diary:  # noqa: F811
    return Diary(community)
