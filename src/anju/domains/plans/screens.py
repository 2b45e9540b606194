"""Plans have pages of their own; here stands only who may see them."""

from __future__ import annotations

from anju.kernel import permissions

STAFF = (
    "guard",
    "squad_leader",
    "team_leader",
    "monitor_operator",
    "fire_operator",
    "security_manager",
    "project_manager",
    "front_desk",
    "engineer",
    "cleaner",
    "gardener",
)
OVERSEERS = ("headquarters", "street_office", "fire_brigade", "police", "auditor", "committee_member")

permissions.declare("plans.see_plans", (*STAFF, *OVERSEERS))
permissions.declare_view("plans.plan", "plans.see_plans")
permissions.declare_view("plans.clause", "plans.see_plans")
