"""The state tables of plans and their clauses (words and colours of the product's state list)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anju.kernel.states import States, state


class PlanState(States):
    draft = state(_("To review"), "yellow", to=("active", "dropped"))
    active = state(_("Plan in force"), "green", to=("superseded",))
    superseded = state(_("Superseded"), "grey")
    dropped = state(_("Set aside"), "grey")


class ReviewState(States):
    proposed = state(_("To be confirmed"), "yellow", to=("accepted", "changed", "dropped", "merged"))
    accepted = state(_("Confirmed"), "green", to=("changed", "dropped", "merged"))
    changed = state(_("Changed and confirmed"), "green", to=("changed", "accepted", "dropped", "merged"))
    dropped = state(_("Not carried out"), "grey", to=("accepted", "changed"))
    merged = state(_("Merged"), "grey", to=("accepted", "changed", "dropped"))


class LiveState(States):
    """How a sentence in force stands; never stored, always computed from evidence."""

    on_track = state(_("On track"), "green")
    due = state(_("Due soon"), "yellow")
    late = state(_("Overdue"), "orange")
    broken = state(_("Not proven"), "red")
    proven = state(_("Proven"), "green")
    not_applicable = state(_("Not applicable"), "grey")


class Becomes(States):
    """What a sentence turns into."""

    duty = state(_("Duty"), "blue")
    policy = state(_("Policy"), "blue")
    measure = state(_("Measure"), "blue")
    pass_policy = state(_("Pass policy"), "blue")
    nothing = state(_("Nothing to do"), "grey")


class ReportState(States):
    """How far a report is. From `to_approve` on its content is frozen."""

    draft = state(_("Being written"), "grey", to=("to_approve", "submitted"))
    to_approve = state(_("Waits for approval"), "yellow", to=("approved", "draft"))
    approved = state(_("Ready to hand in"), "blue", to=("submitted", "draft"))
    submitted = state(_("Handed in"), "green", to=("received",))
    received = state(pgettext_lazy("report", "Received"), "green")


class PapersState(States):
    """The Word and PDF files of a report."""

    none = state(_("Not made"), "grey", to=("waiting",))
    waiting = state(_("Waiting"), "blue", to=("composing", "failed"))
    composing = state(_("Gathering the figures"), "blue", to=("printing", "failed"))
    printing = state(_("Setting the pages"), "blue", to=("ready", "failed"))
    ready = state(_("Ready"), "green", to=("waiting",))
    failed = state(_("Not made: an error"), "red", to=("waiting",))


class Punctuality(States):
    """Whether a report came in time; never stored."""

    coming = state(_("Not due yet"), "grey")
    due = state(_("Due soon"), "yellow")
    missing = state(_("Not handed in"), "red")
    late = state(_("Handed in late"), "orange")
    in_time = state(_("Handed in in time"), "green")
