"""What can be scored, for how long, from where, and what may follow from it. Pure tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

SUBJECTS = [
    ("person", _("Person")),
    ("squad", _("Squad")),
    ("community", pgettext_lazy("scored", "Community")),
    ("building", pgettext_lazy("scored", "Building")),
    ("dwelling", pgettext_lazy("scored", "Dwelling")),
    ("company", pgettext_lazy("scored", "Company")),
    ("institution", _("Institution")),
    ("village", _("Village")),
    ("room", pgettext_lazy("scored", "Office or classroom")),
    ("other", pgettext_lazy("scored", "Other")),
]
HOMES = ("dwelling",)
"""Subjects that are people at home: nothing but words may follow for them."""
BODIES = ("squad", "community", "company", "institution", "village")
"""Subjects that are bodies: money and exclusion may concern them, never a human being."""

PERIODS = [
    ("month", pgettext_lazy("period", "Month")),
    ("quarter", pgettext_lazy("period", "Quarter")),
    ("half", pgettext_lazy("period", "Half-year")),
    ("year", pgettext_lazy("period", "Year")),
]
METHODS = [("sheets", _("Sheets each period")), ("points", _("Running points of a year"))]
COMBINES = [
    ("mean", _("Average")),
    ("trimmed", _("Average without the highest and the lowest")),
    ("sum", pgettext_lazy("scored", "Sum")),
    ("latest", _("The latest sheet")),
]
RANKINGS = [("standard", _("1, 1, 3")), ("dense", _("1, 1, 2"))]
CARRIES = [
    ("none", _("Points end with the year")),
    ("balance", _("The balance is carried over")),
    ("capped", _("The balance is carried over up to a limit")),
]
FIELDS = [("property", _("Property work")), ("other", _("Other fields"))]

SHAPES = [
    ("deduct", _("Full marks less deductions")),
    ("give", _("Points given")),
    ("check", _("Passed or not")),
    ("add", _("Added points")),
    ("rate", _("A rate, by bands")),
    ("measure", _("A figure of the system")),
]
FORMULAS = [("bands", _("By bands")), ("share", _("That share of the full marks"))]
EVIDENCE = [
    ("none", _("No proof asked")),
    ("reason", _("A reason")),
    ("photo", _("A photo")),
]
LEVELS = [("minor", _("Minor")), ("serious", _("Serious")), ("grave", _("Grave"))]

SOURCES = [
    ("review", _("Reviewer")),
    ("supervisor", _("Superior")),
    ("peer", _("Colleague")),
    ("owner", _("Owners and residents")),
    ("outside", _("Outside body")),
    ("self", _("Self-score")),
]
MACHINE = ("measures", _("Figures of the system"))
CHANNELS = [
    ("daily", _("Daily management")),
    ("network", _("Network monitoring")),
    ("special", _("Special inspection")),
    ("audit", _("Audit of costs")),
    ("complaint", _("Complaint or report")),
    ("patrol", _("Patrol")),
    ("exposure", _("Public exposure")),
    ("deed", _("Good deed")),
]


@dataclass(frozen=True)
class Follows:
    """A kind of consequence: `is_grave` waits for the time to appeal; `is_money` and `is_exclusion` concern bodies only."""

    label: Any
    is_good: bool = False
    is_grave: bool = False
    is_money: bool = False
    is_exclusion: bool = False
    is_for_homes: bool = False


CONSEQUENCES: dict[str, Follows] = {
    "notice": Follows(_("Written notice"), is_for_homes=True),
    "talk": Follows(_("Admonition talk")),
    "criticism": Follows(_("Criticism in a circular")),
    "training": Follows(pgettext_lazy("consequence", "Training")),
    "rectification": Follows(pgettext_lazy("consequence", "Rectification by a date")),
    "yellow_card": Follows(_("Yellow card")),
    "red_card": Follows(_("Red card"), is_grave=True),
    "suspension": Follows(pgettext_lazy("consequence", "Suspension"), is_grave=True),
    "deregistration": Follows(_("Struck from the register"), is_grave=True),
    "exclusion": Follows(_("Kept from new projects"), is_grave=True, is_exclusion=True),
    "allocation_cut": Follows(_("Smaller allocation"), is_grave=True, is_money=True),
    "points": Follows(_("Points booked")),
    "report": Follows(_("Report to a body above")),
    "review": Follows(_("Review by people")),
    "commendation": Follows(_("Commendation"), is_good=True, is_for_homes=True),
    "red_flag": Follows(_("Red banner"), is_good=True),
    "award": Follows(_("Award of money"), is_good=True),
    "support": Follows(_("Support policy"), is_good=True),
}
TRIGGERS = [
    ("top", _("The first so many")),
    ("bottom", _("The last so many")),
    ("band", _("A band is reached")),
    ("below", _("Points below")),
    ("deducted", _("Points deducted in the year")),
    ("repeated", _("Among the last so often in a year")),
    ("findings", _("Deductions in the period")),
    ("exposed", _("Exposed so often in the year")),
    ("vetoed", _("A veto item failed")),
]
RANK_TRIGGERS = ("top", "bottom", "repeated")
ENDS_MEMBERSHIP = ("deregistration", "suspension")


def consequence_choices() -> list[tuple[str, Any]]:
    return [(code, kind.label) for code, kind in CONSEQUENCES.items()]
