"""The parts of a draft: items, bands, the decision on a gap, what follows."""

from __future__ import annotations

import re
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anju.domains.measures.queries import sources
from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.models import Scope
from anju.kernel.refusals import Refusal

from .. import rules
from ..events import BandRemoved, BandSet, ItemRemoved, ItemSet, RangeDecided, RuleRemoved, RuleSet
from ..kinds import CONSEQUENCES, EVIDENCE, FORMULAS, PERIODS, SHAPES, SUBJECTS, TRIGGERS, consequence_choices
from ..models import Band, BandDecision, Item, Rule, Scheme
from .holding import MANAGERS, bands_of, held, of_scheme
from .schemes import CODE, create_scheme

BARE = {"lowest": Decimal(0), "batch": 1, "levels": {}, "measure": ""}
COLOURS = ("grey", "blue", "green", "yellow", "orange", "red")


@action(title=_("Add an item"), posts=MANAGERS, event=ItemSet, allowed_from=("draft",))
def add_item(
    scheme: Scheme,
    *,
    code: Annotated[str, Field(_("Code"), max_length=40)],
    wording: Annotated[str, Field(_("Wording"), max_length=300)],
    group: Annotated[str, Field(_("Section of the scheme"), max_length=60)] = "",
    shape: Annotated[str, Field(_("How it is scored"), choices=SHAPES)] = "deduct",
    full_marks: Annotated[Decimal, Field(_("Full marks"))] = Decimal(0),
    lowest: Annotated[Decimal, Field(_("Least points"))] = Decimal(0),
    unit_points: Annotated[Decimal, Field(_("Points per finding"))] = Decimal(0),
    unit_name: Annotated[str, Field(_("What is counted"), max_length=30)] = "",
    batch: Annotated[int, Field(_("Findings per deduction"))] = 1,
    levels: Annotated[dict | None, Field(_("Points by gravity"))] = None,
    is_veto: Annotated[bool, Field(_("One failing decides"))] = False,
    evidence: Annotated[str, Field(_("Proof asked"), choices=EVIDENCE)] = "reason",
    measure: Annotated[str, Field(_("Measure"), max_length=80)] = "",
    dimension: Annotated[str, Field(_("Dimension"), max_length=100)] = "",
    formula: Annotated[str, Field(_("Formula"), choices=FORMULAS)] = "bands",
    interval_days: Annotated[int, Field(_("To be done every so many days"), minimum=0, maximum=366)] = 0,
    legal_note: Annotated[str, Field(_("Legal note"), max_length=300)] = "",
    basis_label: Annotated[str, Field(_("Basis"), max_length=200)] = "",
    basis_link: Annotated[str, Field(_("Link to the basis"), max_length=200)] = "",
    ordering: Annotated[int, Field(_("Place in the list"), minimum=0, maximum=30000)] = 0,
    by: Actor,
    at: datetime | None = None,
) -> Item | Refusal:
    """Add what is looked at and what it is worth; the same code again replaces it."""
    fields = {name: value for name, value in locals().items() if name not in ("scheme", "by", "at")}
    fields["levels"] = levels or {}
    return _put_item(held(scheme), fields)


def _put_item(scheme: Scheme, fields: dict[str, Any]) -> Item | Refusal:
    fields = {**BARE, **fields}
    if no := rules.may_change(scheme.state) or _may_add(scheme, fields):
        return no
    item, _made = Item.objects.update_or_create(
        scope_id=scheme.scope_id, scheme=scheme, code=fields.pop("code"), defaults=fields
    )
    announce(
        ItemSet(**of_scheme(scheme), item=item.pk, item_code=item.code, full_marks=item.full_marks, wording=item.wording),
        subject=item,
    )
    return item


