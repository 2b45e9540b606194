"""Which answers of a paper are right."""

from __future__ import annotations

from .drawing import is_right
from .models import Paper, Question


def right_places(paper: Paper) -> list[list[int]]:
    """The places of the right options of each question, as the bank holds them; of a home question its own."""
    bank = {str(one): right for one, right in Question.objects.filter(pk__in=[each["q"] for each in paper.asked if "q" in each]).values_list("pk", "right")}
    return [bank.get(each["q"], []) if "q" in each else [each["right"]] for each in paper.asked]


def goods(paper: Paper) -> list[bool]:
    """Whether each question was answered right."""
    return [is_right(asked, right, answer) for asked, right, answer in zip(paper.asked, right_places(paper), paper.answers, strict=True)]
