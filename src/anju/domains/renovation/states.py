"""Where a renovation, a worker, an inspection, a violation, a damage, material and an occasion stand."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anju.kernel.states import States, state


class ProjectState(States):
    """Two people decide, the agreement is signed, the works run, and two acceptances end them."""

    applied = state(_("Plan to review"), "yellow", to=("reviewed", "returned", "withdrawn"))
    returned = state(pgettext_lazy("works", "To be changed"), "orange", to=("applied", "withdrawn"))
    reviewed = state(_("To approve"), "yellow", to=("approved", "returned", "withdrawn"))
    approved = state(pgettext_lazy("pass", "Approved"), "blue", to=("agreed", "returned", "withdrawn"))
    agreed = state(_("Agreement signed"), "blue", to=("under_way", "withdrawn"))
    under_way = state(_("Works under way"), "green", to=("stopped", "accepted"))
    stopped = state(_("Works stopped"), "red", to=("under_way",))
    accepted = state(_("Accepted once"), "blue", to=("closed",))
    closed = state(_("Accepted and closed"), "grey")
    withdrawn = state(pgettext_lazy("works", "Withdrawn"), "grey")


OPEN = ("applied", "returned", "reviewed", "approved", "agreed", "under_way", "stopped", "accepted")
RUNNING = ("under_way", "stopped")
PERMITTED = ("approved", "agreed", "under_way")


class WorkerState(States):
    to_train = state(_("To be trained"), "yellow", to=("trained", "ended"))
    trained = state(_("Trained, permit not live"), "blue", to=("live", "ended"))
    live = state(_("Permit live"), "green", to=("ended",))
    ended = state(pgettext_lazy("works", "Ended"), "grey")


class InspectionState(States):
    planned = state(_("Planned visit"), "blue", to=("done", "missed"))
    done = state(pgettext_lazy("works", "Done"), "green")
    missed = state(pgettext_lazy("works", "Missed"), "red", to=("done",))


class ViolationState(States):
    found = state(pgettext_lazy("works", "Found"), "orange", to=("dissuaded", "noticed", "stopped", "reported", "put_right", "cleared"))
    dissuaded = state(pgettext_lazy("works", "Asked to stop"), "orange", to=("noticed", "stopped", "reported", "put_right", "cleared"))
    noticed = state(_("Notice of rectification served"), "orange", to=("stopped", "reported", "put_right", "cleared"))
    stopped = state(_("Stop-work notice served"), "red", to=("reported", "put_right", "cleared"))
    reported = state(_("Reported to the authorities"), "red", to=("put_right", "cleared"))
    put_right = state(_("Put right, to recheck"), "yellow", to=("noticed", "stopped", "reported", "cleared"))
    cleared = state(_("Cleared"), "green")


class DamageState(States):
    reported = state(_("To settle"), "orange", to=("agreed",))
    agreed = state(_("Compensation agreed"), "blue", to=("repaired",))
    repaired = state(_("Paid and repaired"), "green")


class MaterialState(States):
    declared = state(_("Declared"), "blue", to=("checked", "differs"))
    noted = state(_("Noted at the gate"), "grey")
    checked = state(_("Checked, let through"), "green")
    differs = state(_("Differs, ask first"), "orange", to=("checked",))


class OccasionState(States):
    booked = state(_("To be staffed"), "yellow", to=("staffed", "over"))
    staffed = state(_("Staffed"), "green", to=("over",))
    over = state(_("Over"), "grey")


class BookState(States):
    draft = state(pgettext_lazy("rules", "Draft"), "grey", to=("in_force", "dropped"))
    in_force = state(pgettext_lazy("watch", "In force"), "green", to=("replaced",))
    replaced = state(_("Replaced"), "grey")
    dropped = state(pgettext_lazy("rules", "Dropped"), "grey")
