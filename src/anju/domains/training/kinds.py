"""The closed lists of this room: kinds of certificates, who does what."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

MANAGERS = ("security_manager", "project_manager")
TRAINERS = ("squad_leader", "team_leader", *MANAGERS)
READERS = (*TRAINERS, "front_desk", "headquarters", "auditor")

CERTIFICATES = (
    ("guard", _("Security guard certificate")),
    ("fire_facility", _("Fire facility operator certificate")),
    ("fireman", _("Firefighter certificate")),
    ("first_aid", _("First aid certificate")),
    ("special_operation", _("Special operation certificate")),
    ("electrician", _("Electrician certificate")),
    ("manager", _("Property manager certificate")),
    ("manager_practice", _("Property manager practice certificate")),
    ("trainer", _("Internal trainer certificate")),
    ("ambassador", _("Safety ambassador")),
)
OWN_CERTIFICATES = tuple(each for each in CERTIFICATES if each[0] in ("trainer", "ambassador", "manager_practice"))
"""What the house itself gives to who completed its course."""
KINDS = dict(CERTIFICATES)
WARNINGS = (30, 7)
"""Days before the end on which its holder and the managers are told."""

TRACKS = (("common", _("Common training")), ("department", _("Department's own training")))
TIERS = (("basic", _("Basic tier")), ("backbone", _("Backbone tier")), ("management", _("Management tier")))
LEVELS = (("company", _("Company level")), ("site", _("Site level")), ("squad", _("Squad level")))
WAYS = (("lecture", _("Lecture in class")), ("on_post", _("On-post coaching")), ("theory", _("Theory test")), ("practice", _("Practical assessment")))
SESSIONS = (
    ("class", _("Class")), ("exercise", _("Exercise")), ("meeting", _("Meeting with training")), ("lecture", _("Lecture from outside")), ("case", _("Case study")),
    ("visit", _("Study visit")), ("briefing", _("Briefing before work")), ("contest", _("Skills contest")), ("research", _("Study and research")),
)  # fmt: skip
QUICK = ("meeting", "briefing", "research")
"""Kinds that may be entered as held at once, because they are part of something that takes place anyway."""
PERIODS = (
    ("shift", _("Each shift")), ("P1D", _("Daily")), ("P1W", _("Weekly")), ("P15D", _("Half-monthly")), ("P1M", _("Monthly")), ("P2M", _("Every 2 months")),
    ("P3M", _("Quarterly")), ("P6M", _("Half-yearly")), ("P1Y", _("Yearly")),
)  # fmt: skip
QUESTIONS = (("single", _("One right answer")), ("multiple", _("Several right answers")), ("judge", _("Right or wrong")))
EXAMS = (("bank", _("From the question bank")), ("owners", _("Who lives where")))
