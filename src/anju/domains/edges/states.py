"""Where an edge stands."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anju.kernel.states import States, state


class EdgeState(States):
    waiting = state(_("To be enrolled"), "yellow", to=("enrolled", "revoked"))
    enrolled = state(pgettext_lazy("edge", "In service"), "green", to=("revoked", "enrolled"))
    revoked = state(pgettext_lazy("edge", "Revoked"), "red", to=("enrolled",))
