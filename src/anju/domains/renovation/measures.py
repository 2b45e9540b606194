"""What is counted of renovations."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from anju.kernel.measures import Count, measure

from .events import (
    ApplicationMade,
    PermitIssued,
    SiteVisited,
    ViolationCleared,
    ViolationFound,
    VisitMissed,
    WorksAccepted,
)


@measure("renovation.visits_kept_rate", title=_("Visits of sites kept"), definition=_("Visits of sites that took place, of these and those that were planned and missed."), unit="%",
         events=(SiteVisited, VisitMissed))  # fmt: skip
def visits_kept(event: SiteVisited | VisitMissed) -> Iterator[Count]:
    if isinstance(event, VisitMissed):
        yield Count(denominator=1)
    else:
        yield Count(numerator=1, denominator=1, grade="B" if event.is_joint else "C")


@measure("renovation.clearing_rate", title=_("Violations cleared"), definition=_("Violations cleared after a second look, of all that were found; by what is wrong."), unit="%",
         events=(ViolationFound, ViolationCleared))  # fmt: skip
def clearing(event: ViolationFound | ViolationCleared) -> Iterator[Count]:
    """A clearing counts for the day on which the violation was found."""
    for dimension in ("", event.code):
        if isinstance(event, ViolationFound):
            yield Count(denominator=1, dimension=dimension)
        else:
            yield Count(numerator=1, dimension=dimension, when=event.found_at, grade="B")


@measure("renovation.permits_issued", title=_("Construction permits issued"), definition=_("Permits for works that were issued in the period."), shape="count", events=(PermitIssued,))
def permits(event: PermitIssued) -> Iterator[Count]:
    yield Count(numerator=1)


@measure("renovation.permits_in_force", title=_("Construction permits in force"), definition=_("Permits issued less works accepted: the change in the sites that run."), shape="count",
         events=(PermitIssued, WorksAccepted))  # fmt: skip
def in_force(event: PermitIssued | WorksAccepted) -> Iterator[Count]:
    if isinstance(event, PermitIssued):
        yield Count(numerator=1)
    elif event.kind == "first":
        yield Count(numerator=-1, proofs=0)


@measure("renovation.sent_back_rate", title=_("Applications sent straight back"), definition=_("Applications that held something forbidden, of all that were made."), unit="%", more_is_better=False,
         events=(ApplicationMade,))  # fmt: skip
def sent_back(event: ApplicationMade) -> Iterator[Count]:
    yield Count(numerator=bool(event.forbidden), denominator=1)
