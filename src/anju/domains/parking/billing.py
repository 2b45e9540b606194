"""From a stay to its facts for the price, and to its charge. It reads and reckons; what it bills, it bills through `charges`."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as say
from django.utils.translation import pgettext

from anju.domains.charges import actions as charges
from anju.domains.charges.queries import OWING, Charge, Tariff, price_on
from anju.domains.duties.queries import YearUnknown, calendar_of
from anju.kernel import clock
from anju.kernel.actors import Actor
from anju.kernel.masking import mask_plate
from anju.kernel.refusals import Refusal

from . import rules
from .actions.holding import right_of
from .models import Policy, Right, Stay
from .pricing import BASIS, stay_of, terms_of
from .rules.deciding import Standing, free_by
from .states import HERE

SYSTEM = Actor.system("parking")


def tariff_of(stay: Stay) -> Tariff | None:
    """The price of its zone, else the community's price by stay."""
    if stay.zone_id and stay.zone.tariff_id:
        return stay.zone.tariff
    return Tariff.objects.filter(scope=stay.scope_id, kind="parking", basis=BASIS, state="in_use").order_by("created_at").first()


def policy_of(stay: Stay) -> Policy | None:
    """The company's rule that covers this car on the day of its entry."""
    if stay.vehicle is None or stay.entered_at is None:
        return None
    day = clock.local(stay.scope, stay.entered_at).date()
    rows = Policy.objects.filter(scope=stay.scope_id, covers=stay.vehicle.kind, state="active", starts_on__lte=day)
    return rows.exclude(ends_on__lt=day).order_by("-starts_on").first()


def free_reason(stay: Stay) -> str:
    """Why it costs nothing, "" where the price says. Looks at rights and rules, never at what anybody paid."""
    right = right_of(stay.vehicle, stay.entered_at)
    others = 0
    if right is not None and right.bay_id is not None:
        of_bay = Right.objects.filter(scope=stay.scope_id, bay=right.bay_id, state="active").exclude(vehicle=stay.vehicle).values("vehicle")
        others = Stay.objects.filter(scope=stay.scope_id, state__in=HERE, entered_at__lt=stay.entered_at, vehicle__in=of_bay).count()
    vehicle = stay.vehicle
    return free_by(
        Standing(
            kind=vehicle.kind if vehicle else "", vehicle_class=vehicle.vehicle_class if vehicle else "car", has_right=right is not None, others_on_bay=others,
            has_policy=policy_of(stay) is not None,
        )
    )


def facts_of(stay: Stay, until: datetime) -> dict[str, Any]:
    """What the price needs beside the times: the zone of the wall clock, days off, coupon, what was billed ahead."""
    first, last = clock.local(stay.scope, stay.entered_at).date(), clock.local(stay.scope, until).date()
    policy = policy_of(stay)
    return {
        "zone": str(clock.zone(stay.scope)), "days_off": _days_off(stay, first, last), "coupon_minutes": stay.coupon_minutes, "billed_fen": stay.prepaid_fen,
        "waived_by": policy.title if policy else "",
    }  # fmt: skip


def _days_off(stay: Stay, first: Any, last: Any) -> list[str]:
    days = [first + timedelta(days=number) for number in range(min((last - first).days, rules.charging.MOST_DAYS) + 1)]
    try:
        calendar = calendar_of(stay.scope)
        return [day.isoformat() for day in days if not calendar.is_working(day)]
    except YearUnknown:
        return [day.isoformat() for day in days if day.isoweekday() > 5]


def quoted(stay: Stay, until: datetime) -> list[rules.Line] | Refusal | None:
    """What the stay comes to by then, line by line; None where it is free or no price is in force."""
    tariff = tariff_of(stay)
    if tariff is None or stay.entered_at is None or free_reason(stay) in ("right", "special"):
        return None
    version = price_on(tariff, clock.local(stay.scope, stay.entered_at).date())
    if version is None or not version.terms:
        return None
    return rules.charge(stay_of(stay.entered_at, until, facts_of(stay, until)), terms_of(version.terms))


def unpaid(stay: Stay) -> list[Charge]:
    """The bills of this stay that are not paid whole, the oldest first: what was billed ahead, and what came at the exit."""
    if stay.prepaid_id is None and stay.charge_id is None:
        return []
    rows = Charge.objects.filter(scope=stay.scope_id, kind="parking", basis_link=link_of(stay), state__in=OWING, issued_at__gte=stay.entered_at)
    return [one for one in rows.order_by("issued_at", "number") if one.owed_fen]


def accrued_fen(stay: Stay, until: datetime) -> int:
    """What the stay came to since it was billed last, as far as it has to be paid."""
    if stay.state not in HERE or (stay.paid_until_at is not None and until <= stay.paid_until_at):
        return 0
    lines = quoted(stay, until)
    return max(sum(line.fen for line in lines), 0) if isinstance(lines, list) and not free_reason(stay) else 0


def link_of(stay: Stay) -> str:
    return f"/stays/{stay.pk}/"


def leave_minutes(stay: Stay) -> int:
    tariff = tariff_of(stay)
    version = price_on(tariff, clock.local(stay.scope, stay.entered_at).date()) if tariff and stay.entered_at else None
    return terms_of(version.terms).leave_minutes if version and version.terms else 0


def bill(stay: Stay, until: datetime, *, by: Actor, at: datetime) -> Charge | None:
    """Bill what a stay comes to by then and was not billed before. Sets `free_by` where it costs nothing; saves nothing of the stay."""
    stay.free_by = free_reason(stay)
    if stay.free_by or (stay.paid_until_at is not None and until <= stay.paid_until_at):
        return None
    lines = quoted(stay, until)
    if not isinstance(lines, list):
        return None
    if sum(line.fen for line in lines) <= 0:
        stay.free_by = stay.free_by or ("minutes" if lines[0].what == "free" else "coupon" if stay.coupon_minutes else "")
        return None
    vehicle = stay.vehicle
    made = charges.issue_charge(
        stay.scope, tariff=tariff_of(stay), place=stay.dwelling, payer=vehicle.holder if vehicle else None, payer_name=vehicle.holder_name if vehicle else "", plate=stay.plate,
        entered_at=stay.entered_at, left_at=until, facts=facts_of(stay, until), title=say("Parking %(plate)s") % {"plate": mask_plate(stay.plate)}, basis_label=pgettext("parking", "Stay"),
        basis_link=link_of(stay), by=by, at=at,
    )  # fmt: skip
    return None if isinstance(made, Refusal) else made


def pay_by_itself(stay: Stay, charge: Charge) -> None:
    """Where the holder wants it so, the charge is paid from the balance of his dwelling; what the balance lacks stays a charge."""
    if stay.vehicle is not None and stay.vehicle.has_autopay:
        charges.pay_from_balance(stay.scope, charge=charge, by=SYSTEM)
