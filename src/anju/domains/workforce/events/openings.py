"""Vacancies and competitions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from anju.kernel.events import Words, event


@dataclass(frozen=True, kw_only=True)
class AboutVacancy:
    vacancy: UUID
    role: str
    is_internal: bool


@event("workforce.vacancy_opened")
class VacancyOpened(AboutVacancy):
    heads: int
    until_on: date
    wanted: Words = ""


@event("workforce.vacancy_published")
class VacancyPublished(AboutVacancy):
    notice: UUID
    counted: int


@event("workforce.applications_over")
class ApplicationsOver(AboutVacancy):
    pass


@event("workforce.vacancy_closed")
class VacancyClosed(AboutVacancy):
    reason: Words = ""


@event("workforce.candidate_stood")
class CandidateStood(AboutVacancy):
    candidate: UUID
    of_person: UUID


@event("workforce.candidate_scored")
class CandidateScored(AboutVacancy):
    candidate: UUID
    of_person: UUID
    points: int


@event("workforce.candidate_chosen")
class CandidateChosen(AboutVacancy):
    candidate: UUID
    of_person: UUID
    is_filled: bool
    reason: Words = ""
