"""The kinds of reports. A kind is a declaration: its period, when it is due, who approves it, and the blocks of its sections."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from typing import Any

from django.utils.translation import gettext_lazy as _

LENGTHS: dict[str, Any] = {
    "day": _("Day"),
    "week": _("Week"),
    "half_month": _("Half month"),
    "month": _("Month"),
    "quarter": _("Quarter"),
    "half": _("Half year"),
    "year": _("Year"),
}


PERIODS = {"day": "P1D", "week": "P1W", "half_month": "P15D", "month": "P1M", "quarter": "P3M", "half": "P6M", "year": "P1Y"}
"""How a sentence's frequency is written, by the length of the report that it asks for."""
MEETING = ("会议", "例会", "开会", "总结会", "召开")
SUMMARY = ("总结", "小结", "工作报告", "工作汇报", "书面报", "全面评估")


@dataclass(frozen=True)
class Section:
    """`blocks` name what is gathered; `must_write` asks the manager for words of his own before it is sent."""

    code: str
    title: Any
    blocks: tuple[str, ...] = ()
    must_write: bool = False


@dataclass(frozen=True, kw_only=True)
class Kind:
    """`days` and `due` say how long after its period it must be in; with `is_current` it is drafted within its period, not after it.

    `heading` is what its paper is called where that differs from the kind.
    A sentence of this period that holds one of the words `asked_by` asks for it.
    `is_usual` kinds are owed by every community; the others once its terms are set. `has_goals` asks for goals of the next period.
    """

    code: str
    title: Any
    length: str
    days: int
    due: time
    sections: tuple[Section, ...]
    heading: Any = ""
    is_usual: bool = False
    is_current: bool = False
    needs_approval: bool = True
    has_goals: bool = False
    is_public: bool = False
    receiver: Any = _("Headquarters")
    asked_by: tuple[str, ...] = ()

    def section(self, code: str) -> Section | None:
        return next((one for one in self.sections if one.code == code), None)


_EXECUTION = Section("execution", _("How the plan was carried out"), ("headline", "course", "headings", "targets"))
_PROBLEMS = Section("problems", _("Problems"), ("broken", "late_cases", "weak_links"))
_IMPROVEMENTS = Section("improvements", _("Measures of improvement"), ("corrective",), must_write=True)
_ACHIEVEMENTS = Section("achievements", _("Achievements"), ("proven", "improved"))
_FUNCTIONS = Section("functions", _("By function"), ("functions",))

_ALL = (
    Kind(
        code="brief", title=_("Morning brief"), length="day", days=0, due=time(8, 30), is_current=True, needs_approval=False, receiver=_("Project manager"), asked_by=("晨报", "早报"),
        sections=(
            Section("missed", _("Missed"), ("night_missed",)),
            Section("late", _("Late"), ("night_late",)),
            Section("happened", _("Happened"), ("night_happened",)),
            Section("absent", _("Absent"), ("night_absent",)),
        ),
    ),
    Kind(
        code="day", title=_("Daily check sheet"), length="day", days=1, due=time(9), needs_approval=False, receiver=_("Project manager"), asked_by=("日报", "每日检查表"),
        sections=(_FUNCTIONS, Section("problems", _("Problems"), ("night_missed", "late_cases"))),
    ),
    Kind(
        code="week", title=_("Weekly report"), length="week", days=1, due=time(12), needs_approval=False, receiver=_("Project manager"), asked_by=(*SUMMARY, "周报"),
        sections=(_FUNCTIONS, _PROBLEMS, Section("improvements", _("Measures of improvement"), ("corrective",))),
    ),
    Kind(
        code="half_month", title=_("Half-month summary"), heading=_("Work summary and goals"), length="half_month", days=2, due=time(18), has_goals=True, asked_by=SUMMARY,
        sections=(
            Section("summary", _("Summary of the half month"), ("headline", "meetings", "kept_goals"), must_write=True),
            Section("goals", _("Goals of the next half month"), ("goals",)),
        ),
    ),
    Kind(
        code="month", title=_("Monthly report"), length="month", days=5, due=time(18), asked_by=(*SUMMARY, "月报"),
        sections=(_FUNCTIONS, _EXECUTION, _PROBLEMS, _IMPROVEMENTS),
    ),
    Kind(
        code="quarter", title=_("Quarterly work report"), heading=_("Work summary report"), length="quarter", days=10, due=time(18), is_usual=True, asked_by=(*SUMMARY, "季报"),
        sections=(_EXECUTION, _PROBLEMS, _IMPROVEMENTS, _ACHIEVEMENTS),
    ),
    Kind(
        code="half", title=_("Half-year work report"), heading=_("Work report"), length="half", days=15, due=time(18), asked_by=SUMMARY,
        sections=(
            Section("team", _("Building the team"), ("team",)),
            Section("rules", _("Rules and discipline"), ("rules",)),
            Section("education", _("Education and training"), ("education",)),
            _EXECUTION, _PROBLEMS, _IMPROVEMENTS,
        ),
    ),
    Kind(
        code="year", title=_("Annual summary report"), length="year", days=20, due=time(18), is_usual=True, is_public=True, asked_by=(*SUMMARY, "年报"),
        sections=(
            Section("assessment", _("Overall assessment"), ("headline", "course", "functions"), must_write=True),
            _EXECUTION, _PROBLEMS, _IMPROVEMENTS, _ACHIEVEMENTS,
            Section("motions", _("Motions and their implementation"), ("motions",)),
            Section("basis", _("Basis of next year's plan"), ("basis",)),
        ),
    ),
    Kind(
        code="occupancy", title=_("Monthly occupancy report"), length="month", days=3, due=time(17), needs_approval=False, asked_by=("入住率", "入住情况", "入住报告"),
        sections=(Section("occupancy", _("Occupancy"), ("occupancy",)),),
    ),
    Kind(
        code="breaches", title=_("Circular on breaches"), length="month", days=10, due=time(18), is_public=True, receiver=_("All members of staff"), asked_by=("违规通报", "违纪通报", "情况通报"),
        sections=(Section("breaches", _("Breaches in the period"), ("breaches",)), Section("demands", _("What is demanded"), must_write=True)),
    ),
    Kind(
        code="appraisal", title=_("Report of appraisal results"), length="year", days=30, due=time(18), is_public=True, receiver=_("Housing authority"), asked_by=("考评结果", "考核结果", "评价结果"),
        sections=(Section("results", _("Results"), ("appraisal",)),),
    ),
)  # fmt: skip

KINDS: dict[str, Kind] = {kind.code: kind for kind in _ALL}


def kind_of(code: str) -> Kind:
    return KINDS[code]


def kind_choices() -> list[tuple[str, Any]]:
    return [(kind.code, kind.title) for kind in _ALL]


def asked_for(text: str, period: str) -> Kind | None:
    """The kind of report that a sentence with a frequency asks for, if any; special kinds before the general ones."""
    if any(word in text for word in MEETING):
        return None
    fits = (kind for kind in reversed(_ALL) if PERIODS[kind.length] == period)
    return next((kind for kind in fits if any(word in text for word in kind.asked_by)), None)
