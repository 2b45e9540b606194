"""The field's words: which role a plan's word means, whom a field of work belongs to, and what usually proves it."""

from __future__ import annotations

# Longest first: 保安队长 must not be read as 保安.
ROLE_OF_WORD = (
    ("消防控制", "fire_operator"),
    ("监控", "monitor_operator"),
    ("项目经理", "project_manager"),
    ("物业经理", "project_manager"),
    ("安全经理", "security_manager"),
    ("保安经理", "security_manager"),
    ("管理层", "security_manager"),
    ("经理", "security_manager"),
    ("主管", "security_manager"),
    ("队长", "team_leader"),
    ("班长", "squad_leader"),
    ("班组", "squad_leader"),
    ("工程", "engineer"),
    ("维修", "engineer"),
    ("保洁", "cleaner"),
    ("绿化", "gardener"),
    ("前台", "front_desk"),
    ("客服", "front_desk"),
    ("保安", "guard"),
    ("秩序", "guard"),
    ("门岗", "guard"),
    ("巡逻", "guard"),
)
ROLE_OF_DOMAIN = {
    "patrol": "guard",
    "access-people": "guard",
    "access-vehicles": "guard",
    "access-goods": "guard",
    "parking": "guard",
    "surveillance": "monitor_operator",
    "alarms-iot": "monitor_operator",
    "fire-safety": "squad_leader",
    "risk-hazard": "squad_leader",
    "dispatch-incident": "squad_leader",
    "emergency-drills": "security_manager",
    "training-certification": "security_manager",
    "staffing-roster": "team_leader",
    "performance-appraisal": "security_manager",
    "equipment-maintenance": "engineer",
    "environment-cleaning-greening": "cleaner",
    "renovation": "front_desk",
    "resident-service": "front_desk",
    "publicity-community": "front_desk",
    "documents-archives": "front_desk",
    "finance-budget": "project_manager",
    "governance-supervision": "project_manager",
    "plans-kpi-reports": "security_manager",
    "privacy-security": "security_manager",
    "integration-analytics": "security_manager",
    "generic-campaign": "project_manager",
    "generic-scoring": "project_manager",
}
PASS_DOMAINS = frozenset({"access-people", "access-vehicles", "access-goods"})
EVIDENCE = {
    "patrol": ("photo",),
    "fire-safety": ("photo",),
    "risk-hazard": ("photo",),
    "equipment-maintenance": ("photo",),
    "environment-cleaning-greening": ("photo",),
    "emergency-drills": ("photo", "signature"),
    "training-certification": ("signature",),
}
SECOND_PERSON_DOMAINS = frozenset(
    {"patrol", "fire-safety", "risk-hazard", "emergency-drills", "training-certification", "equipment-maintenance", "surveillance"}
)
