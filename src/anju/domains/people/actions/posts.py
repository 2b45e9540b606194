from __future__ import annotations

from datetime import datetime
from typing import Annotated

from django.utils.translation import gettext_lazy as _

from anju.domains.places.queries import Place
from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.models import Scope
from anju.kernel.refusals import Refusal

from .. import roles
from ..events import PatternChanged, PatternDefined, PatternRetired, PostChanged, PostDefined, PostRetired
from ..models import Holding, Post, Shift, ShiftPattern
from ..rules import holdings as post_rules
from ..rules import shifts as rules

PLANNERS = ("security_manager", "project_manager", "headquarters")
_SHIFTS_HELP = _("One a line, such as: 早班 07:00-15:00")
Shifts = Annotated[str, Field(_("Shifts"), multiline=True, help=_SHIFTS_HELP)]
Crews = Annotated[int, Field(_("Crews"), minimum=1, maximum=12, help=_("How many crews take turns"))]


def _same_name(model: type, scope: Scope, name: str) -> Refusal | None:
    if model.objects.filter(scope=scope, name=name, state="in_use").exists():
        return Refusal("people.name_taken", _("There is already one called “%(name)s”. Choose another name."), name=name)
    return None


@action(title=_("Define a shift pattern"), posts=PLANNERS, event=PatternDefined)
def define_pattern(
    scope: Scope,
    *,
    name: Annotated[str, Field(_("Name"), max_length=60)],
    shifts: Shifts,
    crews: Crews = 4,
    by: Actor,
    at: datetime | None = None,
) -> ShiftPattern | Refusal:
    """Name the shifts of a day and how many crews take turns at them; the weekly hours follow."""
    specs = rules.read_shifts(shifts)
    if isinstance(specs, Refusal):
        return specs
    if no := rules.may_rotate(crews) or _same_name(ShiftPattern, scope, name):
        return no
    pattern = ShiftPattern(scope=scope, name=name, crews=crews)
    pattern.save()
    _store(pattern, specs)
    hours = rules.weekly_hours(specs, crews)
    announce(PatternDefined(pattern=pattern.id, shifts=len(specs), crews=crews, weekly_hours=hours), subject=pattern)
    return pattern


def _store(pattern: ShiftPattern, specs: list[rules.ShiftSpec]) -> None:
    """Keep a shift whose name and hours stay; put the others out of use, since holdings point to them."""
    there = {(s.name, s.start_time, s.end_time): s for s in Shift.objects.filter(pattern=pattern)}
    Shift.objects.filter(pattern=pattern).update(is_used=False)
    for position, spec in enumerate(specs):
        shift = there.get((spec.name, spec.start, spec.end))
        shift = shift or Shift(scope_id=pattern.scope_id, pattern=pattern, name=spec.name, start_time=spec.start, end_time=spec.end)
        shift.position, shift.is_used = position, True
        shift.save()


@action(title=_("Change a shift pattern"), posts=PLANNERS, event=PatternChanged, allowed_from=("in_use",))
def change_pattern(
    pattern: ShiftPattern, *, shifts: Shifts, crews: Annotated[int | None, Field(_("Crews"), minimum=1, maximum=12)] = None, by: Actor, at: datetime | None = None
) -> ShiftPattern | Refusal:
    """Give a pattern other shifts or crews. What was published by the old ones stays as it was."""
    specs = rules.read_shifts(shifts)
    if isinstance(specs, Refusal):
        return specs
    if no := rules.may_rotate(crews or pattern.crews):
        return no
    pattern.crews = crews or pattern.crews
    pattern.save(update_fields=["crews"])
    _store(pattern, specs)
    hours = rules.weekly_hours(specs, pattern.crews)
    announce(PatternChanged(pattern=pattern.id, shifts=len(specs), crews=pattern.crews, weekly_hours=hours), subject=pattern)
    return pattern


@action(title=_("Retire a shift pattern"), posts=PLANNERS, event=PatternRetired, allowed_from=("in_use",), confirm=True)
def retire_pattern(pattern: ShiftPattern, *, by: Actor, at: datetime | None = None) -> ShiftPattern | Refusal:
    """Take a pattern out of use."""
    used = Post.objects.filter(pattern=pattern, state="in_use").count()
    if used:
        return Refusal("people.pattern_used", _("%(count)s posts follow this pattern. Give them another first."), count=used)
    pattern.state = "retired"
    pattern.save(update_fields=["state"])
    announce(PatternRetired(pattern=pattern.id), subject=pattern)
    return pattern


