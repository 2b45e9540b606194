"""The establishment of posts, and the plans that change it while the weather or a holiday lasts."""

from __future__ import annotations

import re
from datetime import datetime, time
from typing import Annotated, Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anju.domains.people import actions as people
from anju.domains.people.queries import Post
from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.models import Scope
from anju.kernel.refusals import Refusal

from ..codes import COLOURS, GEAR, MANAGERS, WARNINGS, WATCHERS
from ..events import (
    ContingencyDrawnUp,
    ContingencySwitchedOff,
    ContingencySwitchedOn,
    EstablishmentSet,
    SeasonSet,
    WarningNoted,
)
from ..models import Contingency, Establishment, EstablishmentChange, Warning
from ..rules import posting as rules
from .holding import foreign, held

_DAY = re.compile(r"(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")


@action(title=_("Set the establishment"), posts=MANAGERS, event=EstablishmentSet, allowed_from=("in_use",))
def set_establishment(
    post: Post,
    *,
    reason: Annotated[str, Field(_("Reason"), max_length=200)],
    people_per_shift: Annotated[int | None, Field(_("People per shift"))] = None,
    headcount: Annotated[int | None, Field(_("Authorised staff"))] = None,
    duties: Annotated[str | None, Field(_("Duties of the post"), multiline=True)] = None,
    is_pool: Annotated[bool | None, Field(_("Relief pool"))] = None,
    is_guidance: Annotated[bool | None, Field(_("Peak or outer guidance"))] = None,
    basis_label: Annotated[str, Field(_("Basis"), max_length=200)] = "",
    basis_link: Annotated[str, Field(_("Link to the basis"), max_length=200)] = "",
    by: Actor,
    at: datetime | None = None,
) -> Establishment | Refusal:
    """Say what a post must have, and why: a change of its number a shift stands beside the one before, with the risk or need it answers."""
    post = Post.objects.select_for_update().get(pk=post.pk)
    before, after = post.people_per_shift, post.people_per_shift if people_per_shift is None else people_per_shift
    if no := rules.may_establish(reason=reason, people=after, headcount=headcount, is_two_person=post.is_two_person):
        return no
    one = Establishment.objects.filter(post=post).first() or Establishment(scope=post.scope, post=post, headcount=after)
    given = {"headcount": headcount, "duties": duties, "is_pool": is_pool, "is_guidance": is_guidance}
    for name, value in given.items():
        if value is not None:
            setattr(one, name, value)
    one.save()
    if after != before:
        changed = _number(post, after, reason, by, at, basis_label, basis_link)
        if changed is not None:
            return changed
    event = EstablishmentSet(post=post.pk, before=before, after=after, headcount=one.headcount, has_basis=bool(basis_label), reason=reason)
    announce(event, subject=one)
    return one


def _number(post: Post, after: int, reason: str, by: Actor, at: datetime, label: str = "", link: str = "") -> Refusal | None:
    """Change how many stand at a post and keep what it was."""
    before = post.people_per_shift
    changed = people.change_post(post, people_per_shift=after, by=by, at=at)
    if isinstance(changed, Refusal):
        return changed
    EstablishmentChange.objects.create(
        scope=post.scope, post=post, before=before, after=after, reason=reason[:200], basis_label=label, basis_link=link, by_person_id=by.person, at=at
    )
    return None


