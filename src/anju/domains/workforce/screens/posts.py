"""The establishment, contingency plans and warnings, and what people carry."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from anju.domains.people.queries import STAFF, Post
from anju.kernel.screens import Column, Screen, Tab

from .. import actions
from ..codes import GEAR, READERS, WARNINGS, WATCHERS
from ..models import Contingency, Establishment, EstablishmentChange, Gear, GearIssue, Warning
from .naming import colleague

_GEAR, _KINDS = dict(GEAR), dict(WARNINGS)


def in_words(names: dict[str, Any]):
    return lambda codes: "、".join(str(names.get(code, code)) for code in codes) or str(_("None"))


def seasons(found: list[dict[str, str]]) -> str:
    return "；".join(f"{one['from']} – {one['until']} {one['start']}-{one['end']}" for one in found) or str(_("None"))


class EstablishmentScreen(Screen):
    model = Establishment
    name = "establishments"
    title = _("Establishment")
    menu = "staff"
    icon = "ti-sitemap"
    position = 32
    columns = ("post", "post__people_per_shift", "headcount", "is_pool", "is_guidance")
    filters = "is_pool is_guidance"
    search = "post__name"
    order = "post"
    facts = (
        "post", "post__people_per_shift", "headcount", "duties", Column("seasons", render=seasons), "is_pool", "is_guidance",
    )  # fmt: skip
    empty = _("No post has an establishment yet. Open a post and set it: number and reason.")
    posts = READERS


class EstablishmentChangeScreen(Screen):
    model = EstablishmentChange
    name = "establishment_changes"
    title = _("Changes of the establishment")
    menu = "staff"
    minor = True
    icon = "ti-history"
    position = 33
    columns = ("at", "post", "before", "after", "reason", "basis_label", colleague("by_person", _("Changed by")))
    filters = "post at"
    order = "-at"
    empty = _("No number was changed yet. Each change stands here with the number before and its reason.")
    posts = READERS


class ContingencyScreen(Screen):
    model = Contingency
    name = "contingencies"
    title = _("Weather and holiday plans")
    menu = "staff"
    icon = "ti-cloud-storm"
    position = 34
    columns = ("name", "state", Column("kinds", render=in_words(_KINDS)), "since_at", "until_at")
    filters = "state"
    search = "name"
    order = "name"
    facts = ("name", "state", Column("kinds", render=in_words(_KINDS)), Column("gear", render=in_words(_GEAR)), "steps", "warning", "since_at", "until_at")
    create = actions.draw_up_contingency
    row = (actions.switch_on, actions.switch_off)
    verbs = (actions.switch_on, actions.switch_off)
    empty = _("There is no plan yet. Draw one up for rain or for a holiday; then one touch switches it on.")
    posts = (*READERS, *WATCHERS)


class WarningScreen(Screen):
    model = Warning
    name = "warnings"
    title = _("Weather warnings")
    menu = "staff"
    minor = True
    icon = "ti-alert-triangle"
    position = 35
    label = "title"
    columns = "title kind colour starts_at ends_at source"
    filters = "kind colour source starts_at"
    search = "title"
    order = "-starts_at"
    facts = "title kind colour text starts_at ends_at source number"
    create = actions.enter_warning
    empty = _("No warning yet. Enter one, or let a weather service send them through the API.")
    posts = (*READERS, *WATCHERS)


class GearScreen(Screen):
    model = Gear
    name = "gear"
    title = _("Equipment of the team")
    menu = "staff"
    minor = True
    icon = "ti-shield-half"
    position = 36
    label = "code"
    columns = "code kind name post state"
    filters = "kind state post"
    search = "code name"
    order = "code"
    create = actions.add_gear
    row = (actions.withdraw_gear,)
    importing, undoing, key = actions.add_gear, None, "code"
    tabs = (Tab("issues", _("Who had it"), screen="gear_issues", via="gear"),)
    empty = _("Nothing is in the register yet. Add radios, vests and uniforms with their codes, one by one or from a table.")
    posts = READERS


class GearIssueScreen(Screen):
    model = GearIssue
    name = "gear_issues"
    title = _("Equipment issued")
    menu = "staff"
    minor = True
    icon = "ti-shirt"
    position = 37
    columns = ("gear", colleague(), "out_at", "is_scanned", "back_at", "condition")
    filters = "is_scanned out_at"
    search = "gear__code person__name"
    order = "-out_at"
    create = actions.issue_gear
    empty = _("Nothing was issued yet. Scan a code on the phone, or type it here.")
    posts = (*STAFF, "headquarters", "auditor")




class PostWorkScreen(Screen):
    """The posts once more, with what is done at them by the hour."""

    model = Post
    name = "post_work"
    title = _("Posts at work")
    menu = "staff"
    icon = "ti-shield-check"
    position = 11
    label = "name"
    columns = "name role place people_per_shift is_two_person"
    filters = "state role place"
    search = "name"
    order = "name"
    row = (
        actions.check_post, actions.report_finding, actions.hand_over, actions.step_away, actions.come_back, actions.take_relief, actions.call_in,
        actions.set_establishment, actions.set_season,
    )  # fmt: skip
    verbs = (actions.check_post,)
    tabs = (
        Tab("findings", _("Findings about posts"), screen="post_findings", via="post"),
        Tab("checks", _("Checks of posts"), screen="post_checks", via="post"),
        Tab("handovers", _("Handovers"), screen="handovers", via="post"),
        Tab("establishment", _("Establishment"), screen="establishments", via="post"),
        Tab("changes", _("Changes of the establishment"), screen="establishment_changes", via="post"),
    )
    exporting = False
    empty = _("There is no post yet. Define the gates, patrols and rooms that people hold.")
    posts = (*STAFF, "headquarters", "auditor")
