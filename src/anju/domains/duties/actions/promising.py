"""Duties themselves: create, change, reschedule, pause."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from django.utils.translation import gettext_lazy as _

from anju.domains.duties import rules
from anju.domains.duties.events import (
    DutyChanged,
    DutyCreated,
    DutyPaused,
    DutyRebased,
    DutyRescheduled,
    DutyResumed,
)
from anju.domains.duties.models import Duty, Occurrence
from anju.domains.duties.rules.sentences import refused_schedule
from anju.domains.duties.schedules import Bound, Schedule, ScheduleError, from_clause, from_json, to_json
from anju.domains.duties.states import OPEN_STATES, Category, DutyState, Evidence, PeriodChoice
from anju.domains.people.queries import ROLE_CHOICES, ROLES, Post
from anju.domains.places.models import Place
from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.models import Scope
from anju.kernel.refusals import Refusal

MANAGERS = ("security_manager", "project_manager")

Checklist = Annotated[list | None, Field(_("Checklist (JSON)"), required=False)]
Lines = Annotated[
    str, Field(_("Checklist"), help=_("One thing to check on each line."), multiline=True, required=False)
]
Grace = Annotated[int, Field(_("Grace (minutes)"), minimum=0, maximum=100_000)]
MakeUp = Annotated[int | None, Field(_("May be made up for (hours)"), minimum=0, maximum=9_000)]
Gap = Annotated[int, Field(_("Gap allowed (minutes)"), minimum=0, maximum=1_440)]
Needed = Annotated[list[Evidence] | None, Field(_("Evidence needed"), required=False)]


@action(title=_("Create regular work"), posts=MANAGERS, event=DutyCreated)
def create_duty(
    scope: Scope,
    *,
    title: Annotated[str, Field(_("Title"), max_length=120)],
    category: Annotated[Category, Field(_("Kind"))] = Category.check,
    period: Annotated[PeriodChoice | None, Field(_("Period"))] = None,
    count: Annotated[int, Field(_("Times"), minimum=1, maximum=1000)] = 1,
    bound: Annotated[Bound, Field(_("Exactly, at least or at most"))] = Bound.exact,
    schedule: Annotated[dict | None, Field(_("Schedule (JSON), instead of the three above"))] = None,
    role: Annotated[str, Field(_("Responsible role"), choices=ROLE_CHOICES)] = "",
    post: Annotated[Post | None, Field(_("Responsible post"))] = None,
    place: Annotated[Place | None, Field(_("Place"))] = None,
    checklist: Checklist = None,
    checklist_lines: Lines = "",
    evidence: Needed = None,
    grace_minutes: Grace = 0,
    make_up_hours: MakeUp = None,
    gap_minutes: Gap = 0,
    basis_label: Annotated[str, Field(_("Basis"), max_length=200)] = "",
    basis_link: Annotated[str, Field(_("Link to the basis"), max_length=200)] = "",
    by: Actor,
    at: datetime | None = None,
) -> Duty | Refusal:
    """Write down something that a post or role owes at a frequency, with its checklist and the evidence that proves it."""
    promise = _promise(schedule, period=period, count=count, bound=bound)
    items = _items(checklist, checklist_lines)
    if no := next((part for part in (promise, items) if isinstance(part, Refusal)), None) or _nobody(role, post):
        return no
    duty = Duty.objects.create(
        scope=scope,
        title=title,
        category=str(category),
        schedule=to_json(promise),
        basis_label=basis_label,
        basis_link=basis_link,
        post=post,
        role=role,
        place=place,
        checklist=rules.write_items(items),
        evidence=[str(kind) for kind in evidence or ()],
        grace_minutes=grace_minutes,
        make_up_hours=make_up_hours,
        gap_minutes=gap_minutes,
    )
    announce(_created(duty, promise), subject=duty)
    return duty


def _created(duty: Duty, promise: Schedule) -> DutyCreated:
    return DutyCreated(
        duty=duty.id,
        category=duty.category,
        period=promise.period,
        count=promise.count,
        role=duty.role,
        has_basis=bool(duty.basis_label),
        title=duty.title,
    )


@action(title=_("Change regular work"), posts=MANAGERS, event=DutyChanged)
def change_duty(
    duty: Duty,
    *,
    title: Annotated[str | None, Field(_("Title"), max_length=120)] = None,
    category: Annotated[Category | None, Field(_("Kind"))] = None,
    role: Annotated[str | None, Field(_("Responsible role"), choices=ROLE_CHOICES)] = None,
    post: Annotated[Post | None, Field(_("Responsible post"))] = None,
    place: Annotated[Place | None, Field(_("Place"))] = None,
    checklist: Checklist = None,
    evidence: Needed = None,
    grace_minutes: Annotated[int | None, Field(_("Grace (minutes)"), minimum=0, maximum=100_000)] = None,
    make_up_hours: MakeUp = None,
    gap_minutes: Annotated[int | None, Field(_("Gap allowed (minutes)"), minimum=0, maximum=1_440)] = None,
    by: Actor,
    at: datetime | None = None,
) -> Duty | Refusal:
    """Change anything but how often it is owed; what is not given stays as it is."""
    items = None if checklist is None else _items(checklist, "")
    given = {
        "title": title,
        "category": None if category is None else str(category),
        "role": role,
        "post": post,
        "place": place,
        "checklist": items,
        "evidence": None if evidence is None else [str(kind) for kind in evidence],
        "grace_minutes": grace_minutes,
        "make_up_hours": make_up_hours,
        "gap_minutes": gap_minutes,
    }
    changes = {name: value for name, value in given.items() if value is not None and value != getattr(duty, name)}
    if no := _refused_change(duty, changes, by):
        return no
    if "checklist" in changes:
        changes["checklist"] = rules.write_items(items)
    for name, value in changes.items():
        setattr(duty, name, value)
    duty.save(update_fields=list(changes))
    announce(DutyChanged(duty=duty.id, fields=sorted(changes), title=changes.get("title", "")), subject=duty)
    return duty


def _refused_change(duty: Duty, changes: dict[str, Any], by: Actor) -> Refusal | None:
    if isinstance(changes.get("checklist"), Refusal):
        return changes["checklist"]
    if not changes:
        return Refusal("duties.nothing_changed", _("Nothing was changed."))
    less = set(duty.evidence) - set(changes.get("evidence", duty.evidence))
    longer = {"grace_minutes", "gap_minutes"} & changes.keys()
    is_looser = bool(less) or any(changes[name] > getattr(duty, name) for name in longer)
    if is_looser and (no := rules.may_loosen(basis=duty.basis_label, is_system=by.is_system)):
        return no
    return _nobody(changes.get("role", duty.role), changes.get("post", duty.post))


@action(title=_("Change how often"), posts=MANAGERS, event=DutyRescheduled)
def reschedule_duty(
    duty: Duty, *, schedule: Annotated[dict, Field(_("Schedule (JSON)"))], by: Actor, at: datetime | None = None
) -> Duty | Refusal:
    """Give it another schedule. Slots that nobody has touched are planned anew; what was done or missed stays."""
    promise = _promise(schedule)
    if (
        no := promise
        if isinstance(promise, Refusal)
        else rules.may_loosen(basis=duty.basis_label, is_system=by.is_system)
    ):
        return no
    duty.schedule = to_json(promise)
    duty.planned_until_on = duty.unknown_year = None
    duty.save(update_fields=["schedule", "planned_until_on", "unknown_year"])
    dropped = _drop_untouched(duty, at)
    announce(DutyRescheduled(duty=duty.id, period=promise.period, count=promise.count, dropped=dropped), subject=duty)
    return duty


def _drop_untouched(duty: Duty, at: datetime) -> int:
    """Take away the slots still to come that nobody has begun; one that was begun is finished as it was promised."""
    untouched = Occurrence.objects.filter(
        duty=duty, state__in=OPEN_STATES, due_at__gt=at, done_count=0, waiting_count=0, covered_seconds=0
    )
    return untouched.delete()[0]


@action(title=_("Name the basis"), posts=(), event=DutyRebased)
def rebase_duty(
    duty: Duty,
    *,
    basis_label: Annotated[str, Field(_("Basis"), max_length=200)] = "",
    basis_link: Annotated[str, Field(_("Link to the basis"), max_length=200)] = "",
    by: Actor,
    at: datetime | None = None,
) -> Duty | Refusal:
    """Say which sentence of a plan it serves, or that none does any more."""
    duty.basis_label, duty.basis_link = basis_label, basis_link
    duty.save(update_fields=["basis_label", "basis_link"])
    announce(DutyRebased(duty=duty.id, has_basis=bool(basis_label), label=basis_label), subject=duty)
    return duty


@action(title=_("Pause"), posts=MANAGERS, event=DutyPaused, confirm=True, allowed_from=("active",))
def pause_duty(
    duty: Duty,
    *,
    reason: Annotated[str, Field(_("Reason"), max_length=200)],
    by: Actor,
    at: datetime | None = None,
) -> Duty | Refusal:
    """Stop planning it and take away the slots still to come. What a plan promises is paused by changing the plan."""
    if duty.state == DutyState.paused:
        return Refusal("duties.paused_already", _("This work is paused already."))
    if no := rules.may_loosen(basis=duty.basis_label, is_system=by.is_system):
        return no
    duty.state, duty.planned_until_on = str(DutyState.paused), None
    duty.save(update_fields=["state", "planned_until_on"])
    _drop_untouched(duty, at)
    announce(DutyPaused(duty=duty.id, reason=reason), subject=duty)
    return duty


@action(title=_("Put in force again"), posts=MANAGERS, event=DutyResumed, allowed_from=("paused",))
def resume_duty(duty: Duty, *, by: Actor, at: datetime | None = None) -> Duty | Refusal:
    """Plan it again from today on."""
    if duty.state == DutyState.active:
        return Refusal("duties.in_force_already", _("This work is in force already."))
    duty.state = str(DutyState.active)
    duty.save(update_fields=["state"])
    announce(DutyResumed(duty=duty.id), subject=duty)
    return duty


def _promise(schedule: dict | None, **plain: Any) -> Schedule | Refusal:
    try:
        return from_json(schedule) if schedule is not None else from_clause(**plain)
    except ScheduleError as error:
        return refused_schedule(error)


def _items(checklist: Any, lines: str) -> tuple[rules.Item, ...] | Refusal:
    named = [line.strip() for line in lines.splitlines() if line.strip()]
    return rules.read_items(
        [*(checklist or ()), *({"key": f"line_{n}", "wording": line} for n, line in enumerate(named, 1))]
    )


def _nobody(role: str, post: Post | None) -> Refusal | None:
    if role and role not in ROLES:
        return Refusal("duties.unknown_role", _("The role “%(role)s” is not known. Choose one of the list."), role=role)
    if not role and post is None:
        return Refusal("duties.nobody_responsible", _("Nobody is responsible yet. Choose a post or a role."))
    return None
