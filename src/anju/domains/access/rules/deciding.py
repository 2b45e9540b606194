"""May somebody pass here and now? One pure function, the same at the desk, in the dry run of a changed rule and at an edge.

The order is the law's: fire release beats everything, help is never stopped, whoever leaves is never held; then no right, no entry.
"""

from __future__ import annotations

from typing import Any

from .facts import Decision, Facts, Policy, Rules, hhmm, is_within

HEAVY = ("freight", "engineering")
OF_CARS = ("plate", "tag")
"""Credentials that a car carries: they open a lane for cars, and no door for people."""
INTERLOCK_SECONDS = 30
"""Where no contact tells that the other door shut, it counts as open for so long."""
ALLOWED, REFUSED, ASK = "allowed", "refused", "ask"
_TOKEN_STATES = {"revoked": "revoked", "lost": "reported_lost", "ended": "revoked"}
_YES = Decision(ALLOWED, "allowed")
_FIRE = Decision(ALLOWED, "fire_release")
_HELP = Decision(ALLOWED, "emergency", notes=("control_room",))
_LEAVES = Decision(ALLOWED, "leaves")


def decide(facts: Facts, rules: Rules) -> Decision:
    """Allowed, refused with a reason, or ask whom."""
    if facts.lane.is_released:
        return _FIRE
    if facts.emergency:
        return _HELP
    if facts.direction == "out":
        return _LEAVES if not facts.watch else Decision(ALLOWED, "leaves", notes=("watch",))
    policy = rules.policies.get(facts.category)
    return (
        _lane(facts)
        or _car(facts, policy)
        or _right(facts, policy)
        or _match(facts)
        or _lockdown(facts, policy)
        or _floor(facts)
        or _hours(facts, policy)
        or _peak(facts, policy)
        or _watch(facts, policy)
        or _police(facts, policy)
        or _again(facts, policy, rules)
        or _epidemic(facts, policy)
        or _night(facts, policy, rules)
        or (_YES if not facts.watch else Decision(ALLOWED, "allowed", notes=("watch",)))
    )


def _lane(facts: Facts) -> Decision | None:
    """The lane is for this kind of traffic, this way and this hour."""
    lane = facts.lane
    if lane.directions == "out":
        return Decision(REFUSED, "wrong_way")
    if not lane.is_open or not is_within(facts.minute, lane.opens, lane.closes):
        return Decision(REFUSED, "lane_closed")
    if facts.token is not None and (facts.token.kind in OF_CARS) != (lane.traffic == "vehicle"):
        return Decision(REFUSED, "wrong_lane")
    if lane.peak_way == "out":
        return Decision(REFUSED, "peak_way")
    return Decision(REFUSED, "other_door_open") if 0 <= facts.partner_seconds < INTERLOCK_SECONDS else None


def _car(facts: Facts, policy: Policy | None) -> Decision | None:
    """Freight and engineering vehicles come with an approval alone, and some gates are not for every car. Whoever lives here owns what he drives."""
    if facts.lane.traffic != "vehicle":
        return None
    is_home, is_staff = policy is not None and policy.is_home, facts.category == "staff"
    out = facts.lane.keeps_out
    if out == "all" or (is_staff and out in ("staff", "both")) or (not is_staff and not is_home and out in ("others", "both")):
        return Decision(REFUSED, "parks_outside")
    if facts.vehicle in HEAVY and not (is_home or is_staff or facts.is_approved):
        return Decision(REFUSED, "approval_needed")
    return None


def _right(facts: Facts, policy: Policy | None) -> Decision | None:
    """By what he may come in: nothing shown and nobody's word is a no."""
    if facts.token is not None:
        if no := _token(facts):
            return no
    elif facts.permit is not None:
        if facts.permit.outcome != ALLOWED:
            return Decision(facts.permit.outcome, "pass_" + facts.permit.code, "guard" if facts.permit.outcome == ASK else "")
        if no := _permit(facts):
            return no
    elif policy is not None and policy.basis in ("host", "desk"):
        if not any(one in facts.confirmed for one in ("host", "desk", "leader") if one != "host" or policy.basis == "host"):
            return Decision(ASK, "not_confirmed", policy.basis)
    elif not (policy is not None and policy.basis == "registered" and facts.is_registered) and "leader" not in facts.confirmed:
        return Decision(REFUSED, "no_right")
    return None if policy is not None else Decision(ASK, "unknown_category", "desk")


def _match(facts: Facts) -> Decision | None:
    """Another person than the document's, or another car than the right's: somebody else decides, and says why."""
    if "leader" in facts.confirmed:
        return None
    if facts.person_match == "differs":
        return Decision(ASK, "other_person", "leader")
    return Decision(ASK, "other_car", "leader") if facts.car_match == "differs" else None


def _lockdown(facts: Facts, policy: Policy) -> Decision | None:
    """While it lasts, whoever neither lives nor works here waits for a leader's word. It bars nobody from home, and no way out."""
    if facts.epoch >= facts.lane.locked_until or policy.is_home or facts.category == "staff" or "leader" in facts.confirmed:
        return None
    return Decision(ASK, "lockdown", "leader")


