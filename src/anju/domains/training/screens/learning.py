"""Courses, programmes, sessions and who learns what."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from anju.domains.people.queries import ROLE_CHOICES, STAFF, Person
from anju.kernel.screens import Column, Screen, Tab, add_tab

from .. import actions
from ..kinds import READERS, WAYS
from ..models import (
    Attendance,
    Course,
    Enrolment,
    GrowthPlan,
    Material,
    Programme,
    Result,
    Session,
    Study,
    TrainingGroup,
)
from .showing import effect_tab, mastery_tab

_ROLES, _WAYS = dict(ROLE_CHOICES), dict(WAYS)


def roles_in_words(codes: list[str]) -> str:
    return "、".join(str(_ROLES.get(code, code)) for code in codes)


def modules_in_words(modules: list[dict[str, Any]]) -> str:
    """Each with its code, hours and ways."""
    return "；".join(f"{m['code']} {m['title']} {m['hours']:g}h ({'、'.join(str(_WAYS.get(way, way)) for way in m['ways'])})" for m in modules)


def codes_in_words(codes: list[str]) -> str:
    return " ".join(codes)


def in_full(name: Any) -> str:
    return str(name or "")


def people_in_words(ids: list[str]) -> str:
    return "、".join(str(one) for one in Person.everywhere.filter(pk__in=ids).order_by("name"))


def parts_in_words(parts: list[dict[str, Any]]) -> str:
    return "、".join(f"{one['module']}" + (f" {one['score']}" if one["score"] is not None else "") for one in parts)


class CourseScreen(Screen):
    model = Course
    name = "courses"
    title = _("Courses")
    menu = "staff"
    icon = "ti-school"
    position = 31
    posts = READERS
    columns = ("title", "tier", "track", Column("roles", render=roles_in_words), "version", "is_induction", "state")
    filters = "state tier track level is_induction"
    search = "title code"
    order = "-created_at"
    facts = (
        "title", "code", "track", "tier", "level", Column("roles", render=roles_in_words), Column("modules", render=modules_in_words), "version", "least_days",
        "pass_percent", "is_induction", "state",
    )  # fmt: skip
    create = actions.create_course
    row = (actions.change_modules, actions.call_deducted, actions.add_material, actions.retire_course)
    tabs = (
        Tab("trainees", _("Who takes it"), screen="trainees", via="course"),
        Tab("mastery", _("Who knows it"), render=mastery_tab),
        Tab("questions", _("Exam questions"), screen="exam_questions", via="course"),
        Tab("materials", _("Teaching material"), screen="course_materials", via="course"),
    )
    empty = _("No course yet. Take one over from the library on the page of the training plan, or write down your own.")


class MaterialScreen(Screen):
    model = Material
    name = "course_materials"
    title = _("Teaching material")
    posts = READERS
    columns = "document__shown_title document__number"
    order = "-created_at"
    empty = _("No material yet. Hang a document of the archive on the course.")


class ProgrammeScreen(Screen):
    model = Programme
    name = "programmes"
    title = _("Training programmes")
    menu = "staff"
    minor = True
    icon = "ti-repeat"
    position = 32
    posts = READERS
    columns = ("title", "course", Column("roles", render=roles_in_words), "duty", "minutes", "trainer", "is_ended")
    filters = "is_ended course trainer"
    search = "title"
    order = "-created_at"
    facts = ("title", "course", "duty", Column("roles", render=roles_in_words), "begins", "minutes", "trainer", "place", "report_to", "after", "is_ended")
    create = actions.plan_programme
    row = (actions.plan_sessions, actions.end_programme)
    tabs = (Tab("sessions", _("Sessions"), screen="training_sessions", via="programme"),)
    empty = _("Nothing is taught regularly yet. Take the regular work that a sentence of the plan made, and say which course proves it.")


class SessionScreen(Screen):
    model = Session
    name = "training_sessions"
    title = _("Training sessions")
    menu = "staff"
    icon = "ti-chalkboard"
    position = 33
    posts = READERS
    columns = "title kind starts_at state present expected trainer"
    filters = "state kind course trainer starts_at"
    search = "title topic lecturer organisation"
    order = "-starts_at"
    quick = ((_("Signing in now"), "state=open"), (_("Lectures from outside"), "kind=lecture"))
    facts = (
        "title", "kind", "topic", "course", "programme", Column("modules", render=codes_in_words), Column("roles", render=roles_in_words), "starts_at", "ends_at",
        "place", "trainer", "lecturer", "organisation", "case", "makes_up", "report_to", "state", "expected", "present", "report", "lessons", "held_at", "closed_by", "credit", "reason",
    )  # fmt: skip
    create = actions.call_session
    row = (actions.open_session, actions.close_session, actions.enter_attendance, actions.enter_contest_result, actions.call_make_up, actions.move_session, actions.cancel_session)
    tabs = (Tab("attendance", _("Who came"), screen="session_attendance", via="session"), Tab("effect", _("What it changed"), render=effect_tab))
    empty = _("No session yet. Plan a programme, or call one session.")


class AttendanceScreen(Screen):
    model = Attendance
    name = "session_attendance"
    title = _("Attendance at training")
    menu = "staff"
    minor = True
    icon = "ti-user-check"
    position = 34
    posts = READERS
    columns = "person session state signed_at is_late is_backfilled minutes points rank rating essay_ok committed_at"
    filters = "state person is_backfilled is_late"
    order = "-created_at"
    facts = "person session state signed_at is_late is_backfilled entered_by minutes points rank rating essay essay_ok essay_note committed_at note"
    row = (actions.review_essay,)
    empty = _("Nobody was expected at a session yet.")


class EnrolmentScreen(Screen):
    model = Enrolment
    name = "trainees"
    title = _("Who takes which course")
    menu = "staff"
    minor = True
    icon = "ti-route"
    position = 35
    posts = STAFF
    columns = "person course mentor state started_on ended_on"
    filters = "state course person mentor"
    order = "-created_at"
    facts = "person course version mentor started_on target_hours state ended_on ended_by note"
    create = actions.enrol
    row = (
        actions.sign_off_module, actions.complete_enrolment, actions.name_mentor, actions.issue_certificate, actions.fail_enrolment, actions.withdraw_enrolment,
    )  # fmt: skip
    importing, undoing, key = actions.enrol, actions.withdraw_enrolment, "person"
    empty = _("Nobody takes a course yet. Whoever is given a role begins the courses before its first shift by himself.")


class ResultScreen(Screen):
    model = Result
    name = "training_results"
    title = _("Results by module")
    menu = "staff"
    minor = True
    icon = "ti-checklist"
    position = 36
    posts = STAFF
    columns = "person course module way is_passed is_counted score at assessor second"
    filters = "is_passed is_counted way course person at"
    order = "-at"
    quick = ((_("Waiting for a second assessor"), "is_counted=off"),)
    facts = "person course module way score is_passed is_counted at post assessor second note"
    row = (actions.confirm_assessment,)
    empty = _("No result yet. Lectures, exams and sign-offs on the post stand here.")


class StudyScreen(Screen):
    model = Study
    name = "teaching_cases"
    title = _("Teaching cases")
    menu = "staff"
    minor = True
    icon = "ti-bulb"
    position = 37
    posts = STAFF
    columns = "title case created_at published_by"
    search = "title story lessons"
    order = "-created_at"
    facts = "title case story lessons published_by"
    create = actions.publish_study
    empty = _("No case yet. Make a closed incident into one, without names and plates.")


class GrowthScreen(Screen):
    model = GrowthPlan
    name = "personal_plans"
    title = _("Personal training plans")
    menu = "staff"
    minor = True
    icon = "ti-plant"
    position = 38
    posts = READERS
    columns = ("person", "drawn_on", Column("gaps", render=parts_in_words), "target_hours", "until_on", "state")
    filters = "state person drawn_on"
    order = "-drawn_on"
    facts = ("person", "drawn_on", "drawn_by", Column("strengths", render=parts_in_words), Column("gaps", render=parts_in_words), "target_hours", "until_on", "state")
    create = actions.draw_up_plan
    empty = _("No personal plan yet. Draw one up: it reads strengths and gaps from the results.")


class GroupScreen(Screen):
    model = TrainingGroup
    name = "training_groups"
    title = _("Training group")
    menu = "staff"
    minor = True
    icon = "ti-users-group"
    position = 39
    posts = READERS
    columns = ("title", Column("head", render=in_full), Column("members", render=people_in_words), "since_on", "until_on", "state")
    filters = "state"
    order = "-since_on"
    facts = ("title", Column("head", render=in_full), Column("members", render=people_in_words), "tasks", "since_on", "until_on", "state")
    create = actions.set_up_group
    empty = _("Nobody runs the training yet. Set up the group with the director at its head.")


add_tab("people", Tab("trainees", _("Courses"), screen="trainees", via="person"))
