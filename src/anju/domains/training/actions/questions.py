"""The question bank."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from django.utils.translation import gettext_lazy as _

from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.files import File
from anju.kernel.models import Scope
from anju.kernel.refusals import Refusal

from ..events import QuestionAdded, QuestionRetired
from ..kinds import QUESTIONS, TRAINERS
from ..models import Course, Question
from ..rules import exams as rules


@action(title=_("Add a question"), posts=TRAINERS, event=QuestionAdded)
def add_question(
    scope: Scope,
    *,
    course: Annotated[Course, Field(_("Course"))],
    module: Annotated[str, Field(_("Module"), max_length=60, help=_("Its code, such as m1, or its title."))],
    kind: Annotated[str, Field(_("Kind of question"), choices=QUESTIONS)] = "single",
    stem: Annotated[str, Field(_("Question"), max_length=400)],
    options: Annotated[str, Field(_("Options"), multiline=True, max_length=1600, help=_("One a line; not needed for right or wrong."))] = "",
    right: Annotated[str, Field(_("Right answer"), max_length=16, help=_("A letter such as B, several such as ACD, or 对 and 错."))],
    why: Annotated[str, Field(_("The rule behind it"), max_length=300)],
    picture: Annotated[File | None, Field(_("Picture"), accept=("image/",))] = None,
    by: Actor,
    at: datetime | None = None,
) -> Question | Refusal:
    """Put a question into the bank, with its answer and the rule behind it."""
    codes = {each["title"]: each["code"] for each in course.modules}
    code = codes.get(module.strip(), module.strip())
    lines = list(rules.JUDGE) if kind == "judge" else [line.strip() for line in options.replace("|", "\n").splitlines() if line.strip()]
    read = rules.read_right(kind, right)
    is_double = Question.objects.filter(scope=scope, course=course, stem=stem.strip(), state="in_use").exists()
    has_module = course.scope_id == scope.pk and course.module(code) is not None
    if no := rules.may_ask(kind=kind, stem=stem, options=lines, right=read, why=why, has_module=has_module, is_double=is_double):
        return no
    one = Question(scope=scope, course=course, module=code, kind=kind, stem=stem.strip(), options=lines, right=read, why=why, picture=picture)
    one.save()
    announce(QuestionAdded(question=one.pk, course=course.pk, module=code, kind=kind), subject=one)
    return one


@action(title=_("Take it out of the bank"), posts=TRAINERS, event=QuestionRetired, allowed_from=("in_use", "broken"))
def retire_question(question: Question, *, by: Actor, at: datetime | None = None) -> Question | Refusal:
    """Ask it no more; papers that asked it keep it."""
    one = Question.objects.select_for_update().get(pk=question.pk)
    if one.state == "retired":
        return Refusal("training.retired_already", _("Not done: this question is out of the bank already."))
    one.state = "retired"
    one.save()
    announce(QuestionRetired(question=one.pk, course=one.course_id), subject=one)
    return one


@action(title=_("Note its picture as broken"), posts=TRAINERS, event=QuestionRetired, allowed_from=("in_use",))
def note_broken(question: Question, *, by: Actor, at: datetime | None = None) -> Question | Refusal:
    """Ask a question no more whose picture cannot be shown; drawing a paper does this by itself."""
    one = Question.objects.select_for_update().get(pk=question.pk)
    if one.state != "in_use" or one.picture_id is None:
        return Refusal("training.no_picture", _("Not done: this question has no picture in use."))
    one.state = "broken"
    one.save()
    announce(QuestionRetired(question=one.pk, course=one.course_id, is_broken=True), subject=one)
    return one
