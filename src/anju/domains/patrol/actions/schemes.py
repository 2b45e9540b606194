"""Patrol plans: their lines by band, publishing them, special plans on and off."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anju.domains.people.queries import Post
from anju.domains.workforce.queries import GEAR
from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.models import Scope
from anju.kernel.refusals import Refusal

from .. import facts
from ..codes import ALERTS, BANDS, LINE_KINDS, MODES, SCHEMES, TRIGGERS
from ..events import (
    LineAdded,
    LineDropped,
    SchemeAdded,
    SchemePublished,
    SpecialSwitchedOff,
    SpecialSwitchedOn,
)
from ..models import Activation, Round, Route, Scheme, SchemeLine
from ..rules import density, timing
from ..states import RoundState
from .holding import LEADERS, MANAGERS, elsewhere, held


@action(title=_("Add a patrol plan"), posts=LEADERS, event=SchemeAdded)
def add_scheme(
    scope: Scope,
    *,
    name: Annotated[str, Field(_("Name"), max_length=60)],
    kind: Annotated[str, Field(_("Kind"), choices=list(SCHEMES.items()))] = "standing",
    day_from: Annotated[int, Field(_("Day begins at (hour)"), minimum=1, maximum=12)] = 7,
    night_from: Annotated[int, Field(_("Night begins at (hour)"), minimum=13, maximum=23)] = 19,
    longest_gap_minutes: Annotated[int, Field(_("Longest time without a round (minutes)"), minimum=10, maximum=720)] = 120,
    tolerance_minutes: Annotated[int, Field(_("Tolerance at a point (minutes)"), minimum=1, maximum=120)] = 10,
    outdoors_least: Annotated[int, Field(_("Outdoors at once, at least"), minimum=1, maximum=50)] = 2,
    keep_clear: Annotated[list[str] | None, Field(_("No round starts within"), help=_("One a line, e.g. 06:45-07:15 for a handover or gate peak"))] = None,
    gear: Annotated[list[str] | None, Field(_("Protective equipment"), choices=GEAR, help=_("Issued by scan before a round of a special plan starts"))] = None,
    on_from: Annotated[int | None, Field(_("Switched on at (hour)"), minimum=0, maximum=23)] = None,
    on_until: Annotated[int | None, Field(_("Switched off at (hour)"), minimum=0, maximum=23)] = None,
    by: Actor,
    at: datetime | None = None,
) -> Scheme | Refusal:
    """Begin a draft; add a line for each route and band, then publish it."""
    if not name.strip():
        return Refusal("patrol.no_scheme_name", _("Not kept: give the plan a name."))
    if not all(timing.is_span(text) for text in keep_clear or ()):
        return Refusal("patrol.bad_hours", _("Not kept: write hours like 06:45-07:15."))
    if (on_from is None) != (on_until is None) or (on_from is not None and (kind == "standing" or on_from == on_until)):
        return Refusal("patrol.bad_switch", _("Not kept: a special plan is switched on at one hour and off at another; a standing plan is always on."))
    things = list(dict.fromkeys(gear or ()))
    if kind not in ("standing", "night") and not things or set(things) - set(dict(GEAR)):
        return Refusal("patrol.no_gear", _("Not kept: name the protective equipment that this weather asks for."))
    made = Scheme.objects.create(
        scope=scope, name=name.strip(), kind=kind, day_from=day_from, night_from=night_from, longest_gap_minutes=longest_gap_minutes,
        tolerance_minutes=tolerance_minutes, outdoors_least=outdoors_least, keep_clear=list(keep_clear or ()), gear=things, on_from=on_from, on_until=on_until,
    )  # fmt: skip
    announce(SchemeAdded(scheme=made.pk, kind=kind, name=made.name), subject=made)
    return made


@action(title=_("Add a line"), posts=LEADERS, event=LineAdded, allowed_from=("draft",))
def add_line(
    scheme: Scheme,
    *,
    band: Annotated[str, Field(_("Band of the day"), choices=list(BANDS.items()))],
    route: Annotated[Route, Field(_("Route"))],
    every_minutes: Annotated[int, Field(_("A round every (minutes)"), minimum=5, maximum=720)],
    holiday_every_minutes: Annotated[int, Field(_("On holidays every (minutes)"), minimum=5, maximum=720)],
    focus: Annotated[str, Field(_("Focus of the band"), max_length=200)],
    post: Annotated[Post | None, Field(_("Post"))] = None,
    kind: Annotated[str, Field(_("Kind"), choices=LINE_KINDS)] = "fixed",
    every_days: Annotated[int, Field(_("Every so many days"), minimum=1, maximum=366)] = 1,
    mode: Annotated[str, Field(pgettext_lazy("patrol", "Times"), choices=MODES)] = "fixed",
    alert: Annotated[int, Field(_("Alert level"), choices=ALERTS)] = 1,
    holiday_alert: Annotated[int, Field(_("Alert level on holidays"), choices=ALERTS)] = 2,
    by: Actor,
    at: datetime | None = None,
) -> SchemeLine | Refusal:
    """Say how often a route is walked in a band of the day, and what that band looks at above all."""
    one = held(scheme)
    if no := elsewhere(one.scope, route, post) or _is_draft(one):
        return no
    if route.state != "in_use" or route.newest_id is None:
        return Refusal("patrol.route_empty", _("Not added: this route has no points yet. Publish a version of it first."))
    if every_minutes < route.newest.walk_minutes and mode == "fixed":
        return Refusal("patrol.too_often", _("Not added: the route takes %(walk)s minutes on foot. Plan its rounds at least so far apart."), walk=route.newest.walk_minutes)
    made = SchemeLine(
        scope=one.scope, scheme=one, band=band, route=route, post=post, every_minutes=every_minutes, holiday_every_minutes=holiday_every_minutes,
        kind=kind, every_days=every_days, mode=mode, alert=int(alert), holiday_alert=int(holiday_alert), focus=focus.strip(),
    )  # fmt: skip
    made.save()
    announce(LineAdded(scheme=one.pk, line=made.pk, band=band, every_minutes=every_minutes, holiday_every_minutes=holiday_every_minutes), subject=one)
    return made


def _is_draft(one: Scheme) -> Refusal | None:
    if one.state == "draft":
        return None
    return Refusal("patrol.not_a_draft", _("Not changed: this plan was published. Add a new one; it takes this one's place."))


@action(title=_("Drop the line"), posts=LEADERS, event=LineDropped)
def drop_line(line: SchemeLine, *, by: Actor, at: datetime | None = None) -> Scheme | Refusal:
    """Take a line out of a draft."""
    one = held(line.scheme)
    if no := _is_draft(one):
        return no
    announce(LineDropped(scheme=one.pk, line=line.pk), subject=one)
    SchemeLine.objects.filter(pk=line.pk).delete()
    return one


@action(title=_("Publish the plan"), posts=MANAGERS, event=SchemePublished, allowed_from=("draft",), confirm=True)
def publish_scheme(scheme: Scheme, *, by: Actor, at: datetime | None = None) -> Scheme | Refusal:
    """Put a plan in force. Refused where a band, the night, holidays, key points or garages would get too little.

    A standing plan replaces the one before; rounds of it that nobody began are taken back. A special plan waits to be switched on.
    """
    one = held(scheme)
    if no := _is_draft(one):
        return no
    before, lines = facts.standing(one.scope), facts.lines_of(one)
    if no := _fit(one, before, lines):
        return no
    withdrawn = _replace(one, before, by, at) if one.kind == "standing" else 0
    one.state = "in_force" if one.kind == "standing" else "ready"
    one.published_by_id, one.published_at = by.person, at
    one.save()
    after, earlier = (density.rounds_a_day(facts.lines_of(each), facts.bands_of(each)) for each in (one, before))
    announce(
        SchemePublished(scheme=one.pk, kind=one.kind, **after, **{f"{band}_before": value for band, value in earlier.items()}, withdrawn=withdrawn), subject=one
    )
    return one


def _fit(one: Scheme, before: Scheme | None, lines: list[density.Line]) -> Refusal | None:
    if one.kind == "standing":
        return density.fit_standing(lines, facts.spots_of(one.scope), facts.bands_of(one), longest_gap=one.longest_gap_minutes)
    if not lines:
        return Refusal("patrol.no_lines", _("Not published: add at least one line with a route and a band."))
    if before is None:
        return Refusal("patrol.no_standing", _("Not published: put a standing plan in force first; a special plan adds to it."))
    return None


def _replace(one: Scheme, before: Scheme | None, by: Actor, at: datetime) -> int:
    if before is None:
        return 0
    Scheme.objects.filter(pk=before.pk).update(state="replaced")
    return _withdraw(before, at)


def _withdraw(scheme: Scheme, at: datetime) -> int:
    """Take back the rounds of a plan that nobody began and whose time has not come."""
    ahead = Round.objects.filter(scope=scheme.scope_id, scheme=scheme, state="planned", starts_at__gt=at, is_frozen=False)
    return ahead.update(state=RoundState.cancelled)


@action(title=_("Switch on"), posts=LEADERS, event=SpecialSwitchedOn, allowed_from=("ready",), linkable=True)
def switch_on(
    scheme: Scheme,
    *,
    trigger: Annotated[str, Field(_("Trigger"), choices=list(TRIGGERS.items()))] = "weather",
    note: Annotated[str, Field(_("Warning or order"), max_length=200)] = "",
    by: Actor,
    at: datetime | None = None,
) -> Activation | Refusal:
    """Let a special plan run on top of the standing one; rounds a day before and after are kept."""
    one = held(scheme)
    if one.state != "ready":
        return Refusal("patrol.not_ready", _("Not switched on: only a published special plan can be switched on."))
    if Activation.objects.filter(scheme=one, until_at=None).exists():
        return Refusal("patrol.on_already", _("Not switched on again: this plan runs already."))
    if trigger == "weather" and not note.strip():
        return Refusal("patrol.no_warning", _("Not switched on: say which warning or order it follows."))
    running = facts.standing(one.scope)
    before = density.rounds_a_day(facts.lines_of(running), facts.bands_of(running))
    more = density.rounds_a_day(facts.lines_of(one), facts.bands_of(running))
    after = {band: round(before[band] + more[band], 1) for band in before}
    made = Activation.objects.create(scope=one.scope, scheme=one, trigger=trigger, note=note, before=before, after=after, since_at=at, by_id=by.person)
    event = SpecialSwitchedOn(
        activation=made.pk, scheme=one.pk, trigger=trigger, rounds_before=round(sum(before.values()), 1), rounds_after=round(sum(after.values()), 1), note=note
    )
    announce(event, subject=made)
    return made


@action(title=pgettext_lazy("patrol", "Switch off"), posts=LEADERS, event=SpecialSwitchedOff)
def switch_off(activation: Activation, *, by: Actor, at: datetime | None = None) -> Activation | Refusal:
    """End a special plan; its rounds that nobody began are taken back."""
    one = held(activation)
    if one.until_at is not None:
        return Refusal("patrol.off_already", _("Not switched off: this plan was switched off before."))
    one.until_at = at
    one.save()
    announce(SpecialSwitchedOff(activation=one.pk, scheme=one.scheme_id, withdrawn=_withdraw(one.scheme, at)), subject=one)
    return one
