"""Public questions about schemes, results, accounts and what follows. The rooms above ask here and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet

from anju.kernel import masking
from anju.kernel.models import Scope

from . import rules
from .actions.schemes import terms_of
from .kinds import CONSEQUENCES, LEVELS, SHAPES, SOURCES
from .models import (
    Appeal,
    Band,
    Consequence,
    Enrolment,
    Filing,
    Item,
    Mark,
    Points,
    Result,
    Round,
    Rule,
    Scheme,
    Sheet,
    Subject,
)
from .standing import (
    appeal_until,
    appeals_by_target,
    items_to_score,
    marked_down,
    may_still_appeal,
    moved,
    on_record,
    open_rounds,
    subjects_of,
    to_score,
    undone_rechecks,
    without_round,
)
from .summing import BARRING, Account, account, enrolled, marks_of

__all__ = [
    "CONSEQUENCES",
    "LEVELS",
    "SHAPES",
    "SOURCES",
    "Account",
    "Appeal",
    "Band",
    "Consequence",
    "Filing",
    "Gap",
    "Item",
    "Mark",
    "Points",
    "Result",
    "Round",
    "Rule",
    "Scheme",
    "Sheet",
    "Subject",
    "account",
    "active_scheme",
    "appeal_until",
    "appeals_by_target",
    "breaches",
    "by_group",
    "climate",
    "coverage",
    "deducted",
    "enrolled",
    "gaps",
    "integrity_file",
    "is_eligible",
    "items_to_score",
    "marked_down",
    "marks_of",
    "masked_name",
    "may_still_appeal",
    "moved",
    "on_record",
    "open_enrolments",
    "open_rounds",
    "pairing",
    "published",
    "published_between",
    "ranking",
    "schemes_of",
    "subjects_of",
    "suspension_of",
    "to_score",
    "undone_rechecks",
    "without_own_rules",
    "without_round",
    "year_total",
]


@dataclass(frozen=True)
class Gap:
    """A range that no band holds, or that two hold; a person decides it."""

    kind: str
    item: str
    lowest: Decimal
    highest: Decimal


def active_scheme(scope: Scope, code: str) -> Scheme | None:
    return Scheme.objects.filter(scope=scope, code=code, state="active").first()


def gaps(scheme: Scheme) -> list[Gap]:
    """Every gap and overlap of the bands, the scheme's first and then its rates'."""
    return [Gap(kind, item, span.lowest, span.highest) for kind, item, span in rules.gaps_of(terms_of(scheme))]


def ranking(round_: Round) -> list[Result]:
    """The results of a round, best first; who was not scored comes last and has no rank."""
    rows = Result.objects.filter(scope=round_.scope_id, round=round_).select_related("subject", "band")
    return sorted(rows, key=lambda one: (one.rank is None, one.rank or 0, one.subject.code))


def coverage(round_: Round) -> tuple[list[Subject], list[Subject]]:
    """Who was scored in a round, and who is on the list and was not."""
    listed = enrolled(round_.scheme, round_.first_on, round_.last_on)
    seen = set(
        Sheet.objects.filter(scope=round_.scope_id, round=round_, state="submitted").exclude(source="self").values_list("subject_id", flat=True)
    )
    return [one for one in listed if one.pk in seen], [one for one in listed if one.pk not in seen]


def masked_name(subject: Subject) -> str:
    """As it is published: bodies and places by their title, people masked."""
    if subject.kind == "person":
        return masking.mask_name(subject.name) if subject.name else subject.code
    return subject.title or masking.mask_name(subject.name)


def published(round_: Round) -> list[dict[str, Any]]:
    """The list that is hung up: rank, masked name, points and band; empty before it is published."""
    if round_.state != "published":
        return []
    return [
        {"rank": one.rank, "name": masked_name(one.subject), "points": one.points, "band": one.band.label if one.band else ""}
        for one in ranking(round_)
        if one.points is not None
    ]


def breaches(scope: Scope, first_on: date, last_on: date) -> QuerySet[Points]:
    """Points taken for something found within the days, that still stand; the gravest first."""
    found = Points.objects.filter(scope=scope, on__gte=first_on, on__lte=last_on, points__lt=0, state="stands")
    return found.select_related("subject", "item", "scheme").order_by("points", "on", "number")


def deducted(scheme: Scheme, year: int) -> list[tuple[Subject, Decimal]]:
    """From whom points were taken under a scheme (any version) in a year, and how many stand against him, most first."""
    rows = Points.objects.filter(scope=scheme.scope_id, scheme__code=scheme.code, year=year, state="stands", points__lt=0).select_related("subject__person")
    found: dict[Subject, Decimal] = {}
    for row in rows.order_by("on", "number"):
        found[row.subject] = found.get(row.subject, Decimal(0)) - row.points
    return sorted(found.items(), key=lambda pair: (-pair[1], pair[0].code))


def published_between(scope: Scope, first_on: date, last_on: date) -> QuerySet[Round]:
    """Published rounds that end within the days, oldest first."""
    return Round.objects.filter(scope=scope, state="published", last_on__gte=first_on, last_on__lte=last_on).select_related("scheme").order_by("last_on", "pk")


def pairing(round_: Round) -> list[tuple[Result, Result]]:
    """The best with the last: who helps whom."""
    return rules.pairs([one for one in ranking(round_) if one.points is not None])


def year_total(scope: Scope, code: str, year: int) -> list[dict[str, Any]]:
    """The year's sum and average per subject over closed rounds, with how many rounds it was scored in; best first."""
    rows = Result.objects.filter(scope=scope, round__scheme__code=code, round__last_on__year=year).exclude(round__state="open").exclude(points=None)
    found: dict[Any, dict[str, Any]] = {}
    for one in rows.select_related("subject").order_by("round__first_on"):
        row = found.setdefault(one.subject_id, {"subject": one.subject, "sum": Decimal(0), "rounds": 0})
        row["sum"] += one.points
        row["rounds"] += 1
    for row in found.values():
        row["mean"] = rules.combined([row["sum"] / row["rounds"]], "mean")
    return sorted(found.values(), key=lambda row: (-row["mean"], row["subject"].code))


