"""How values of these records read."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from markupsafe import Markup

from anju.domains.workforce.queries import GEAR

from .. import queries
from ..codes import BANDS, FLAGS, REFUSED, wording_of
from ..models import Checkpoint, Raise, Zoning

READERS = (
    "guard", "squad_leader", "team_leader", "monitor_operator", "fire_operator", "security_manager", "project_manager", "front_desk", "engineer", "cleaner", "headquarters",
    "auditor",
)  # fmt: skip


def checklist_words(items: list[dict[str, str]]) -> str:
    return "、".join(wording_of(item) for item in items)


def flag_words(flags: list[str]) -> str:
    return "、".join(str(FLAGS.get(flag, flag)) for flag in flags)


def why_words(code: str) -> str:
    return str(REFUSED[code]) % {"metres": "…"} if code in REFUSED else ""


def interval_words(intervals: dict[str, int]) -> str:
    return "；".join(f"{BANDS[band]} {minutes}" for band, minutes in intervals.items())


def band_words(figures: dict[str, float]) -> str:
    return "；".join(f"{BANDS.get(band, band)} {value:g}" for band, value in figures.items())


def gear_words(kinds: list[str]) -> str:
    return "、".join(str(dict(GEAR)[kind]) for kind in kinds)


def list_words(texts: list[str]) -> str:
    return "、".join(map(str, texts))


def point_words(points: list[dict[str, Any]]) -> str:
    """The points of a route in order, each with its minutes on foot."""
    names = {str(pk): code for pk, code in Checkpoint.objects.filter(pk__in=[one["checkpoint"] for one in points]).values_list("pk", "code")}
    return " → ".join(f"{names.get(one['checkpoint'], '?')} ({one['walk_minutes']})" for one in points)


def answer_words(answers: dict[str, str]) -> str:
    faults = [wording_of({"key": key}) for key, value in answers.items() if value != "ok"]
    return "" if not answers else str(_("All fine")) if not faults else "、".join(faults)


def zone_words(zones: Zoning) -> Markup:
    """The zones with their places, the figures they were drawn from, and whether those have changed since."""
    labels = {
        "area_m2": _("Area (m²)"), "buildings": _("Buildings"), "spaces": _("Spaces"), "dwellings": _("Dwellings"), "risk_points": _("Risk points"),
    }  # fmt: skip
    facts = Markup("").join(Markup("<dt>{}</dt><dd>{}</dd>").format(label, zones.inputs.get(name, "--")) for name, label in labels.items())
    rows = Markup("").join(Markup("<tr><td>{}</td><td class='number'>{}</td><td>{}</td></tr>").format(one["name"], one["weight"], "、".join(one["names"])) for one in zones.zones)
    stale = zones.state in ("proposed", "approved") and queries.is_zoning_outdated(zones)
    note = Markup("<p class='notice'>{}</p>").format(_("Buildings, spaces or risk points have changed since. Draw the zones anew.")) if stale else ""
    head = Markup("<tr><th>{}</th><th>{}</th><th>{}</th></tr>").format(_("Zone"), _("Weight"), _("Places"))
    return Markup("{}<dl class='facts'>{}</dl><table class='table'><thead>{}</thead><tbody>{}</tbody></table>").format(note, facts, head, rows)


def complaint_words(raised: Raise) -> str:
    before, after = queries.complaints_of(raised)
    return str(_("%(before)s complaints here in the days before, %(after)s in as many days since.")) % {"before": before, "after": after}
