"""The kinds of bodies that run or oversee communities."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

BODIES = [
    ("company", _("Property company")),
    ("branch", _("Branch")),
    ("security_company", _("Security company")),
    ("street_office", _("Street office")),
    ("housing_bureau", _("Housing bureau")),
    ("fire_brigade", _("Fire brigade")),
    ("police", _("Police")),
    ("committee", _("Owners' committee")),
    ("other", _("Other body")),
]
