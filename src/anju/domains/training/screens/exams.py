"""The question bank, exams and papers."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from anju.kernel.screens import Column, Screen, Tab

from .. import actions
from ..kinds import TRAINERS
from ..models import Exam, Paper, Question
from .learning import roles_in_words


def options_in_words(options: list[str]) -> str:
    return "  ".join(f"{letter}. {option}" for letter, option in zip("ABCDEFGH", options, strict=False))


def places_in_words(places: list[int]) -> str:
    return "".join("ABCDEFGH"[place] for place in places)


class QuestionScreen(Screen):
    model = Question
    name = "exam_questions"
    title = _("Exam questions")
    menu = "staff"
    minor = True
    icon = "ti-help-circle"
    position = 46
    posts = TRAINERS
    columns = "stem course module kind state"
    filters = "state course kind"
    search = "stem why"
    order = "-created_at"
    facts = ("stem", "course", "module", "kind", Column("options", render=options_in_words), Column("right", render=places_in_words), "why", "picture", "state")
    create = actions.add_question
    row = (actions.retire_question, actions.note_broken)
    importing, undoing, key = actions.add_question, actions.retire_question, "stem"
    empty = _("The bank is empty. Add questions one by one, or bring in a table with question, options, right answer and rule.")


class ExamScreen(Screen):
    model = Exam
    name = "exams"
    title = _("Exams")
    menu = "staff"
    icon = "ti-writing"
    position = 45
    posts = TRAINERS
    columns = ("title", "kind", "course", Column("roles", render=roles_in_words), "opens_at", "closes_at", "pass_percent", "state")
    filters = "state kind course opens_at"
    search = "title"
    order = "-opens_at"
    facts = (
        "title", "kind", "course", Column("roles", render=roles_in_words), "questions", "minutes", "pass_percent", "attempts", "opens_at", "closes_at", "document",
        "document_version", "duty", "is_gate", "credit", "state",
    )  # fmt: skip
    create = actions.open_exam
    row = (actions.close_exam,)
    tabs = (Tab("papers", _("Papers"), screen="exam_papers", via="exam"),)
    empty = _("No exam yet. Open one from the question bank, or ask who lives where.")


class PaperScreen(Screen):
    model = Paper
    name = "exam_papers"
    title = _("Exam papers")
    menu = "staff"
    minor = True
    icon = "ti-file-pencil"
    position = 47
    posts = TRAINERS
    columns = "person exam attempt state score right_count started_at handed_in_at"
    filters = "state exam person started_at"
    order = "-started_at"
    quick = ((_("Too late: to decide"), "state=late"),)
    facts = "person exam attempt state score right_count started_at due_at handed_in_at received_at decided_by note"
    row = (actions.count_late_paper, actions.void_paper)
    empty = _("Nobody sat an exam yet.")
