"""The figures that people record by hand, folded like any other. Dimensions: the indicator's code, then code/group."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from anju.kernel.measures import Count, measure

from .events import FigureRecorded

RECORDED = "measures.recorded"


@measure(RECORDED, title=_("Recorded figures"), definition=_("Figures entered by hand with their source; proof of grade C."), events=(FigureRecorded,))
def recorded(event: FigureRecorded) -> Iterator[Count]:
    """A correction takes the old value away on the same day."""
    for dimension in (event.code, f"{event.code}/{event.group}") if event.group else (event.code,):
        yield Count(
            numerator=event.numerator - event.numerator_before,
            denominator=event.denominator - event.denominator_before,
            dimension=dimension,
            when=event.on,
            grade="C",
        )
