"""Staff files, notes in them, mentoring and letters of responsibility."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anju.domains.people.queries import ROLE_CHOICES, STAFF
from anju.kernel.screens import Column, Screen, Tab

from .. import actions
from ..codes import CRITERIA, MANAGERS, PREFERENCES, READERS
from ..models import Mentoring, Pledge, StaffFile, StaffNote
from .naming import colleague

_CRITERIA, _PREFERENCES = dict(CRITERIA), dict(PREFERENCES)
FILES = (*MANAGERS, "team_leader", "front_desk", "auditor")


def points(scores: dict[str, int]) -> str:
    return "、".join(f"{_CRITERIA.get(name, name)} {value}" for name, value in scores.items()) or str(_("None"))


def preferred(codes: list[str]) -> str:
    return "、".join(str(_PREFERENCES.get(code, code)) for code in codes) or str(_("None"))


def tasks(found: list[dict[str, Any]]) -> str:
    return "；".join(f"{number}. {one['title']} {one['signed_on'] or '—'}" for number, one in enumerate(found, 1))


class StaffFileScreen(Screen):
    model = StaffFile
    name = "staff_files"
    title = _("Staff files")
    menu = "staff"
    icon = "ti-id"
    position = 40
    label = "number"
    columns = ("number", Column("name"), "role", "state", "channel", Column("preferences", render=preferred), "applied_on", "contract_until_on", "company")
    filters = "state channel role applied_on contract_until_on"
    search = "number company"
    order = "-applied_on"
    choices = {"role": ROLE_CHOICES}  # noqa: RUF012
    quick = ((_("To vet"), "state=applied"), (_("On probation"), "state=probation"), (pgettext_lazy("staff", "Left"), "state=left"))
    facts = (
        "number", "name", "phone", "role", "vacancy", "state", "channel", Column("preferences", render=preferred), Column("scores", render=points), "background", "background_source",
        "background_on", "is_clean", "fitness_passed", "psychology", "psychology_passed", "fit_for", "applied_on", colleague("applied_by", _("Application taken by")),
        colleague("vetted_by", _("Vetted by")), "vetted_on", "hired_on", "probation_until_on", "regular_on", "company", "contract_number", "contract_from_on",
        "contract_until_on", "left_on", "left_reason",
    )  # fmt: skip
    create = actions.take_application
    row = (
        actions.vet_applicant, actions.record_test, actions.score_applicant, actions.hire, actions.make_regular, actions.note_staff, actions.renew_contract, actions.depart,
    )  # fmt: skip
    tabs = (Tab("notes", _("Notes"), screen="staff_notes", via="file"),)
    empty = _("No staff file yet. Take an application: the file goes with the employee until he leaves.")
    posts = FILES


class StaffNoteScreen(Screen):
    model = StaffNote
    name = "staff_notes"
    title = _("Notes in staff files")
    columns = ("on", "kind", "title", "from_post", "post", "until_on", colleague("by_person", _("Noted by")))
    filters = "kind on"
    order = "-on"
    facts = ("on", "kind", "title", "from_post", "post", "until_on", "said", colleague("by_person", _("Noted by")))
    empty = _("Nothing is noted yet. Honours, care, talks, promotions and transfers stand here.")
    posts = (*MANAGERS, "team_leader")


class MentoringScreen(Screen):
    model = Mentoring
    name = "mentorings"
    title = _("Mentoring")
    menu = "staff"
    minor = True
    icon = "ti-school"
    position = 42
    columns = (colleague("newcomer", _("New colleague")), colleague("mentor", _("Mentor")), "state", "open_tasks", "since_on", "until_on")
    filters = "state until_on"
    order = "-since_on"
    facts = (colleague("newcomer", _("New colleague")), colleague("mentor", _("Mentor")), "state", Column("tasks", render=tasks), "since_on", "until_on", "result")
    create = actions.pair_mentor
    row = (actions.sign_task, actions.judge_mentoring)
    empty = _("Nobody is being taught now. Pair each new colleague with an experienced one.")
    posts = (*STAFF, "headquarters", "auditor")


class PledgeScreen(Screen):
    model = Pledge
    name = "pledges"
    title = _("Letters of responsibility")
    menu = "staff"
    minor = True
    icon = "ti-signature"
    position = 44
    label = "title"
    columns = ("title", colleague(), "post", "year", "state", "signed_at")
    filters = "state year"
    search = "title person__name"
    order = "-year"
    facts = ("title", colleague(), "post", "year", "text", colleague("superior", _("Handed down by")), "state", "signed_at")
    create = actions.issue_pledge
    row = (actions.sign_pledge,)
    empty = _("Nothing is handed down yet. Issue a letter of responsibility; it counts once it is signed.")
    posts = (*READERS, *STAFF)
