"""What a question may be, when an exam may be sat, and what a late paper is."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from anju.kernel.refusals import Refusal

GRACE = timedelta(seconds=30)
MOST_OPTIONS = 8
JUDGE = ("对", "错")
_JUDGED = {"对": [0], "正确": [0], "√": [0], "true": [0], "right": [0], "错": [1], "错误": [1], "×": [1], "false": [1], "wrong": [1]}


def read_right(kind: str, text: str) -> list[int] | None:
    """The places of the right options from `A`, `ACD` or 对; None where it cannot be read."""
    plain = re.sub(r"[\s,，、.]", "", text)
    if kind == "judge":
        return _JUDGED.get(plain.lower())
    if not re.fullmatch(r"[A-Ha-h]{1,8}", plain) or len(set(plain.upper())) != len(plain):
        return None
    return sorted(ord(letter) - ord("A") for letter in plain.upper())


def may_ask(*, kind: str, stem: str, options: list[str], right: list[int] | None, why: str, has_module: bool, is_double: bool) -> Refusal | None:
    if not has_module:
        return Refusal("training.no_such_module", _("Not recorded: this course does not ask for that. Choose a module and a way of its list."))
    if len(stem.strip()) < 4 or len(why.strip()) < 4:
        return Refusal("training.no_rule", _("Not recorded: write the question and the rule behind its answer."))
    if not 2 <= len(options) <= MOST_OPTIONS or any(not option.strip() for option in options) or len(set(options)) < len(options):
        return Refusal("training.bad_options", _("Not recorded: give 2 to %(most)s different options, one a line."), most=MOST_OPTIONS)
    if right is None or max(right) >= len(options) or (kind != "multiple" and len(right) != 1) or (kind == "multiple" and len(right) < 2):
        return Refusal("training.bad_right", _("Not recorded: the right answer is a letter such as B, several such as ACD, or 对 and 错."))
    if is_double:
        return Refusal("training.question_known", _("Not recorded: this question stands in the bank already."))
    return None


def may_open(*, pool: int, questions: int, minutes: int, pass_percent: int, attempts: int, opens_at: datetime, closes_at: datetime, now: datetime) -> Refusal | None:
    if not 1 <= questions <= 200 or not 1 <= minutes <= 300 or not 1 <= pass_percent <= 100 or not 1 <= attempts <= 10:
        return Refusal("training.bad_terms", _("Not opened: 1 to 200 questions, 1 to 300 minutes, a mark of 1 to 100 percent, 1 to 10 attempts."))
    if pool < questions:
        return Refusal("training.few_questions", _("Not opened: %(have)s questions fit, %(want)s are wanted. Add questions or ask fewer."), have=pool, want=questions)
    if closes_at <= max(opens_at, now) or opens_at > now + timedelta(days=400):
        return Refusal("training.bad_window", _("Not opened: it must end after it begins, and not in the past."))
    return None


@dataclass(frozen=True, kw_only=True)
class Begin:
    state: str
    opens_at: datetime
    closes_at: datetime
    at: datetime
    is_expected: bool
    states: tuple[str, ...]
    attempts: int
    pool: int
    questions: int


def may_begin(facts: Begin) -> Refusal | None:
    if facts.state != "open" or not facts.opens_at <= facts.at < facts.closes_at:
        return Refusal("training.exam_closed", _("Not begun: this exam is not open now."))
    if not facts.is_expected:
        return Refusal("training.not_for_you", _("Not begun: this exam is not for you."))
    if "sitting" in facts.states or "late" in facts.states:
        return Refusal("training.paper_open", _("Not begun: a paper of yours is open or waits for a decision."))
    if "passed" in facts.states:
        return Refusal("training.passed_already", _("Not begun: you passed this exam already."))
    if len(facts.states) >= facts.attempts:
        return Refusal("training.no_attempt_left", _("Not begun: all %(many)s attempts are used. Speak with the trainer."), many=facts.attempts)
    if facts.pool < facts.questions:
        return Refusal("training.few_questions", _("Not opened: %(have)s questions fit, %(want)s are wanted. Add questions or ask fewer."), have=facts.pool, want=facts.questions)
    return None


def read_answers(raw: Any, asked: list[dict[str, Any]]) -> list[list[int]] | None:
    """One list of places for each question, in order; None where it is no such thing. What is left out counts as not answered."""
    if not isinstance(raw, list) or len(raw) > len(asked):
        return None
    read: list[list[int]] = []
    for number, question in enumerate(asked):
        one = raw[number] if number < len(raw) else []
        most = len(question.get("order", question.get("people", ())))
        if not isinstance(one, list) or len(one) > most or any(isinstance(place, bool) or not isinstance(place, int) or not 0 <= place < most for place in one):
            return None
        read.append(sorted(set(one)))
    return read


def may_hand_in(*, state: str, person: UUID, by: UUID | None, answers: Any) -> Refusal | None:
    if by != person:
        return Refusal("training.not_your_paper", _("Not handed in: this is somebody else's paper."))
    if state != "sitting":
        return Refusal("training.handed_in_already", _("Not handed in: this paper was handed in already."))
    if answers is None:
        return Refusal("training.bad_answers", _("Not handed in: the answers cannot be read. Open the paper anew and hand it in again."))
    return None


def seconds_late(due_at: datetime, at: datetime, received_at: datetime) -> int:
    """How long after its time a paper came, by the server's clock; 0 within the grace. A phone's own hour never makes it earlier."""
    late = max(at, received_at) - due_at
    return 0 if late <= GRACE else int(late.total_seconds())


def may_decide(*, state: str, person: UUID, by: UUID | None, reason: str) -> Refusal | None:
    if state != "late":
        return Refusal("training.nothing_to_decide", _("Not done: this paper waits for no decision."))
    if by == person:
        return Refusal("training.own_sign_off", _("Not done: nobody signs off himself. Ask the mentor or a leader."))
    if not reason.strip():
        return Refusal("training.reason_needed", _("Not done: give the reason."))
    return None


def passes(right: int, asked: int, percent: int) -> bool:
    """Whether the share reaches the mark, exactly."""
    return asked > 0 and right * 100 >= percent * asked


def by_module(asked: list[dict[str, Any]], good: Iterable[bool]) -> dict[str, tuple[int, int]]:
    """(right, asked) of each module of a paper."""
    found: dict[str, tuple[int, int]] = {}
    for question, is_right in zip(asked, good, strict=True):
        right, many = found.get(question["m"], (0, 0))
        found[question["m"]] = (right + is_right, many + 1)
    return found
