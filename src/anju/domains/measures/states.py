"""Where a target stands, and how far its paper is."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anju.kernel.states import States, state


class TargetState(States):
    draft = state(_("Draft"), "grey", to=("published", "withdrawn"))
    published = state(_("To sign"), "yellow", to=("signed", "published", "withdrawn"))
    signed = state(pgettext_lazy("target letter", "Signed"), "green", to=("published", "withdrawn"))
    withdrawn = state(_("Withdrawn"), "grey")


class Standing(States):
    """In order of alarm: what a reader should see first comes first."""

    untrusted = state(_("Recount differs"), "red")
    missed = state(_("Not reached"), "red")
    at_risk = state(_("At risk"), "orange")
    no_data = state(_("No data"), "grey")
    on_track = state(_("On track"), "green")
    met = state(_("Reached"), "green")
    planned = state(_("Not begun"), "grey")


WORST_FIRST = tuple(str(standing) for standing in Standing)