@action(title=_("Define a post"), posts=PLANNERS, event=PostDefined)
def define_post(
    scope: Scope,
    *,
    name: Annotated[str, Field(_("Name"), max_length=60)],
    role: Annotated[str, Field(_("Role"), choices=roles.GRANTABLE)],
    place: Annotated[Place | None, Field(_("Place"))] = None,
    pattern: Annotated[ShiftPattern | None, Field(_("Shift pattern"))] = None,
    people_per_shift: Annotated[int, Field(_("People per shift"), minimum=1, maximum=50)] = 1,
    is_two_person: Annotated[bool, Field(_("Never alone"), help=_("Such as the fire control room: always two"))] = False,
    by: Actor,
    at: datetime | None = None,
) -> Post | Refusal:
    """Name a post to be filled: its role, place, shifts and how many people it takes."""
    if no := _may_define(scope, name, place, pattern, people_per_shift, is_two_person) or _same_name(Post, scope, name):
        return no
    post = Post(scope=scope, name=name, role=role, place=place, pattern=pattern)
    post.people_per_shift, post.is_two_person = people_per_shift, is_two_person
    post.save()
    announce(PostDefined(post=post.id, role=role, people_per_shift=people_per_shift), subject=post)
    return post


def _may_define(scope: Scope, name: str, place: Place | None, pattern: ShiftPattern | None, people: int, is_two_person: bool) -> Refusal | None:
    if any(one is not None and one.scope_id != scope.id for one in (place, pattern)):
        return Refusal("people.not_here", _("This belongs to another community. Choose one of this community."))
    return post_rules.may_man(people_per_shift=people, is_two_person=is_two_person, is_named=bool(name.strip()))


@action(title=_("Change a post"), posts=PLANNERS, event=PostChanged, allowed_from=("in_use",))
def change_post(
    post: Post,
    *,
    name: Annotated[str | None, Field(_("Name"), max_length=60)] = None,
    place: Annotated[Place | None, Field(_("Place"))] = None,
    pattern: Annotated[ShiftPattern | None, Field(_("Shift pattern"))] = None,
    people_per_shift: Annotated[int | None, Field(_("People per shift"), minimum=1, maximum=50)] = None,
    is_two_person: Annotated[bool | None, Field(_("Never alone"))] = None,
    by: Actor,
    at: datetime | None = None,
) -> Post | Refusal:
    """Change a post; what is not given stays as it is."""
    given = {"name": name, "place": place, "pattern": pattern, "people_per_shift": people_per_shift, "is_two_person": is_two_person}
    changed = sorted(key for key, value in given.items() if value is not None and value != getattr(post, key))
    if not changed:
        return Refusal("people.nothing_changed", _("Nothing was changed."))
    wanted = {key: given[key] if key in changed else getattr(post, key) for key in given}
    no = _may_define(post.scope, wanted["name"], wanted["place"], wanted["pattern"], wanted["people_per_shift"], wanted["is_two_person"])
    if no := no or ("name" in changed and _same_name(Post, post.scope, wanted["name"])) or None:
        return no
    for key in changed:
        setattr(post, key, wanted[key])
    post.save(update_fields=changed)
    announce(PostChanged(post=post.id, changed=changed), subject=post)
    return post


@action(title=_("Retire a post"), posts=PLANNERS, event=PostRetired, allowed_from=("in_use",), confirm=True)
def retire_post(
    post: Post, *, reason: Annotated[str, Field(_("Reason"), max_length=200)] = "", by: Actor, at: datetime | None = None
) -> Post | Refusal:
    """Take a post out of use once nobody is named for it any more."""
    if post.state == "retired":
        return Refusal("people.post_retired", _("This post is retired. Choose another."))
    ahead = Holding.objects.filter(post=post, end_at__gt=at).exclude(state="withdrawn").count()
    if ahead:
        return Refusal("people.post_held", _("%(count)s holdings of this post lie ahead. Release them first."), count=ahead)
    post.state = "retired"
    post.save(update_fields=["state"])
    announce(PostRetired(post=post.id, reason=reason), subject=post)
    return post
