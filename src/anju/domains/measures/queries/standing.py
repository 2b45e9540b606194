"""Where targets stand, what they pull down with them, and what a reader should see first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from anju.domains.cases.queries import Finding, open_cases
from anju.domains.people.queries import STAFF, Person, people_with_role
from anju.kernel import clock
from anju.kernel.models import Scope

from ..figures import Composite, Figure, reaches, rounded
from ..models import Operator, Target, TargetDependency, TargetReview
from ..states import WORST_FIRST, Standing
from .asked import INDEX, changes, compared, series, value
from .composites import composite


@dataclass(frozen=True, kw_only=True)
class Progress:
    """A target and where it stands. `figure` is None for milestones; `done` of `parts` counts the children that are met."""

    target: Target
    state: str
    figure: Figure | Composite | None = None
    done: int = 0
    parts: int = 0

    @property
    def label(self) -> Any:
        return Standing[self.state].label

    @property
    def shortfall(self) -> Fraction | None:
        """How far the figure is from the goal, in its unit; None without a figure, 0 when reached."""
        if self.figure is None or self.figure.value is None or self.target.value is None:
            return None
        goal = Fraction(self.target.value)
        return Fraction(0) if reaches(self.figure.value, self.target.op, goal) else abs(goal - self.figure.value)

    @property
    def improvement(self) -> Fraction | None:
        """The change against the baseline in percent; None where one of the two is missing."""
        baseline = self.target.baseline_value
        if self.figure is None or self.figure.value is None or not baseline:
            return None
        return (self.figure.value - Fraction(baseline)) / Fraction(baseline) * 100


def progress(target: Target, *, at: datetime | None = None) -> Progress:
    """Where a target stands at a moment (now by default)."""
    today = clock.local(target.scope, at or clock.now()).date()
    if target.is_milestone:
        return _milestone(target, today)
    figure = _figure(target)
    return Progress(target=target, figure=figure, state=_standing(target, figure, today))


def _figure(target: Target) -> Figure | Composite:
    if target.measure.startswith(INDEX):
        return composite(target.scope, target.measure.removeprefix(INDEX), target.period)
    return value(target.scope, target.measure, target.period, dimension=target.dimension)


def _standing(target: Target, figure: Figure | Composite, today: date) -> str:
    if not figure.is_trusted:
        return "untrusted"
    if today < target.starts_on:
        return "planned"
    if figure.value is None:
        return "no_data"
    is_reached = reaches(figure.value, target.op, Fraction(target.value))
    if today > target.ends_on:
        return "met" if is_reached else "missed"
    if is_reached:
        return "on_track"
    return _open_standing(target, figure, today)


def _open_standing(target: Target, figure: Figure | Composite, today: date) -> str:
    """Not reached while the period runs: a ceiling once broken is missed; a growing count is on track while it keeps the pace."""
    is_count = isinstance(figure, Figure) and figure.shape == "count"
    if is_count and target.op in (Operator.at_most, Operator.exactly) and figure.value > target.value:
        return "missed"
    if is_count and target.op == Operator.at_least:
        elapsed = Fraction((today - target.starts_on).days, target.period.length)
        return "on_track" if figure.value >= Fraction(target.value) * elapsed else "at_risk"
    return "at_risk"


def _milestone(target: Target, today: date) -> Progress:
    below = [progress(child) for child in children(target)]
    done = sum(each.state == "met" for each in below)
    latest = TargetReview.objects.filter(scope=target.scope_id, target=target).order_by("-on", "-created_at").first()
    return Progress(target=target, state=_milestone_standing(target, latest, below, today), done=done, parts=len(below))


def _milestone_standing(target: Target, latest: TargetReview | None, below: list[Progress], today: date) -> str:
    if latest is not None:
        return {"met": "met", "missed": "missed", "partly": "missed" if today > target.ends_on else "at_risk"}[
            latest.outcome
        ]
    if below:
        if all(each.state == "met" for each in below):
            return "met"
        worst = min((each.state for each in below), key=WORST_FIRST.index)
        return "missed" if today > target.ends_on else worst
    if today > target.ends_on:
        return "missed"
    return "planned" if today < target.starts_on else "on_track"


def live(scope: Scope) -> Any:
    return Target.objects.filter(scope=scope).exclude(state="withdrawn")


def children(target: Target) -> list[Target]:
    return list(live(target.scope).filter(parent=target).order_by("starts_on", "title"))


def leaves(root: Target) -> list[Target]:
    """The ends of the tree below a target; the target itself when it has no parts."""
    below = children(root)
    return [leaf for child in below for leaf in leaves(child)] if below else [root]


def tree(root: Target, *, at: datetime | None = None) -> dict[str, Any]:
    """The tree below a target: `progress` and `parts` of each node."""
    return {"progress": progress(root, at=at), "parts": [tree(child, at=at) for child in children(root)]}


def staged(root: Target, *, at: datetime | None = None) -> list[Progress]:
    """The stages of a plan in the order of their dates."""
    return [progress(child, at=at) for child in sorted(children(root), key=lambda child: (child.ends_on, child.title))]


def gaps(root: Target, *, at: datetime | None = None) -> list[Progress]:
    """What is still missing below a target, worst first: the gap report."""
    return _worst_first([each for leaf in leaves(root) if (each := progress(leaf, at=at)).state != "met"])


def _worst_first(found: Iterable[Progress]) -> list[Progress]:
    return sorted(found, key=lambda each: (WORST_FIRST.index(each.state), -(each.shortfall or 0), each.target.ends_on))


def dashboard(scope: Scope, *, on: date | None = None, aspect: str = "", unit_name: str = "") -> list[Progress]:
    """Every target whose period holds the day, worst first."""
    on = on or clock.today(scope)
    wanted = {"aspect": aspect, "unit_name": unit_name}
    found = live(scope).filter(
        starts_on__lte=on, ends_on__gte=on, **{name: text for name, text in wanted.items() if text}
    )
    return _worst_first(progress(target) for target in found.select_related("scope", "owner"))


def dependents(target: Target) -> list[Target]:
    """Targets that need this one directly."""
    ids = TargetDependency.objects.filter(scope=target.scope_id, needs=target).values_list("target_id", flat=True)
    return list(live(target.scope).filter(pk__in=ids).order_by("title"))


def upstream_impact(target: Target) -> list[Target]:
    """Every target that a miss of this one endangers, nearest first: what it is part of, and what needs it, however far up."""
    found: dict[Any, Target] = {}
    edge = [target]
    while edge:
        above = [up for node in edge for up in ([node.parent] if node.parent_id else []) + dependents(node)]
        edge = [up for up in {up.pk: up for up in above}.values() if up.pk not in found and up.pk != target.pk]
        found.update({up.pk: up for up in edge})
    return list(found.values())


def needed(target: Target) -> set[Any]:
    """Ids of everything a target depends on, however far down."""
    found: set[Any] = set()
    edge = {target.pk}
    while edge:
        below = set(
            TargetDependency.objects.filter(scope=target.scope_id, target__in=edge).values_list("needs_id", flat=True)
        )
        below |= set(live(target.scope).filter(parent__in=edge).values_list("pk", flat=True))
        edge = below - found
        found |= edge
    return found


def narrative(found: Progress) -> str:
    """One sentence: where it stands, against what, by how much it falls short, and how it moved."""
    target, figure = found.target, found.figure
    if figure is None:
        return _("%(title)s: %(state)s, %(done)s of %(parts)s parts met.") % {
            "title": target.title, "state": found.label, "done": found.done, "parts": found.parts,
        }  # fmt: skip
    text = _("%(title)s: %(state)s, %(value)s against %(op)s %(goal)s.") % {
        "title": target.title,
        "state": found.label,
        "value": figure.text,
        "op": Operator(target.op).label,
        "goal": _plain(target.value),
    }
    if found.shortfall:
        text += _(" Short by %(gap)s.") % {"gap": rounded(found.shortfall)}
    return text + _moved(target, figure)


def _moved(target: Target, figure: Figure | Composite) -> str:
    if isinstance(figure, Composite):
        return ""
    now, before = compared(target.scope, target.measure, target.period, dimension=target.dimension)
    change = changes(now, before)
    if change == "unknown":
        return ""
    words = {
        "better": _(" Better than before (%(before)s)."),
        "worse": _(" Worse than before (%(before)s)."),
        "same": _(" Same as before (%(before)s)."),
    }
    return words[change] % {"before": before.text}


def goal_said(target: Target) -> str:
    """The goal in words: at least 95."""
    return f"{Operator(target.op).label} {_plain(target.value)}"


def in_period(scope: Scope, first_on: date, last_on: date) -> list[Target]:
    """Targets with a figure whose period shares a day with [first_on, last_on]."""
    found = live(scope).filter(starts_on__lte=last_on, ends_on__gte=first_on).exclude(measure="").exclude(measure__startswith=INDEX)
    return list(found.select_related("scope", "owner").order_by("ends_on", "title"))


def course(found: Progress, *, by: str = "month") -> list[Figure]:
    """The points of the sparkline of a measured target."""
    if not isinstance(found.figure, Figure):
        return []
    return series(
        found.target.scope, found.target.measure, found.target.period, by=by, dimension=found.target.dimension
    )


def _plain(number: Decimal | None) -> str:
    return "" if number is None else f"{number.normalize():f}"


def statement(target: Target) -> dict[str, str]:
    """The terms of a responsibility statement, as they are signed."""
    return {
        "title": target.title,
        "measure": f"{target.measure} {target.dimension}".strip(),
        "goal": f"{target.op} {_plain(target.value)}".strip(),
        "from": target.starts_on.isoformat(),
        "until": target.ends_on.isoformat(),
        "acceptance": target.acceptance,
        "owner": str(target.owner_id or ""),
        "basis": target.basis_label,
    }


def unsigned(scope: Scope, *, on: date) -> list[Target]:
    """Published targets in force on a day whose owner has not signed."""
    found = live(scope).filter(state="published", starts_on__lte=on, ends_on__gte=on).exclude(owner=None)
    return list(found.select_related("owner").order_by("ends_on", "title"))


def without_task(scope: Scope, *, on: date) -> list[Person]:
    """Staff who own neither a target in force on the day nor an open case: nobody may be without a task."""
    staff = {person.pk: person for role in STAFF for person in people_with_role(scope, role, on=on)}
    busy = set(
        live(scope).filter(starts_on__lte=on, ends_on__gte=on).exclude(owner=None).values_list("owner_id", flat=True)
    )
    busy |= set(open_cases(scope).exclude(owner=None).values_list("owner_id", flat=True))
    return sorted((person for pk, person in staff.items() if pk not in busy), key=lambda person: person.name)


def findings_followed(findings: Iterable[Finding]) -> list[tuple[Finding, list[Target]]]:
    """Each finding of a review with the targets that follow from it; those that nothing follows from come first."""
    found = list(findings)
    following: dict[Any, list[Target]] = {}
    for target in Target.objects.filter(finding__in=found).exclude(state="withdrawn").order_by("starts_on", "title"):
        following.setdefault(target.finding_id, []).append(target)
    return sorted(((finding, following.get(finding.pk, [])) for finding in found), key=lambda pair: bool(pair[1]))


def unfounded(scope: Scope, *, year: int) -> list[Target]:
    """Targets that begin in a year and refer to no finding, neither themselves nor what they are part of."""
    found = live(scope).filter(starts_on__year=year).select_related("parent").order_by("starts_on", "title")
    return [target for target in found if not _is_founded(target)]


def _is_founded(target: Target | None) -> bool:
    return target is not None and (target.finding_id is not None or _is_founded(target.parent))
