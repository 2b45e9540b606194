"""What went wrong and what was done about it: cases late, findings, corrective action; and the five functions of a property company."""

from __future__ import annotations

from django.utils.translation import gettext as _

from anju.domains.cases import queries as cases

from ..about import About, block, dimension_said
from ..parts import Part, chart, cut, line, table
from .figures import moved

MOST = 20
CORRECTIVE = ("rectification", "hazard", "problem")


def functions_of() -> tuple[tuple[str, str, tuple[tuple[str, str], ...]], ...]:
    """The five functions: name, title, and the figures that speak of each as (measure, dimension)."""
    kept = "duties.execution_rate"
    return (
        ("complaints", _("Complaints"), (("cases.found", "complaint"), ("cases.on_time_closing_rate", "complaint"), ("cases.satisfaction", "complaint"))),
        ("equipment", _("Equipment"), ((kept, "maintenance"), ("cases.found", "hazard/facility"), ("cases.found", "hazard/fire_facility"))),
        ("security", _("Security"), ((kept, "round"), (kept, "presence"), (kept, "check"), ("cases.found", "incident"))),
        ("environment", _("Environment"), ((kept, "cleaning"), (kept, "greening"), ("cases.found", "complaint/cleaning"))),
        ("repairs", _("Repairs and maintenance"), (("cases.found", "repair"), ("cases.on_time_closing_rate", "repair"), ("cases.satisfaction", "repair"))),
    )


@block("functions")
def functions(about: About) -> list[Part]:
    """A table for each of the five functions, so that each is reported even where nothing happened; and the cases of each side by side."""
    parts, counts = [], []
    for _code, title, figures in functions_of():
        rows, notes = [], []
        for name, dimension in figures:
            now, before = about.figure(name, dimension), about.before(name, dimension)
            rows.append([f"{now.title} ({dimension_said(dimension)})", now.text, before.text, moved(now, before)])
            notes.append([about.note_of(now)])
        head = [_("Measure"), _("This period"), _("Period before"), _("Against before")]
        parts.append(table(title, head, rows, numbers=(1, 2), notes=notes))
        counts.append(sum(about.figure(*each).sums.numerator for each in figures if each[0] == "cases.found"))
    finding = _("%(count)s cases were opened in the five functions.") % {"count": sum(counts)}
    drawn = chart("bars", _("Cases opened by function"), finding, [title for _code, title, _figures in functions_of()], [(_("Cases found"), counts)])
    return [drawn, *parts] if any(counts) else parts


@block("late_cases")
def late_cases(about: About) -> list[Part]:
    """Cases of the period whose deadline passed, the gravest first."""
    start, end = about.bounds
    found = cases.missed_between(about.scope, start, min(end, about.at))
    shown, more = cut(list(found[:200]), MOST)
    if not shown:
        return [line(_("No case missed its deadline in this period."))]
    note = about.note(_("Cases whose deadline passed unmet within the period: %(count)s") % {"count": len(shown) + more})
    rows = [[one.number, one.title, one.kind_label, _("level %(level)s") % {"level": one.severity}] for one in shown]
    parts = [line(_("%(count)s cases missed their deadline.") % {"count": len(shown) + more}, note)]
    parts.append(table(_("Cases past their deadline"), [_("Case No."), _("Title"), _("Kind"), _("Severity")], rows))
    return parts + ([line(_("and %(count)s more") % {"count": more})] if more else [])


@block("weak_links")
def weak_links(about: About) -> list[Part]:
    """Shortfalls that reviews found within the period, with the corrective action that answers each."""
    start, end = about.bounds
    found = cases.weak_links(about.scope, since=start, until=end)
    if not found:
        return [line(_("No review noted a shortfall in this period."))]
    shown, more = cut(found, MOST)
    rows = [[one.text, one.case.number, one.answer.number if one.answer_id else _("none yet")] for one in shown]
    parts = [table(_("Shortfalls found by reviews"), [_("Shortfall"), _("Found in"), _("Corrective action")], rows)]
    return parts + ([line(_("and %(count)s more") % {"count": more})] if more else [])


@block("corrective")
def corrective(about: About) -> list[Part]:
    """Rectifications, hazards and problems: how many were found and settled, and what was laid down for those still open."""
    rows, notes = [], []
    for kind in CORRECTIVE:
        found, done = about.figure("cases.found", kind), about.figure("cases.on_time_closing_rate", kind)
        rows.append([dict(cases.kind_choices())[kind], found.text, done.text])
        notes.append([about.note_of(found), about.note_of(done)])
    parts = [table(_("Rectification in the period"), [_("Kind"), _("Found"), _("Settled in time")], rows, numbers=(1, 2), notes=notes)]
    planned = [one for kind in CORRECTIVE for one in cases.open_cases(about.scope, kind=kind).exclude(measure="")[:MOST]]
    if planned:
        lines = [[one.number, one.title, one.measure] for one in planned[:MOST]]
        parts.append(table(_("Measures under way"), [_("Case No."), _("Title"), _("Measure of rectification")], lines))
    return parts