def suspension_of(subject: Subject, on: date) -> Consequence | None:
    """The suspension or striking off that bars a subject on a day; the turn of the year ends none."""
    rows = Consequence.objects.filter(
        scope=subject.scope_id, subject=subject, kind__in=("suspension", "deregistration", "exclusion"), state="in_force", from_on__lte=on
    )
    return rows.filter(Q(until_on=None) | Q(until_on__gte=on)).order_by("-until_on", "-number").first()


def is_eligible(subject: Subject, scheme: Scheme, on: date) -> bool:
    """Whether awards and rankings are open to a subject: nothing in force bars it."""
    rows = Consequence.objects.filter(scope=subject.scope_id, subject=subject, scheme__code=scheme.code, kind__in=BARRING, state="in_force")
    return not rows.filter(Q(until_on=None) | Q(until_on__gte=on)).exists()


def integrity_file(subject: Subject) -> dict[str, Any]:
    """Everything on record about a subject: filings, booked points, consequences and appeals, oldest first."""
    where = {"scope": subject.scope_id, "subject": subject}
    return {
        "filings": list(Filing.objects.filter(**where).select_related("institution").order_by("from_on")),
        "points": list(Points.objects.filter(**where).select_related("scheme", "item", "institution").order_by("on", "number")),
        "consequences": list(Consequence.objects.filter(**where).order_by("announced_at", "number")),
        "appeals": list(Appeal.objects.filter(**where).order_by("filed_at")),
    }


def without_own_rules(scope: Scope) -> QuerySet[Subject]:
    """Institutions of the register that filed no rules of their own yet."""
    return Subject.objects.filter(scope=scope, kind="institution", own_rules=None).order_by("code")


def by_group(scheme: Scheme) -> dict[str, list[Item]]:
    """The items by section, in their order."""
    found: dict[str, list[Item]] = {}
    for item in Item.objects.filter(scope=scheme.scope_id, scheme=scheme).order_by("ordering", "code"):
        found.setdefault(item.group, []).append(item)
    return found


def climate(scheme: Scheme, first_on: date, last_on: date) -> dict[str, Any]:
    """Records for and against per item, and the share of those for: the climate of a team. None without any record."""
    rows = Points.objects.filter(scope=scheme.scope_id, scheme__code=scheme.code, on__range=(first_on, last_on), state="stands")
    counts = rows.values("item__code").annotate(good=Count("id", filter=Q(points__gt=0)), bad=Count("id", filter=Q(points__lt=0))).order_by("item__code")
    items = {row["item__code"] or "": (row["good"], row["bad"]) for row in counts}
    good, bad = (sum(pair[side] for pair in items.values()) for side in (0, 1))
    index = rules.combined([Decimal(good * 100) / (good + bad)], "mean") if good + bad else None
    return {"items": items, "good": good, "bad": bad, "index": index}


def open_enrolments(scheme: Scheme) -> QuerySet[Enrolment]:
    return Enrolment.objects.filter(scope=scheme.scope_id, scheme_code=scheme.code, until_on=None).select_related("subject").order_by("subject__code")


def schemes_of(subject: Subject) -> list[Scheme]:
    """The schemes in use with running points that count on a subject."""
    codes = Enrolment.objects.filter(scope=subject.scope_id, subject=subject, until_on=None).values("scheme_code")
    return list(Scheme.objects.filter(scope=subject.scope_id, state="active", method="points", code__in=codes).order_by("code"))