def _permit(facts: Facts) -> Decision | None:
    """A worker's permit counts for who is filed and trained, in his area and hours."""
    permit = facts.permit
    if not permit.is_filed:
        return Decision(REFUSED, "not_filed")
    if not permit.is_trained:
        return Decision(REFUSED, "not_trained")
    if not permit.is_in_area:
        return Decision(REFUSED, "wrong_area")
    is_time = is_within(facts.minute, permit.opens, permit.closes) or "leader" in facts.confirmed
    return None if is_time else Decision(REFUSED, "out_of_work_hours")


def _floor(facts: Facts) -> Decision | None:
    """A lift goes where somebody may go; down to the way out it always goes."""
    return None if facts.floor is None or facts.floor in facts.floors else Decision(REFUSED, "wrong_floor")


def _token(facts: Facts) -> Decision | None:
    token = facts.token
    if token.state != "active":
        return Decision(REFUSED, _TOKEN_STATES.get(token.state, "revoked"))
    if not token.is_on:
        return Decision(REFUSED, "kind_off")
    if token.ends and facts.epoch >= token.ends:
        return Decision(REFUSED, "expired")
    if facts.epoch < token.starts:
        return Decision(REFUSED, "not_yet")
    return None if token.reaches else Decision(REFUSED, "wrong_place")


def _hours(facts: Facts, policy: Policy) -> Decision | None:
    """Hours bind those who come, never those who come home."""
    if policy.is_home or "leader" in facts.confirmed:
        return None
    is_day = policy.on_holidays if facts.is_holiday else str(facts.day) in policy.days
    if not is_day or not is_within(facts.minute, policy.opens, policy.closes):
        return Decision(REFUSED, "out_of_hours")
    turns = facts.turns
    is_turn = turns is None or "host" in facts.confirmed or (str(facts.day) in turns.days and is_within(facts.minute, turns.opens, turns.closes))
    return None if is_turn else Decision(ASK, "not_his_turn", "host")


def _peak(facts: Facts, policy: Policy) -> Decision | None:
    """In peak hours some who come wait until they are over; who comes home never does."""
    is_waiting = not policy.is_home and facts.category in facts.lane.waits and "leader" not in facts.confirmed
    return Decision(ASK, "peak_hours", "leader") if is_waiting else None


def _epidemic(facts: Facts, policy: Policy) -> Decision | None:
    """The checks that a mode lays down. Who comes home is asked as well, and never sent away."""
    if "leader" in facts.confirmed:
        return None
    asked = facts.lane.asks_home if policy.is_home else facts.lane.asks
    if not policy.is_home and facts.category in facts.lane.word_for:
        return Decision(ASK, "epidemic_word", "leader")
    if any(one in facts.failed for one in asked):
        return Decision(ASK, "epidemic_home", "desk") if policy.is_home else Decision(REFUSED, "epidemic_failed")
    return Decision(ASK, "epidemic_check", "guard") if any(one not in facts.checked for one in asked) else None


def _watch(facts: Facts, policy: Policy) -> Decision | None:
    """A watch list asks; whoever lives here goes home."""
    if not facts.watch or policy.is_home or "leader" in facts.confirmed:
        return None
    return Decision(ASK, "watched", "leader")


def _police(facts: Facts, policy: Policy) -> Decision | None:
    """A word of the police asks the leader, who comes and looks; it bars nobody by itself and holds nobody."""
    if facts.police != "attention" or policy.is_home or "leader" in facts.confirmed:
        return None
    return Decision(ASK, "police_attention", "leader")


def _again(facts: Facts, policy: Policy, rules: Rules) -> Decision | None:
    if facts.lane.has_passback and 0 <= facts.same_way_seconds < rules.passback_seconds and not facts.confirmed:
        return Decision(ASK, "inside_already", "guard")
    if facts.turns is not None and facts.turns.is_inside and not facts.confirmed:
        return Decision(ASK, "inside_already", "guard")
    if policy.visits_per_day and facts.visits_today >= policy.visits_per_day and not policy.is_home and not facts.confirmed:
        return Decision(ASK, "quota_reached", "desk")
    return None


def _night(facts: Facts, policy: Policy, rules: Rules) -> Decision | None:
    """At night, on days off and holidays whoever is not at home here is confirmed by the control room."""
    if policy.off_hours != "confirm" or "control_room" in facts.confirmed or "leader" in facts.confirmed:
        return None
    is_off = facts.is_holiday or is_within(facts.minute, rules.night_from, rules.night_until)
    return Decision(ASK, "off_hours", "control_room") if is_off else None


def explained(facts: Facts, rules: Rules, decision: Decision) -> dict[str, Any]:
    """On what a decision rests: which credential, pass, rule version and window."""
    policy = rules.policies.get(facts.category)
    return {
        "code": decision.code, "whom": decision.whom, "rules": rules.version, "category": facts.category,
        "credential": facts.token.kind if facts.token else "", "pass": facts.permit.number if facts.permit else "", "confirmed": list(facts.confirmed),
        "basis": policy.basis if policy else "", "person": facts.person_match, "car": facts.car_match, "checked": list(facts.checked), "window": f"{policy.days} {hhmm(policy.opens)}-{hhmm(policy.closes)}" if policy else "",
    }  # fmt: skip