def _may_add(scheme: Scheme, fields: dict[str, Any]) -> Refusal | None:
    if not re.fullmatch(CODE, fields["code"]) or not fields["wording"].strip():
        return Refusal("scores.bad_item_code", _("A code is made of small letters, digits and dashes, and a wording is needed."))
    return rules.fit_item(
        shape=fields["shape"],
        full=fields["full_marks"],
        lowest=fields["lowest"],
        unit_points=fields["unit_points"],
        batch=fields["batch"],
        levels=fields["levels"],
        measure=fields["measure"],
        is_measure=fields["measure"] in dict(sources(scheme.scope)),
    )


@action(title=_("Bring in an item"), posts=MANAGERS, event=ItemSet)
def import_item(
    scope: Scope,
    *,
    scheme_code: Annotated[str, Field(_("Code of the scheme"), max_length=40)],
    scheme_title: Annotated[str, Field(_("Title of the scheme"), max_length=120)],
    code: Annotated[str, Field(_("Code of the item"), max_length=40)],
    wording: Annotated[str, Field(_("Wording"), max_length=300)],
    full_marks: Annotated[Decimal, Field(_("Full marks"))],
    group: Annotated[str, Field(_("Section of the scheme"), max_length=60)] = "",
    shape: Annotated[str, Field(_("How it is scored"), choices=SHAPES)] = "deduct",
    unit_points: Annotated[Decimal, Field(_("Points per finding"))] = Decimal(0),
    unit_name: Annotated[str, Field(_("What is counted"), max_length=30)] = "",
    subject_kind: Annotated[str, Field(_("Who is scored"), choices=SUBJECTS)] = "squad",
    period: Annotated[str, Field(_("Period"), choices=PERIODS)] = "month",
    by: Actor,
    at: datetime | None = None,
) -> Item | Refusal:
    """One row of a table: an item, and with the first row the draft of its scheme."""
    scheme = Scheme.objects.filter(scope=scope, code=scheme_code, state="draft").first()
    if scheme is None:
        scheme = create_scheme(scope, code=scheme_code, title=scheme_title, subject_kind=subject_kind, period=period, by=by, at=at)
        if isinstance(scheme, Refusal):
            return scheme
    place = Item.objects.filter(scope=scope, scheme=scheme).count() + 1
    fields = {
        "code": code, "wording": wording, "group": group, "shape": shape, "full_marks": full_marks, "unit_points": unit_points, "unit_name": unit_name,
        "ordering": place,
    }  # fmt: skip
    return _put_item(scheme, fields)


@action(title=_("Remove the item"), posts=MANAGERS, event=ItemRemoved, confirm=True)
def remove_item(item: Item, *, by: Actor, at: datetime | None = None) -> Scheme | Refusal:
    """Take an item out of a draft, with the bands of its rate."""
    scheme = held(item.scheme)
    if no := rules.may_change(scheme.state):
        return no
    BandDecision.objects.filter(scope=scheme.scope_id, item=item).delete()
    Band.objects.filter(scope=scheme.scope_id, item=item).delete()
    Item.objects.filter(pk=item.pk).delete()
    announce(ItemRemoved(**of_scheme(scheme), item_code=item.code), subject=scheme)
    return scheme


@action(title=_("Add a band"), posts=MANAGERS, event=BandSet, allowed_from=("draft",))
def add_band(
    scheme: Scheme,
    *,
    label: Annotated[str, Field(_("Label"), max_length=60)],
    lowest: Annotated[Decimal, Field(pgettext_lazy("points", "From"))],
    highest: Annotated[Decimal, Field(pgettext_lazy("points", "To"))],
    item: Annotated[Item | None, Field(_("Item"), help=_("Only for the bands of a rate."))] = None,
    points: Annotated[Decimal | None, Field(_("Points"))] = None,
    stars: Annotated[int, Field(_("Stars"), minimum=0, maximum=7)] = 0,
    colour: Annotated[str, Field(_("Colour"), choices=[(one, one) for one in COLOURS])] = "blue",
    by: Actor,
    at: datetime | None = None,
) -> Band | Refusal:
    """Name a range of scores. Write what the source says; gaps and overlaps are shown and decided separately."""
    scheme = held(scheme)
    if no := rules.may_change(scheme.state) or _fits_band(scheme, label, lowest, highest, item, points):
        return no
    band = Band.objects.create(
        scope=scheme.scope, scheme=scheme, item=item, label=label, lowest=lowest, highest=highest, points=points, stars=stars, colour=colour
    )
    item_code = item.code if item else ""
    announce(BandSet(**of_scheme(scheme), lowest=lowest, highest=highest, item_code=item_code, label=label), subject=band)
    return band


