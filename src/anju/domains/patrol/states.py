"""Where a route, a plan, a round, a point of it, a scan and a finding stand."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anju.kernel.states import States, state


class UseState(States):
    in_use = state(_("In use"), "green", to=("retired",))
    retired = state(_("Retired"), "grey")


class ZoningState(States):
    proposed = state(_("Waiting for approval"), "yellow", to=("approved", "refused"))
    approved = state(_("In force"), "green", to=("replaced",))
    refused = state(_("Refused"), "grey")
    replaced = state(pgettext_lazy("patrol", "Replaced"), "grey")


class SchemeState(States):
    draft = state(_("Draft"), "yellow", to=("ready", "in_force"))
    in_force = state(_("In force"), "green", to=("replaced",))
    ready = state(_("Ready to be switched on"), "blue", to=("replaced",))
    replaced = state(pgettext_lazy("patrol", "Replaced"), "grey")


class ReviewState(States):
    """Of a risk assessment: what it meant for the routes."""

    to_review = state(_("Route to be reviewed"), "orange", to=("adjusted", "kept"))
    adjusted = state(_("Route adjusted"), "green")
    kept = state(_("Route kept"), "grey")


class RaiseState(States):
    active = state(pgettext_lazy("patrol density", "Raised"), "orange", to=("ended",))
    ended = state(_("Ended"), "grey")


class RoundState(States):
    """`missed` may still be walked: a phone without network tells late what was done in time."""

    planned = state(_("Planned"), "grey", to=("running", "missed", "cancelled"))
    running = state(_("Under way"), "blue", to=("finished", "missed"))
    finished = state(pgettext_lazy("patrol", "Finished"), "green")
    missed = state(pgettext_lazy("patrol", "Missed"), "red", to=("running",))
    cancelled = state(_("Cancelled"), "grey")


class PointState(States):
    waiting = state(_("To be visited"), "grey", to=("done", "early", "late", "skipped", "missed", "dropped"))
    done = state(pgettext_lazy("patrol", "On time"), "green", to=("missed",))
    early = state(_("Early"), "yellow", to=("missed",))
    late = state(pgettext_lazy("patrol", "Late"), "orange", to=("missed",))
    skipped = state(_("Skipped with reason"), "yellow", to=("done", "late"))
    missed = state(pgettext_lazy("point", "Missed"), "red", to=("done", "late", "early"))
    dropped = state(_("Point removed meanwhile"), "grey")


VISITED = ("done", "early", "late")


class ScanState(States):
    counted = state(pgettext_lazy("scan", "Counted"), "green")
    to_review = state(_("To be reviewed"), "orange", to=("accepted", "rejected"))
    accepted = state(_("Accepted by the reviewer"), "green")
    rejected = state(_("Rejected by the reviewer"), "red")
    refused = state(pgettext_lazy("scan", "Not taken"), "red")


class FindingState(States):
    reported = state(_("Reported"), "orange", to=("acknowledged", "handled"))
    acknowledged = state(_("Control room knows"), "blue", to=("handled",))
    handled = state(_("Handled"), "green")


class AnalysisState(States):
    draft = state(_("Draft"), "yellow", to=("signed",))
    signed = state(_("Signed by the reviewer"), "green")
