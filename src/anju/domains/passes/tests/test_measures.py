"""What passes count: issued, returned on time, turned away."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from anju.domains.passes import measures
from anju.domains.passes.events import PassExtended, PassHandedOut, PassIssued, PassOverdue, PassReturned, PassScanned
from anju.kernel.measures import Count

from .conftest import START

ABOUT = {"permit": UUID(int=1), "kind": "tool", "starts_at": START, "ends_at": START + timedelta(hours=8)}
BOTH = ("", "tool")


def counted(fold, event) -> list[Count]:
    return list(fold(event))


def test_a_key_counts_when_it_is_handed_out_and_other_passes_when_they_are_issued():
    one = [Count(numerator=1, dimension=each) for each in BOTH]
    assert counted(measures.issued, PassIssued(**ABOUT, signed_with="ab", uses=0)) == one
    assert counted(measures.issued, PassHandedOut(**ABOUT, proof="witness")) == []
    assert counted(measures.issued, PassHandedOut(**ABOUT, proof="witness", key=UUID(int=2))) == one


def test_each_pass_stands_once_below_the_line():
    """In time: 1/1. Overdue: 0/1 on that day, and nothing more when it comes back late. Given more time: the day is set right."""
    back = {"is_complete": True, "is_in_time": True, "was_counted_overdue": False}
    assert counted(measures.returned_on_time, PassReturned(**ABOUT, **back)) == [Count(numerator=1, denominator=1, dimension=each) for each in BOTH]
    assert counted(measures.returned_on_time, PassReturned(**ABOUT, **{**back, "is_complete": False})) == []
    late = {**back, "is_in_time": False}
    assert counted(measures.returned_on_time, PassReturned(**ABOUT, **late)) == [Count(denominator=1, dimension=each) for each in BOTH]
    assert counted(measures.returned_on_time, PassReturned(**ABOUT, **{**late, "was_counted_overdue": True})) == []
    assert counted(measures.returned_on_time, PassOverdue(**ABOUT)) == [Count(denominator=1, dimension=each) for each in BOTH]
    extended = {**ABOUT, "ended_before_at": START}
    assert counted(measures.returned_on_time, PassExtended(**extended)) == []
    assert counted(measures.returned_on_time, PassExtended(**extended, overdue_at=START)) == [Count(denominator=-1, dimension=each, when=START) for each in BOTH]


def test_only_refusals_are_turned_away():
    scanned = {"use": UUID(int=3), "kind": "tool", "code": "expired"}
    assert counted(measures.turned_away, PassScanned(**scanned, outcome="refused")) == [Count(numerator=1, dimension=each) for each in BOTH]
    assert counted(measures.turned_away, PassScanned(**{**scanned, "kind": ""}, outcome="refused")) == [Count(numerator=1)]
    assert counted(measures.turned_away, PassScanned(**scanned, outcome="ask")) == []
