"""One page of rows, for one community or for hundreds, without counting and without sorting everything.

`scope_id IN (…) ORDER BY … LIMIT` makes the database sort all rows of all communities. Up to SCOPES_APART communities each give
their own first rows by index (UNION ALL); above that the index of the order alone is walked.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import connection, models
from django.db.models import F, Q, QuerySet
from django.db.models.expressions import RawSQL

from .. import scope
from ..records import ScopedManager
from .declare import field_at

SCOPES_APART = 64
Narrow = Callable[[QuerySet], QuerySet]


@dataclass(frozen=True)
class Position:
    """Where a page starts: after (or, walking back, before) the row with this value of the order and this id."""

    value: Any
    pk: Any
    is_back: bool = False

    def code(self) -> str:
        raw = json.dumps([self.value, self.pk, self.is_back], default=str)
        return base64.urlsafe_b64encode(raw.encode()).decode().rstrip("=")


def position_from(code: str, field: models.Field) -> Position | None:
    """The position a page address carries; None for anything that is not one."""
    try:
        value, pk, is_back = json.loads(base64.urlsafe_b64decode(code + "=" * (-len(code) % 4)))
        value = None if value is None else field.to_python(value)
        return Position(value, UUID(pk), bool(is_back))
    except (ValueError, TypeError, AttributeError, binascii.Error, ValidationError, RecursionError):
        return None


def scoped_page(model: type[models.Model], narrow: Narrow, order: str, size: int, at: Position | None = None) -> QuerySet:
    """Up to `size` + 1 records of the scopes in view from `at` on, in order (reversed when walking back). One statement."""
    is_descending = order.startswith("-") != bool(at and at.is_back)
    path = order.lstrip("-")
    ordering = _ordering(model, path, is_descending)

    def first_rows(queryset: QuerySet) -> QuerySet:
        narrowed = narrow(queryset)
        if at is not None:
            narrowed = narrowed.filter(_beyond(path, at, is_descending))
        return narrowed.order_by(*ordering)

    view = scope.current()
    if len(view) == 1:
        return first_rows(model.objects.all())[: size + 1]
    if len(view) <= SCOPES_APART:
        # The ids come from the view already; naming the scopes again would lure the database into walking them.
        return model.everywhere.filter(pk__in=_apart(model, first_rows, size)).order_by(*ordering)[: size + 1]
    return first_rows(_by_walking(model))[: size + 1]


def _ordering(model: type[models.Model], path: str, is_descending: bool) -> list[Any]:
    turn = "desc" if is_descending else "asc"
    if path == "pk" or not field_at(model, path).null:
        return [getattr(F(path), turn)(), getattr(F("pk"), turn)()]
    # Written out only for nullable columns: the two databases put nothing at different ends.
    last = {"nulls_last": True} if not is_descending else {"nulls_first": True}
    return [getattr(F(path), turn)(**last), getattr(F("pk"), turn)()]


def _beyond(path: str, at: Position, is_descending: bool) -> Q:
    """Rows after a position; nothing counts as greater than any value."""
    further, side = ("lt", "lte") if is_descending else ("gt", "gte")
    same_value = Q(**{f"pk__{further}": at.pk})
    if at.value is None:
        beyond = Q(**{f"{path}__isnull": True}) & same_value
        return beyond | Q(**{f"{path}__isnull": False}) if is_descending else beyond
    beyond = Q(**{f"{path}__{side}": at.value}) & (Q(**{f"{path}__{further}": at.value}) | same_value)
    return beyond if is_descending else beyond | Q(**{f"{path}__isnull": True})


def _apart(model: type[models.Model], first_rows: Narrow, size: int) -> RawSQL:
    """The ids of each scope's first rows: the index of one scope at a time gives them in order."""
    statements, parameters = [], []
    for number, scope_id in enumerate(scope.current()):
        with scope.entered(scope_id):
            query = first_rows(model.objects.all())[: size + 1].values("pk").query
        statement, given = query.get_compiler(connection=connection).as_sql()
        statements.append(f"SELECT * FROM ({statement}) AS of_{number}")
        parameters += given
    return RawSQL(" UNION ALL ".join(statements), parameters)


class _Unindexed(models.Func):
    """`+column`: SQLite then leaves the index of that column alone and walks the order's."""

    template = "+%(expressions)s"
    arity = 1


def _by_walking(model: type[models.Model]) -> QuerySet:
    if connection.vendor != "sqlite" or type(model.objects) is not ScopedManager:
        return model.objects.all()
    walked = model.everywhere.alias(_walked=_Unindexed(F("scope_id"), output_field=models.CharField()))
    return walked.filter(_walked__in=[id.hex for id in scope.current()])
