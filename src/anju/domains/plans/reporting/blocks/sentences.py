"""The plan's own sentences: by its headings, those that were not kept, those that were; motions; and what next year's plan must answer."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction

from django.utils.translation import gettext as _

from anju.domains.cases import queries as cases
from anju.domains.measures import queries as measures

from ...realise import short
from ..about import About, block
from ..parts import Part, chart, cut, line, table

MOST = 40
REPEATED = 2


def words_of(state: str) -> str:
    """How a sentence stood in the period."""
    return {
        "proven": _("Proven"), "partly": _("Partly kept"), "broken": _("Not proven"), "running": _("Under way"), "nothing_due": _("Nothing due"),
    }[state]  # fmt: skip


@block("headings")
def headings(about: About) -> list[Part]:
    """The plan's own headings, each with how many of its sentences were kept; then every sentence under its heading."""
    if about.plan is None:
        return [line(_("No plan was in force for this period."))]
    by_heading: dict[str, list] = {}
    for one in about.sentences:
        by_heading.setdefault(one.heading, []).append(one)
    counts = {heading: Counter(one.state for one in found) for heading, found in by_heading.items()}
    whole = sum(counts.values(), Counter())
    judged = whole["proven"] + whole["partly"] + whole["broken"]
    said = {"plan": about.plan.title, "judged": judged, "proven": whole["proven"]}
    finding = _("“%(plan)s”: %(judged)s sentences came due, %(proven)s of them are proven.") % said
    series = [(words_of(state), [found[state] for found in counts.values()]) for state in ("proven", "partly", "broken")]
    parts = [line(finding)]
    if judged:
        parts.append(chart("bars", _("Sentences by heading of the plan"), finding, list(counts), series, colours=("green", "orange", "red")))
    return parts + [_under(heading, found) for heading, found in by_heading.items()]


def _under(heading: str, found: list) -> Part:
    rows = [[one.clause.position, short(one.clause.text, 80), one.said, words_of(one.state)] for one in found]
    notes = [[one.note] if one.note else [] for one in found]
    return table(heading, [_("No."), _("Sentence"), _("Evidence in the period"), _("Standing")], rows, numbers=(0,), notes=notes)


@block("broken")
def broken(about: About) -> list[Part]:
    """The sentences that were not kept, the worst first."""
    found = sorted((one for one in about.sentences if one.state in ("broken", "partly")), key=lambda one: (one.state != "broken", -one.missed, one.clause.position))
    if not found:
        return [line(_("Every sentence that came due was kept."))]
    shown, more = cut(found, MOST)
    parts = [line(_("%(count)s sentences were not wholly kept.") % {"count": len(found)})]
    rows = [[one.clause.position, short(one.clause.text, 80), one.said, words_of(one.state)] for one in shown]
    parts.append(table(_("Sentences not kept"), [_("No."), _("Sentence"), _("Evidence in the period"), _("Standing")], rows, numbers=(0,), notes=[[one.note] if one.note else [] for one in shown]))
    return parts + ([line(_("and %(count)s more") % {"count": more})] if more else [])


@block("proven")
def proven(about: About) -> list[Part]:
    """The sentences that were wholly kept."""
    found = [one for one in about.sentences if one.state == "proven"]
    if not found:
        return [line(_("No sentence is proven for this period yet."))]
    shown, more = cut(found, MOST)
    parts = [line(_("%(count)s sentences are proven for this period.") % {"count": len(found)})]
    parts += [line(_("Sentence %(number)s: %(said)s") % {"number": one.clause.position, "said": f"{short(one.clause.text, 80)}{_('; ')}{one.said}"}, *([one.note] if one.note else [])) for one in shown]
    return parts + ([line(_("and %(count)s more") % {"count": more})] if more else [])


@block("motions")
def motions(about: About) -> list[Part]:
    """Each motion that sentences of the plan answer, with how those sentences stand."""
    by_motion: dict[str, list] = {}
    for one in about.sentences:
        if one.clause.motion_id:
            by_motion.setdefault(str(one.clause.motion), []).append(one)
    if not by_motion:
        return [line(_("No sentence of the plan answers a motion."))]
    parts = []
    for motion, found in by_motion.items():
        done = sum(one.state == "proven" for one in found)
        parts.append(line(_("%(motion)s: %(count)s sentences answer it, %(done)s are proven.") % {"motion": motion, "count": len(found), "done": done}))
        parts.append(_under(motion, found))
    return parts


@block("basis")
def basis(about: About) -> list[Part]:
    """What carries over: targets that were missed, what failed again and again, and proposals."""
    _missed_targets(about)
    for one in about.sentences:
        if one.missed >= REPEATED:
            said = _("missed %(count)s times in the period") % {"count": one.missed}
            about.carry(f"sentence:{one.clause.pk}", short(one.clause.text, 80), said)
    start, end = about.bounds
    for case in cases.repeats(about.scope, since=start)[:MOST]:
        if case.opened_at < end:
            about.carry(f"case:{case.pk}", str(case), _("came back at the same place"))
    for finding in cases.proposals(about.scope, since=start, until=end)[:MOST]:
        about.carry(f"finding:{finding.pk}", short(finding.text, 100), _("proposed in %(case)s") % {"case": finding.case.number})
    if not about.basis:
        return [line(_("Nothing carries over: every target was reached and nothing failed repeatedly."))]
    rows = [[number, one["title"], one["why"]] for number, one in enumerate(about.basis, 1)]
    return [
        line(_("%(count)s lines carry over into the next plan.") % {"count": len(rows)}, about.note(_("Read from targets, sentences, cases and findings of the period"))),
        table(_("What carries over"), [_("No."), _("What"), _("Why")], rows, numbers=(0,)),
    ]


def _missed_targets(about: About) -> None:
    for target in measures.in_period(about.scope, about.first_on, about.last_on):
        figure = about.figure(target.measure, target.dimension)
        if figure.value is not None and not measures.reaches(figure.value, target.op, Fraction(target.value)):
            said = {"value": figure.text, "goal": measures.goal_said(target)}
            about.carry(f"target:{target.pk}", target.title, _("%(value)s, goal %(goal)s, not reached") % said)
