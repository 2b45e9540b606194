"""What may be laid down, recorded and signed, decided from plain facts."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from anju.kernel.refusals import Refusal

OPERATORS = ("ge", "le", "eq")


def may_define_indicator(*, code: str, is_taken: bool, shape: str) -> Refusal | None:
    if not code or not code.replace("_", "").replace("-", "").isalnum() or not code.isascii():
        return Refusal("measures.bad_code", _("Not defined: the code takes letters, digits, “-” and “_” only."))
    if is_taken:
        return Refusal(
            "measures.code_taken", _("Not defined: the code “%(taken)s” is taken. Choose another one."), taken=code
        )
    if shape not in ("rate", "count", "mean"):
        return Refusal("measures.bad_shape", _("Not defined: an indicator is a rate, a count or a mean."))
    return None


def may_record(*, shape: str, numerator: int, denominator: int, on: date, today: date, source: str) -> Refusal | None:
    """A figure has a source, an honest denominator and a day that has come."""
    if on > today:
        return Refusal("measures.future_day", _("Not recorded: %(on)s has not come yet."), on=on.isoformat())
    if not source.strip():
        return Refusal("measures.no_source", _("Not recorded: say where the figure comes from."))
    if shape != "count" and denominator <= 0:
        return Refusal("measures.no_denominator", _("Not recorded: a rate needs the number of all, greater than zero."))
    if numerator < 0 or denominator < 0 or (shape == "rate" and numerator > denominator):
        return Refusal(
            "measures.bad_numbers", _("Not recorded: the part cannot be less than zero or greater than the whole.")
        )
    return None


def may_set_target(
    *,
    title: str,
    is_known: bool,
    is_milestone: bool,
    op: str,
    value: Decimal | None,
    starts_on: date,
    ends_on: date,
    floor: Decimal | None,
    parent_span: tuple[date, date] | None,
) -> Refusal | None:
    """A target names a known measure and a value, or is a milestone; it lies within the span of what it is part of."""
    if not title.strip():
        return Refusal("measures.no_title", _("Not set: say in a few words what is to be reached."))
    if ends_on < starts_on:
        return Refusal("measures.ends_before_start", _("Not set: the period ends before it begins."))
    if not is_milestone and not is_known:
        return Refusal("measures.unknown_measure", _("Not set: there is no such measure. Choose one from the list."))
    if not is_milestone and value is None:
        return Refusal("measures.no_value", _("Not set: a measured target needs a value."))
    if op not in OPERATORS:
        return Refusal("measures.bad_operator", _("Not set: a target is at least, at most or exactly a value."))
    if parent_span is not None and not (parent_span[0] <= starts_on and ends_on <= parent_span[1]):
        return Refusal("measures.outside_parent", _("Not set: the period must lie within that of the target above it."))
    return keeps_floor(op=op, value=value, floor=floor)


def keeps_floor(*, op: str, value: Decimal | None, floor: Decimal | None) -> Refusal | None:
    """A contract's minimum binds the target."""
    if floor is None or value is None:
        return None
    if (op == "le" and value > floor) or (op != "le" and value < floor):
        return Refusal(
            "measures.below_contract",
            _(
                "Not saved: the target cannot be weaker than the agreed %(floor)s. Revise the clause of the contract first."
            ),
            floor=floor.normalize(),
        )
    return None


def improved(*, baseline: Decimal, percent: Decimal, more_is_better: bool) -> Decimal:
    """The value that is `percent` better than the baseline."""
    factor = 1 + percent / 100 if more_is_better else 1 - percent / 100
    return (baseline * factor).quantize(Decimal("0.0001"))


def may_publish(*, leaves: list[tuple[str, UUID | None, str]]) -> Refusal | None:
    """Every leaf has exactly one accountable owner and a test of acceptance. `leaves`: title, owner, acceptance."""
    unowned = [title for title, owner, _test in leaves if owner is None]
    if unowned:
        return Refusal(
            "measures.no_owner",
            _("Not published: %(titles)s have no accountable owner. Name one person each."),
            titles="、".join(unowned[:5]),
        )
    untested = [title for title, _owner, test in leaves if not test.strip()]
    if untested:
        return Refusal(
            "measures.no_acceptance",
            _("Not published: %(titles)s have no test of acceptance. Say how each is judged."),
            titles="、".join(untested[:5]),
        )
    return None


