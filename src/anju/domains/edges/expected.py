"""Who and which cars are expected at a gate tonight, as the paper shows them. It reads; it writes nothing."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from anju.domains.access.queries import valid_or_coming
from anju.domains.passes.queries import facts_of, spot_of
from anju.domains.places.queries import Place
from anju.kernel import clock
from anju.kernel.masking import mask_name, mask_plate

MOST = 500


def until_noon(gate: Place, at: datetime) -> datetime:
    """Noon of the next day where the gate stands."""
    there = clock.local(gate.scope, at)
    return datetime.combine(there.date() + timedelta(days=1), time(12), there.tzinfo)


def expected_at(gate: Place, *, at: datetime) -> list[dict[str, Any]]:
    """Number, masked name and plate, where to, from when and until when, of the passes that count at this gate; the earliest first."""
    rows = valid_or_coming(gate.scope, at=at, until=until_noon(gate, at)).select_related("place")
    here = spot_of(gate, "", at).places
    found = [one for one in rows if not one.gates or here & facts_of(one).gates]
    return [
        {
            "number": one.number, "name": mask_name(one.holder_name), "plate": mask_plate(one.plate), "to": one.place.full_name if one.place else "",
            "from": one.starts_at.isoformat(), "until": one.ends_at.isoformat(),
        }
        for one in found[:MOST]
    ]  # fmt: skip
