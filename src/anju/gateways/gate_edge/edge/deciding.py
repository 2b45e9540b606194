"""From what is shown at a lane and the rights that are held to a decision: the facts are gathered from memory, `access.rules.decide` decides."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from anju.domains.access import rules as gate
from anju.domains.edges.rules.log import moment
from anju.domains.edges.rules.snapshot import Held
from anju.domains.passes import rules as passes
from anju.kernel.masking import plain_plate

from . import counting
from .memory import Memory

MICRO = 1_000_000
DAY_MINUTES = 24 * 60
ALWAYS = ("fire_release", "emergency", "leaves")
"""What no clock and no snapshot changes: fire, help, and that nobody who leaves is held."""
BY_TIME = ("expired", "not_yet", "not_live", "clock_behind")


@dataclass(frozen=True)
class Shown:
    """Somebody stands at a lane: what he shows, which way, what kind of emergency it is, if any, and of a car its class where a camera tells it."""

    lane: str
    way: str
    kind: str = "nothing"
    secret: str = ""
    emergency: str = ""
    vehicle: str = ""


@dataclass(frozen=True)
class Now:
    """The moment of a decision: the box's time, whether it is certain, whether the server is heard, whether the fire contact is closed."""

    us: int
    is_sure: bool = True
    is_online: bool = False
    is_fire: bool = False


@dataclass(frozen=True)
class Judged:
    """A decision with its facts, and by what: ids of credential and pass, the plate in plain (to be closed before it is written). `is_dated`: its right has a window; `home`: for which dwelling visits count."""

    decision: gate.Decision
    facts: gate.Facts
    rules_version: int
    credential: str = ""
    permit: str = ""
    plate: str = ""
    is_dated: bool = False
    home: str = ""


