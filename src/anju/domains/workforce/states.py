"""Where findings, leaves, swaps, checks, handovers, staff files and equipment stand."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anju.kernel.states import States, state


class FindingState(States):
    """Somebody judges each finding, also after the post was filled again; the state says whether it still lasts."""

    open = state(_("Unattended now"), "red", to=("cleared",))
    cleared = state(_("Somebody is there again"), "blue", to=("upheld", "dropped"))
    upheld = state(_("The finding stands"), "orange")
    dropped = state(_("Not upheld"), "grey")


class PhoneState(States):
    waiting = state(_("Waits for its code"), "yellow", to=("in_use", "withdrawn"))
    in_use = state(_("In use at the post"), "green", to=("withdrawn",))
    withdrawn = state(pgettext_lazy("post phone", "Taken back"), "grey")


class AwayState(States):
    away = state(_("Away"), "yellow", to=("back",))
    back = state(_("Back on post"), "green")


class ReliefState(States):
    standing = state(_("Standing in"), "blue", to=("over",))
    over = state(pgettext_lazy("relief", "Over"), "grey")


class LeaveState(States):
    asked = state(_("To approve"), "yellow", to=("approved", "refused", "withdrawn"))
    approved = state(pgettext_lazy("leave", "Approved"), "green", to=("withdrawn",))
    refused = state(_("Refused"), "grey")
    withdrawn = state(_("Withdrawn"), "grey")


class SwapState(States):
    asked = state(_("Waits for the colleague"), "yellow", to=("agreed", "declined"))
    agreed = state(_("Waits for the leader"), "blue", to=("approved", "refused"))
    approved = state(_("Swapped"), "green")
    declined = state(_("Declined"), "grey")
    refused = state(_("Refused"), "grey")


class CallOutState(States):
    running = state(_("Being mustered"), "orange", to=("ended",))
    ended = state(_("Ended"), "grey")


class CheckState(States):
    recorded = state(_("Waits for his signature"), "yellow", to=("signed", "disputed"))
    signed = state(_("Signed by both"), "green")
    disputed = state(_("Signed with an objection"), "orange")


class RandomCheckState(States):
    drawn = state(_("Drawn, still ahead"), "blue", to=("done", "missed"))
    done = state(pgettext_lazy("check of a post", "Checked"), "green")
    missed = state(pgettext_lazy("check of a post", "Missed"), "red")


class HandoverState(States):
    given = state(_("Waits for the next shift"), "yellow", to=("accepted", "disputed"))
    accepted = state(_("Taken over"), "green")
    disputed = state(_("Taken over with a difference"), "orange")


class StaffState(States):
    """From the application to the departure."""

    applied = state(_("Applied"), "blue", to=("vetted", "turned_down"))
    vetted = state(_("Vetted"), "yellow", to=("probation", "turned_down"))
    probation = state(_("On probation"), "yellow", to=("regular", "left"))
    regular = state(_("Regular"), "green", to=("left",))
    turned_down = state(_("Turned down"), "grey")
    left = state(pgettext_lazy("staff", "Left"), "grey")


class PledgeState(States):
    issued = state(_("Waits for his signature"), "yellow", to=("accepted",))
    accepted = state(_("Accepted"), "green")


class MentoringState(States):
    running = state(_("Under way"), "blue", to=("passed", "extended"))
    extended = state(_("Extended"), "yellow", to=("passed",))
    passed = state(_("Passed"), "green")


class PlanState(States):
    """Of a contingency plan."""

    ready = state(_("Ready to switch on"), "blue", to=("running",))
    running = state(_("Switched on"), "orange", to=("ready",))


class GearState(States):
    stored = state(_("In store"), "green", to=("issued", "withdrawn"))
    issued = state(pgettext_lazy("gear", "Issued"), "yellow", to=("stored", "withdrawn"))
    withdrawn = state(_("Taken out of use"), "grey")


class RosterState(States):
    working = state(_("Being worked out"), "blue", to=("ready", "failed"))
    ready = state(_("Draft"), "yellow", to=("publishing", "discarded"))
    publishing = state(_("Being published"), "blue", to=("published", "ready"))
    published = state(pgettext_lazy("roster", "Published"), "green", to=("replaced",))
    replaced = state(pgettext_lazy("roster", "Replaced"), "grey")
    discarded = state(_("Discarded"), "grey")
    failed = state(_("Not worked out"), "red", to=("discarded",))


class VacancyState(States):
    draft = state(pgettext_lazy("vacancy", "Draft"), "grey", to=("open", "closed"))
    open = state(pgettext_lazy("vacancy", "Published"), "blue", to=("over", "filled", "closed"))
    over = state(pgettext_lazy("vacancy", "Applications over"), "orange", to=("filled", "closed"))
    filled = state(pgettext_lazy("vacancy", "Filled"), "green")
    closed = state(pgettext_lazy("vacancy", "Closed"), "grey")


class CandidateState(States):
    stands = state(pgettext_lazy("candidate", "Stands"), "blue", to=("chosen", "not_chosen", "withdrawn"))
    chosen = state(pgettext_lazy("candidate", "Chosen"), "green")
    not_chosen = state(pgettext_lazy("candidate", "Not chosen"), "grey")
    withdrawn = state(pgettext_lazy("candidate", "Withdrawn"), "grey")