@action(title=_("Set seasonal hours"), posts=MANAGERS, event=SeasonSet, allowed_from=("in_use",))
def set_season(
    post: Post,
    *,
    from_day: Annotated[str, Field(_("From day"), help=_("Month and day, such as 05-01"))],
    until_day: Annotated[str, Field(_("Until day"), help=_("Month and day, such as 09-30"))],
    start: Annotated[time, Field(_("Start"))],
    end: Annotated[time, Field(_("End"))],
    by: Actor,
    at: datetime | None = None,
) -> Establishment | Refusal:
    """Say from when to when a post works in a season; a season that begins on the same day is replaced."""
    if not _DAY.fullmatch(from_day) or not _DAY.fullmatch(until_day) or start >= end:
        return Refusal("workforce.bad_season", _("Not saved: write the days as 05-01, and a start before the end."))
    one = Establishment.objects.select_for_update().filter(post=post).first() or Establishment(scope=post.scope, post=post, headcount=post.people_per_shift)
    season = {"from": from_day, "until": until_day, "start": f"{start:%H:%M}", "end": f"{end:%H:%M}"}
    one.seasons = sorted([*(each for each in one.seasons if each["from"] != from_day), season], key=lambda each: each["from"])
    one.save()
    announce(SeasonSet(post=post.pk, seasons=len(one.seasons)), subject=one)
    return one


def _warning(scope: Scope, source: str, given: dict[str, Any]) -> Warning | Refusal:
    known = bool(given.get("number")) and Warning.objects.filter(scope=scope, number=given["number"]).exists()
    if no := rules.may_warn(title=given["title"], starts_at=given["starts_at"], ends_at=given["ends_at"], is_known=known):
        return no
    one = Warning(scope=scope, source=source, **given)
    one.save()
    event = WarningNoted(warning=one.id, kind=one.kind, colour=one.colour, source=source, starts_at=one.starts_at, ends_at=one.ends_at, title=one.title)
    announce(event, subject=one)
    return one


Kind = Annotated[str, Field(_("Kind"), choices=WARNINGS)]
Title = Annotated[str, Field(_("Title"), max_length=80)]
Colour = Annotated[str, Field(_("Warning colour"), choices=COLOURS, required=False)]


@action(title=_("Enter a warning"), posts=WATCHERS, event=WarningNoted)
def enter_warning(
    scope: Scope,
    *,
    kind: Kind,
    title: Title,
    starts_at: Annotated[datetime, Field(_("Valid from"))],
    ends_at: Annotated[datetime, Field(_("Valid until"))],
    colour: Colour = "",
    text: Annotated[str, Field(_("Text of the warning"), multiline=True)] = "",
    by: Actor,
    at: datetime | None = None,
) -> Warning | Refusal:
    """Write down a weather warning, a holiday or a large event that was announced elsewhere."""
    return _warning(scope, "entered", {"kind": kind, "title": title.strip(), "starts_at": starts_at, "ends_at": ends_at, "colour": colour, "text": text})


@action(title=_("Receive a warning"), posts=("headquarters",), event=WarningNoted)
def receive_warning(
    scope: Scope,
    *,
    number: Annotated[str, Field(_("Number of the sender"), max_length=60)],
    kind: Kind,
    title: Title,
    starts_at: Annotated[datetime, Field(_("Valid from"))],
    ends_at: Annotated[datetime, Field(_("Valid until"))],
    colour: Colour = "",
    text: Annotated[str, Field(_("Text of the warning"), multiline=True)] = "",
    by: Actor,
    at: datetime | None = None,
) -> Warning | Refusal:
    """The port for warnings that a weather service sends through the API: each of its numbers is taken once."""
    if not number.strip():
        return Refusal("workforce.no_number", _("Not taken: the warning carries no number of its sender."))
    given = {"kind": kind, "title": title.strip(), "starts_at": starts_at, "ends_at": ends_at, "colour": colour, "text": text, "number": number.strip()}
    return _warning(scope, "received", given)


