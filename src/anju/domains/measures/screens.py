"""The pages of measures: targets with their figures, and what people record by hand."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from markupsafe import Markup

from anju.kernel.screens import Screen, Tab

from . import actions, queries
from .actions.recording import AUDITORS, RECORDERS
from .figures import Figure, rounded
from .models import IndexDefinition, Indicator, RecordedFigure, Target, TargetDependency, TargetReview
from .queries.asked import Member
from .sparkline import drawn

READERS = (*dict.fromkeys((*RECORDERS, *AUDITORS, "street_office", "committee_member")),)
SHOWN = 50


def picture_of(found: queries.Progress) -> Markup:
    """The course of a target's figure with its goal and baseline; empty where nothing can be drawn."""
    target = found.target
    points = [point.value for point in queries.course(found)]
    goal = None if target.value is None else Fraction(target.value)
    baseline = None if target.baseline_value is None else Fraction(target.baseline_value)
    return drawn(points, goal=goal, baseline=baseline, label=queries.narrative(found))


def standing_tab(target: Target) -> Markup:
    """The figure against its goal: sentence, value, numerator and denominator, strength of proof, course, definition."""
    found = queries.progress(target)
    rows = Markup("").join(Markup("<dt>{}</dt><dd>{}</dd>").format(*row) for row in _facts(found))
    return Markup("<p>{}</p>{}<dl>{}</dl>").format(queries.narrative(found), picture_of(found), rows)


def _facts(found: queries.Progress) -> list[tuple[Any, Any]]:
    figure = found.figure
    if figure is None:
        return [(say("Parts reached"), f"{found.done}/{found.parts}")]
    rows: list[tuple[Any, Any]] = [(say("Value"), figure.text)]
    if isinstance(figure, Figure):
        rows += _counts(figure)
    else:
        rows += [(part.item or part.figure.title, part.figure.text) for part in figure.parts]
    if found.improvement is not None:
        rows.append((say("Against the baseline"), f"{rounded(found.improvement)}%"))
    return rows


def _counts(figure: Figure) -> list[tuple[Any, Any]]:
    rows = [(say("Numerator"), f"{figure.sums.numerator:,}")]
    if figure.shape != "count":
        rows.append((say("Denominator"), f"{figure.sums.denominator:,}"))
    if figure.strong_share is not None:
        rows.append(
            (say("Proven by a device, an outside party or a second person"), f"{rounded(figure.strong_share)}%")
        )
    rows.append((say("Standing of the period"), say("settled") if figure.is_settled else say("not settled yet")))
    rows.append((say("Definition"), figure.definition))
    return rows


def members_tab(target: Target) -> Markup:
    """The records behind the figure: those that are missing in the numerator first."""
    if target.is_milestone or target.measure.startswith("index."):
        return Markup("<p>{}</p>").format(say("A milestone is judged by people; see its reviews."))
    found = queries.members(target.scope, target.measure, target.period, dimension=target.dimension)
    found.sort(key=lambda member: member.numerator >= member.denominator)
    rows = Markup("").join(_row(member) for member in found[:SHOWN])
    more = say("%(count)s in all") % {"count": len(found)}
    return Markup("<p>{}</p><table><tbody>{}</tbody></table>").format(more, rows)


def _row(member: Member) -> Markup:
    rows = ", ".join(str(entry) for entry in member.entries)
    return Markup("<tr><td>{}</td><td>{}</td><td>{}/{}</td><td>{}</td></tr>").format(
        member.subject_type, member.label, member.numerator, member.denominator, rows
    )


class TargetScreen(Screen):
    model = Target
    name = "targets"
    title = _("Targets")
    menu = "plan"
    icon = "ti-target-arrow"
    position = 40
    posts = READERS
    columns = "title measure op value ends_on owner state"
    filters = "state aspect owner parent starts_on ends_on"
    search = "title unit_name"
    order = "ends_on"
    choices = {"measure": queries.offered}  # noqa: RUF012
    facts = (
        "title state measure dimension op value starts_on ends_on parent owner unit_name acceptance aspect floor_value baseline_value "
        "baseline_source improve_percent basis_label finding source set_by signed_at"
    )
    create = actions.set_target
    edit = actions.change_target
    row = (
        actions.assign_target_owner,
        actions.publish_targets,
        actions.sign_target,
        actions.review_target,
        actions.link_targets,
        actions.withdraw_target,
    )
    importing = actions.set_target
    tabs = (
        Tab("standing", _("Where it stands"), render=standing_tab),
        Tab("members", _("What it is counted from"), render=members_tab),
        Tab("parts", _("Parts"), screen="targets", via="parent"),
        Tab("needs", _("What it needs"), screen="target_needs", via="target"),
        Tab("reviews", _("Reviews"), screen="target_reviews", via="target"),
    )
    empty = _("There are no targets yet. They come from a plan, from a list of the company, or are set here.")


class DependencyScreen(Screen):
    model = TargetDependency
    name = "target_needs"
    title = _("What it needs")
    empty = _("It depends on no other target.")
    posts = READERS
    columns = "needs created_at"


class ReviewScreen(Screen):
    model = TargetReview
    name = "target_reviews"
    title = _("Reviews")
    empty = _("Nobody has judged it yet.")
    posts = READERS
    columns = "on outcome note numerator denominator by"
    order = "-on"


class IndicatorScreen(Screen):
    model = Indicator
    name = "indicators"
    title = _("Recorded indicators")
    menu = "plan"
    minor = True
    icon = "ti-writing"
    position = 50
    columns = "title code shape unit more_is_better"
    facts = "title code definition shape unit more_is_better"
    search = "title code"
    order = "code"
    create = actions.define_indicator
    row = (actions.record_figure,)
    tabs = (Tab("figures", _("Recorded figures"), screen="recorded_figures", via="indicator"),)
    empty = _("No figure is recorded by hand. Define one only where nothing in the system shows it.")


class FigureScreen(Screen):
    model = RecordedFigure
    name = "recorded_figures"
    title = _("Recorded figures")
    empty = _("Nothing is recorded yet. Record the first figure with its source.")
    posts = READERS
    columns = "on dimension numerator denominator source recorded_by recorded_at"
    order = "-on"


class IndexScreen(Screen):
    model = IndexDefinition
    name = "indexes"
    title = _("Indexes")
    menu = "plan"
    minor = True
    icon = "ti-sum"
    position = 55
    columns = "title code version standard is_current"
    facts = "title code version standard definition parts is_current"
    filters = "is_current"
    order = "code"
    create = actions.define_index
    empty = _("No index is defined. An index weighs several measures into one figure.")
