"""The 25 texts that the office offers: a title with place and fact, a body with the next step, and the answers it asks for.

What stands in braces is filled in by whoever sends it. No text holds a name, a telephone number, a plate or an amount.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


@dataclass(frozen=True)
class Template:
    """A text with its level, whom it is usually for, and the answers under it."""

    title: Any
    text: Any
    level: int
    groups: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()


BLANKS = {
    "place": pgettext_lazy("blank", "place"),
    "metres": pgettext_lazy("blank", "metres"),
    "time": pgettext_lazy("blank", "time"),
    "channel": pgettext_lazy("blank", "channel"),
    "matter": pgettext_lazy("blank", "matter"),
    "route": pgettext_lazy("blank", "route"),
    "points": pgettext_lazy("blank", "points"),
    "minutes": pgettext_lazy("blank", "minutes"),
    "number": pgettext_lazy("blank", "number"),
    "what": pgettext_lazy("blank", "what"),
    "shift": pgettext_lazy("blank", "shift"),
    "days": pgettext_lazy("blank", "days"),
    "date": pgettext_lazy("blank", "date"),
    "paper": pgettext_lazy("blank", "paper"),
    "camera": pgettext_lazy("blank", "camera"),
    "gate": pgettext_lazy("blank", "gate"),
    "goods": pgettext_lazy("blank", "goods"),
    "month": pgettext_lazy("blank", "month"),
    "share": pgettext_lazy("blank", "share"),
    "gather": pgettext_lazy("blank", "gather"),
}

GO = ("going", "cannot")

TEMPLATES: dict[str, Template] = {
    "alarm_raised": Template(_("{place} intrusion"), _("{metres} m from you. Go there; do not approach alone."), 1, roles=("guard",), answers=GO),
    "fire_detector": Template(_("{place} smoke detector"), _("Verify first, then act. The control room has the picture."), 1, groups=("on_duty",), answers=GO),
    "guard_sos": Template(_("Colleague calls for help {place}"), _("Sent at {time}, channel {channel}."), 1, groups=("on_duty",), answers=GO),
    "dispatched": Template(_("Sent out: {place} {matter}"), _("Answer within 2 minutes."), 2, roles=("guard",), answers=GO),
    "not_acknowledged": Template(_("Alarm unacknowledged for 60 s"), _("{place}. Please take it over."), 2, roles=("squad_leader",), answers=("going",)),
    "alarm_cleared": Template(_("{place} is normal again"), _("Who is there takes a photo and returns."), 4, roles=("guard",)),
    "round_soon": Template(_("{route} starts in 10 minutes"), _("{points} points, about {minutes} minutes."), 3, roles=("guard",), answers=("known",)),
    "round_late": Template(_("{route}: {points} points and {minutes} min left"), _("{place} may be done first."), 3, roles=("guard", "squad_leader")),
    "point_missed": Template(_("Missed point {place} {time}"), _("Stands in today's recheck."), 2, roles=("squad_leader",), answers=("going",)),
    "clause_due": Template(_("Plan clause {number} is due today"), _("{what} is still missing."), 3, roles=("team_leader",), answers=("known",)),
    "clause_broken": Template(_("Not proven: clause {number}"), _("{what}"), 2, roles=("security_manager",), answers=("known",)),
    "hazard_given": Template(_("Hazard {place} {what}"), _("Rectify it before {time}."), 3, roles=("engineer",), answers=("known",)),
    "hazard_back": Template(_("Recheck failed {place}"), _("{what}. Look at the photos."), 2, roles=("engineer",), answers=("known",)),
    "shift_changed": Template(_("Shift changed"), _("{shift}. Please confirm."), 3, roles=("guard",), answers=("known", "cannot")),
    "certificate_ends": Template(_("Certificate ends in {days} days"), _("Retraining is set for {date}."), 4, roles=("guard",)),
    "exam": Template(_("New paper: {paper}"), _("Until {date}, about {minutes} minutes."), 4, groups=("staff",), answers=("known",)),
    "recording_lost": Template(_("{camera} lost for {minutes} minutes"), _("The recording has a gap; an engineer is on the way."), 2, roles=("monitor_operator", "engineer")),
    "visitor_waits": Template(_("Visitor at {gate}"), _("Somebody wants to visit you. Open the page to see who."), 2, answers=("agreed", "not_known")),
    "visitor_moves": Template(_("Your visitor has come in"), _("{time} {gate}."), 4),
    "goods_leave": Template(_("Goods are to leave"), _("{goods}, pass {number}."), 2, answers=("agreed", "not_mine")),
    "repair_comes": Template(_("The repair comes today at {time}"), _("{matter}. The hour can be changed on the page."), 4, answers=("known",)),
    "repair_done": Template(_("Your repair is done"), _("Please look at the photos and rate it; it can be reopened within 7 days."), 4),
    "bill_out": Template(_("The bill for {month} is out"), _("Until {date}. Open the page for the amount and how it was counted."), 4, groups=("owners",)),
    "vote_ends": Template(_("{days} days left to vote"), _("{matter}; {share}% of the owners have voted."), 3, groups=("owners",)),
    "evacuate": Template(_("{place} fire: leave by the stairs"), _("Do not take the lift; gather at {gather}. Leave at once!"), 1, groups=("residents", "on_duty"), answers=("safe", "help")),
}


def with_blanks(text: Any) -> str:
    """The text with each blank as people fill it in: 【地点】."""
    return re.sub(r"\{(\w+)\}", lambda hit: f"【{BLANKS[hit[1]]}】", str(text))


def template_choices() -> list[tuple[str, Any]]:
    return [(code, with_blanks(each.title)) for code, each in TEMPLATES.items()]