def judge(shown: Shown, held: Held, memory: Memory, now: Now) -> Judged:
    """Decide as the server would, from what is held here."""
    is_held = bool(held.sections) and not (now.is_sure and held.until_us <= now.us)
    rules = rules_of(held)
    judged = _counted(_facts(shown, held, memory, now), held, memory, now)
    is_counted = bool(judged.home) and _has_quota(judged.facts, rules)
    decision = gate.decide(judged.facts, rules)
    if decision.code not in ALWAYS:
        if not is_held or shown.lane not in held.section("lanes"):
            decision = gate.Decision(gate.ASK, "no_snapshot", "guard")
        elif not now.is_sure and (judged.is_dated or is_counted or is_bound_to_time(judged.facts, rules, held.made_us // MICRO)):
            decision = gate.Decision(gate.ASK, "clock_unsure", "guard")
        elif decision.code == "allowed" and is_counted and not counting.knows_count(held, is_online=now.is_online):
            decision = gate.Decision(gate.ASK, "quota_unknown", "desk")
    return replace(judged, decision=decision, rules_version=rules.version)


def _counted(judged: Judged, held: Held, memory: Memory, now: Now) -> Judged:
    """With how often this category came to the dwelling today, as far as it is known here."""
    key = f"credential:{judged.credential}" if judged.credential else f"pass:{judged.permit}" if judged.permit else ""
    home = judged.home or held.section("homes").get(key, "")
    if not home or judged.facts.direction == "out":
        return judged
    came = memory.comings.came(held, judged.facts.category, home, counting.day_of(held, now.us))
    return replace(judged, home=home, facts=replace(judged.facts, visits_today=came))


def _has_quota(facts: gate.Facts, rules: gate.Rules) -> bool:
    """Whether a limit of visits a day stands in the way of this entry."""
    policy = rules.policies.get(facts.category)
    return facts.direction == "in" and policy is not None and policy.visits_per_day > 0 and not policy.is_home and not facts.confirmed


def rules_of(held: Held) -> gate.Rules:
    kept = held.section("rules").get("all")
    if not kept:
        return gate.Rules(0, {})
    policies = {code: gate.Policy(**{**one, "fields": tuple(one["fields"])}) for code, one in kept["policies"].items()}
    return gate.Rules(**{**kept, "policies": MappingProxyType(policies)})


def is_bound_to_time(facts: gate.Facts, rules: gate.Rules, newest: int) -> bool:
    """Whether another hour, day or date than the box believes could give another answer; before `newest` (seconds) it cannot be."""
    if facts.permit is not None:
        return facts.permit.outcome == gate.ALLOWED or facts.permit.code in BY_TIME
    policy = rules.policies.get(facts.category)
    windows = [(one.opens, one.closes) for one in (facts.lane, policy, facts.turns) if one is not None]
    edges = {0, rules.night_from, rules.night_until, *(minute for window in windows for minute in window)}
    minutes = {minute % DAY_MINUTES for one in edges for minute in (one, one - 1)}
    ends = facts.token.ends if facts.token else 0
    epochs = {max(newest, facts.token.starts if facts.token else 0), *((max(ends, newest),) if ends else ())}
    answers = {
        gate.decide(replace(facts, minute=minute, day=day, is_holiday=off, epoch=epoch, same_way_seconds=-1), rules).outcome
        for minute in minutes for day in range(1, 8) for off in (False, True) for epoch in epochs
    }  # fmt: skip
    return len(answers) > 1


def _facts(shown: Shown, held: Held, memory: Memory, now: Now) -> Judged:
    row = held.section("lanes").get(shown.lane)
    lane = gate.Lane(**row["facts"]) if row else gate.Lane(shown.lane)
    lane = replace(lane, is_released=lane.is_released or now.is_fire)
    facts = gate.Facts(lane=lane, direction=shown.way, **_moment(held, now), emergency=shown.emergency, vehicle=shown.vehicle)
    if shown.kind == "pass" or (shown.secret and passes.tokens.looks_like(shown.secret)):
        return _with_pass(shown, held, memory, now, facts, row["codes"] if row else [])
    return _with_credential(shown, held, memory, now, facts)


def _moment(held: Held, now: Now) -> dict[str, Any]:
    there = moment(now.us).astimezone(ZoneInfo(held.section("about").get("zone", "Asia/Shanghai")))
    is_off = there.date().isoformat() in held.section("days")
    return {"epoch": now.us // MICRO, "minute": there.hour * 60 + there.minute, "day": there.isoweekday(), "is_holiday": is_off}


def _with_credential(shown: Shown, held: Held, memory: Memory, now: Now, facts: gate.Facts) -> Judged:
    key = _key(shown, held)
    watch = _watch(held, now, key) if shown.kind == "plate" else ""
    row = held.section("credentials").get(key) if key else None
    if row is None and (comes := held.section("regulars").get(_key(replace(shown, kind="pin"), held).partition(":")[2]) if shown.kind in gate.REGULAR_CODES else None):
        return _with_regular(comes, held, memory, now, facts)
    plate = plain_plate(shown.secret)[:12] if shown.kind == "plate" else ""
    if row is None:
        return _with_plate(key, held, memory, now, replace(facts, watch=watch), plate)
    pk, category, state, starts, ends, lanes = row
    last = memory.ways.get(pk)
    since = facts.epoch - last[1] if last and last[0] == shown.way else -1
    told = replace(
        facts, category=category, token=gate.Token(id=pk, kind=shown.kind, state=state, starts=starts, ends=ends, reaches=shown.lane in lanes),
        watch=watch or _watch(held, now, f"credential:{pk}"), same_way_seconds=since,
    )  # fmt: skip
    return Judged(gate.Decision(gate.REFUSED, "no_right"), told, 0, credential=pk, plate=plate)


def _with_regular(row: list[Any], held: Held, memory: Memory, now: Now, facts: gate.Facts) -> Judged:
    """A courier, rider or helper by his code, while his registration counts."""
    pk, category, *_hours, last, home, _is_inside = row
    told = replace(
        facts, category=category, is_registered=not last or counting.day_of(held, now.us).isoformat() <= last, turns=counting.turns_of(row, memory.comings.inside),
        watch=_watch(held, now, f"regular:{pk}"),
    )  # fmt: skip
    return Judged(gate.Decision(gate.REFUSED, "no_right"), told, 0, is_dated=bool(last), home=home)


def _with_plate(key: str, held: Held, memory: Memory, now: Now, facts: gate.Facts, plate: str) -> Judged:
    """A plate without a credential: of a pass, which is looked at, or of a booked visit while it counts. Everything else has no right."""
    row = held.section("plates").get(key)
    permit = held.section("passes").get(row["pass"]) if row and "pass" in row else None
    if permit is not None:
        lane, facts = held.section("lanes").get(facts.lane.id), replace(facts, is_approved=row.get("approved") is True)
        judged = _with_pass(Shown(facts.lane.id, facts.direction, "pass", permit["number"]), held, memory, now, facts, lane["codes"] if lane else [])
        return replace(judged, facts=replace(judged.facts, watch=judged.facts.watch or facts.watch), plate=plate)
    is_visit = bool(row) and "pass" not in row
    if is_visit and row["starts"] <= facts.epoch and (not row["ends"] or facts.epoch < row["ends"]):
        facts = replace(facts, category=row["category"], confirmed=tuple(row["confirmed"]))
    return Judged(gate.Decision(gate.REFUSED, "no_right"), facts, 0, plate=plate, is_dated=is_visit)


def _key(shown: Shown, held: Held) -> str:
    """kind:digest under which what is shown may be known; "" for nothing."""
    key = held.section("about").get("index_keys", {}).get(shown.kind)
    plain = plain_plate(shown.secret) if shown.kind == "plate" else shown.secret.strip().upper()
    if not key or not plain:
        return ""
    return f"{shown.kind}:{hmac.new(bytes.fromhex(key), plain.encode(), hashlib.sha256).hexdigest()[:32]}"


def _watch(held: Held, now: Now, key: str) -> str:
    """The reason for which a person is asked about, while it counts."""
    row = held.section("watch").get(key)
    return row[0] if row and row[1] <= now.us // MICRO < row[2] else ""


def _with_pass(shown: Shown, held: Held, memory: Memory, now: Now, facts: gate.Facts, codes: list[str]) -> Judged:
    verdict, claims, pk, row = _verdict(shown, held, memory, now, frozenset(codes))
    kind = held.section("about").get("kinds", {}).get(claims.kind, "") if claims else "visitor"
    told = replace(
        facts, category=row["category"] if row else kind, confirmed=tuple(row["confirmed"]) if row else (), watch=_watch(held, now, f"pass:{pk}") if pk else "",
        permit=gate.Permit(row["number"] if row else "", verdict.outcome, verdict.code),
    )  # fmt: skip
    return Judged(gate.Decision(gate.REFUSED, "no_right"), told, 0, permit=pk)


def _verdict(shown: Shown, held: Held, memory: Memory, now: Now, codes: frozenset[str]) -> tuple[passes.Verdict, passes.tokens.Claims | None, str, Mapping[str, Any] | None]:
    """(what the pass is worth here and now, what its code says, its id, what is known of it)."""
    known = held.section("passes")
    at = moment(now.us)
    spot = passes.Spot(at=at, places=codes, direction=shown.way, is_connected=now.is_online, newest_at=moment(held.made_us))
    if not passes.tokens.looks_like(shown.secret):
        return _by_number(shown, known, memory, spot)
    about = held.section("about")
    try:
        keys = {code: bytes.fromhex(key) for code, key in about.get("pass_keys", {}).items()}
        claims = passes.tokens.read(shown.secret, scope_id=UUID(about.get("community", "0" * 32)), public_keys=keys)
    except passes.tokens.Unusable as fault:
        return passes.Verdict("refused", fault.code), None, "", None
    pk = str(claims.pass_id)
    row = known.get(pk)
    verdict = passes.decide(_pass_facts(claims, row, memory, pk), spot)
    if verdict.is_allowed and (fault := _not_live(claims, row, at)):
        verdict = fault
    return verdict, claims, pk, row


def _by_number(shown: Shown, known: Mapping[str, Any], memory: Memory, spot: passes.Spot) -> tuple[passes.Verdict, None, str, Mapping[str, Any] | None]:
    """A number that was typed: it must be known, and a moving code cannot be checked by it."""
    typed = passes.tokens.tidy(shown.secret)
    pk = next((pk for pk, row in known.items() if row["number"] == typed), "")
    if not pk:
        return passes.Verdict("refused", "unknown"), None, "", None
    row = known[pk]
    verdict = passes.decide(_pass_facts(None, row, memory, pk), spot)
    return passes.Verdict("ask", "live_unknown") if verdict.is_allowed and row["live"] else verdict, None, pk, row


def _pass_facts(claims: passes.tokens.Claims | None, row: Mapping[str, Any] | None, memory: Memory, pk: str) -> passes.PassFacts:
    """What is known of the pass, or what its code alone says; what happened here counts on top."""
    here = memory.used.get(pk, 0)
    if row is None:
        return passes.facts_of_claims(claims, here)
    left = row["left"]
    if left is not None and here:
        left = min(left, claims.uses - here) if claims else left - here
    return passes.PassFacts(
        starts_at=_at(row["starts"]), ends_at=_at(row["ends"]), state=row["state"], uses_left=left, is_one_use=row["once"], gates=frozenset(row["gates"]),
        home=row["home"], is_person=row["person"], last_direction=memory.pass_ways.get(pk, row["last"]),
        is_current_issue=claims is None or claims.issue == row["issue"],
    )  # fmt: skip


def _at(seconds: int) -> datetime:
    return moment(seconds * MICRO)


def _not_live(claims: passes.tokens.Claims, row: Mapping[str, Any] | None, at: datetime) -> passes.Verdict | None:
    """A pass that must be shown live is refused as a picture; where its secret is not known here, a person decides."""
    if not claims.is_live:
        return None
    if row is None or not row["live"]:
        return passes.Verdict("ask", "live_unknown")
    return None if passes.tokens.is_of_this_moment(claims, bytes.fromhex(row["live"]), at) else passes.Verdict("refused", "not_live")
