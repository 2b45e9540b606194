"""Composite indexes."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from anju.kernel.models import Scope

from ..figures import Composite, Figure, Part, score
from ..models import IndexDefinition
from ..periods import Period
from .asked import value


def definition(scope: Scope, code: str, *, version: int | None = None) -> IndexDefinition:
    """The current definition of an index, or one of its versions. IndexDefinition.DoesNotExist when there is none."""
    wanted: dict[str, Any] = {"is_current": True} if version is None else {"version": version}
    return IndexDefinition.objects.get(scope=scope, code=code, **wanted)


def composite(scope: Scope, code: str, period: Period, *, version: int | None = None) -> Composite:
    """An index over a period under one of its versions."""
    index = definition(scope, code, version=version)
    return Composite(
        title=index.title,
        version=index.version,
        period=period,
        parts=tuple(_part(scope, part, period) for part in index.parts),
    )


def _part(scope: Scope, part: dict[str, Any], period: Period) -> Part:
    figure: Figure = value(scope, part["measure"], period, dimension=part.get("dimension", ""))
    best, worst = (Fraction(str(part.get(end, default))) for end, default in (("best", 100), ("worst", 0)))
    return Part(
        item=part.get("item", ""),
        weight=Fraction(str(part["weight"])),
        figure=figure,
        score=score(figure.value, best=best, worst=worst),
    )
