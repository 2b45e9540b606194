"""What an exam can draw from: the questions of its course that can be shown, or the homes of the community."""

from __future__ import annotations

from anju.domains.people.queries import current_owners
from anju.kernel import files, vault
from anju.kernel.masking import mask_name

from .drawing import Pooled
from .models import Exam, Question

CHOICES = 4


def can_be_shown(question: Question) -> bool:
    """Whether its picture, if it has one, can still be read."""
    if question.picture_id is None:
        return True
    try:
        return bool(files.read_all(question.picture))
    except (OSError, vault.Damaged):
        return False


def questions_of(course: object, modules: list[str]) -> list[Question]:
    rows = Question.objects.filter(course=course, state="in_use").select_related("picture", "scope").order_by("pk")
    return list(rows.filter(module__in=modules) if modules else rows)


def pooled(questions: list[Question]) -> list[Pooled]:
    return [Pooled(str(one.pk), one.module, len(one.options), one.kind == "judge") for one in questions]


def homes_of(exam: Exam) -> list[tuple[str, str, str]]:
    """(dwelling, owner, masked name) of every home with an owner; none where too few names differ to choose between."""
    found = [(str(one.dwelling_id), str(one.person_id), mask_name(one.person.name)) for one in current_owners(exam.scope)]
    return found if len({name for _home, _person, name in found}) > CHOICES else []
