"""Vacancies and who stands for them."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anju.domains.people.queries import ROLE_CHOICES, STAFF, Person
from anju.kernel.screens import Column, Screen, Tab

from .. import actions
from ..codes import READERS
from ..models import Candidate, Vacancy
from .naming import colleague


def judged(points: dict[str, int]) -> str:
    """Each judge with his points."""
    names = {str(pk): name for pk, name in Person.everywhere.filter(pk__in=points).values_list("pk", "name")}
    return "、".join(f"{names.get(judge, '')} {value}" for judge, value in points.items()) or str(_("None"))


class VacancyScreen(Screen):
    model = Vacancy
    name = "vacancies"
    title = _("Vacancies and competitions")
    menu = "staff"
    icon = "ti-user-search"
    position = 41
    label = "number"
    columns = "number role post is_internal heads taken until_on state"
    filters = "state role is_internal until_on"
    search = "number"
    order = "-until_on"
    choices: Any = {"role": ROLE_CHOICES}  # noqa: RUF012
    quick = ((pgettext_lazy("vacancy", "Published"), "state=open"), (_("Competitions"), "is_internal=on"))
    facts = "number role post is_internal heads taken wanted until_on state published_at notice address reason"
    create = actions.open_vacancy
    row = (actions.publish_vacancy, actions.stand_for, actions.close_vacancy)
    tabs = (Tab("applications", _("Applications"), screen="staff_files", via="vacancy"), Tab("candidates", _("Candidates"), screen="candidates", via="vacancy"))
    empty = _("Nobody is looked for now. Open a vacancy and publish it, or put a post up to competition.")
    posts = (*READERS, *STAFF)


class CandidateScreen(Screen):
    model = Candidate
    name = "candidates"
    title = _("Candidates")
    columns = (colleague(), "vacancy", "mean", "state", "decided_at")
    filters = "state vacancy"
    order = "-created_at"
    facts = (colleague(), "vacancy", "statement", Column("points", render=judged), "mean", "state", colleague("decided_by", _("Decided by")), "decided_at", "reason")
    row = (actions.score_candidate, actions.choose_candidate)
    empty = _("Nobody stands for it yet.")
    posts = READERS
