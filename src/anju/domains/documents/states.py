"""Where a document, a version, a reading, a loan, a year, a disposal, a handover and a follow-up stand."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anju.kernel.states import States, state


class ClassState(States):
    in_use = state(_("In use"), "green", to=("retired",))
    retired = state(_("Taken out of use"), "grey", to=("in_use",))


class DocumentState(States):
    """A revision leaves the version in force in force until the new one is approved."""

    draft = state(_("Draft"), "grey", to=("submitted", "effective", "withdrawn"))
    submitted = state(_("To approve"), "yellow", to=("effective", "draft"))
    effective = state(pgettext_lazy("document", "In force"), "green", to=("revising", "withdrawn", "disposed"))
    revising = state(_("Revision to approve"), "yellow", to=("effective",))
    withdrawn = state(pgettext_lazy("document", "Withdrawn"), "grey", to=("disposed",))
    disposed = state(_("Destroyed"), "grey")


HELD = ("effective", "revising")
"""In force, and counted by completeness."""


class VersionState(States):
    draft = state(_("Draft"), "grey", to=("submitted", "effective"))
    submitted = state(_("To approve"), "yellow", to=("effective", "refused"))
    effective = state(pgettext_lazy("document", "In force"), "green", to=("replaced",))
    replaced = state(pgettext_lazy("document", "Replaced"), "grey")
    refused = state(_("Sent back"), "red")


class ReadingState(States):
    owed = state(_("To read"), "blue", to=("overdue", "acknowledged", "dropped"))
    overdue = state(_("Overdue"), "orange", to=("acknowledged", "dropped"))
    acknowledged = state(_("Acknowledged"), "green")
    dropped = state(_("Not needed any more"), "grey")


class LoanState(States):
    asked = state(_("To approve"), "yellow", to=("approved", "refused"))
    approved = state(pgettext_lazy("document", "Approved"), "blue", to=("out", "returned"))
    refused = state(_("Refused"), "grey")
    out = state(pgettext_lazy("document", "Lent out"), "yellow", to=("overdue", "returned"))
    overdue = state(_("Overdue"), "orange", to=("returned", "out"))
    returned = state(pgettext_lazy("document", "Returned"), "grey")


class YearState(States):
    collecting = state(_("Collecting"), "blue", to=("arranging",))
    arranging = state(_("Arranging"), "yellow", to=("archived",))
    archived = state(_("Archived"), "green")


class DisposalState(States):
    asked = state(_("To approve"), "yellow", to=("approved", "refused"))
    approved = state(pgettext_lazy("document", "To be destroyed"), "orange", to=("done",))
    refused = state(_("Refused"), "grey")
    done = state(_("Destroyed"), "grey")


class HandoverState(States):
    counting = state(_("Being counted"), "yellow", to=("signed",))
    signed = state(_("Signed by both"), "green")


class FollowUpState(States):
    open = state(_("To be carried out"), "blue", to=("overdue", "done"))
    overdue = state(_("Overdue"), "orange", to=("done",))
    done = state(_("Carried out"), "green")
