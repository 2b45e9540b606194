"""How broken rules are said."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

OWN = _("Terms of work here")
LAW = {
    "day": (_("More than 11 hours a day"), _("Labour Law art. 36 and 41")),
    "overtime": (_("More than 36 hours of overtime a month"), _("Labour Law art. 41")),
    "rest_day": (_("A week without 24 hours of rest on end"), _("Labour Law art. 38")),
    "rest": (_("Too little rest between shifts"), OWN),
    "nights": (_("Too many nights in a row"), OWN),
}
CHECKED: frozenset[str] = frozenset()
"""Rules whose figure was compared with the official text of the law; none so far. Every other one says so (待核)."""


def is_unchecked(rule: str) -> bool:
    """Whether a rule rests on a law whose text nobody compared: the community's own terms need no law."""
    return LAW[rule][1] is not OWN and rule not in CHECKED


RULES = {
    "max_minutes": _("too many hours"),
    "min_minutes": _("too few hours"),
    "max_consecutive": _("more than five days in a row"),
    "min_consecutive": _("single day at work"),
    "min_days_off": _("too few days off"),
    "max_weekends": _("too many weekends"),
    "max_shifts": _("not allowed at this post"),
    "days_off": _("on leave, ill, or a certificate is over"),
    "succession": _("too little rest"),
    "latest_in_run": _("too many nights in a row"),
    "kept": _("a day that may not change"),
}
COUNTED = ("nights",)
"""Faults that are counted; the others are in minutes."""


def amount(rule: str, value: int) -> str:
    return str(value) if rule in COUNTED else f"{value / 60:.1f}"
