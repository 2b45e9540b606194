"""The state tables of plans and their clauses (words and colours of the product's state list)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

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
