"""Team, rules and education; occupancy; meetings; breaches and appraisal results."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from anju.domains.duties import queries as duties
from anju.domains.people import queries as people
from anju.domains.places import queries as places
from anju.domains.scores import queries as scores
from anju.kernel import clock

from ..about import About, block
from ..parts import Part, chart, cut, line, table

MOST = 60
EDUCATION = ("training", "drill")


@block("team")
def team(about: About) -> list[Part]:
    """How many people each role has at the end of the period, and how often a post was left empty in it."""
    start, end = about.bounds
    rows = [[people.ROLES[code].label, count] for code in people.STAFF if (count := len(people.people_with_role(about.scope, code, on=about.last_on)))]
    turns = people.holdings_between(about.scope, start, min(end, about.at)).count()
    absent = len(people.absences_between(about.scope, start, min(end, about.at)))
    note = about.note(_("Turns on the roster: %(turns)s; nobody came: %(absent)s") % {"turns": turns, "absent": absent})
    said = _("%(people)s people are in post; of %(turns)s turns on the roster, %(absent)s were not taken up.")
    whole = {"people": sum(count for _label, count in rows), "turns": f"{turns:,}", "absent": absent}
    return [line(said % whole, note), table(_("Team"), [_("Role"), _("People")], rows, numbers=(1,))]


@block("rules")
def rules(about: About) -> list[Part]:
    """Spot checks of the rules that no figure measures, and cases of discipline."""
    checked = [one for one in about.sentences if one.clause.becomes in ("policy", "pass_policy") and one.note]
    discipline = about.figure("cases.found", "problem/discipline")
    said = _("%(count)s rules were spot-checked, %(broken)s of them not found as written.")
    broken = sum(one.state == "broken" for one in checked)
    notes = [one.note for one in checked[:MOST]]
    parts = [
        line(said % {"count": len(checked), "broken": broken}),
        line(_("Cases of discipline: %(count)s.") % {"count": discipline.text}, about.note_of(discipline)),
    ]
    rows = [[one.clause.position, one.clause.text[:80], one.said] for one in checked[:MOST]]
    if rows:
        parts.append(table(_("Rules spot-checked"), [_("No."), _("Sentence"), _("Evidence in the period")], rows, numbers=(0,), notes=[[note] for note in notes]))
    return parts


@block("education")
def education(about: About) -> list[Part]:
    """Training and drills: what was owed and what was held."""
    rows, notes = [], []
    for category in EDUCATION:
        figure = about.figure("duties.execution_rate", category)
        rows.append([duties.category_label(category), f"{figure.sums.denominator:,}", f"{figure.sums.numerator:,}", figure.text])
        notes.append([about.note_of(figure)])
    return [table(_("Education and training"), [_("Kind"), _("Owed"), _("Held"), _("Rate")], rows, numbers=(1, 2, 3), notes=notes)]


@block("meetings")
def meetings(about: About) -> list[Part]:
    """The meetings of the period: owed and held."""
    figure = about.figure("duties.execution_rate", "meeting")
    said = {"owed": f"{figure.sums.denominator:,}", "held": f"{figure.sums.numerator:,}"}
    return [line(_("Meetings owed: %(owed)s, held: %(held)s.") % said, about.note_of(figure))]


@block("occupancy")
def occupancy(about: About) -> list[Part]:
    """Dwellings lived in at the end of the period, by building, against those there are; and who moved in."""
    homes = list(places.by_kind(about.scope, "dwelling").values_list("pk", flat=True))
    last_on = min(about.last_on, clock.local(about.scope, about.at).date())
    lived = people.occupied_on(about.scope, last_on)
    before = people.occupied_on(about.scope, about.first_on - timedelta(days=1))
    names = places.building_names(about.scope)
    whole, taken = Counter(names[pk] for pk in homes), Counter(names[pk] for pk in homes if pk in lived)
    rows = [[name or "--", whole[name], taken[name], _share(taken[name], whole[name])] for name in whole]
    now, was = len(lived & set(homes)), len(before & set(homes))
    new = people.moved_in_between(about.scope, about.first_on, last_on).count()
    note = about.note(_("Dwellings lived in on %(on)s: %(now)s of %(all)s") % {"on": last_on.isoformat(), "now": now, "all": len(homes)})
    said = _("%(now)s of %(all)s dwellings were lived in (%(share)s), %(was)s at the end of the period before; %(new)s people moved in.")
    finding = said % {"now": f"{now:,}", "all": f"{len(homes):,}", "share": _share(now, len(homes)), "was": f"{was:,}", "new": f"{new:,}"}
    parts = [line(finding, note)]
    if homes:
        parts.append(chart("bars", _("Dwellings lived in by building"), finding, list(whole), [(_("Dwellings"), list(whole.values())), (_("Lived in"), [taken[name] for name in whole])]))
    return [*parts, table(_("Occupancy by building"), [_("Building"), _("Dwellings"), _("Lived in"), pgettext("report", "Share")], rows, numbers=(1, 2, 3))]


def _share(part: int, whole: int) -> str:
    return f"{part * 1000 // whole / 10:.1f}%" if whole else "--"


@block("breaches")
def breaches(about: About) -> list[Part]:
    """Points taken in the period, with people masked, as a circular may say it."""
    found = list(scores.breaches(about.scope, about.first_on, about.last_on)[: MOST + 1])
    if not found:
        return [line(_("No breach was booked in this period."), about.note(_("Booked points of the period: 0")))]
    shown, more = cut(found, MOST)
    note = about.note(_("Booked points of the period: %(count)s") % {"count": len(shown) + more})
    rows = [[one.on.isoformat(), scores.masked_name(one.subject), one.item.title if one.item_id else one.scheme.title, one.reason, f"{one.points.normalize():f}"] for one in shown]
    return [
        line(_("%(count)s breaches were booked.") % {"count": len(rows)}, note),
        table(_("Breaches"), [_("Day"), _("Who"), _("Item"), _("Reason"), _("Points")], rows, numbers=(4,)),
    ]


@block("appraisal")
def appraisal(about: About) -> list[Part]:
    """The lists of every round that was published for the period."""
    parts = []
    for round_ in scores.published_between(about.scope, about.first_on, about.last_on):
        rows = [[one["rank"], one["name"], f"{one['points'].normalize():f}", one["band"]] for one in scores.published(round_)]
        parts.append(line(round_.title, about.note(_("Published results: %(count)s") % {"count": len(rows)})))
        parts.append(table(round_.title, [_("Rank"), _("Who"), _("Points"), _("Band")], rows, numbers=(0, 2)))
    return parts or [line(_("No appraisal of this period was published."))]
