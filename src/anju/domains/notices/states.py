"""Where a notice, its recipients, a board's sheet, a report and an activity stand."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anju.kernel.states import States, state


class NoticeState(States):
    """`sending` while recipients are still written or on their way up the ladder."""

    sending = state(_("Being sent"), "blue", to=("sent", "withdrawn"))
    sent = state(pgettext_lazy("notice", "Sent"), "green", to=("withdrawn",))
    withdrawn = state(_("Withdrawn"), "grey")


class ReceiptState(States):
    """What is known of one recipient."""

    waiting = state(pgettext_lazy("message", "On the way"), "grey", to=("delivered", "read", "undelivered"))
    delivered = state(_("Delivered"), "blue", to=("read",))
    read = state(pgettext_lazy("notice", "Read"), "green")
    undelivered = state(_("Not delivered"), "red", to=("waiting", "delivered", "read"))


class DeliveryState(States):
    """One attempt by one channel. `taken`: a sender holds it; `unsure`: the gateway gave no clear answer and is asked again."""

    due = state(pgettext_lazy("message", "Due"), "grey", to=("taken", "failed"))
    taken = state(_("Being handed over"), "blue", to=("sent", "delivered", "failed", "unsure", "due"))
    unsure = state(_("No clear answer"), "orange", to=("taken", "sent", "delivered", "failed"))
    sent = state(_("Accepted by the gateway"), "blue", to=("delivered", "failed"))
    delivered = state(_("Delivered"), "green")
    failed = state(pgettext_lazy("message", "Failed"), "red", to=("delivered",))


class UseState(States):
    """Of a channel or a board."""

    in_use = state(_("In use"), "green", to=("retired",))
    retired = state(_("Retired"), "grey", to=("in_use",))


class PostingState(States):
    up = state(_("Posted"), "green", to=("overdue", "down"))
    overdue = state(_("Should be down"), "orange", to=("down",))
    down = state(_("Taken down"), "grey")


class ReportState(States):
    owed = state(pgettext_lazy("report", "Owed"), "yellow", to=("late", "handed_in"))
    late = state(_("Overdue"), "red", to=("handed_in",))
    handed_in = state(pgettext_lazy("report", "Handed in"), "blue", to=("receipted", "sent_back"))
    receipted = state(_("Receipt obtained"), "green")
    sent_back = state(_("Sent back"), "orange", to=("handed_in",))


class ActivityState(States):
    draft = state(_("Draft"), "grey", to=("reviewed", "cancelled"))
    reviewed = state(_("Reviewed"), "yellow", to=("reviewed", "approved", "cancelled"))
    approved = state(pgettext_lazy("activity", "Open for sign-up"), "blue", to=("held", "cancelled"))
    held = state(pgettext_lazy("activity", "Held"), "green", to=("concluded",))
    concluded = state(pgettext_lazy("activity", "Concluded"), "grey")
    cancelled = state(pgettext_lazy("activity", "Cancelled"), "grey")


class CampaignState(States):
    running = state(pgettext_lazy("campaign", "Running"), "blue", to=("closed",))
    closed = state(pgettext_lazy("campaign", "Concluded"), "grey")


class MessageState(States):
    """Of what owners say to the management."""

    new = state(_("To be answered"), "orange", to=("answered",))
    answered = state(pgettext_lazy("message", "Answered"), "green")
