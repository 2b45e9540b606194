"""What employees ask for or propose is a case of its own kind: answered, called back and closed like an order."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from anju.domains.cases.queries import Kind, kind_of, register_kind

register_kind(
    Kind(
        code="staff_request",
        label=_("Staff request"),
        flow=kind_of("repair").flow,
        hours={1: 24, 2: 72, 3: 168, 4: 360},
        stage_hours={"new": 48, "reopened": 48, "to_call_back": 168},
        ladder=("security_manager", "project_manager", "headquarters"),
        categories=(
            ("suggestion", _("Suggestion")),
            ("wellbeing", _("Wellbeing")),
            ("pay", _("Pay and hours")),
            ("gear", _("Clothing and equipment")),
            ("other", _("Other")),
        ),
    )
)
