"""Cut off for 72 hours, then plugged in: all there once, in order, with the decisions and times they had."""

from __future__ import annotations

from datetime import timedelta

import pytest

from anju.domains.access import actions as access
from anju.domains.access.models import Opening, Passage
from anju.domains.access.queries import credential_of
from anju.domains.edges.models import LogLine

from .conftest import START, Site

HOURS = 72


def cut_off(site: Site, count: int) -> list[tuple[int, str, str]]:
    """So many passages, spread over the time: residents by card in and out, strange cards, cars; what the box answered to each."""
    site.is_cut = True
    walk, step = str(site.ground.walk.pk), timedelta(hours=HOURS) / count
    answers = []
    for number in range(count):
        site.at = START + step * (number + 1)
        secret = "04A1B2C3" if number % 5 else f"04{number:06d}"
        told = site.show(site.ground.walk, secret, way="out" if number % 2 else "in")
        answers.append((told["number"], told["outcome"], told["code"]))
        if told["outcome"] == "allowed" and number % 7 == 0:
            site.box.opened(walk)
            site.box.passed(walk)
    return answers


def come_home(site: Site, count: int) -> None:
    answers = cut_off(site, count)
    access.revoke_credential(credential_of(site.where, "card", "04A1B2C3"), reason="挂失", by=site.ground.team("前台小周", "front_desk"))
    site.is_cut = False
    last = site.box.book.last
    assert site.send() == last
    lines = list(LogLine.objects.order_by("number").select_related("passage"))
    assert [line.number for line in lines] == list(range(1, last + 1))
    at_home = [(line.number, line.passage.outcome, line.passage.code) for line in lines if line.kind == "passage"]
    assert at_home == answers
    times = [line.at for line in lines]
    assert times == sorted(times) and times[-1] == START + timedelta(hours=HOURS)
    assert Passage.objects.count() == count == Passage.objects.filter(edge="EDGE-001").count()
    assert set(Opening.objects.values_list("passage__opened_at", flat=True)) == set(Opening.objects.values_list("at", flat=True))
    assert not Opening.objects.filter(is_unexplained=True).exists()
    assert {line.is_late for line in lines if line.at < site.at - timedelta(minutes=5)} == {True}


def test_three_days_alone_come_home_in_order(site: Site):
    come_home(site, 300)


@pytest.mark.soak
@pytest.mark.timeout(3600)
def test_twenty_thousand_passages_come_home_in_order(site: Site):
    come_home(site, 20_000)
