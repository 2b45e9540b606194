"""The states of places and drawings."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from anju.kernel.states import States, state


class PlaceState(States):
    in_use = state(_("In use"), "green", to=("retired",))
    retired = state(_("Retired"), "grey", to=("in_use",))


class DrawingState(States):
    reading = state(_("Being read"), "blue", to=("ready", "unreadable"))
    ready = state(_("To be published"), "yellow", to=("published", "discarded"))
    unreadable = state(_("Could not be read"), "red", to=("discarded",))
    published = state(_("Shown to all"), "green", to=("replaced",))
    replaced = state(_("Replaced"), "grey")
    discarded = state(_("Discarded"), "grey")


class SignState(States):
    """Of the plan at an entrance; it follows from what hangs there and what is published."""

    current = state(_("Up to date"), "green")
    outdated = state(_("Out of date"), "orange")
    missing = state(_("No plan hangs here"), "red")
