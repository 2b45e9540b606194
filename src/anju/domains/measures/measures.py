"""The figures that people record by hand, folded like any other. Dimensions: the indicator's code, then code/group."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from anju.kernel.measures import Count, measure

from .events import FigureRecorded

RECORDED = "measures.recorded"


@measure(
    RECORDED,
    title=_("Recorded figures"),
    definition=_("Figures entered by hand with their source; proof of grade C."),
    events=(FigureRecorded,),
)
def recorded(event: FigureRecorded) -> Iterator[Count]:
    """A correction takes the old value away on the same day."""
    top, bottom = event.numerator - event.numerator_before, event.denominator - event.denominator_before
    is_count = not event.denominator and not event.denominator_before
    for dimension in (event.code, f"{event.code}/{event.group}") if event.group else (event.code,):
        yield Count(
            numerator=top,
            denominator=bottom,
            dimension=dimension,
            when=event.on,
            grade="C",
            proofs=top if is_count else bottom,
        )
