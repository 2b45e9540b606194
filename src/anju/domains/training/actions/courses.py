"""Courses: written down, taken over from the library, changed, given material."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from django.utils.translation import gettext_lazy as _

from anju.domains.documents.queries import Document
from anju.domains.people.queries import ROLE_CHOICES, ROLES
from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.models import Scope
from anju.kernel.refusals import Refusal

from ..events import CourseChanged, CourseCreated, CourseRetired, MaterialAdded
from ..kinds import LEVELS, MANAGERS, TIERS, TRACKS, TRAINERS, WAYS
from ..models import Course, Material
from ..rules import courses as rules
from ..templates import template_choices, templates

RolesInput = Annotated[list[str], Field(_("For whom"), choices=ROLE_CHOICES)]
ModulesInput = Annotated[
    str, Field(_("Modules"), multiline=True, max_length=8000, help=_("One a line: title | class hours | ways (lecture, on_post, theory, practice)"))
]
PassInput = Annotated[int, Field(_("Pass mark (%)"), minimum=1, maximum=100)]
DaysInput = Annotated[int, Field(_("At least (days)"), minimum=0, maximum=120)]


def held(one: Course) -> Course:
    return Course.objects.select_for_update().get(pk=one.pk)


@action(title=_("Write down a course"), posts=MANAGERS, event=CourseCreated)
def create_course(
    scope: Scope,
    *,
    code: Annotated[str, Field(_("Code"), max_length=40)],
    title: Annotated[str, Field(_("Course"), max_length=60)],
    roles: RolesInput,
    modules: ModulesInput,
    track: Annotated[str, Field(_("Track"), choices=TRACKS)] = "common",
    tier: Annotated[str, Field(_("Tier"), choices=TIERS)] = "",
    level: Annotated[str, Field(_("Level of training"), choices=LEVELS)] = "",
    least_days: DaysInput = 0,
    pass_percent: PassInput = 60,
    is_induction: Annotated[bool, Field(_("Before the first shift"))] = False,
    by: Actor,
    at: datetime | None = None,
) -> Course | Refusal:
    """Lay down what is taught, to whom, and how each part is passed."""
    given = {"code": code, "title": title, "roles": roles, "track": track, "tier": tier, "level": level}
    return _created(scope, modules, **given, least_days=least_days, pass_percent=pass_percent, is_induction=is_induction)


def _created(scope: Scope, modules: str, **terms: Any) -> Course | Refusal:
    is_taken = Course.objects.filter(scope=scope, code=terms["code"]).exists()
    read = rules.read_modules(modules, dict(WAYS))
    no = rules.may_teach(code=terms["code"], is_taken=is_taken, roles=terms["roles"], known=ROLES, pass_percent=terms["pass_percent"])
    if no or isinstance(read, Refusal):
        return no or read
    one = Course(scope=scope, modules=read, **terms)
    one.save()
    announce(CourseCreated(course=one.pk, code=one.code, modules=len(read), hours=one.hours, tier=one.tier), subject=one)
    return one


@action(title=_("Take over a course"), posts=MANAGERS, event=CourseCreated)
def adopt_course(scope: Scope, *, template: Annotated[str, Field(_("Course"), choices=template_choices)], by: Actor, at: datetime | None = None) -> Course | Refusal:
    """Take a course of the library as it stands; everything can be changed afterwards."""
    given = templates().get(template)
    if given is None:
        return Refusal("training.unknown_template", _("Not recorded: choose a course from the library."))
    terms = {name: given.get(name, "") for name in ("tier", "level")} | {"track": given.get("track", "common"), "roles": given["roles"]}
    marks = {"least_days": given.get("days", 0), "pass_percent": given.get("pass_percent", 60), "is_induction": given.get("induction", False)}
    return _created(scope, given["modules"], code=template, title=given["title"], **terms, **marks)


@action(title=_("Change the modules"), posts=MANAGERS, event=CourseChanged, allowed_from=("in_use",))
def change_modules(course: Course, *, modules: ModulesInput, by: Actor, at: datetime | None = None) -> Course | Refusal:
    """Write the modules anew as the next version; who began before finishes by what stands now."""
    one, read = held(course), rules.read_modules(modules, dict(WAYS))
    if isinstance(read, Refusal) or one.state != "in_use":
        return read if isinstance(read, Refusal) else rules.retired()
    codes = {module["title"]: module["code"] for module in one.modules}
    fresh = (f"m{number}" for number in range(1, 1000) if f"m{number}" not in codes.values())
    one.modules = [{**module, "code": codes.get(module["title"]) or next(fresh)} for module in read]
    one.version += 1
    one.save()
    announce(CourseChanged(course=one.pk, code=one.code, version=one.version, modules=len(read)), subject=one)
    return one


@action(title=_("Teach it no more"), posts=MANAGERS, event=CourseRetired, confirm=True, allowed_from=("in_use",))
def retire_course(course: Course, *, by: Actor, at: datetime | None = None) -> Course | Refusal:
    """Take the course out of use; what was learnt stays on record."""
    one = held(course)
    if one.state != "in_use":
        return rules.retired()
    one.state = "retired"
    one.save()
    announce(CourseRetired(course=one.pk, code=one.code), subject=one)
    return one


@action(title=_("Add material"), posts=TRAINERS, event=MaterialAdded, allowed_from=("in_use",))
def add_material(course: Course, *, document: Annotated[Document, Field(_("Document"))], by: Actor, at: datetime | None = None) -> Material | Refusal:
    """Hang a document of the archive on the course."""
    one = held(course)
    if document.scope_id != one.scope_id:
        return Refusal("training.not_here", _("Not done: this person holds no post in this community. Choose somebody of this community."))
    if Material.objects.filter(course=one, document=document).exists():
        return Refusal("training.material_known", _("Not added: this document belongs to the course already."))
    made = Material(scope=one.scope, course=one, document=document)
    made.save()
    announce(MaterialAdded(course=one.pk, document=document.pk), subject=made)
    return made
