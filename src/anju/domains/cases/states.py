"""Every stage a case can stand at. A kind uses some of them, in the order of its flow."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anju.kernel.states import States, state


class CaseState(States):
    """Codes, words and colours; `to` is the union over all flows, a kind's own flow decides."""

    reported = state(_("Reported"), "orange", to=("graded", "dismissed", "merged"))
    graded = state(_("Graded"), "orange", to=("to_approve", "rectifying"))
    rectifying = state(_("Rectifying"), "blue", to=("to_recheck",))
    to_recheck = state(_("To recheck"), "yellow", to=("to_strike_off", "sent_back"))
    sent_back = state(_("Sent back"), "red", to=("rectifying", "working", "to_recheck"))
    to_strike_off = state(_("To strike off"), "yellow", to=("struck_off", "sent_back"))
    struck_off = state(_("Struck off"), "green", to=("reopened",))

    new = state(pgettext_lazy("order", "New"), "orange", to=("working", "dismissed", "merged"))
    working = state(_("Working"), "blue", to=("waiting_owner", "to_call_back", "to_recheck", "to_approve"))
    waiting_owner = state(_("Waiting for the owner"), "grey", to=("working", "to_call_back"))
    to_call_back = state(_("To call back"), "yellow", to=("closed", "reopened"))
    closed = state(_("Closed"), "grey", to=("reopened",))
    reopened = state(_("Reopened"), "red", to=("working", "rectifying", "sent"))

    raised = state(pgettext_lazy("incident", "New"), "orange", to=("sent", "on_scene", "dismissed", "merged"))
    sent = state(_("Sent"), "blue", to=("on_the_way", "on_scene"))
    on_the_way = state(_("On the way"), "blue", to=("on_scene",))
    on_scene = state(_("On scene"), "blue", to=("under_control",))
    under_control = state(_("Under control"), "green", to=("to_review",))
    to_review = state(pgettext_lazy("incident", "To review"), "yellow", to=("ended",))
    ended = state(pgettext_lazy("incident", "Ended"), "grey", to=("reopened",))

    to_approve = state(_("To approve"), "yellow", to=("rectifying", "graded", "approved", "working"))
    approved = state(_("Approved"), "green", to=("closed",))
    dismissed = state(_("Dismissed"), "grey")
    merged = state(_("Merged"), "grey")


FINISHED = ("struck_off", "closed", "ended")
"""Settled, with proof."""

OVER = (*FINISHED, "dismissed", "merged")
"""Nothing more is owed."""
