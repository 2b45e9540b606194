"""What this room brings to the engines below: two kinds of passes and one of cases."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from anju.domains.cases.queries import Kind as CaseKind
from anju.domains.cases.queries import is_kind, kind_of, register_kind
from anju.domains.passes.queries import Kind as PassKind
from anju.domains.passes.queries import is_kind as is_pass_kind
from anju.domains.passes.queries import register_kind as register_pass

from .kinds import DESK, GATE, MANAGERS, fault_choices

ISSUERS = (*dict.fromkeys((*DESK, *MANAGERS)),)
DAY = 24


def register() -> None:
    """Once, when the actions are loaded."""
    if not is_pass_kind("renovation"):
        register_pass(PassKind(code="renovation", label=_("Construction permit"), prefix="Z", needs=("holder", "purpose", "place"), asked_by=ISSUERS, issued_by=ISSUERS, hours=90 * DAY,
                               longest_hours=367 * DAY, layout="a4"))  # fmt: skip
        register_pass(PassKind(code="material", label=_("Material pass"), prefix="M", needs=("holder", "items", "place"), asked_by=ISSUERS, issued_by=(*ISSUERS, *GATE), hours=DAY,
                               longest_hours=7 * DAY, uses=1))  # fmt: skip
    if not is_kind("renovation"):
        register_kind(CaseKind(code="renovation", label=_("Violation in a renovation"), flow=kind_of("task").flow, hours={1: 4, 2: 24, 3: 72, 4: 168},
                               stage_hours={"new": 24, "to_recheck": 48, "to_strike_off": 72}, categories=(*fault_choices(), ("damage", _("Damage by a renovation")))))  # fmt: skip


register()
