"""Pages of regular work: what is promised, each time it is owed, and what was entered."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from anju.domains.duties import actions
from anju.domains.duties.models import CalendarYear, Duty, Occurrence, Performance
from anju.domains.duties.schedules import describe, from_json
from anju.domains.duties.states import Evidence
from anju.domains.people.queries import ROLE_CHOICES, STAFF
from anju.kernel.screens import Screen, Tab

_LEADERS = ("squad_leader", "team_leader", "security_manager", "project_manager")
_OVERSEERS = ("headquarters", "street_office", "fire_brigade", "police", "auditor")
_EVIDENCE = dict(Evidence.choices)


def frequency(stored: dict[str, Any]) -> str:
    """How often it is owed, in words."""
    return describe(from_json(stored)).say(_now)


def wordings(stored: list[dict[str, Any]]) -> str:
    """The questions of a checklist, or its answers with what was found."""
    return _now(", ").join(_line(item) for item in stored) or "--"


def _line(item: dict[str, Any]) -> str:
    if "value" not in item:
        return item["wording"]
    value = {"ok": _now("fine"), "fault": _now("faulty")}.get(str(item["value"]), item["value"])
    return f"{item['wording']}: {value}"


def needed(codes: list[str]) -> str:
    return _now(", ").join(str(_EVIDENCE.get(code, code)) for code in codes) or "--"


class DutyScreen(Screen):
    model = Duty
    name = "duties"
    title = _("Regular work")
    menu = "plan"
    icon = "ti-calendar-repeat"
    position = 30
    columns = "title category schedule post role state basis_label unknown_year"
    filters = "category state role post place"
    search = "title basis_label"
    order = "title"
    facts = (
        "title category schedule post role place checklist evidence grace_minutes make_up_hours gap_minutes"
        " basis_label planned_until_on unknown_year"
    )
    create = actions.create_duty
    edit = actions.change_duty
    row = (actions.reschedule_duty, actions.pause_duty, actions.resume_duty)
    importing = actions.create_duty
    key = "title"
    tabs = (Tab("slots", _("Each time it is owed"), screen="slots", via="duty"),)
    choices: ClassVar = {"role": ROLE_CHOICES}
    renderers: ClassVar = {"schedule": frequency, "checklist": wordings, "evidence": needed}
    empty = _("No regular work yet. Plans usually make it; it can also be created here.")
    posts = (*_LEADERS, *_OVERSEERS)


class SlotScreen(Screen):
    model = Occurrence
    name = "slots"
    title = _("Work by day")
    menu = "plan"
    icon = "ti-calendar-check"
    position = 31
    columns = "duty__title state on due_at owed done_count grade assignee"
    filters = "state on duty__category duty__role assignee grade"
    search = "duty__title"
    order = "-due_at"
    quick = (
        (_("Missed or partly done"), "state=missed&state=partly"),
        (_("Done late"), "state=done_late"),
        (_("To do now"), "state=open&state=running"),
    )
    label = "duty__title"
    facts = (
        "duty__title on opens_at due_at late_until owed most part on_time_count done_count waiting_count over_count"
        " grade covered_seconds longest_gap_seconds assignee excuse"
    )
    row = (actions.reassign_occurrence, actions.excuse_occurrence, actions.record_presence)
    bulk = (actions.reassign_occurrence,)
    tabs = (Tab("entries", _("What was entered"), screen="entries", via="occurrence"),)
    choices: ClassVar = {"duty__role": ROLE_CHOICES}
    empty = _("Nothing is owed yet. It appears here as soon as regular work is planned.")
    posts = (*STAFF, *_OVERSEERS)


class EntryScreen(Screen):
    model = Performance
    name = "entries"
    title = _("Entries of regular work")
    columns = "occurrence__duty__title person device_at entered_at grade is_on_time is_backfilled confirmed_by"
    filters = "device_at grade is_on_time is_backfilled person"
    search = "occurrence__duty__title note"
    order = "-device_at"
    label = "occurrence__duty__title"
    facts = (
        "occurrence__duty__title person device_at entered_at answers note proof_label grade is_on_time is_backfilled"
        " confirmed_by confirmed_at rejected_at rejection"
    )
    row = (actions.confirm_performance, actions.reject_performance)
    renderers: ClassVar = {"answers": wordings}
    empty = _("Nothing was entered yet.")
    posts = (*STAFF, *_OVERSEERS)


class HolidayScreen(Screen):
    model = CalendarYear
    name = "holidays"
    title = _("Holidays")
    menu = "settings"
    minor = True
    icon = "ti-calendar-off"
    columns = "year is_complete created_at"
    order = "-year"
    facts = "year is_complete days"
    create = actions.import_calendar_year
    renderers: ClassVar = {
        "days": lambda days: _now(", ").join(f"{day} {kind}" for day, kind in sorted(days.items())),
        "year": str,
    }
    label = "year"
    empty = _("No holidays imported. Known years come with the product; import a new year when it is published.")
