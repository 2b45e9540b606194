"""Where a pass, a key and a found thing stand."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anju.kernel.states import States, state

_ENDS = ("used", "returned", "expired", "revoked", "lost")


class PassState(States):
    """From the wish to the end. What is out owes something back; overdue once its window has ended."""

    asked = state(_("To approve"), "yellow", to=("approved", "refused", "issued", "expired"))
    approved = state(pgettext_lazy("pass", "Approved"), "blue", to=("issued", "refused", "expired"))
    refused = state(_("Refused"), "grey", to=("discarded",))
    issued = state(pgettext_lazy("pass", "Valid"), "green", to=("out", *_ENDS))
    out = state(_("To be returned"), "yellow", to=("overdue", *_ENDS))
    overdue = state(_("Overdue"), "red", to=("out", *_ENDS))
    used = state(_("Used"), "grey", to=("discarded",))
    returned = state(_("Returned"), "grey", to=("discarded",))
    expired = state(pgettext_lazy("pass", "Expired"), "orange", to=("discarded",))
    revoked = state(pgettext_lazy("pass", "Revoked"), "red", to=("returned", "discarded"))
    lost = state(_("Reported lost"), "red", to=("returned", "discarded"))
    discarded = state(_("Record discarded"), "grey")


OPEN = ("asked", "approved", "issued", "out", "overdue")
"""Something may still be done with it."""

VALID = ("issued", "out", "overdue")
"""It was given out and not taken back; the window decides."""

OUT = ("out", "overdue")
"""Something is owed back."""

ENDED = ("refused", "used", "returned", "expired", "revoked", "lost")


class KeyState(States):
    in_use = state(_("In use"), "green", to=("withdrawn",))
    withdrawn = state(_("Taken out of use"), "grey", to=("in_use",))


class FoundState(States):
    """From the finder's hand to the owner's, the police's or, after the lawful year, the state's."""

    kept = state(_("In safekeeping"), "yellow", to=("announced", "claimed", "with_police"))
    announced = state(_("Announced"), "blue", to=("claimed", "with_police", "disposed"))
    claimed = state(_("Claimed"), "orange", to=("handed_out", "kept", "announced", "with_police"))
    handed_out = state(_("Handed out"), "green")
    with_police = state(_("With the police"), "grey")
    disposed = state(_("Handed to the state"), "grey")
