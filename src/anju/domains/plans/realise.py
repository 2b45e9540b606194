"""What a confirmed sentence needs to become a duty or a target: the inputs of those rooms' actions. Pure but for the models read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from anju.domains.duties.queries import schedule_of_fields
from anju.kernel import clock
from anju.kernel.refusals import Refusal
from anju.planreader import without_number

from .models import Clause
from .queries.reports import terms_of
from .reporting.kinds import asked_for
from .states import Becomes

CATEGORY_OF_DOMAIN = {
    "patrol": "round",
    "surveillance": "check",
    "training-certification": "training",
    "emergency-drills": "drill",
    "plans-kpi-reports": "report",
    "governance-supervision": "meeting",
    "environment-cleaning-greening": "cleaning",
    "equipment-maintenance": "maintenance",
    "publicity-community": "publicity",
    "generic-campaign": "activity",
    "resident-service": "survey",
}
# The first group of words found in the sentence names the figure that is counted for it.
MEASURE_OF_WORDS = (
    (("满意",), "cases.satisfaction"),
    (("投诉", "答复"), "cases.on_time_closing_rate"),
    (("整改",), "cases.on_time_closing_rate"),
    (("执行率",), "duties.execution_rate"),
    (("规范率",), "duties.confirmed_rate"),
    (("人员伤亡",), "cases.casualty_accidents"),
    (("责任事故",), "cases.liable_accidents"),
    (("事故",), "cases.major_incidents"),
    (("案件",), "cases.major_incidents"),
    (("火灾",), "cases.major_incidents"),
)
DATES = {"hours", "due_by", "weekdays", "month_days", "rule", "month_part", "year_part"}
"""The fields of a schedule by which a sentence says itself when."""
MAKE_UP_DAYS = 30
"""How long after its deadline a report may still be handed in for its sentence."""
_PARTS = re.compile("[，、；,;]")
_OPERATOR = {">=": "ge", ">": "ge", "<=": "le", "<": "le", "=": "eq"}


def unusable(becomes: str, proposal: Mapping[str, Any]) -> Refusal | None:
    """A Refusal when the proposal cannot be made: one of its schedules is not exact."""
    if becomes != Becomes.duty or not proposal.get("schedule"):
        return None
    made = (schedule_of_fields(schedule) for schedule in schedules_of(proposal))
    return next((one for one in made if isinstance(one, Refusal)), None)


def schedules_of(proposal: Mapping[str, Any]) -> list[dict[str, Any]]:
    """One for each duty that the sentence becomes."""
    return [proposal["schedule"], *proposal.get("further", ())]


def basis(clause: Clause) -> dict[str, str]:
    """How a duty or target names the sentence it serves: a label and a link, never a key."""
    label = _("%(plan)s, sentence %(number)s") % {"plan": clause.plan.title, "number": clause.position}
    return {"basis_label": label[:200], "basis_link": f"/plans/clauses/{clause.id}/"}


def duty_inputs(clause: Clause) -> list[dict[str, Any]]:
    """The inputs of `duties.create_duty` for each frequency of a sentence."""
    wanted = schedules_of(clause.proposal)
    return [_inputs(clause, title, schedule) for title, schedule in zip(titles(clause.text, len(wanted)), wanted, strict=True)]


def _inputs(clause: Clause, title: str, stated: Mapping[str, Any]) -> dict[str, Any]:
    schedule = schedule_of_fields(stated)
    return {
        "title": title,
        "category": CATEGORY_OF_DOMAIN.get(clause.domain, "check"),
        "schedule": schedule,
        "role": clause.proposal.get("role") or "security_manager",
        "evidence": clause.proposal.get("evidence", []),
        "make_up_hours": make_up_hours(stated.get("period", "")),
        **basis(clause),
        **report_inputs(clause, schedule),
    }


def titles(text: str, count: int) -> list[str]:
    """What each of a sentence's duties is called: its own part of it where every frequency has one, else the whole sentence."""
    if count == 1:
        return [short(text)]
    parts = [part for part in _PARTS.split(short(text, limit=len(text))) if "每" in part]
    return [short(part) for part in parts] if len(parts) == count else [short(text)] * count


def report_inputs(clause: Clause, schedule: Mapping[str, Any]) -> dict[str, Any]:
    """What a sentence about a report adds: a report follows its period, by the days that its terms give, unless the sentence names a day."""
    kind = asked_for(clause.text, schedule["period"])
    if kind is None:
        return {}
    terms = terms_of(clause.scope, kind.code)
    after_period = (terms.due_days - 1) * 1440 + terms.due_time.hour * 60 + terms.due_time.minute
    grace = 0 if DATES & schedule.keys() else max(0, after_period)
    return {"category": "report", "grace_minutes": grace, "make_up_hours": (terms.due_days + MAKE_UP_DAYS) * 24}


def make_up_hours(period: str) -> int:
    """How long something missed may still be made up: hours for a round, days for a month's work."""
    return {"PT2H": 0, "shift": 4, "P1D": 12, "P1W": 48}.get(period, 2 if period.startswith("PT") else 168)


def target_inputs(clause: Clause, at: datetime) -> dict[str, Any]:
    """The inputs of `measures.set_target` for a sentence: the plan's whole year, judged by people where no figure is counted."""
    target = clause.proposal.get("target", {})
    measure = measure_for(clause.text) if "value" in target else ""
    year = clause.plan.year or clock.local(clause.scope, at).year
    inputs = {
        "title": short(clause.text),
        "starts_on": date(year, 1, 1),
        "ends_on": date(year, 12, 31),
        "source": clause.plan.title[:80],
        **basis(clause),
    }
    if measure:
        inputs |= {"measure": measure, "op": _OPERATOR.get(target.get("op", ">="), "ge"), "value": Decimal(str(target["value"]))}
    return inputs


def measure_for(text: str) -> str:
    """The counted figure that a sentence speaks of, or nothing."""
    return next((name for words, name in MEASURE_OF_WORDS if all(word in text for word in words)), "")


#: A title that is cut has at least so many characters.
LEAST_TITLE = 20


def short(text: str, limit: int = 60) -> str:
    """The sentence without its list number and full stop, cut at a pause where it is long."""
    plain = without_number(text.strip()).rstrip("。；;")
    if len(plain) <= limit:
        return plain
    cut = plain[:limit]
    for marks in ("，,；;", "、"):
        if (pause := max(map(cut.rfind, marks))) >= LEAST_TITLE:
            return cut[:pause]
    return f"{cut}…"
