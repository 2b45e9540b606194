"""The closed lists of this room: kinds of paper, levels of confidentiality, periods, management systems, and who does what."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

MANAGERS = ("project_manager", "security_manager")
OFFICE = (*MANAGERS, "team_leader", "front_desk")
STAFF = (*OFFICE, "squad_leader", "guard", "monitor_operator", "fire_operator", "engineer", "cleaner", "gardener")
READERS = (*OFFICE, "headquarters", "auditor")
OPENERS = (*STAFF, "headquarters", "auditor")

MEDIA = (("paper", pgettext_lazy("document", "Paper")), ("electronic", _("Electronic")), ("audiovisual", _("Audio-visual")), ("physical", _("Physical item")))
LEVELS = (
    ("open", pgettext_lazy("document", "Open")), ("internal", _("Internal")), ("confidential", _("Confidential")), ("strict", _("Strictly confidential")),
)  # fmt: skip
CLOSED = ("confidential", "strict")
"""Levels whose titles stay out of lists and searches, and whose every view is logged."""

TIERS = ((0, _("None")), (1, _("Manual")), (2, _("Procedure")), (3, _("Form")))
"""The three levels of management documents; 0 is none of them."""

FILES_OF = (("", _("None")), ("dwelling", _("Dwelling")), ("device", _("Device")), ("post", _("Post")), ("person", _("Person")))
"""What a class keeps one file for: one household one file, one device one file."""

PERS = (
    ("once", _("Once")), ("year", _("Every year")), ("quarter", _("Every quarter")), ("month", _("Every month")), ("file", _("In each file")),
)  # fmt: skip
SYSTEMS = (("quality", _("Quality (ISO 9001)")), ("environment", _("Environment (ISO 14001)")), ("safety", _("Occupational safety (OHSAS 18001, ISO 45001)")))
LOANS = (("consult", _("Consult")), ("borrow", _("Borrow the original")), ("copy", pgettext_lazy("document", "Take a copy")))
CHECKS = (
    ("review", _("Regular review")), ("execution", _("Execution check")), ("quality", _("Record quality check")), ("conformance", _("Conformance check")),
    ("files", _("File integrity check")),
)  # fmt: skip
TRANSFERS = (
    ("takeover", _("Takeover of a project")), ("company", _("Change of company")), ("keeper", _("Change of keeper")), ("body", _("To an outside body")),
)  # fmt: skip
METHODS = (("shred", _("Shredding")), ("pulp", _("Pulping")), ("burn", _("Burning at a licensed plant")), ("erase", _("Erasure of files")))

LOOK_MINUTES = 15
"""A stated purpose opens a closed document for a quarter of an hour."""

MOST_IN_LIST = 50
"""Documents in one disposal list or handover list: its end stays one short transaction."""