def _fits_band(scheme: Scheme, label: str, lowest: Decimal, highest: Decimal, item: Item | None, points: Decimal | None) -> Refusal | None:
    if item is not None and item.scheme_id != scheme.pk:
        return Refusal("scores.item_of_another", _("This item belongs to another scheme."))
    if not rules.is_number(lowest, highest, points or Decimal(0)) or lowest > highest or not label.strip():
        return Refusal("scores.bad_band", _("A band needs a name, and it begins no higher than it ends."))
    if item is None and not scheme.lowest <= lowest <= highest <= scheme.highest:
        return Refusal("scores.band_off_scale", _("The scale goes from %(lowest)s to %(highest)s. Keep the band within it."), lowest=scheme.lowest, highest=scheme.highest)
    if item is not None and points is None:
        return Refusal("scores.band_without_points", _("Say how many points this band of the rate gives."))
    return None


@action(title=_("Remove the band"), posts=MANAGERS, event=BandRemoved, confirm=True)
def remove_band(band: Band, *, by: Actor, at: datetime | None = None) -> Scheme | Refusal:
    """Take a band out of a draft."""
    scheme = held(band.scheme)
    if no := rules.may_change(scheme.state):
        return no
    if Rule.objects.filter(scope=scheme.scope_id, band=band).exists():
        return Refusal("scores.band_in_use", _("Something follows from this band. Remove that rule first."))
    Band.objects.filter(pk=band.pk).delete()
    announce(BandRemoved(**of_scheme(scheme), lowest=band.lowest, highest=band.highest), subject=scheme)
    return scheme


@action(title=_("Decide a range"), posts=MANAGERS, event=RangeDecided, allowed_from=("draft",))
def decide_range(
    scheme: Scheme,
    *,
    lowest: Annotated[Decimal, Field(pgettext_lazy("points", "From"))],
    highest: Annotated[Decimal, Field(pgettext_lazy("points", "To"))],
    label: Annotated[str, Field(_("Belongs to"), max_length=60, help=_("An existing band, or a new name."))],
    reason: Annotated[str, Field(_("Reason"), multiline=True)],
    item: Annotated[Item | None, Field(_("Item"))] = None,
    points: Annotated[Decimal | None, Field(_("Points"))] = None,
    by: Actor,
    at: datetime | None = None,
) -> BandDecision | Refusal:
    """Say where a range belongs that the source left open or gave to two bands; the decision is kept with your name."""
    scheme = held(scheme)
    bands = bands_of(scheme, item)
    like = next((band for band in bands if band.label == label), None)
    points = points if points is not None else (like.points if like else None)
    if no := rules.may_change(scheme.state) or rules.person_needed(by.person) or _fits_band(scheme, label, lowest, highest, item, points):
        return no
    if not reason.strip():
        return Refusal("scores.decision_without_reason", _("Say why it belongs there; the decision stays on record with your name."))
    _replace_bands(scheme, item, bands, rules.Span(lowest, highest, label), points)
    decision = BandDecision.objects.create(
        scope=scheme.scope, scheme=scheme, item=item, lowest=lowest, highest=highest, label=label, reason=reason, decided_by_id=by.person, decided_at=at
    )
    code = item.code if item else ""
    announce(
        RangeDecided(**of_scheme(scheme), lowest=lowest, highest=highest, item_code=code, decided_by=by.person, label=label, reason=reason),
        subject=decision,
    )
    return decision


