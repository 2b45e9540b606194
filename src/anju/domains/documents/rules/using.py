"""Required reading and borrowing."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from anju.kernel.refusals import Refusal

from ..states import HELD


def may_require(state: str, *, roles: list[str], known: frozenset[str], days: int) -> Refusal | None:
    if state not in (*HELD, "draft", "submitted"):
        return Refusal("documents.not_in_force", _("Not done: this document is not in force."))
    if not roles or set(roles) - known:
        return Refusal("documents.name_readers", _("Not saved: name the posts that must read it."))
    if not 1 <= days <= 90:
        return Refusal("documents.bad_days", _("Not saved: give 1 to 90 days for the reading."))
    return None


def may_acknowledge(state: str, *, reader: UUID, by: UUID | None, is_opened: bool, asked: int, answered: int) -> Refusal | None:
    """Everybody acknowledges for himself, after he opened it, and answers every question."""
    if state not in ("owed", "overdue"):
        return Refusal("documents.not_owed", _("Not done: this reading is acknowledged already, or not needed any more."))
    if by != reader:
        return Refusal("documents.not_your_reading", _("Not done: everybody acknowledges his own reading."))
    if not is_opened:
        return Refusal("documents.open_first", _("Not acknowledged: open the document first."))
    if asked != answered:
        return Refusal("documents.answer_all", _("Not acknowledged: answer all %(asked)s questions."), asked=asked)
    return None


def score_of(questions: list[dict], answers: list[int]) -> int:
    """How many answers are right."""
    return sum(question["answer"] == answer for question, answer in zip(questions, answers, strict=True))


def may_note_late(state: str, *, due_on: date, today: date) -> Refusal | None:
    if state not in ("owed", "open", "out") or today <= due_on:
        return Refusal("documents.not_late", _("Not done: nothing here is overdue."))
    return None


def may_ask_loan(state: str, *, kind: str, medium: str, copies: int, purpose: str, due_on: date, today: date, longest_days: int, is_open: bool) -> Refusal | None:
    if state == "disposed":
        return Refusal("documents.destroyed", _("Not asked: this document was destroyed."))
    if not purpose.strip():
        return Refusal("documents.purpose_needed_loan", _("Not asked: say what you need it for."))
    if kind == "borrow" and (medium == "electronic" or not copies):
        return Refusal("documents.no_original", _("Not asked: there is no original on paper. Ask to consult it."))
    if not 0 <= (due_on - today).days <= longest_days:
        return Refusal("documents.loan_too_long", _("Not asked: documents of this class go out for %(days)s days at most."), days=longest_days)
    if is_open:
        return Refusal("documents.asked_already", _("Not asked: this person has asked for it already."))
    return None


def may_answer_loan(state: str, *, by: UUID | None, asked_by: UUID | None, borrower: UUID) -> Refusal | None:
    if state != "asked":
        return Refusal("documents.loan_answered", _("Not done: this request was answered already."))
    if by is None or by in (asked_by, borrower):
        return Refusal("documents.own_loan", _("Not done: another person answers this, neither who asked nor who borrows."))
    return None


def may_hand_out(state: str, *, kind: str, is_out: bool) -> Refusal | None:
    if state != "approved" or kind == "consult":
        return Refusal("documents.not_to_hand_out", _("Not done: nothing of this request is to be handed out."))
    if is_out:
        return Refusal("documents.original_out", _("Not handed out: the original is with somebody else."))
    return None


def may_return(state: str, *, condition: str) -> Refusal | None:
    if state not in ("out", "overdue", "approved"):
        return Refusal("documents.not_out", _("Not done: nothing of this request is out."))
    if not condition.strip():
        return Refusal("documents.condition_needed", _("Not recorded: write in which condition it came back."))
    return None


def may_extend_loan(state: str, *, by: UUID | None, borrower: UUID, due_on: date, until: date, today: date, longest_days: int) -> Refusal | None:
    if state not in ("approved", "out", "overdue"):
        return Refusal("documents.not_out", _("Not done: nothing of this request is out."))
    if by is None or by == borrower:
        return Refusal("documents.own_loan", _("Not done: another person answers this, neither who asked nor who borrows."))
    if until <= due_on or not 0 < (until - today).days <= longest_days:
        return Refusal("documents.loan_too_long", _("Not asked: documents of this class go out for %(days)s days at most."), days=longest_days)
    return None
