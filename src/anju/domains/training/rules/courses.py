"""What a course may be, when somebody has completed it, and who may say so."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from anju.kernel.refusals import Refusal

CODE = re.compile(r"[a-z0-9][a-z0-9-]{1,39}")
MOST_MODULES, MOST_HOURS = 40, 200
_WAYS = {"讲授": "lecture", "集中讲授": "lecture", "岗位指导": "on_post", "带岗": "on_post", "理论": "theory", "实操": "practice"}


def read_modules(text: str, known: Iterable[str]) -> list[dict[str, Any]] | Refusal:
    """The modules of lines such as `消防知识 | 4 | lecture theory`; each keeps the code of its line (m1, m2 …)."""
    lines = [line for line in text.splitlines() if line.strip()]
    if not 0 < len(lines) <= MOST_MODULES:
        return Refusal("training.no_modules", _("Not recorded: write 1 to %(most)s modules, one a line."), most=MOST_MODULES)
    found, ways_known = [], set(known)
    for number, line in enumerate(lines, 1):
        title, hours, ways = ([part.strip() for part in line.split("|")] + ["", ""])[:3]
        spoken = [_WAYS.get(way, way) for way in re.split(r"[\s,，、+]+", ways) if way] or ["lecture"]
        if not 0 < len(title) <= 60 or not re.fullmatch(r"\d{1,3}(\.\d)?", hours or "1") or not 0 < float(hours or 1) <= MOST_HOURS or set(spoken) - ways_known:
            sentence = _("Not recorded: line %(line)s must be: title | class hours | ways (lecture, on_post, theory, practice).")
            return Refusal("training.bad_module", sentence, line=number)
        found.append({"code": f"m{number}", "title": title, "hours": float(hours or 1), "ways": list(dict.fromkeys(spoken))})
    return found


def may_teach(*, code: str, is_taken: bool, roles: Iterable[str], known: Iterable[str], pass_percent: int) -> Refusal | None:
    if not CODE.fullmatch(code):
        return Refusal("training.bad_code", _("Not recorded: a code has small letters, figures and hyphens, 2 to 40 characters."))
    if is_taken:
        return Refusal("training.code_taken", _("Not recorded: a course with this code stands here already."))
    if not list(roles) or set(roles) - set(known):
        return Refusal("training.no_audience", _("Not recorded: choose for which roles it is."))
    if not 1 <= pass_percent <= 100:
        return Refusal("training.bad_mark", _("Not recorded: the pass mark lies between 1 and 100 percent."))
    return None


def retired() -> Refusal:
    return Refusal("training.course_retired", _("Not done: this course is no longer taught."))


@dataclass(frozen=True)
class Passed:
    """A result as it decides: of which module, in which way, whether it was passed and counts."""

    module: str
    way: str
    is_passed: bool
    is_counted: bool = True


def still_open(modules: list[Mapping[str, Any]], results: Iterable[Passed]) -> list[tuple[str, str]]:
    """(module, way) of everything not passed yet; the newest result of each comes last and decides."""
    last = {(one.module, one.way): one.is_passed for one in results if one.is_counted}
    return [(module["code"], way) for module in modules for way in module["ways"] if not last.get((module["code"], way))]


@dataclass(frozen=True, kw_only=True)
class Finish:
    """Facts of completing: what is open in words, since when, at least how many days, today, who signs off whom."""

    state: str
    open_words: str
    started_on: date
    least_days: int
    today: date
    hours: float
    target_hours: int
    person: UUID
    by: UUID | None


def may_complete(facts: Finish) -> Refusal | None:
    if facts.state != "running":
        return not_running()
    if facts.by == facts.person:
        return Refusal("training.own_sign_off", _("Not done: nobody signs off himself. Ask the mentor or a leader."))
    ready_on = facts.started_on + timedelta(days=facts.least_days)
    if facts.today < ready_on:
        return Refusal("training.too_soon", _("Not completed: it lasts at least %(days)s days, until %(day)s."), days=facts.least_days, day=ready_on)
    if facts.hours < facts.target_hours:
        return Refusal("training.hours_missing", _("Not completed: %(have)s of %(want)s class hours so far."), have=f"{facts.hours:g}", want=facts.target_hours)
    if facts.open_words:
        return Refusal("training.modules_open", _("Not completed: still open are %(what)s."), what=facts.open_words)
    return None


def not_running() -> Refusal:
    return Refusal("training.not_running", _("Not done: this course is not under way for this person."))


def may_enrol(*, is_used: bool, is_enrolled: bool, person: UUID, mentor: UUID | None, started_on: date, today: date) -> Refusal | None:
    if not is_used:
        return retired()
    if is_enrolled:
        return Refusal("training.enrolled_already", _("Not enrolled: this person takes or took this course already."))
    if mentor == person:
        return Refusal("training.own_mentor", _("Not done: nobody is his own mentor."))
    if abs((started_on - today).days) > 400:
        return Refusal("training.far_day", _("Not enrolled: the begin lies too far away."))
    return None


def may_sign_off(*, module: Mapping[str, Any] | None, way: str, score: int | None, person: UUID, by: UUID | None, is_trainer: bool, mentor: UUID | None) -> Refusal | None:
    """On a post the mentor or a leader signs; what is examined on paper is never signed by hand."""
    if module is None or way not in module["ways"]:
        return Refusal("training.no_such_module", _("Not recorded: this course does not ask for that. Choose a module and a way of its list."))
    if way == "theory":
        return Refusal("training.needs_exam", _("Not recorded: theory is tested by an exam, not by hand."))
    if by is None or by == person:
        return Refusal("training.own_sign_off", _("Not done: nobody signs off himself. Ask the mentor or a leader."))
    if not is_trainer and by != mentor:
        return Refusal("training.not_the_mentor", _("Not recorded: only the mentor or a leader signs this off."))
    if way == "practice" and score is None:
        return Refusal("training.no_score", _("Not recorded: a practical assessment needs points from 0 to 100."))
    return None


def may_confirm(*, is_counted: bool, person: UUID, first: UUID | None, by: UUID | None) -> Refusal | None:
    if is_counted:
        return Refusal("training.confirmed_already", _("Not done: this assessment counts already."))
    if by is None or by in (person, first):
        return Refusal("training.same_assessor", _("Not confirmed: a practical assessment needs a second assessor."))
    return None
