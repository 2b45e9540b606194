"""How far the devices can be trusted, and what to fix first."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from anju.kernel import clock
from anju.kernel.models import Scope

from ..models import Device, Product
from ..rules.posture import WEIGHTS, Facts, findings, score


@dataclass
class Trust:
    """The state of a community's devices: mean score, and each finding with the devices that have it."""

    devices: int = 0
    score: int = 100
    clean: int = 0
    by_finding: dict[str, list[Device]] = field(default_factory=dict)
    scores: dict[object, int] = field(default_factory=dict)


def findings_of(device: Device, *, at: datetime, good: str | None = None) -> list[str]:
    """Codes of what is wrong with one device, the heaviest first. `good` is its product's known-good firmware, where known already."""
    if good is None:
        product = Product.objects.filter(scope=device.scope_id, kind=device.kind, maker=device.maker, model=device.model).first() if device.model else None
        good = product.good_firmware if product else ""
    posture = device.posture
    facts = Facts(
        posture.password, posture.protocol, tuple(posture.open_ports), posture.certificate_from_on, posture.certificate_until_on, device.firmware, good,
        posture.checked_at,
    )  # fmt: skip
    return findings(facts, at=at, today=clock.local(device.scope, at).date())


def trust_of(scope: Scope, *, at: datetime) -> Trust:
    """The posture of everything that is in service. Two queries."""
    goods = {(row[0], row[1], row[2]): row[3] for row in Product.objects.filter(scope=scope).values_list("kind", "maker", "model", "good_firmware")}
    rows = Device.objects.filter(scope=scope, state__in=("in_service", "under_service")).select_related("posture", "place", "scope").order_by("number")
    trust = Trust()
    for device in rows:
        found = findings_of(device, at=at, good=goods.get((device.kind, device.maker, device.model), ""))
        trust.devices += 1
        trust.clean += not found
        trust.scores[device.pk] = score(found)
        for code in found:
            trust.by_finding.setdefault(code, []).append(device)
    if trust.devices:
        trust.score = round(sum(trust.scores.values()) / trust.devices)
    return trust


def fix_first(trust: Trust) -> list[tuple[str, list[Device]]]:
    """The findings by what they cost altogether: weight times devices, the largest first."""
    return sorted(trust.by_finding.items(), key=lambda one: (-WEIGHTS[one[0]] * len(one[1]), one[0]))
