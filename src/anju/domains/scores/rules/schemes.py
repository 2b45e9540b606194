"""Whether a scheme, an item or a rule makes sense, and whether a scheme can be put in use."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from anju.kernel.refusals import Refusal

from ..kinds import BODIES, CONSEQUENCES, ENDS_MEMBERSHIP, HOMES, RANK_TRIGGERS
from .bands import Span, holes, overlaps

CENT = Decimal("0.01")
PERCENT = (Decimal(0), Decimal(100))
MOST_POINTS = Decimal(1_000_000)


@dataclass(frozen=True, kw_only=True)
class Terms:
    """A scheme as its rules see it: `items` are (code, shape, formula, full marks), `item_bands` the bands of each rate."""

    state: str
    method: str
    base: Decimal
    lowest: Decimal
    highest: Decimal
    step: Decimal
    items: Sequence[tuple[str, str, str, Decimal]] = ()
    bands: Sequence[Span] = ()
    item_bands: Mapping[str, Sequence[Span]] = field(default_factory=dict)


def is_number(*values: Any) -> bool:
    """Finite decimals of a size that somebody could mean."""
    return all(isinstance(value, Decimal) and value.is_finite() and abs(value) <= MOST_POINTS for value in values)


def fit_scheme(
    *, lowest: Decimal, highest: Decimal, base: Decimal, step: Decimal, weights: Mapping[str, Any], percent: int, ladder: Sequence[Any]
) -> Refusal | None:
    if not is_number(lowest, highest, base, step) or lowest >= highest or not lowest <= base <= highest or step < CENT:
        return Refusal("scores.bad_scale", _("The scale does not fit. The lowest score must be under the highest, and the start between them."))
    if weights and (not all(isinstance(one, int) and one > 0 for one in weights.values()) or sum(weights.values()) != 100):
        return Refusal("scores.bad_weights", _("The weights of the sources must add up to 100."))
    if not 0 <= percent <= 100:
        return Refusal("scores.bad_share", _("A share lies between 0 and 100 percent."))
    if not all(isinstance(one, int) and 0 <= one <= 600 for one in ladder):
        return Refusal("scores.bad_ladder", _("Each step of the ladder is a number of months; 0 stands for never."))
    return None


def fit_item(
    *, shape: str, full: Decimal, lowest: Decimal, unit_points: Decimal, batch: int, levels: Mapping[str, Any], measure: str, is_measure: bool
) -> Refusal | None:
    if not is_number(full, lowest, unit_points) or full < 0 or unit_points < 0 or lowest > full or batch < 1:
        return Refusal("scores.bad_item", _("The points of this item do not fit. Full marks and points per finding are not negative, and the least is not above the full marks."))
    if not all(is_level_points(value) for value in levels.values()):
        return Refusal("scores.bad_levels", _("Points by gravity are numbers that are not negative."))
    if shape == "measure" and not is_measure:
        return Refusal("scores.unknown_measure", _("There is no figure “%(measure)s” in the system. Choose another one."), measure=measure[:80])
    return None


def is_level_points(value: Any) -> bool:
    try:
        return is_number(number := Decimal(str(value))) and number >= 0
    except ArithmeticError:
        return False


def fit_rule(
    *, subject_kind: str, trigger: str, kind: str, value: Decimal, until: Decimal | None, amounts: Sequence[Any], shares: Mapping[str, Any], has_band: bool
) -> Refusal | None:
    if not is_number(value) or value < 0 or (until is not None and (not is_number(until) or until <= value)):
        return Refusal("scores.bad_rule", _("This rule does not fit. Give a number that is not negative, and an upper end above it."))
    if trigger == "band" and not has_band:
        return Refusal("scores.rule_without_band", _("Name the band that this follows from."))
    if no := keeps_law(subject_kind, trigger, kind):
        return no
    if not all(isinstance(one, int) and 0 <= one <= 10_000_000 for one in amounts):
        return Refusal("scores.bad_amounts", _("Amounts are whole yuan, one for each rank."))
    if shares and (not all(isinstance(one, int) and one > 0 for one in shares.values()) or sum(shares.values()) != 100):
        return Refusal("scores.bad_shares", _("The shares add up to %(sum)s, not to 100 percent."), sum=_sum_of(shares))
    return None


def _sum_of(shares: Mapping[str, Any]) -> str:
    return str(sum(one for one in shares.values() if isinstance(one, int)))


def keeps_law(subject_kind: str, trigger: str, kind: str) -> Refusal | None:
    """What no scheme may lay down, whatever its source says."""
    follows = CONSEQUENCES[kind]
    if subject_kind in HOMES and not follows.is_for_homes:
        return Refusal("scores.homes_get_words_only", _("Residents may be asked or thanked. Money, cards and bars do not follow from scores of their homes."))
    if (follows.is_money or follows.is_exclusion) and subject_kind not in BODIES:
        return Refusal("scores.bodies_only", _("This may concern a body, never a human being. Choose another consequence."))
    if trigger in RANK_TRIGGERS and kind in ENDS_MEMBERSHIP:
        return Refusal("scores.rank_never_removes", _("Rank alone removes nobody: the labour law asks for proof of unfitness, training or another post first. Choose a review by people."))
    return None


def person_needed(person: Any) -> Refusal | None:
    return None if person is not None else Refusal("scores.person_needed", _("A person must answer for this. Sign in with your own account."))


def may_change(state: str) -> Refusal | None:
    if state != "draft":
        return Refusal("scores.version_in_use", _("A version that was in use is not changed any more. Make a new version and change that."))
    return None


def gaps_of(terms: Terms) -> list[tuple[str, str, Span]]:
    """Every range somebody must decide: ("hole" or "overlap", the item's code or "", the range)."""
    found = [("overlap", "", span) for span, _one, _other in overlaps(terms.bands)]
    if terms.bands:
        found += [("hole", "", span) for span in holes(terms.bands, terms.lowest, terms.highest, terms.step)]
    for code, shape, formula, _full in terms.items:
        if shape in ("rate", "measure") and formula == "bands":
            found += _gaps_of_rate(code, shape, terms.item_bands.get(code, ()))
    return found


def _gaps_of_rate(code: str, shape: str, spans: Sequence[Span]) -> list[tuple[str, str, Span]]:
    """A rate covers 0 to 100 percent; another figure only what lies between its own bands."""
    lowest, highest = PERCENT
    if shape == "measure" and spans:
        lowest, highest = min(one.lowest for one in spans), max(one.highest for one in spans)
    gaps = [("overlap", code, span) for span, _one, _other in overlaps(spans)]
    return gaps + [("hole", code, span) for span in holes(spans, lowest, highest, CENT)]


def may_activate(terms: Terms, *, from_on: date, before_on: date | None) -> Refusal | None:
    """Whether nothing in it is left to a machine to guess. `before_on` is the day from which the version in use counts."""
    if terms.state != "draft":
        return Refusal("scores.not_draft", _("Only a version that is being written can be put in use."))
    if not terms.items:
        return Refusal("scores.no_items", _("The scheme has no items yet. Add what is scored."))
    above = terms.base + sum((full for _code, shape, _formula, full in terms.items if shape != "add"), Decimal(0))
    if terms.method == "sheets" and above > terms.highest:
        return Refusal("scores.items_above_scale", _("The items come to %(sum)s points, but the scale ends at %(highest)s. Change the marks or the scale."), sum=above, highest=terms.highest)
    for kind, code, span in gaps_of(terms)[:1]:
        shown = {"from_": _plain(span.lowest), "to": _plain(span.highest), "item": code or "-"}
        if kind == "overlap":
            return Refusal("scores.bands_overlap", _("%(from_)s to %(to)s (item %(item)s) belongs to two bands. Somebody must decide to which."), **shown)
        return Refusal("scores.bands_leave_gap", _("%(from_)s to %(to)s (item %(item)s) belongs to no band. Somebody must decide to which; the system does not invent it."), **shown)
    if before_on is not None and from_on <= before_on:
        return Refusal("scores.not_after_version", _("The new version must begin after %(day)s, when the one in use began."), day=before_on)
    return None


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"
