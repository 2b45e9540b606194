"""What the verbs of reports share: the locked report, its facts for events, and who may do what."""

from __future__ import annotations

from typing import Any

from ...models import Report

WRITERS = ("squad_leader", "team_leader", "security_manager", "project_manager", "front_desk", "engineer")
APPROVERS = ("security_manager", "project_manager", "headquarters")
READERS = (*WRITERS, "monitor_operator", "fire_operator", "headquarters", "street_office", "auditor", "committee_member")


def held(report: Report) -> Report:
    """The report as it stands, locked."""
    return Report.objects.select_for_update(of=("self",)).select_related("scope").get(pk=report.pk)


def facts(report: Report) -> dict[str, Any]:
    return {"report": report.pk, "kind": report.kind, "first_on": report.first_on, "last_on": report.last_on}
