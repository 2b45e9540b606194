"""The states of a place."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from anju.kernel.states import States, state


class PlaceState(States):
    in_use = state(_("In use"), "green", to=("retired",))
    retired = state(_("Retired"), "grey", to=("in_use",))