def may_sign(*, state: str, owner: UUID | None, by: UUID | None) -> Refusal | None:
    """The owner signs in person, once it is published."""
    if by is None or by != owner:
        return Refusal(
            "measures.not_the_owner", _("Not signed: only the accountable owner signs, from the owner's own account.")
        )
    if state == "signed":
        return Refusal("measures.signed_already", _("Not signed: this target is signed already."))
    if state != "published":
        return Refusal(
            "measures.not_published", _("Not signed: this target is not published. Ask the manager to publish it.")
        )
    return None


def may_change_target(*, state: str) -> Refusal | None:
    if state != "withdrawn":
        return None
    return Refusal("measures.withdrawn", _("Nothing was changed: this target is withdrawn. Set a new one."))


def may_link_targets(*, target: UUID, needs: UUID, needed_by_needs: Collection[UUID]) -> Refusal | None:
    """Dependencies do not run in a circle. `needed_by_needs`: everything that `needs` itself depends on."""
    if target == needs or target in needed_by_needs:
        return Refusal("measures.circle", _("Not linked: the two targets would wait for each other."))
    return None


def may_define_index(*, code: str, parts: list[dict[str, Any]], known: Collection[str]) -> Refusal | None:
    """Parts name known measures, have positive weights, and best and worst values that differ."""
    if not parts or not code:
        return Refusal("measures.no_parts", _("Not defined: an index needs a code and at least one part."))
    for part in parts:
        if part.get("measure") not in known:
            return Refusal(
                "measures.unknown_measure",
                _("Not defined: there is no measure “%(name)s”."),
                name=str(part.get("measure"))[:80],
            )
        if not _number(part.get("weight")) or part["weight"] <= 0:
            return Refusal("measures.bad_weight", _("Not defined: each weight is a number greater than zero."))
        best, worst = part.get("best", 100), part.get("worst", 0)
        if not _number(best) or not _number(worst) or best == worst:
            return Refusal(
                "measures.bad_ends", _("Not defined: the best and the worst value of a part are two different numbers.")
            )
    return None


def _number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 10**12


def may_group(group: str) -> Refusal | None:
    """A group's name enters sums and ledger rows, so it is a code."""
    if all(letter.isascii() and (letter.isalnum() or letter in "_-.") for letter in group):
        return None
    return Refusal(
        "measures.bad_group", _("Not recorded: a group's code takes letters, digits, “.”, “-” and “_” only.")
    )


def has_baseline(*, baseline: Decimal | None, source: str) -> Refusal | None:
    if baseline is not None and source.strip():
        return None
    return Refusal("measures.no_baseline", _("Not set: an improvement needs a baseline and where it comes from."))


def may_import(*, rows: int, limit: int) -> Refusal | None:
    if 0 < rows <= limit:
        return None
    return Refusal("measures.bad_rows", _("Nothing was imported: send 1 to %(limit)s rows at a time."), limit=limit)


def reason_is_told(reason: str) -> Refusal | None:
    if reason.strip():
        return None
    return Refusal("measures.no_reason", _("Not done: say why. The reason stays on record."))


def ends_after_start(*, starts_on: date, ends_on: date) -> Refusal | None:
    if ends_on >= starts_on:
        return None
    return Refusal("measures.ends_before_start", _("Not changed: the period ends before it begins."))


def may_review(*, is_withdrawn: bool, is_own: bool, is_reached: bool | None, outcome: str, note: str) -> Refusal | None:
    """`is_reached`: whether the figure reaches the goal; None for a milestone, which has no figure."""
    if is_withdrawn:
        return may_change_target(state="withdrawn")
    if is_own:
        return Refusal(
            "measures.own_target", _("Not judged: the owner does not judge the own target. Ask another person.")
        )
    if not note.strip():
        return Refusal("measures.no_evidence", _("Not judged: say what shows it."))
    if is_reached is False and outcome == "met":
        return Refusal(
            "measures.figure_says_no",
            _("Not judged: the figure does not reach the target, so it cannot be called met."),
        )
    return None
