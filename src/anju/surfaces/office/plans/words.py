"""The words of the plan pages: periods, doubts, progress."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from anju.domains.plans.queries import Standing, Tally
from anju.domains.plans.states import LiveState
from anju.kernel import clock

PERIODS = (
    ("PT1H", gettext_lazy("Every hour")),
    ("PT2H", gettext_lazy("Every 2 hours")),
    ("shift", gettext_lazy("Each shift")),
    ("P1D", gettext_lazy("Daily")),
    ("P3D", gettext_lazy("Every 3 days")),
    ("P1W", gettext_lazy("Weekly")),
    ("P15D", gettext_lazy("Half-monthly")),
    ("P1M", gettext_lazy("Monthly")),
    ("P2M", gettext_lazy("Every 2 months")),
    ("P3M", gettext_lazy("Quarterly")),
    ("P6M", gettext_lazy("Half-yearly")),
    ("P1Y", gettext_lazy("Yearly")),
)
DOUBTS = {
    "unsure": gettext_lazy("The reader is not sure what this sentence asks for. Read it and choose."),
    "no_frequency": gettext_lazy("The plan does not say how often. Monthly is our suggestion: confirm it or change it."),
    "no_target": gettext_lazy("The plan names no figure. People will judge it, unless you state one."),
    "implausible": gettext_lazy("The figure looks wrong, perhaps a lost sign. Make it a clear number, or keep the words as they are."),
    "several": gettext_lazy("This sentence names several frequencies, and each becomes a duty of its own. Take the tick from what is not meant."),
    "conflict": gettext_lazy("Another plan in force asks for a different figure. Decide which one holds."),
}
EVIDENCE = {
    "photo": gettext_lazy("Photo"),
    "signature": gettext_lazy("Signature"),
    "second_person": gettext_lazy("Second person"),
}


def progress(state: str, standing: Standing | None) -> str:
    """What stands beside the chip: the closed period's count where it was judged by that, and this period's where it was not or something is done in it."""
    if standing is None:
        return ""
    if standing.progress is not None:
        return figure_of(standing.progress)
    counts = []
    if state in (LiveState.broken, LiveState.proven) and standing.closed is not None:
        counts.append(_("Last period %(done)s/%(owed)s") % _counted(standing.closed))
    if standing.running is not None and (standing.running.done or not counts):
        counts.append(_("This period %(done)s/%(owed)s") % _counted(standing.running))
    if not counts and standing.closed is None and standing.next_due_at is None:
        return _("Not yet checked")
    return " · ".join(counts)


def _counted(tally: Tally) -> dict[str, str]:
    return {"done": plain(tally.done), "owed": plain(tally.owed)}


def figure_of(found: Any) -> str:
    """A target's figure with its numerator and denominator, or the words for no data."""
    figure = found.figure
    if figure is None:
        return _("Judged by people")
    if figure.value is None:
        return _("No data yet")
    return str(found.label)


def plain(value: float) -> str:
    return f"{value:g}"


def short_moment(at: datetime) -> str:
    """11-25 18:00 this year, 2027-01-10 in others, as tables write it."""
    there = localtime(at)
    return f"{there:%m-%d %H:%M}" if there.year == clock.now().year else f"{there:%Y-%m-%d}"
