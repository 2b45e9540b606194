"""Where a vehicle, a right, a bay, a stay, a violation and a rule of the company stand."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anju.kernel.states import States, state


class ZoneState(States):
    in_use = state(_("In use"), "green", to=("closed",))
    closed = state(pgettext_lazy("gate", "Closed"), "grey", to=("in_use",))


class BayState(States):
    free = state(pgettext_lazy("bay", "Free"), "green", to=("taken", "closed"))
    taken = state(pgettext_lazy("bay", "Taken"), "blue", to=("free", "closed"))
    closed = state(pgettext_lazy("gate", "Closed"), "grey", to=("free",))


class VehicleState(States):
    """What a resident enters waits for the desk, which looks at the papers."""

    asked = state(pgettext_lazy("vehicle", "To be checked"), "yellow", to=("known", "refused"))
    known = state(pgettext_lazy("vehicle", "Registered"), "green", to=("ended",))
    refused = state(pgettext_lazy("vehicle", "Refused"), "grey")
    ended = state(pgettext_lazy("regular", "Ended"), "grey")


class RightState(States):
    active = state(pgettext_lazy("pass", "Valid"), "green", to=("ended",))
    ended = state(pgettext_lazy("regular", "Ended"), "grey")


class StayState(States):
    """A stay has two halves, each told by a bar; a half that is missing is put right by hand, with the reason."""

    inside = state(pgettext_lazy("stay", "Inside"), "blue", to=("overstay", "left", "no_exit"))
    overstay = state(pgettext_lazy("stay", "Longer than agreed"), "orange", to=("left", "no_exit"))
    left = state(pgettext_lazy("visit", "Left"), "green")
    no_entry = state(pgettext_lazy("stay", "Entry missing"), "red", to=("left", "dropped"))
    no_exit = state(pgettext_lazy("stay", "Exit missing"), "red", to=("left", "dropped"))
    dropped = state(pgettext_lazy("stay", "Taken out by hand"), "grey")


HERE = ("inside", "overstay")
HALF = ("no_entry", "no_exit")


class PolicyState(States):
    proposed = state(_("Waits for a second person"), "yellow", to=("active", "dropped"))
    active = state(pgettext_lazy("watch", "In force"), "green", to=("ended",))
    ended = state(pgettext_lazy("regular", "Ended"), "grey")
    dropped = state(_("Not agreed to"), "grey")


class ViolationState(States):
    open = state(pgettext_lazy("violation", "Open"), "orange", to=("told", "settled"))
    told = state(pgettext_lazy("violation", "Owner told"), "yellow", to=("settled",))
    settled = state(pgettext_lazy("violation", "Settled"), "green")


class SignState(States):
    good = state(pgettext_lazy("sign", "In good order"), "green", to=("damaged", "missing"))
    damaged = state(pgettext_lazy("sign", "Damaged"), "orange", to=("good", "missing"))
    missing = state(pgettext_lazy("sign", "Missing"), "red", to=("good", "damaged"))
