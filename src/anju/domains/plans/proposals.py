"""From what the reader found in a sentence to the object it should become. Pure: a reading in, a proposal with its doubts out."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from .vocabulary import EVIDENCE, PASS_DOMAINS, ROLE_OF_DOMAIN, ROLE_OF_WORD, SECOND_PERSON_DOMAINS

_BECOMES = {
    "recurring-duty": "duty",
    "report": "duty",
    "kpi": "measure",
    "rule": "policy",
    "workflow": "policy",
    "record": "policy",
    "role": "policy",
    "device": "policy",
    "analytics": "policy",
    "none": "nothing",
}
SURE = 0.6
_SCHEDULE = ("count", "period", "bound", "continuous", "window", "windows", "schedules")
SUGGESTED_PERIOD = "P1M"


@dataclass(frozen=True)
class Proposal:
    """`becomes` a duty, policy, measure, pass_policy or nothing; `details` what is needed to make it; `doubts` codes of why to look twice."""

    becomes: str
    details: dict[str, Any] = field(default_factory=dict)
    doubts: tuple[str, ...] = ()


def propose(reading: dict[str, Any]) -> Proposal:
    """The object that one unit (the reader's JSON for it) should become."""
    becomes = _what(reading)
    if becomes == "nothing":
        return Proposal("nothing", doubts=_unsure(reading))
    details: dict[str, Any] = {"role": role_for(reading), "evidence": evidence_for(reading)}
    doubts = list(_unsure(reading))
    if becomes == "duty":
        details["schedule"], suggested = schedule_of(reading)
        doubts += ["no_frequency"] if suggested else []
        doubts += ["several"] if len({one.get("period") for one in reading.get("schedules", [])}) > 1 else []
    if becomes == "measure":
        details["target"] = {key: reading[key] for key in ("op", "value", "unit", "baseline_change") if key in reading}
        doubts += [] if details["target"] else ["no_target"]
    if reading.get("garbled") or _implausible(reading):
        doubts.append("implausible")
    return Proposal(becomes, details, tuple(dict.fromkeys(doubts)))


def _what(reading: dict[str, Any]) -> str:
    kind = reading.get("kind", "none")
    becomes = _BECOMES.get(kind, "policy")
    if becomes == "nothing":
        return becomes
    if kind == "kpi" and "period" in reading and "value" not in reading:
        return "duty"
    if becomes == "policy" and (reading.get("continuous") or ("period" in reading and "op" not in reading)):
        return "duty"
    if becomes == "policy" and reading.get("domain") in PASS_DOMAINS:
        return "pass_policy"
    return becomes


def schedule_of(reading: dict[str, Any]) -> tuple[dict[str, Any], bool]:
    """The schedule fields the words state, and whether the period is only our suggestion because they state none."""
    found = {key: reading[key] for key in _SCHEDULE if key in reading}
    if reading.get("continuous") and "period" not in found:
        return found, False
    if "period" in found:
        return {"count": 1, "bound": "exact", **found}, False
    if reading.get("deadline") or reading.get("window"):
        return {"count": 1, "period": "P1Y", "bound": "exact", **found}, "window" not in found
    return {"count": 1, "period": SUGGESTED_PERIOD, "bound": "min", **found}, True


def role_for(reading: dict[str, Any]) -> str:
    """The role that should answer for it: the one the words name, else the one its field of work belongs to."""
    for word in reading.get("whos") or [reading.get("who", "")]:
        for part, role in ROLE_OF_WORD:
            if part in word:
                return role
    return ROLE_OF_DOMAIN.get(reading.get("domain", ""), "security_manager")


def evidence_for(reading: dict[str, Any]) -> list[str]:
    """What proves it: photo, signature, second_person."""
    domain = reading.get("domain", "")
    asked = list(EVIDENCE.get(domain, ()))
    if domain in SECOND_PERSON_DOMAINS:
        asked.append("second_person")
    return asked


def _unsure(reading: dict[str, Any]) -> tuple[str, ...]:
    return ("unsure",) if reading.get("confidence", 1) < SURE else ()


def _implausible(reading: dict[str, Any]) -> bool:
    """More often than a person can do it: 23 times a month for a meeting, more than 100 % of anything."""
    count, period, value = reading.get("count"), reading.get("period", ""), reading.get("value")
    too_often = count is not None and period in ("P1W", "P15D", "P1M", "P3M", "P6M", "P1Y") and count > {"P1W": 14}.get(period, 20)
    too_much = reading.get("unit") == "%" and value is not None and value > 100
    return too_often or too_much
