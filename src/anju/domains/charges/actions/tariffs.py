"""Fee items and their prices: proposed by one, approved by another, published before they begin."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Annotated

from django.utils.translation import gettext_lazy as _

from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.models import Scope
from anju.kernel.refusals import Refusal

from ..events import (
    ChargeTermsSet,
    PriceApproved,
    PriceProposed,
    PricePublished,
    PriceRefused,
    TariffAdded,
    TariffWithdrawn,
)
from ..kinds import APPROVERS, BASES, DESK, FEES, ROUNDINGS
from ..models import ChargeTerms, Tariff, TariffVersion
from ..money import MOST_FEN, fen_of
from ..pricers import pricers
from ..rules import deciding as rules
from .holding import held, published, today_of

NameInput = Annotated[str, Field(_("Fee item"), max_length=60)]
YuanInput = Annotated[Decimal, Field(_("Sum (yuan)"))]
NoteInput = Annotated[str, Field(_("Note"), max_length=200)]


@action(title=_("Add a fee item"), posts=APPROVERS, event=TariffAdded)
def add_tariff(
    scope: Scope,
    *,
    name: NameInput,
    kind: Annotated[str, Field(_("Sort of fee"), choices=FEES)],
    basis: Annotated[str, Field(_("Measured by"), choices=BASES)],
    needs_consent: Annotated[bool, Field(_("Needs the payer's signature"), help=_("For what the contract does not cover, such as a paid repair."))] = False,
    by: Actor,
    at: datetime | None = None,
) -> Tariff | Refusal:
    """A fee item; it is billed only once a price of it was approved and published."""
    if not name.strip() or kind not in dict(FEES) or basis not in dict(BASES) or (kind in ("renovation_deposit", "other_deposit") and basis != "piece"):
        return Refusal("charges.bad_tariff", _("Not saved: give the item a name, a sort and a measure; a deposit is measured by the piece."))
    if Tariff.objects.filter(scope=scope, name=name.strip(), state="in_use").exists():
        return Refusal("charges.tariff_exists", _("Not saved: there is a fee item of this name. Propose a new price for it instead."))
    tariff = Tariff.objects.create(scope=scope, name=name.strip(), kind=kind, basis=basis, needs_consent=needs_consent)
    announce(TariffAdded(kind=kind, basis=basis, needs_consent=needs_consent, title=tariff.name), subject=tariff)
    return tariff


@action(title=_("Take out of use"), posts=APPROVERS, event=TariffWithdrawn, confirm=True, allowed_from=("in_use",))
def withdraw_tariff(tariff: Tariff, *, reason: Annotated[str, Field(_("Reason"), max_length=200)], by: Actor, at: datetime | None = None) -> Tariff | Refusal:
    """Bill nothing more by it; what was billed stays."""
    tariff = held(tariff)
    if no := rules.told(reason):
        return no
    if tariff.state != "in_use":
        return Refusal("charges.tariff_withdrawn", _("Not charged: this fee item was taken out of use."))
    tariff.state, tariff.end_reason = "withdrawn", reason
    tariff.save()
    announce(TariffWithdrawn(kind=tariff.kind, reason=reason), subject=tariff)
    return tariff


@action(title=_("Propose a price"), posts=DESK, event=PriceProposed)
def propose_price(
    tariff: Tariff,
    *,
    price: Annotated[Decimal, Field(_("Price (yuan)"), help=_("For one m² and month, one month, one piece, one block of time or one unit."))] = Decimal(0),
    starts_on: Annotated[date, Field(_("Price in force from"))],
    legal_basis: Annotated[str, Field(_("Basis of the price"), max_length=200, help=_("The clause of the contract, the owners' decision or the authority's price."))],
    steps: Annotated[str, Field(_("Steps"), multiline=True, help=_("For meters, one a line: upper limit and price, the last line with - as limit."))] = "",
    minimum: Annotated[Decimal, Field(_("Least sum (yuan)"))] = Decimal(0),
    free_minutes: Annotated[int, Field(_("Free minutes"), minimum=0, maximum=100_000)] = 0,
    is_free_deducted: Annotated[bool, Field(_("Free minutes are taken off longer stays"))] = False,
    block_minutes: Annotated[int, Field(_("Minutes of a block"), minimum=1, maximum=1440)] = 60,
    daily_cap: Annotated[Decimal, Field(_("Most for 24 hours (yuan)"), help=_("0 for none."))] = Decimal(0),
    rounding: Annotated[str, Field(_("Rounding"), choices=ROUNDINGS)] = "fen",
    late_permille: Annotated[Decimal, Field(_("Late charge (per mille a day)"), help=_("Only where the contract says so; 0 for none."))] = Decimal(0),
    late_after_days: Annotated[int, Field(_("Late charge after days"), minimum=0, maximum=365)] = 0,
    late_clause: Annotated[str, Field(_("Contract clause on late payment"), max_length=200)] = "",
    terms: Annotated[dict | None, Field(_("Terms of the measure"), required=False)] = None,
    by: Actor,
    at: datetime | None = None,
) -> TariffVersion | Refusal:
    """Lay a price down with its basis; another person approves it, then it is published."""
    tariff = held(tariff)
    read = rules.steps_of(steps)
    fitted = Refusal("charges.bad_steps", _("Not saved: steps are lines such as “240 0.5283”, limits rising, the last line “- 0.8783” without a limit.")) if read is None else rules.fit_steps(read)
    if isinstance(fitted, Refusal):
        return fitted
    least, cap = fen_of(minimum), fen_of(daily_cap)
    if least is None or cap is None or not 0 <= least <= MOST_FEN or not 0 <= cap <= MOST_FEN:
        return _bad_amount()
    if price.is_finite() and price != round(price, 4):
        return Refusal("charges.bad_price", _("Not saved: the price must be above nothing and below a million."))
    no = rules.fit_version(basis=tariff.basis, price=price, steps=fitted, legal_basis=legal_basis, late_permille=late_permille, late_clause=late_clause, block_minutes=block_minutes)
    if no:
        return no
    kept = pricers[tariff.basis].fit(terms or {}) if tariff.basis in pricers else {}
    if isinstance(kept, Refusal):
        return kept
    last = TariffVersion.objects.filter(scope=tariff.scope_id, tariff=tariff).count()
    version = TariffVersion.objects.create(
        scope=tariff.scope, tariff=tariff, number=last + 1, price=price, steps=fitted, terms=kept, minimum_fen=least, free_minutes=free_minutes, is_free_deducted=is_free_deducted,
        block_minutes=block_minutes, daily_cap_fen=cap, rounding=rounding, late_permille=late_permille, late_after_days=late_after_days, late_clause=late_clause,
        legal_basis=legal_basis, starts_on=starts_on, proposed_by_id=by.person,
    )  # fmt: skip
    announce(PriceProposed(**_about(version), legal_basis=legal_basis), subject=version)
    return version


def _bad_amount() -> Refusal:
    return Refusal("charges.bad_amount", _("Not done: the sum must not be nothing, and has at most two decimals."))


def _about(version: TariffVersion) -> dict:
    return {"tariff": version.tariff_id, "number": version.number, "kind": version.tariff.kind, "price": str(version.price), "starts_on": version.starts_on}


@action(title=_("Approve the price"), posts=APPROVERS, event=PriceApproved, allowed_from=("proposed",), second_to=("charges.propose_price",))
def approve_price(version: TariffVersion, *, note: NoteInput = "", by: Actor, at: datetime | None = None) -> TariffVersion | Refusal:
    """Say yes to a price that somebody else proposed."""
    version = held(version)
    if no := rules.waiting(version.state, "proposed") or rules.second_person(version.proposed_by_id, by.person, is_system=by.is_system):
        return no
    version.state, version.answered_by_id, version.answered_at, version.answer_note = "approved", by.person, at, note
    version.save()
    announce(PriceApproved(**_about(version), note=note), subject=version)
    return version


@action(title=_("Do not approve the price"), posts=APPROVERS, event=PriceRefused, allowed_from=("proposed", "approved"))
def refuse_price(version: TariffVersion, *, note: NoteInput, by: Actor, at: datetime | None = None) -> TariffVersion | Refusal:
    """Say no to a price, with the reason; it is never billed."""
    version = held(version)
    if no := rules.told(note):
        return no
    if version.state not in ("proposed", "approved"):
        return rules.waiting(version.state, "proposed")
    version.state, version.answered_by_id, version.answered_at, version.answer_note = "refused", by.person, at, note
    version.save()
    announce(PriceRefused(**_about(version), note=note), subject=version)
    return version


@action(title=_("Publish the price"), posts=DESK, event=PricePublished, allowed_from=("approved",))
def publish_price(
    version: TariffVersion,
    *,
    published_on: Annotated[date, Field(_("Made public on"))],
    published_where: Annotated[str, Field(_("Made public where"), max_length=200, help=_("The notice board, or the link to the public notice."))],
    by: Actor,
    at: datetime | None = None,
) -> TariffVersion | Refusal:
    """Note where the price was made public; from its first day on it is billed, and the one before it ends."""
    version = held(version)
    before = [one for one in published(version.tariff) if one.pk != version.pk]
    last = before[-1] if before else None
    no = rules.may_publish(state=version.state, starts_on=version.starts_on, published_on=published_on, where=published_where, last_start=last.starts_on if last else None)
    if no:
        return no
    if published_on > today_of(version, at):
        return Refusal("charges.not_public_yet", _("Not published: that day is still to come. Note it once people can read it."))
    if last is not None:
        last.ends_on = version.starts_on - timedelta(days=1)
        last.save(update_fields=["ends_on"])
    version.state, version.published_on, version.published_where = "published", published_on, published_where
    version.save()
    announce(PricePublished(**_about(version), published_on=published_on, where=published_where), subject=version)
    return version


@action(title=_("Set the terms of charging"), posts=APPROVERS, event=ChargeTermsSet)
def set_charge_terms(
    scope: Scope,
    *,
    alone_up_to: Annotated[Decimal, Field(_("Corrections alone up to (yuan)"), help=_("Above it a second person approves."))],
    days_to_pay: Annotated[int, Field(_("Days to pay"), minimum=0, maximum=366)],
    by: Actor,
    at: datetime | None = None,
) -> ChargeTerms | Refusal:
    """Up to what sum one person corrects a charge alone, and how many days people have to pay."""
    limit = fen_of(alone_up_to)
    if limit is None or not 0 <= limit <= MOST_FEN:
        return _bad_amount()
    terms, _made = ChargeTerms.objects.update_or_create(scope=scope, defaults={"alone_up_to_fen": limit, "days_to_pay": days_to_pay})
    announce(ChargeTermsSet(alone_up_to_fen=limit, days_to_pay=days_to_pay), subject=terms)
    return terms
