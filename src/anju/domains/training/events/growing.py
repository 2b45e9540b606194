"""What grew out of work: teaching cases and personal plans."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from anju.kernel.events import Words, event


@event("training.study_published")
class StudyPublished:
    study: UUID
    case: UUID
    title: Words = ""


@event("training.growth_plan_drawn")
class GrowthPlanDrawn:
    plan: UUID
    of_person: UUID
    gaps: int
    target_hours: int
    until_on: date


@event("training.growth_plan_taken")
class GrowthPlanTaken:
    plan: UUID
    of_person: UUID
