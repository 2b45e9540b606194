"""Shared reads of plans: review counts, the live state of every sentence, coverage, and what the law asks beyond the plan."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from anju.kernel import permissions
from anju.kernel.actors import Actor
from anju.kernel.models import Scope
from anju.planreader.documents import Message, warning_of

from .. import statutes as law
from ..features import FEATURES, Feature
from ..models import Clause, FurtherDuty, Plan, Source, SpotCheck, StatuteAnswer
from ..rules import CONFIRMED, Standing, live_state
from ..standing import standings
from ..states import Becomes, PlanState, ReviewState

OUTSIDE_ROLES = ("street_office", "fire_brigade", "police", "auditor", "committee_member", "owner")


@dataclass(frozen=True)
class ReviewCounts:
    """How far a review is: all sentences, those that ask for something, those decided and still open."""

    sentences: int
    actionable: int
    confirmed: int
    open: int
    doubtful: int


def left_out(source: Source) -> list[Message]:
    """What the reader left out of the document or read otherwise than it stands there."""
    return [warning_of(kept["code"], kept["params"]) for kept in source.warnings]


def review_counts(plan: Plan) -> ReviewCounts:
    rows = list(Clause.objects.filter(plan=plan).values_list("becomes", "review", "doubts"))
    return ReviewCounts(
        sentences=len(rows),
        actionable=sum(becomes != Becomes.nothing for becomes, _, _ in rows),
        confirmed=sum(review in CONFIRMED for _, review, _ in rows),
        open=sum(review == ReviewState.proposed for _, review, _ in rows),
        doubtful=sum(review == ReviewState.proposed and bool(doubts) for _, review, doubts in rows),
    )


def doubtful(clauses: QuerySet[Clause]) -> QuerySet[Clause]:
    """Those that still wait for a decision and give a reason to look twice."""
    return clauses.filter(review=ReviewState.proposed).exclude(doubts=[])


def in_review_order(plan: Plan) -> list[Clause]:
    """The sentences still open, doubtful ones first, then by place in the text."""
    waiting = Clause.objects.filter(plan=plan, review=ReviewState.proposed).order_by("position")
    return sorted(waiting, key=lambda clause: (not clause.doubts, clause.position))


def will_become(plan: Plan) -> Counter[str]:
    """What confirming everything now would create, by kind of object."""
    kept = Clause.objects.filter(plan=plan).exclude(review__in=[ReviewState.dropped, ReviewState.merged])
    return Counter(kept.values_list("becomes", flat=True))


def confirmed(plan: Plan) -> QuerySet[Clause]:
    return Clause.objects.filter(plan=plan, review__in=CONFIRMED).order_by("position")


def unrealised(plan: Plan) -> QuerySet[Clause]:
    """Confirmed sentences whose duty or target does not exist yet."""
    return confirmed(plan).filter(Q(becomes=Becomes.duty, duty=None) | Q(becomes=Becomes.measure, target=None))


def duties_of(clauses: QuerySet[Clause]) -> list[Any]:
    """The duties that sentences of a plan became, in the order of the text."""
    found = [(clause.position, 0, clause.duty) for clause in clauses.exclude(duty=None).select_related("duty")]
    further = FurtherDuty.objects.filter(clause__in=clauses.order_by()).select_related("clause", "duty")
    found += [(one.clause.position, one.turn, one.duty) for one in further]
    return [duty for _position, _turn, duty in sorted(found, key=lambda one: one[:2])]


def in_force() -> QuerySet[Plan]:
    return Plan.objects.filter(state=PlanState.active).order_by("-year", "title")


@dataclass(frozen=True)
class LiveClause:
    """A sentence in force with its computed state and the facts behind it."""

    clause: Clause
    state: str
    standing: Standing | None


def live(plan: Plan, *, at: datetime) -> list[LiveClause]:
    """Every confirmed sentence of a plan with its state, in the order of the text."""
    clauses = list(confirmed(plan).select_related("duty", "target"))
    facts = standings(clauses, at=at)
    return [LiveClause(c, live_state(facts.get(c.id), at=at), facts.get(c.id)) for c in clauses]


def state_counts(rows: list[LiveClause]) -> Counter[str]:
    return Counter(row.state for row in rows)


def in_danger(rows: list[LiveClause]) -> list[LiveClause]:
    """Broken, overdue and due soon, worst first."""
    worst = {"broken": 0, "late": 1, "due": 2}
    return sorted((row for row in rows if row.state in worst), key=lambda row: (worst[row.state], row.clause.position))


def spot_checks(clause: Clause) -> QuerySet[SpotCheck]:
    return SpotCheck.objects.filter(clause=clause).select_related("by").order_by("-checked_at")


def missing_statutes(plan: Plan) -> list[law.Statute]:
    """Statutory duties that no sentence of the plan speaks of and that nobody has said do not apply here."""
    texts = Clause.objects.filter(plan=plan).exclude(review=ReviewState.dropped).values_list("text", flat=True)
    excused = set(StatuteAnswer.objects.filter(applies=False).values_list("statute", flat=True))
    return [statute for statute in law.left_out(texts) if statute.id not in excused]


def features() -> tuple[Feature, ...]:
    """What a community may or may not have, in the order of the page that asks."""
    return FEATURES


def absent_features() -> frozenset[str]:
    """The codes of what the community in view has said that it does not have."""
    return frozenset(StatuteAnswer.objects.exclude(feature="").values_list("feature", flat=True))


def statute_ids() -> frozenset[str]:
    return frozenset(statute.id for statute in law.statutes())


def strongest_role(actor: Actor, scope: Scope, answering: str) -> str:
    """The role in which somebody checks: an outside body's before any other, and the answering post's own only when he holds no other."""
    held = permissions.posts_of(actor, scope) if not actor.is_system else frozenset()
    for role in OUTSIDE_ROLES:
        if role in held:
            return role
    others = sorted(held - {answering})
    return others[0] if others else answering


def difference(older: Plan, newer: Plan) -> tuple[list[Clause], list[Clause], list[tuple[Clause, Clause]]]:
    """(only in the newer, only in the older, pairs whose text stayed and whose object changed) of two versions."""
    old = {clause.text: clause for clause in confirmed(older)}
    new = {clause.text: clause for clause in confirmed(newer)}
    changed = [(old[t], new[t]) for t in old.keys() & new.keys() if (old[t].becomes, old[t].proposal) != (new[t].becomes, new[t].proposal)]
    added = [clause for text, clause in new.items() if text not in old]
    gone = [clause for text, clause in old.items() if text not in new]
    return added, gone, sorted(changed, key=lambda pair: pair[1].position)
