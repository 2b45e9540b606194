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
#: Below it the kind or the domain of every second reading is wrong, above it of one in five.
SURE = 0.6
_SCHEDULE = ("count", "period", "bound", "continuous", "window", "windows", "schedules")
SUGGESTED_PERIOD = "P1M"
_TIMES_A_YEAR = {"P1M": 12, "P2M": 6, "P3M": 4, "P6M": 2, "P1Y": 1}
"""Of the periods that divide a year; weeks and days do not."""


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
        further = further_of(reading)
        details |= {"further": further} if further else {}
        doubts += ["several"] if further else []
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
    if further_of(reading):
        found = {**found, **_of_one_period(_by_period(reading)[0])}
    if reading.get("continuous") and "period" not in found:
        return found, False
    if "period" in found:
        return {"count": 1, "bound": "exact", **found}, False
    if reading.get("deadline") or reading.get("window"):
        return {"count": 1, "period": "P1Y", "bound": "exact", **found}, "window" not in found
    return {"count": 1, "period": SUGGESTED_PERIOD, "bound": "min", **found}, True


def further_of(reading: dict[str, Any]) -> list[dict[str, Any]]:
    """The schedules of a sentence's other periods: inspected weekly, summed up monthly. Each becomes a duty of its own."""
    return [{"count": 1, "bound": "exact", **_of_one_period(items)} for items in _by_period(reading)[1:]]


def _by_period(reading: dict[str, Any]) -> list[list[dict[str, Any]]]:
    found: dict[Any, list[dict[str, Any]]] = {}
    for one in reading.get("schedules", ()):
        found.setdefault(one.get("period"), []).append(one)
    return _each_once(list(found.values()))


def _each_once(groups: list[list[dict[str, Any]]]) -> list[list[dict[str, Any]]]:
    """Without those that only sum an earlier one up: once a quarter, at least four times a year."""
    said: set[Any] = set()
    kept = []
    for group in groups:
        a_year = _TIMES_A_YEAR.get(group[0].get("period", ""), 0) * group[0].get("count", 1)
        if len(group) > 1 or not a_year or a_year not in said:
            kept.append(group)
        said.add(a_year)
    return kept


def _of_one_period(items: list[dict[str, Any]]) -> dict[str, Any]:
    """The plain fields repeat the first; "three to four times" needs both."""
    return {**items[0], "schedules": items if len(items) > 1 else []}


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
