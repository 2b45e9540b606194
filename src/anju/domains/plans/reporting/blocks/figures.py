"""Figures: the main ones in sentences, their course as a chart, the targets with their gaps, and what got better."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from anju.domains.measures import queries as measures

from ..about import About, block
from ..parts import Part, chart, line, table

HEADLINES = ("duties.execution_rate", "duties.on_time_rate", "duties.confirmed_rate", "cases.found", "cases.on_time_closing_rate", "cases.satisfaction", "cases.major_incidents")
COURSE = ("duties.execution_rate", "duties.on_time_rate", "cases.on_time_closing_rate")
STEPS = {"day": "day", "week": "day", "half_month": "day", "month": "week", "quarter": "month", "half": "month", "year": "month"}
MOST = 60


@block("headline")
def headline(about: About) -> list[Part]:
    """The main figures beside those of the period before, each with its footnote."""
    rows, notes = [], []
    for name in HEADLINES:
        now, before = about.figure(name), about.before(name)
        rows.append([now.title, now.text, before.text, moved(now, before)])
        notes.append([about.note_of(now)])
    head = [_("Measure"), _("This period"), _("Period before"), _("Against before")]
    return [table(_("Main figures"), head, rows, numbers=(1, 2), notes=notes), line(_first_finding(about))]


def _first_finding(about: About) -> str:
    kept, found = about.figure("duties.execution_rate"), about.figure("cases.found")
    if kept.value is None:
        return _("No regular work came due in this period.")
    said = {"owed": f"{kept.sums.denominator:,}", "done": f"{kept.sums.numerator:,}", "rate": kept.text, "cases": found.text}
    return _("Of %(owed)s times that regular work was owed, %(done)s were done (%(rate)s); %(cases)s cases were opened.") % said


def moved(now: Any, before: Any) -> str:
    """Better, worse, the same, or nothing where one of the two has no data."""
    words = {"better": _("better"), "worse": _("worse"), "same": _("the same"), "unknown": "--"}
    return words[measures.changes(now, before)]


@block("course")
def course(about: About) -> list[Part]:
    """The course of the main rates through the period; left out where there are fewer than two points."""
    step = STEPS[about.length]
    drawn, labels = [], []
    for name in COURSE:
        points = measures.series(about.scope, name, about.period, by=step)
        labels = [_label(point.period, step) for point in points]
        drawn.append((str(points[0].title), [point.value for point in points]))
    if sum(value is not None for value in drawn[0][1]) < 2:
        return []
    low = min((value for _name, values in drawn for value in values if value is not None), default=Fraction(0))
    finding = _("The lowest point of the three rates was %(low)s%%.") % {"low": measures.rounded(low)}
    return [chart("lines", _("Course of the main rates"), finding, labels, drawn, unit="%")]


def _label(period: Any, step: str) -> str:
    if step == "month":
        return _("month %(month)s") % {"month": period.first.month}
    return f"{period.first:%m-%d}"


@block("targets")
def targets(about: About) -> list[Part]:
    """Every target of the period against its goal; one without data is a gap that somebody must explain."""
    rows, notes = [], []
    for target in measures.in_period(about.scope, about.first_on, about.last_on)[:MOST]:
        figure = about.figure(target.measure, target.dimension)
        rows.append([target.title, measures.goal_said(target), figure.text, _standing(about, target, figure)])
        notes.append([about.note_of(figure)])
        if figure.value is None:
            about.gap(f"target:{target.pk}", target.title, _("No record shows this figure in the period."))
    if not rows:
        return [line(_("No target with a figure covers this period."))]
    return [table(_("Targets"), [_("Target"), _("Goal value"), _("This period"), _("Standing")], rows, numbers=(2,), notes=notes)]


def _standing(about: About, target: Any, figure: Any) -> str:
    if figure.value is None:
        return _("no data")
    if measures.reaches(figure.value, target.op, Fraction(target.value)):
        return _("reached")
    is_growing = figure.shape == "count" and target.op == "ge" and about.last_on < target.ends_on
    return _("under way") if is_growing else _("not reached")


@block("improved")
def improved(about: About) -> list[Part]:
    """Targets that were reached, and figures that are better than before."""
    found = []
    for target in measures.in_period(about.scope, about.first_on, about.last_on)[:MOST]:
        figure = about.figure(target.measure, target.dimension)
        if figure.value is not None and measures.reaches(figure.value, target.op, Fraction(target.value)):
            said = {"title": target.title, "value": figure.text, "goal": measures.goal_said(target)}
            found.append(line(_("%(title)s: %(value)s, goal %(goal)s, reached.") % said, about.note_of(figure)))
    for name in HEADLINES:
        now, before = about.figure(name), about.before(name)
        if measures.changes(now, before) == "better":
            said = {"title": now.title, "value": now.text, "before": before.text}
            found.append(line(_("%(title)s rose to %(value)s from %(before)s.") % said if now.more_is_better else _("%(title)s fell to %(value)s from %(before)s.") % said, about.note_of(now)))
    return found or [line(_("No figure got better in this period."))]
