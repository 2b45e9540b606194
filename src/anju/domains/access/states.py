"""Where a credential, a visit, a watch entry and a version of the rules stand."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anju.kernel.states import States, state


class LaneState(States):
    in_use = state(_("In use"), "green", to=("closed",))
    closed = state(pgettext_lazy("gate", "Closed"), "grey", to=("in_use",))


class SightingState(States):
    """A car that was known goes; what was not waits for the guard, and is never stuck."""

    known = state(_("Recognised"), "green")
    waiting = state(_("Waits for the guard"), "yellow", to=("helped", "sent_on", "gone"))
    helped = state(_("Let in by the guard"), "green")
    sent_on = state(_("Not let in"), "grey")
    gone = state(_("Drove away"), "grey")
    late = state(_("Told later"), "grey")


class CredentialState(States):
    active = state(pgettext_lazy("pass", "Valid"), "green", to=("revoked", "lost"))
    revoked = state(pgettext_lazy("pass", "Revoked"), "red")
    lost = state(_("Reported lost"), "red")


class VisitState(States):
    """No step can be skipped: registered, asked, agreed, inside, left."""

    invited = state(_("Invited"), "blue", to=("inside", "withdrawn", "lapsed"))
    waiting = state(_("Waiting for the host"), "yellow", to=("agreed", "denied", "turned_away", "lapsed"))
    agreed = state(_("Agreed"), "green", to=("inside", "turned_away", "lapsed"))
    inside = state(_("Inside"), "green", to=("overstay", "left"))
    overstay = state(_("Stays too long"), "orange", to=("left",))
    left = state(pgettext_lazy("visit", "Left"), "grey")
    denied = state(_("Refused by the host"), "red", to=("turned_away", "agreed", "lapsed"))
    turned_away = state(_("Not let in"), "grey")
    withdrawn = state(pgettext_lazy("pass", "Withdrawn"), "red")
    lapsed = state(_("Did not come in"), "grey")


THERE = ("inside", "overstay")
OPEN = ("invited", "waiting", "agreed", "denied", *THERE)


class PoliceLineState(States):
    connected = state(_("Connected"), "green", to=("gone",))
    gone = state(_("Not connected"), "grey", to=("connected",))


class PoliceQueryState(States):
    waiting = state(_("Waits for the police"), "yellow", to=("answered", "given_up"))
    answered = state(pgettext_lazy("police", "Answered"), "green")
    given_up = state(_("Given up"), "grey")


class RegularState(States):
    active = state(_("Known"), "green", to=("ended",))
    ended = state(pgettext_lazy("regular", "Ended"), "grey")


class WatchState(States):
    proposed = state(_("Waits for a second person"), "yellow", to=("active", "dropped"))
    active = state(pgettext_lazy("watch", "In force"), "orange", to=("appealed", "ended"))
    appealed = state(_("Appealed, in force"), "yellow", to=("active", "ended"))
    ended = state(pgettext_lazy("regular", "Ended"), "grey")
    dropped = state(_("Not agreed to"), "grey")


WATCHED = ("active", "appealed")


class RulesState(States):
    draft = state(pgettext_lazy("rules", "Draft"), "grey", to=("in_force", "dropped"))
    in_force = state(pgettext_lazy("watch", "In force"), "green", to=("replaced",))
    replaced = state(_("Replaced"), "grey")
    dropped = state(pgettext_lazy("rules", "Dropped"), "grey")


class PlanState(States):
    """Of a version of a peak plan."""

    in_force = state(pgettext_lazy("watch", "In force"), "green", to=("replaced", "dropped"))
    replaced = state(_("Replaced"), "grey")
    dropped = state(pgettext_lazy("rules", "Dropped"), "grey")


class PeakRunState(States):
    planned = state(pgettext_lazy("peak", "Planned"), "blue", to=("on", "over"))
    on = state(pgettext_lazy("peak", "Switched on"), "orange", to=("over",))
    over = state(pgettext_lazy("peak", "Over"), "grey")


class ModeState(States):
    on = state(pgettext_lazy("peak", "Switched on"), "orange", to=("off",))
    off = state(pgettext_lazy("peak", "Switched off"), "grey")


class BodyState(States):
    proposed = state(_("Waits for a second person"), "yellow", to=("active", "ended"))
    active = state(pgettext_lazy("watch", "In force"), "orange", to=("ended",))
    ended = state(pgettext_lazy("regular", "Ended"), "grey")