@action(title=_("Draw up a contingency plan"), posts=MANAGERS, event=ContingencyDrawnUp)
def draw_up_contingency(
    scope: Scope,
    *,
    name: Annotated[str, Field(_("Name"), max_length=60)],
    kinds: Annotated[list[str], Field(_("For"), choices=WARNINGS)],
    posts: Annotated[list[Post], Field(_("Posts to strengthen"))],
    more: Annotated[int, Field(_("More people a shift at each"), minimum=0, maximum=20)] = 1,
    gear: Annotated[list[str] | None, Field(_("Equipment to carry"), choices=GEAR)] = None,
    steps: Annotated[str, Field(_("What everybody does"), multiline=True)] = "",
    by: Actor,
    at: datetime | None = None,
) -> Contingency | Refusal:
    """Lay down what changes when the weather turns or a holiday comes: which posts get how many more, and what everybody carries."""
    taken = Contingency.objects.filter(scope=scope, name=name.strip()).exists()
    if no := foreign(scope, *posts) or rules.may_plan(name=name, kinds=kinds, posts=len(posts), is_taken=taken):
        return no
    numbers = {str(post.pk): more for post in posts}
    one = Contingency(scope=scope, name=name.strip(), kinds=kinds, numbers=numbers, gear=gear or [], steps=steps)
    one.save()
    announce(ContingencyDrawnUp(contingency=one.id, posts=len(numbers), called=one.name), subject=one)
    return one


@action(title=_("Switch on"), posts=(*WATCHERS, "headquarters"), event=ContingencySwitchedOn, allowed_from=("ready",), linkable=True)
def switch_on(
    contingency: Contingency,
    *,
    warning: Annotated[Warning | None, Field(_("Warning"))] = None,
    until_at: Annotated[datetime | None, Field(_("Until"), help=_("Empty: as long as the warning holds, else a day."))] = None,
    by: Actor,
    at: datetime | None = None,
) -> Contingency | Refusal:
    """One touch: the posts get their numbers for the time, everybody hears what he does and carries."""
    one = held(contingency)
    warning = warning or _running_warning(one, at)
    until_at = until_at or (warning.ends_at if warning else at + rules.ONE_DAY)
    posts = {str(post.pk): post for post in Post.objects.select_for_update().filter(scope=one.scope_id, pk__in=one.numbers, state="in_use")}
    busy = {pk for other in Contingency.objects.filter(scope=one.scope_id, state="running") for pk in other.before}
    if no := foreign(one.scope, warning) or rules.may_switch_on(state=one.state, until_at=until_at, at=at, clash=next((posts[pk].name for pk in posts if pk in busy), "")):
        return no
    one.before = {pk: post.people_per_shift for pk, post in posts.items() if one.numbers[pk]}
    for pk in one.before:
        if no := _number(posts[pk], min(50, one.before[pk] + one.numbers[pk]), one.name, by, at, warning.title if warning else ""):
            return no
    one.state, one.warning, one.since_at, one.until_at = "running", warning, at, until_at
    one.save(update_fields=["state", "warning", "since_at", "until_at", "before"])
    announce(ContingencySwitchedOn(contingency=one.id, warning=warning and warning.pk, posts=len(one.before), until_at=until_at), subject=one)
    return one


def _running_warning(one: Contingency, at: datetime) -> Warning | None:
    rows = Warning.objects.filter(scope=one.scope_id, kind__in=one.kinds, ends_at__gt=at)
    return rows.order_by("starts_at").first()


@action(title=pgettext_lazy("contingency", "Switch off"), posts=(*WATCHERS, "headquarters"), event=ContingencySwitchedOff, allowed_from=("running",))
def switch_off(contingency: Contingency, *, by: Actor, at: datetime | None = None) -> Contingency | Refusal:
    """Put the posts back to what they had before."""
    one = held(contingency)
    if one.state != "running":
        return Refusal("workforce.not_switched_on", _("This plan is not switched on."))
    for pk, number in one.before.items():
        post = Post.objects.select_for_update().filter(pk=UUID(pk)).first()
        if post is not None and post.people_per_shift != number and (no := _number(post, number, one.name, by, at)):
            return no
    posts, minutes = len(one.before), int((at - one.since_at).total_seconds() // 60)
    one.state, one.before, one.warning, one.until_at = "ready", {}, None, None
    one.save(update_fields=["state", "before", "warning", "until_at"])
    announce(ContingencySwitchedOff(contingency=one.id, posts=posts, minutes=minutes), subject=one)
    return one
