"""Where a device stands in its life, whether it is there, and how far a command got."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anju.kernel.states import States, state


class DeviceState(States):
    """From the box to the scrap."""

    new = state(_("To be put into service"), "grey", to=("spare", "in_service", "retired"))
    spare = state(_("Spare"), "grey", to=("new", "in_service", "retired"))
    in_service = state(_("In service"), "green", to=("under_service", "spare", "retired"))
    under_service = state(_("Under service"), "blue", to=("in_service", "spare", "retired"))
    retired = state(pgettext_lazy("device", "Retired"), "grey")


class Online(States):
    """Whether it is there. The reason stands beside it."""

    unused = state(_("Not in use"), "grey", to=("awaited", "under_service"))
    awaited = state(_("Never seen"), "grey", to=("online", "weak", "offline", "fault", "under_service", "unused"))
    online = state(pgettext_lazy("device", "Online"), "green", to=("weak", "offline", "fault", "under_service", "unused"))
    weak = state(pgettext_lazy("device", "Weak"), "yellow", to=("online", "offline", "fault", "under_service", "unused"))
    offline = state(_("Offline"), "orange", to=("online", "weak", "fault", "under_service", "unused"))
    fault = state(pgettext_lazy("device", "Fault"), "red", to=("online", "weak", "offline", "under_service", "unused"))
    under_service = state(_("Under service"), "blue", to=("awaited", "online", "weak", "offline", "fault", "unused"))


REASONS = (
    ("never_seen", _("It never reported")),
    ("silent", _("No message, cause not known")),
    ("powered_off", _("No power")),
    ("network_lost", _("Network lost")),
    ("gateway_lost", _("Its gateway is offline")),
    ("refused_sign_in", _("Its sign-in was refused")),
    ("bad_address", _("Its address is missing or leads nowhere")),
    ("no_such_stream", _("It has no video at this path")),
    ("no_picture", _("It answers, but sends no picture")),
    ("clock_wrong", _("Its clock is wrong")),
    ("weak_signal", _("Weak signal")),
    ("unsteady", _("It comes and goes")),
    ("maintenance", _("Taken out for maintenance")),
)

GONE = ("offline", "fault")
"""It does not do its work."""

PRESENT = ("online", "weak")


class CommandState(States):
    """From the desk to the device and back."""

    waiting = state(_("Waiting to be fetched"), "grey", to=("taken", "expired", "cancelled"))
    taken = state(_("Fetched"), "blue", to=("waiting", "accepted", "done", "failed", "expired"))
    accepted = state(_("Accepted by the device"), "blue", to=("done", "failed", "expired"))
    done = state(pgettext_lazy("command", "Done"), "green")
    failed = state(pgettext_lazy("command", "Failed"), "red")
    expired = state(pgettext_lazy("command", "Expired"), "orange")
    cancelled = state(pgettext_lazy("command", "Cancelled"), "grey")


OPEN_COMMANDS = ("waiting", "taken", "accepted")
ENDED_COMMANDS = ("done", "failed", "expired", "cancelled")


class Verdict(States):
    """What the review of a product came to."""

    approved = state(_("Approved product"), "green", to=("rejected", "withdrawn"))
    rejected = state(_("Rejected"), "red", to=("approved", "withdrawn"))
    withdrawn = state(_("Withdrawn"), "grey", to=("approved", "rejected"))
