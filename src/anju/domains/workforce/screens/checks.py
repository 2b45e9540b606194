"""Checks of posts, formations and other gatherings, handovers."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anju.domains.people.queries import STAFF
from anju.kernel.screens import Column, Screen, Tab

from .. import actions
from ..codes import CHECK_ITEMS, MANAGERS, READERS
from ..models import CheckPlan, Gathering, Handover, PostCheck, RandomCheck
from .naming import colleague

_ITEMS = dict(CHECK_ITEMS)
_COUNTS = {"slips": _("Goods slips collected"), "keys": _("Keys out"), "radios": _("Radios")}


def by_item(results: dict[str, bool]) -> str:
    return "、".join(f"{_ITEMS.get(code, code)} {'✓' if is_kept else '✗'}" for code, is_kept in results.items())


def counted(counts: dict[str, Any]) -> str:
    return "、".join(f"{_COUNTS.get(name, name)} {pair[1]}/{pair[0]}" for name, pair in counts.items())


def matters(found: list[dict[str, Any]]) -> str:
    return "、".join(f"{one['number']} {one['title']}" for one in found) or str(_("Nothing is open."))


class PostCheckScreen(Screen):
    model = PostCheck
    name = "post_checks"
    title = _("Checks of posts")
    menu = "staff"
    icon = "ti-clipboard-check"
    position = 18
    columns = ("post", colleague("person", _("Who stood there")), colleague("checker", pgettext_lazy("check of a post", "Checked by")), "kind", "state", "at", "kept", "of")
    filters = "kind state post at"
    order = "-at"
    quick = ((_("Waits for his signature"), "state=recorded"), (_("With an objection"), "state=disputed"))
    facts = (
        "post", colleague("person", _("Who stood there")), colleague("checker", pgettext_lazy("check of a post", "Checked by")), "kind", "state", "at", Column("results", render=by_item), "kept", "of",
        "question", "note", "photo", "signed_at", "objection",
    )  # fmt: skip
    row = (actions.sign_check,)
    empty = _("No post was checked yet. Leaders check on the page of the post or on the phone, with a photo and a question.")
    posts = (*STAFF, "headquarters", "auditor")


class CheckPlanScreen(Screen):
    model = CheckPlan
    name = "check_plans"
    title = _("Random checks")
    menu = "staff"
    minor = True
    icon = "ti-dice"
    position = 19
    columns = ("month", "wanted", "first_hour", "last_hour", colleague("drawn_by", _("Drawn by")))
    facts = ("month", "wanted", "first_hour", "last_hour", "seed", colleague("drawn_by", _("Drawn by")))
    order = "-month"
    create = actions.draw_checks
    tabs = (Tab("drawn", _("Drawn checks"), screen="random_checks", via="plan"),)
    empty = _("No checks are drawn yet. Draw a month: the seed is kept, the hours nobody foresees.")
    posts = MANAGERS


class RandomCheckScreen(Screen):
    model = RandomCheck
    name = "random_checks"
    title = _("Drawn checks")
    columns = "due_at post state"
    filters = "state post"
    order = "due_at"
    empty = _("Nothing is drawn.")
    posts = MANAGERS


class GatheringScreen(Screen):
    model = Gathering
    name = "gatherings"
    title = _("Formations and meetings")
    menu = "staff"
    minor = True
    icon = "ti-users-group"
    position = 24
    label = "title"
    columns = ("title", "kind", "at", colleague("leader", _("Led by")), "expected_count", "came_count", "faults_count")
    filters = "kind at"
    search = "title"
    order = "-at"
    facts = ("title", "kind", "at", colleague("leader", _("Led by")), "expected_count", "came_count", "faults_count", "minutes_text", "cost_fen", "photo")
    create = actions.hold_gathering
    empty = _("Nothing was held yet. Record a formation, a meeting or a team-building day with who came.")
    posts = READERS


class HandoverScreen(Screen):
    model = Handover
    name = "handovers"
    title = _("Handovers")
    menu = "staff"
    icon = "ti-arrows-right-left"
    position = 13
    columns = ("post", colleague("giver", _("Outgoing guard")), colleague("taker", _("Incoming guard")), "state", "given_at", "minutes_early", "is_in_time", "case_number")
    filters = "state post is_in_time given_at"
    order = "-given_at"
    quick = ((_("With a difference"), "state=disputed"), (_("Too late"), "is_in_time=off"))
    facts = (
        "post", colleague("giver", _("Outgoing guard")), colleague("taker", _("Incoming guard")), "state", "given_at", "taken_at", "minutes_early", "is_in_time",
        Column("counts", render=counted), Column("open_matters", render=matters), "notes", "explanation", "objection", "case_number",
    )  # fmt: skip
    row = (actions.take_over,)
    empty = _("No shift was handed over yet. Guards do it on the phone, 15 minutes before the next shift.")
    posts = (*STAFF, "headquarters", "auditor")


