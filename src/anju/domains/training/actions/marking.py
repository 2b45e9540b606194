"""A paper is marked: its points, and what follows for each module."""

from __future__ import annotations

from datetime import datetime

from ..marking import goods
from ..models import Paper, Result
from ..rules import exams as rules


def mark(paper: Paper, *, at: datetime) -> None:
    """Give a paper its points and write the theory result of each module it asked about."""
    good = goods(paper)
    paper.right_count, paper.score = sum(good), sum(good) * 100 // len(good)
    paper.state = "passed" if rules.passes(sum(good), len(good), paper.exam.pass_percent) else "failed"
    paper.save()
    if paper.exam.course_id is not None:
        _write_results(paper, good, at)


def _write_results(paper: Paper, good: list[bool], at: datetime) -> None:
    course, rows = paper.exam.course, []
    for module, (right, asked) in rules.by_module(paper.asked, good).items():
        if "theory" in (course.module(module) or {"ways": ()})["ways"]:
            rows.append(Result(
                scope=paper.scope, person_id=paper.person_id, course=course, module=module, way="theory", score=right * 100 // asked, at=at, created_at=at,
                is_passed=rules.passes(right, asked, paper.exam.pass_percent), source_link=f"/exam_papers/{paper.pk}/",
            ))  # fmt: skip
    Result.objects.bulk_create(rows)