def _replace_bands(scheme: Scheme, item: Item | None, bands: list[Band], range_: rules.Span, points: Decimal | None) -> None:
    """Cut the bands to what was decided; a band that stays keeps its record, so that rules still point to it."""
    step = scheme.step if item is None else Decimal("0.01")
    by_label = {band.label: band for band in bands}
    wanted = rules.decided([rules.Span(one.lowest, one.highest, one.label) for one in bands], range_, step)
    kept = set()
    for span in wanted:
        band = by_label.get(span.name)
        if band is None or band.pk in kept:
            like = band or Band(label=span.name, points=points)
            band = Band(scope=scheme.scope, scheme=scheme, item=item, label=like.label, points=like.points, stars=like.stars, colour=like.colour)
        band.lowest, band.highest = span.lowest, span.highest
        band.save()
        kept.add(band.pk)
    gone = [band.pk for band in bands if band.pk not in kept]
    Rule.objects.filter(scope=scheme.scope_id, band__in=gone).delete()
    Band.objects.filter(scope=scheme.scope_id, pk__in=gone).delete()


@action(title=_("Add what follows"), posts=MANAGERS, event=RuleSet, allowed_from=("draft",))
def add_rule(
    scheme: Scheme,
    *,
    label: Annotated[str, Field(_("Label"), max_length=80)],
    trigger: Annotated[str, Field(_("Follows when"), choices=TRIGGERS)],
    kind: Annotated[str, Field(_("What follows"), choices=consequence_choices)],
    value: Annotated[Decimal, Field(_("How much or how many"))] = Decimal(0),
    until_value: Annotated[Decimal | None, Field(_("And less than"))] = None,
    band: Annotated[Band | None, Field(_("Band"))] = None,
    floor: Annotated[Decimal | None, Field(_("Not below this score"))] = None,
    months: Annotated[int, Field(_("Months"), minimum=0, maximum=600)] = 0,
    days: Annotated[int, Field(pgettext_lazy("points", "Days"), minimum=0, maximum=3650)] = 0,
    points: Annotated[Decimal, Field(_("Points"))] = Decimal(0),
    amounts: Annotated[list[int] | None, Field(_("Yuan by rank"))] = None,
    shares: Annotated[dict | None, Field(_("Shares in percent"))] = None,
    legal_note: Annotated[str, Field(_("Legal note"), max_length=300)] = "",
    by: Actor,
    at: datetime | None = None,
) -> Rule | Refusal:
    """Lay down what follows from a rank, a band or points taken; it always begins with a warning and can be appealed."""
    scheme = held(scheme)
    if kind not in CONSEQUENCES:
        return Refusal("scores.unknown_consequence", _("The system knows no such consequence. It imposes no penalties of money on people."))
    if no := rules.may_change(scheme.state) or rules.fit_rule(
        subject_kind=scheme.subject_kind,
        trigger=trigger,
        kind=kind,
        value=value,
        until=until_value,
        amounts=amounts or [],
        shares=shares or {},
        has_band=band is not None and band.scheme_id == scheme.pk,
    ):
        return no
    rule = Rule.objects.create(
        scope=scheme.scope, scheme=scheme, label=label, trigger=trigger, kind=kind, value=value, until_value=until_value, band=band, floor=floor,
        months=months, days=days, points=points, amounts=amounts or [], shares=shares or {}, legal_note=legal_note,
    )  # fmt: skip
    announce(RuleSet(**of_scheme(scheme), rule=rule.pk, trigger=trigger, kind=kind), subject=rule)
    return rule


@action(title=_("Remove what follows"), posts=MANAGERS, event=RuleRemoved, confirm=True)
def remove_rule(rule: Rule, *, by: Actor, at: datetime | None = None) -> Scheme | Refusal:
    """Take a rule out of a draft."""
    scheme = held(rule.scheme)
    if no := rules.may_change(scheme.state):
        return no
    Rule.objects.filter(pk=rule.pk).delete()
    announce(RuleRemoved(**of_scheme(scheme), trigger=rule.trigger, kind=rule.kind), subject=scheme)
    return scheme
