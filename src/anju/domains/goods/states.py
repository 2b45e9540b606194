"""Where a release slip, a pause, a parcel and a bundle of slips stand."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anju.kernel.states import States, state


class SlipState(States):
    """Asked, stamped, gone (in part), in the leader's hands, kept at the desk. What was lent is `away` until it is back."""

    asked = state(_("To be stamped"), "yellow", to=("stamped", "declined", "ended"))
    stamped = state(pgettext_lazy("goods", "May go"), "green", to=("partly", "gone", "away", "ended"))
    partly = state(_("Gone in part"), "blue", to=("gone", "away", "ended"))
    away = state(_("Lent out"), "yellow", to=("gone", "collected"))
    gone = state(pgettext_lazy("goods", "Gone"), "grey", to=("collected",))
    collected = state(_("With the squad leader"), "blue", to=("filed",))
    filed = state(_("Kept at the front desk"), "green")
    declined = state(_("Not stamped"), "red")
    ended = state(pgettext_lazy("goods", "Over"), "grey", to=("collected",))


AT_GATE = ("stamped", "partly")
"""The gate may let something go on it."""


class PauseState(States):
    """Release is put off; the carrier stays free and his things stay his."""

    waiting = state(_("Put off"), "orange", to=("released", "taken_back", "with_police"))
    released = state(_("Released"), "green")
    taken_back = state(_("Taken back home"), "grey")
    with_police = state(_("With the police"), "blue")


class BatchState(States):
    collected = state(_("With the squad leader"), "blue", to=("filed",))
    filed = state(_("Kept at the front desk"), "green")


class ParcelState(States):
    kept = state(_("At the gatehouse"), "yellow", to=("fetched", "sent_back", "claimed"))
    fetched = state(_("Parcel fetched"), "green", to=("claimed",))
    sent_back = state(_("Back to the courier"), "grey", to=("claimed",))
    claimed = state(_("Something is wrong with it"), "red", to=("settled",))
    settled = state(_("Cleared up"), "grey")


class ClassState(States):
    in_force = state(pgettext_lazy("goods", "In force"), "green", to=("replaced",))
    replaced = state(_("Replaced"), "grey")


class ResponseState(States):
    """The plan runs until somebody who may say so declared the thing safe."""

    running = state(_("Plan is running"), "red", to=("closed",))
    closed = state(pgettext_lazy("goods", "Over"), "grey")
