"""What this room does by itself: warn where a rule of the scheme says so, and suspend with an institution the people filed there."""

from __future__ import annotations

from anju.kernel import ledger
from anju.kernel.actors import Actor
from anju.kernel.models import Entry
from anju.kernel.reactions import reaction
from anju.kernel.refusals import Refusal

from . import actions, consequences
from .events import ConsequenceEnforced, PointsBooked, RoundFrozen

ALLOWED = ("scores.announced_already",)
SYSTEM = "reaction"


@reaction(on=RoundFrozen)
def when_round_is_frozen_announce_what_follows(entry: Entry, event: RoundFrozen) -> None:
    """Each rule that applies becomes a warning; nothing is in force before a person says so."""
    _announce(consequences.from_round(ledger.subject_of(entry)))


@reaction(on=PointsBooked)
def when_points_are_booked_announce_what_follows(entry: Entry, event: PointsBooked) -> None:
    """A threshold that was crossed becomes a warning."""
    points = ledger.subject_of(entry)
    _announce(consequences.from_points(points, before=event.deducted_before, after=event.deducted))


def _announce(dues: list[consequences.Due]) -> None:
    for due in dues:
        made = actions.announce_consequence(
            due.subject, scheme=due.rule.scheme, kind=due.rule.kind, reason=due.reason, rule=due.rule, round=due.round, points=due.points,
            amount_yuan=due.amount_yuan, by=Actor.system(SYSTEM),
        )  # fmt: skip
        _must(made)


@reaction(on=ConsequenceEnforced)
def when_an_institution_is_suspended_suspend_its_people(entry: Entry, event: ConsequenceEnforced) -> None:
    """At once: whoever is filed there cannot serve there."""
    if event.kind not in ("suspension", "deregistration"):
        return
    cause = ledger.subject_of(entry)
    if cause.subject.kind != "institution":
        return
    for person in consequences.people_of(cause, on=event.from_on):
        made = actions.announce_consequence(
            person, scheme=cause.scheme, kind="suspension", reason=cause.reason, cause=cause, months=cause.months, by=Actor.system(SYSTEM)
        )
        if not _must(made):
            _must(actions.enforce_consequence(made, by=Actor.system(SYSTEM)))


def _must(made: object) -> bool:
    """Raises unless it was done, now or before; True when it had been done before."""
    if isinstance(made, Refusal) and made.code not in ALLOWED:
        raise RuntimeError(f"{made.code}: {made}")
    return isinstance(made, Refusal)
