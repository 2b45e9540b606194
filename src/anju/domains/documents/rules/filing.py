"""What may be filed, in which class, under which number, and how a version comes into force."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from anju.kernel.refusals import Refusal

from ..kinds import CLOSED
from ..states import HELD, DocumentState

MAX_PARTS, MAX_QUESTIONS, MOST_AT_ONCE = 12, 20, 200


def class_fits(
    *, code: str, name: str, level: str, may_see: list[str], known_roles: frozenset[str], digits: int, keepers: tuple[UUID | None, UUID | None], is_code_taken: bool
) -> Refusal | None:
    if not code.strip() or not name.strip() or not code.replace("-", "").isalnum() or not code.isascii():
        return Refusal("documents.bad_class", _("Not saved: a class has a name, and a code of letters and digits."))
    if is_code_taken:
        return Refusal("documents.code_taken", _("Not saved: this code is another class's."))
    if set(may_see) - known_roles:
        return Refusal("documents.unknown_role", _("Not saved: “%(role)s” is no post here."), role=sorted(set(may_see) - known_roles)[0])
    if level in CLOSED and not may_see:
        return Refusal("documents.nobody_named", _("Not saved: say which posts may see a confidential class."))
    if not 2 <= digits <= 6:
        return Refusal("documents.bad_digits", _("Not saved: the number has 2 to 6 digits, as many as the stamp has."))
    if keepers[0] and keepers[0] == keepers[1]:
        return Refusal("documents.same_keeper", _("Not saved: the two keepers are two people."))
    return None


def may_retire(*, is_in_use: bool, documents: int) -> Refusal | None:
    if not is_in_use:
        return Refusal("documents.class_retired", _("Not done: this class was taken out of use."))
    if documents:
        return Refusal("documents.class_holds", _("Not done: %(documents)s documents still stand in this class. Move them to another class first."), documents=documents)
    return None


def may_file(
    *, is_in_use: bool, title: str, year: int | None, today: date, file_of: str, subject: bool, is_piece_of_class: bool, medium: str, location: bool, has_file: bool
) -> Refusal | None:
    """`subject`: the dwelling, device, post or person is named. A physical item needs its place and its picture."""
    if not is_in_use:
        return Refusal("documents.class_retired", _("Not done: this class was taken out of use."))
    if not title.strip():
        return Refusal("documents.title_needed", _("Not saved: give the document a title."))
    if year is None or year > today.year + 1:
        return Refusal("documents.bad_year", _("Not saved: the year lies between 1949 and next year."))
    if not is_piece_of_class:
        return Refusal("documents.other_class", _("Not saved: this required piece belongs to another class."))
    if file_of and not subject:
        return Refusal("documents.subject_needed", _("Not saved: this class keeps one file each; say whose it is."))
    if medium == "physical" and not (location and has_file):
        return Refusal("documents.item_needs_place", _("Not saved: a physical item needs the place where it stands and a photo."))
    return None


def number_fits(sequence: int, digits: int) -> Refusal | None:
    if sequence >= 10**digits:
        return Refusal("documents.numbers_used_up", _("Not saved: the numbers of this class and year are used up (%(digits)s digits). Give the class more digits."), digits=digits)
    return None


def may_add_version(state: str, *, is_pending: bool) -> Refusal | None:
    if state not in ("draft", *HELD):
        return Refusal("documents.not_in_this_state", _("Not done: this document is “%(state)s”."), state=DocumentState[state].label)
    if is_pending:
        return Refusal("documents.version_pending", _("Not done: a version waits for approval already."))
    return None


def may_submit(state: str, *, has_draft: bool, missing_parts: list[str]) -> Refusal | None:
    if state not in ("draft", "effective") or not has_draft:
        return Refusal("documents.nothing_to_submit", _("Not done: there is no new version here. Upload one first."))
    if missing_parts:
        return Refusal("documents.parts_missing", _("Not submitted: still missing %(parts)s. Upload them first."), parts="、".join(missing_parts))
    return None


def may_decide(state: str, *, by: UUID | None, made_by: UUID | None) -> Refusal | None:
    """Maker and checker are two people."""
    if state not in ("submitted", "revising"):
        return Refusal("documents.not_submitted", _("Not done: nothing of this document waits for approval."))
    if by is None:
        return Refusal("documents.person_needed", _("Not done: only somebody with a name may do this. Sign in."))
    if by == made_by:
        return Refusal("documents.own_approval", _("Not done: another person decides, not who entered the document."))
    return None


def may_withdraw(state: str, *, reason: str) -> Refusal | None:
    if state not in ("draft", "effective"):
        return Refusal("documents.not_in_this_state", _("Not done: this document is “%(state)s”."), state=DocumentState[state].label)
    return reason_told(reason)


def reason_told(reason: str) -> Refusal | None:
    return None if reason.strip() else Refusal("documents.reason_needed", _("Not done: give the reason."))


def may_change(state: str, *, is_archived: bool) -> Refusal | None:
    if state in ("withdrawn", "disposed"):
        return Refusal("documents.not_in_this_state", _("Not done: this document is “%(state)s”."), state=DocumentState[state].label)
    if is_archived:
        return Refusal("documents.year_archived", _("Not done: the class is archived for this year. File it in the present year."))
    return None


def may_reclassify(state: str, *, is_same: bool, is_in_use: bool, location: bool) -> Refusal | None:
    if state in ("disposed",):
        return Refusal("documents.not_in_this_state", _("Not done: this document is “%(state)s”."), state=DocumentState[state].label)
    if not is_in_use:
        return Refusal("documents.class_retired", _("Not done: this class was taken out of use."))
    if is_same:
        return Refusal("documents.same_class", _("Not done: it stands in this class and year already."))
    if not location:
        return Refusal("documents.location_needed", _("Not done: say in which cabinet and box it lies now."))
    return None


def may_check(*, kind: str, is_fine: bool, quality: tuple[bool | None, ...], note: str) -> Refusal | None:
    """A quality check answers three questions; what is not in order is described."""
    if kind == "quality" and None in quality:
        return Refusal("documents.three_answers", _("Not saved: say whether the record is clear, accurate and complete."))
    if kind == "quality" and is_fine != all(quality):
        return Refusal("documents.answers_differ", _("Not saved: a record is in order only when it is clear, accurate and complete."))
    if not is_fine and not note.strip():
        return Refusal("documents.finding_needed", _("Not saved: write what is not in order."))
    return None


def questions_of(text: str) -> list[dict] | Refusal:
    """Questions as they are typed: a line each, “question | answer | *right answer | answer”."""
    found = []
    for line in filter(None, (each.strip() for each in text.replace("｜", "|").splitlines())):
        question, *options = [part.strip() for part in line.split("|")]
        right = [number for number, option in enumerate(options) if option.startswith("*")]
        options = [option.lstrip("*").strip() for option in options]
        if not question or not 2 <= len(options) <= 6 or len(right) != 1 or not all(options) or len(line) > 400:
            return Refusal("documents.bad_question", _("Not saved: write a question a line, such as: How often? | daily | *weekly. The right answer has a star."))
        found.append({"q": question, "options": options, "answer": right[0]})
    if len(found) > MAX_QUESTIONS:
        return Refusal("documents.too_many_questions", _("Not saved: at most %(most)s questions."), most=MAX_QUESTIONS)
    return found
