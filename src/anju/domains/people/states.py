"""The state tables of this room."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anju.kernel.states import States, state


class UseState(States):
    """Of a post or a shift pattern."""

    in_use = state(_("In use"), "green", to=("retired",))
    retired = state(_("Retired"), "grey", to=("in_use",))


class HoldingState(States):
    published = state(_("Published"), "blue", to=("released", "withdrawn"))
    released = state(_("Released early"), "grey")
    withdrawn = state(_("Withdrawn"), "grey")


class RightsState(States):
    """Of a change of what a role may do."""

    waiting = state(_("Waiting for headquarters"), "yellow", to=("applied", "refused"))
    applied = state(pgettext_lazy("rights", "In force"), "green")
    refused = state(_("Refused"), "grey")


RELATIONS = [("owner", _("Owner")), ("family", _("Family")), ("tenant", _("Tenant"))]

LEAVING = [
    ("end_of_shift", _("End of shift")),
    ("relieved", _("Relieved")),
    ("short_leave", _("Short leave")),
    ("meal", _("Meal")),
    ("called_out", _("Called to an incident")),
    ("ill", _("Ill")),
    ("left", _("Left the post")),
]
