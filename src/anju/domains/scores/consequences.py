"""What the rules of a scheme say follows: from a frozen round, from booked points, from a suspended institution. Reads only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from . import rules
from .models import Consequence, Filing, Mark, Points, Result, Round, Rule, Subject

LAST_SO_MANY = Decimal(3)


@dataclass(frozen=True)
class Due:
    """A consequence that a rule demands, not yet announced."""

    rule: Rule
    subject: Subject
    reason: str
    amount_yuan: Decimal = Decimal(0)
    round: Round | None = None
    points: Points | None = None


def from_round(round_: Round) -> list[Due]:
    """What follows from a round's results, rule by rule, in order of rank."""
    results = list(Result.objects.filter(scope=round_.scope_id, round=round_).select_related("subject", "band").order_by("rank", "subject__code"))
    scored = [one for one in results if one.points is not None]
    found: list[Due] = []
    for rule in _rules_of(round_):
        for result in scored:
            if (reason := _reason(rule, result, scored, round_)) is not None:
                found.append(Due(rule, result.subject, reason, _amount(rule, result, scored), round=round_))
    return found


def _rules_of(round_: Round) -> list[Rule]:
    rows = Rule.objects.filter(scope=round_.scope_id, scheme=round_.scheme_id).exclude(trigger__in=("deducted", "exposed"))
    return list(rows.select_related("band").order_by("created_at", "id"))


def _reason(rule: Rule, one: Result, scored: list[Result], round_: Round) -> str | None:
    """Why the rule applies to this result, or None."""
    shown = {"round": round_.title, "rank": one.rank, "of": len(scored), "points": one.points, "rule": rule.label}
    if rule.trigger == "top":
        is_first = one.rank <= rule.value and not one.is_barred and not one.is_vetoed and not one.missing
        return _("%(round)s: rank %(rank)s of %(of)s with %(points)s points.") % shown if is_first and _reaches(one, rule) else None
    if rule.trigger == "bottom":
        return _("%(round)s: rank %(rank)s of %(of)s with %(points)s points.") % shown if _is_last(one, scored, rule.value) else None
    if rule.trigger == "repeated":
        times = _times_last(one.subject, round_)
        return _("%(times)s times among the last in one year.") % {"times": times} if times >= rule.value and _is_last(one, scored, LAST_SO_MANY) else None
    applies = {
        "band": one.band_id is not None and one.band_id == rule.band_id,
        "below": one.points < rule.value,
        "vetoed": one.is_vetoed,
        "findings": rule.trigger == "findings" and _in_range(Decimal(_findings(one.subject, round_)), rule),
    }
    return _("%(round)s: %(points)s points (%(rule)s).") % shown if applies[rule.trigger] else None


def _reaches(one: Result, rule: Rule) -> bool:
    return rule.floor is None or one.points >= rule.floor


def _is_last(one: Result, scored: list[Result], count: Decimal) -> bool:
    """Among the last so many, but never who shares the best score."""
    from_last = rules.ranked({each.pk: -each.points for each in scored})
    return from_last[one.pk] <= count and one.points < scored[0].points


def _times_last(subject: Subject, round_: Round) -> int:
    """In how many closed rounds of the year, this one included, the subject was among the last three."""
    year = round_.last_on.year
    rounds = Round.objects.filter(
        scope=round_.scope_id, scheme__code=round_.scheme.code, last_on__year=year, last_on__lte=round_.last_on
    ).exclude(state="open")
    times = 0
    for each in rounds.order_by("first_on"):
        scored = list(Result.objects.filter(scope=round_.scope_id, round=each).exclude(points=None).order_by("rank"))
        times += any(one.subject_id == subject.pk and _is_last(one, scored, LAST_SO_MANY) for one in scored)
    return times


def _findings(subject: Subject, round_: Round) -> int:
    """Deductions of the round: marks under full, and points taken."""
    marks = Mark.objects.filter(scope=round_.scope_id, sheet__round=round_, sheet__subject=subject, sheet__state="submitted", quantity__gt=0)
    span = (round_.first_on, round_.last_on)
    booked = Points.objects.filter(scope=round_.scope_id, subject=subject, scheme__code=round_.scheme.code, on__range=span, points__lt=0, state="stands")
    return marks.exclude(item__shape="add").exclude(sheet__source="self").count() + booked.count()


def _in_range(value: Decimal, rule: Rule) -> bool:
    return value >= rule.value and (rule.until_value is None or value < rule.until_value)


def _amount(rule: Rule, one: Result, scored: list[Result]) -> Decimal:
    """The yuan of a rank; the amounts of the last run from the end."""
    if not rule.amounts:
        return Decimal(0)
    place = one.rank
    if rule.trigger == "bottom":
        place = int(rule.value) + 1 - rules.ranked({each.pk: -each.points for each in scored})[one.pk]
    return Decimal(rule.amounts[min(max(place, 1), len(rule.amounts)) - 1])


def from_points(points: Points, *, before: Decimal, after: Decimal) -> list[Due]:
    """Thresholds of the year's deductions that this booking came to, and exposures that came to their count."""
    scheme = points.scheme
    rows = list(Rule.objects.filter(scope=points.scope_id, scheme=scheme, trigger__in=("deducted", "exposed")).order_by("value", "id"))
    deducted = [rule for rule in rows if rule.trigger == "deducted"]
    hit = rules.crossed(before, after, [(rule.value, rule.until_value) for rule in deducted])
    shown = {"points": after, "year": points.year}
    found = [Due(deducted[number], points.subject, _("%(points)s points deducted in %(year)s.") % shown, points=points) for number in hit]
    if points.channel == "exposure":
        exposures = Points.objects.filter(
            scope=points.scope_id, subject=points.subject, scheme__code=scheme.code, year=points.year, channel="exposure", state="stands"
        )
        # Counted up to this one: a reaction that comes late, or again, must find the count that stood then.
        numbers = list(exposures.order_by("created_at", "number").values_list("pk", flat=True))
        times = numbers.index(points.pk) + 1 if points.pk in numbers else 0
        exposed = [rule for rule in rows if rule.trigger == "exposed" and times == rule.value]
        found += [Due(rule, points.subject, _("Exposed %(times)s times in %(year)s.") % {"times": times, "year": points.year}, points=points) for rule in exposed]
    return found


def people_of(consequence: Consequence, *, on: date) -> list[Subject]:
    """Everybody filed at an institution whose own rights were suspended."""
    rows = Filing.objects.filter(scope=consequence.scope_id, institution=consequence.subject_id, until_on=None, from_on__lte=on)
    return list(Subject.objects.filter(scope=consequence.scope_id, pk__in=rows.values("subject_id")).order_by("code"))


