"""May this pass be used here and now? Plain facts in, a verdict out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from types import MappingProxyType
from uuid import UUID

from .. import tokens

ALLOWED, REFUSED, ASK = "allowed", "refused", "ask"
CLOCK_SLACK = timedelta(minutes=5)
_ENDED = {
    "asked": "not_issued",
    "approved": "not_issued",
    "refused": "not_issued",
    "used": "used_up",
    "returned": "given_back",
    "expired": "expired",
    "revoked": "revoked",
    "lost": "reported_lost",
    "discarded": "not_issued",
}


@dataclass(frozen=True)
class Verdict:
    """`outcome` is allowed, refused or ask (a person decides); `code` says why, without the room's name."""

    outcome: str
    code: str

    @property
    def is_allowed(self) -> bool:
        return self.outcome == ALLOWED


@dataclass(frozen=True, kw_only=True)
class PassFacts:
    """A pass as its record or its code states it. `state` is "" where only the code is known; `uses_left` None means any number."""

    starts_at: datetime
    ends_at: datetime
    state: str = ""
    uses_left: int | None = None
    is_one_use: bool = False
    gates: frozenset[str] = frozenset()
    home: str = ""
    is_person: bool = False
    last_direction: str = ""
    is_current_issue: bool = True


@dataclass(frozen=True, kw_only=True)
class Spot:
    """Where and when it is shown. `places` are the codes of the lane and of all it stands in; none where no place is judged.

    `is_connected`: the present state of the pass is known here. `newest_at`: the latest moment this place has proof of, so that a
    clock that was put back is noticed.
    """

    at: datetime
    places: frozenset[str] = frozenset()
    direction: str = ""
    is_connected: bool = True
    newest_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Trust:
    """What a place without a network knows: the community, its public keys, what was revoked, and how often a pass was used."""

    scope_id: UUID
    public_keys: Mapping[str, bytes]
    revoked: frozenset[UUID] = frozenset()
    used: Mapping[UUID, int] = field(default_factory=lambda: MappingProxyType({}))
    secret_of: tokens.SecretOf = lambda pass_id: None


def decide(facts: PassFacts, spot: Spot) -> Verdict:
    """Allowed, refused with a reason, or ask."""
    return _by_state(facts) or _by_time(facts, spot) or _by_place(facts, spot) or _by_person(facts, spot) or Verdict(ALLOWED, "valid")


def _by_state(facts: PassFacts) -> Verdict | None:
    if facts.state in _ENDED:
        return Verdict(REFUSED, _ENDED[facts.state])
    if not facts.is_current_issue:
        return Verdict(REFUSED, "replaced")
    if facts.uses_left is not None and facts.uses_left <= 0:
        return Verdict(REFUSED, "used_up")
    return None


def _by_time(facts: PassFacts, spot: Spot) -> Verdict | None:
    if spot.at >= facts.ends_at:
        return Verdict(REFUSED, "expired")
    if spot.newest_at is not None and spot.at < spot.newest_at - CLOCK_SLACK:
        return Verdict(ASK, "clock_behind")
    return Verdict(REFUSED, "not_yet") if spot.at < facts.starts_at else None


def _by_place(facts: PassFacts, spot: Spot) -> Verdict | None:
    if spot.places and facts.gates and not facts.gates & spot.places:
        return Verdict(REFUSED, "wrong_place")
    if facts.is_one_use and not spot.is_connected and facts.home not in spot.places:
        return Verdict(ASK, "not_at_home")
    return None


def _by_person(facts: PassFacts, spot: Spot) -> Verdict | None:
    """One permit is for one person: who is inside does not come in once more."""
    if facts.is_person and spot.direction and spot.direction == facts.last_direction:
        return Verdict(ASK, "inside_already" if spot.direction == "in" else "outside_already")
    return None


def facts_of_claims(claims: tokens.Claims, used: int = 0) -> PassFacts:
    """What a code alone tells, with the uses that this place has seen."""
    return PassFacts(
        starts_at=claims.starts_at,
        ends_at=claims.ends_at,
        uses_left=claims.uses - used if claims.uses else None,
        is_one_use=claims.uses == 1,
        gates=frozenset(claims.gates),
        home=claims.home,
    )


def check_code(text: str, trust: Trust, spot: Spot) -> tuple[Verdict, tokens.Claims | None]:
    """Judge a code where there is no network. Whatever is not exactly what this community signed is refused."""
    try:
        claims = tokens.read(text, scope_id=trust.scope_id, public_keys=trust.public_keys)
    except tokens.Unusable as fault:
        return Verdict(REFUSED, fault.code), None
    if claims.pass_id in trust.revoked:
        return Verdict(REFUSED, "revoked"), claims
    facts = facts_of_claims(claims, trust.used.get(claims.pass_id, 0))
    if no := live_fault(claims, trust, spot.at):
        return no, claims
    return decide(facts, replace(spot, is_connected=False)), claims


def live_fault(claims: tokens.Claims, trust: Trust, at: datetime) -> Verdict | None:
    """A pass that must be shown live is refused as a picture; where its secret is not known, a person decides."""
    if not claims.is_live:
        return None
    secret = trust.secret_of(claims.pass_id)
    if secret is None:
        return Verdict(ASK, "live_unknown")
    return None if tokens.is_of_this_moment(claims, secret, at) else Verdict(REFUSED, "not_live")
