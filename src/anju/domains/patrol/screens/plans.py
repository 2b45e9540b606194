"""Routes, patrol plans, what is switched on and raised."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from anju.kernel.screens import Column, Screen, Tab

from .. import actions
from ..codes import SCHEMES
from ..models import Activation, Raise, Route, RouteVersion, Scheme, SchemeLine
from .words import READERS, band_words, complaint_words, gear_words, list_words, point_words


class RouteScreen(Screen):
    model = Route
    name = "patrol_routes"
    title = _("Patrol routes")
    menu = "security"
    icon = "ti-route"
    position = 31
    label = "name"
    posts = READERS
    columns = "name code newest newest__point_count newest__walk_minutes newest__published_at state"
    filters = "state"
    search = "code name"
    order = "code"
    facts = (
        "name", "code", "newest", Column("newest__points", render=lambda points: point_words(points or [])), "newest__walk_minutes", "newest__published_by",
        "newest__published_at", "newest__reason", "state",
    )  # fmt: skip
    create = actions.add_route
    row = (actions.publish_route, actions.retire_route)
    tabs = (Tab("versions", _("Versions"), screen="route_versions", via="route"),)
    empty = _("There is no route yet. Put checkpoints on the site plan first, then name them in order.")


class RouteVersionScreen(Screen):
    model = RouteVersion
    name = "route_versions"
    title = _("Versions of routes")
    posts = READERS
    label = "number"
    columns = "number route point_count walk_minutes reason published_by published_at"
    filters = "route"
    order = "-published_at"
    facts = ("number", "route", "point_count", "walk_minutes", Column("points", render=point_words), "reason", "published_by", "published_at")
    empty = _("This route has no version yet. Publish its points in order.")


class SchemeScreen(Screen):
    model = Scheme
    name = "patrol_plans"
    title = _("Patrol plans")
    menu = "security"
    icon = "ti-calendar-clock"
    position = 32
    label = "name"
    posts = READERS
    columns = "name kind state longest_gap_minutes published_by published_at"
    filters = "state kind"
    order = "-created_at"
    choices = {"kind": list(SCHEMES.items())}  # noqa: RUF012
    facts = (
        "name", "kind", "state", "day_from", "night_from", "longest_gap_minutes", "tolerance_minutes", "outdoors_least", Column("keep_clear", render=list_words), Column("gear", render=gear_words),
        "on_from", "on_until", "published_by", "published_at",
    )  # fmt: skip
    create = actions.add_scheme
    row = (actions.publish_scheme, actions.add_line, actions.switch_on)
    tabs = (
        Tab("lines", _("Lines"), screen="plan_lines", via="scheme"),
        Tab("switched", _("When it was switched on"), screen="plans_switched_on", via="scheme"),
    )
    empty = _("There is no patrol plan yet. Add a standing plan with rounds by day, by night and in the small hours.")


class SchemeLineScreen(Screen):
    model = SchemeLine
    name = "plan_lines"
    title = _("Lines of patrol plans")
    posts = READERS
    columns = "band route kind every_days every_minutes holiday_every_minutes mode alert holiday_alert focus post scheme"
    filters = "band route scheme"
    row = (actions.drop_line,)
    empty = _("This plan has no line yet. Add one for each band of the day.")


class ActivationScreen(Screen):
    model = Activation
    name = "plans_switched_on"
    title = _("Special plans switched on")
    menu = "security"
    minor = True
    icon = "ti-cloud-storm"
    position = 38
    posts = READERS
    columns = ("since_at", "until_at", "scheme", "trigger", "note", Column("before", render=band_words), Column("after", render=band_words), "by")
    filters = "trigger since_at"
    order = "-since_at"
    row = (actions.switch_off,)
    empty = _("No special plan was switched on yet.")


class RaiseScreen(Screen):
    model = Raise
    name = "patrol_raises"
    title = _("Raised density")
    menu = "security"
    minor = True
    icon = "ti-trending-up"
    position = 35
    posts = READERS
    columns = "since_on checkpoint cause before_per_day after_per_day until_on complaints_before note state raised_by"
    filters = "state cause checkpoint since_on"
    order = "-since_on"
    row = (actions.lower_density,)
    tabs = (Tab("complaints", _("Complaints before and after"), render=complaint_words),)
    empty = _("No point is visited more often for now. Complaints, a graver risk or a lost device raise the density by themselves.")
