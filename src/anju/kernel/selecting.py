"""What a query of whole records selects, worked out once for every shape of query.

The ORM writes the columns of a record and of those that come along with it out anew for every query, and reckons how each is turned
into a Python value. That takes as long as the database takes to answer, and the answer is always the same. Everything that is not a
plain query of whole records is left to the ORM.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db import connections
from django.db.models.sql import Query
from django.db.models.sql.compiler import SQLCompiler

_EVERY_FIELD = (frozenset(), True)
_plans: dict[tuple, _Plan] = {}


@dataclass(frozen=True, eq=False)
class _Plan:
    """The selected columns, what is made of them, and the tables that select_related joins for it."""

    select: list
    klass_info: dict
    alias_map: dict
    alias_refcount: dict
    table_map: dict
    converters: dict = field(default_factory=dict)


class Reading(Query):
    """A query of records; its updates and deletions are the ORM's own."""

    def get_compiler(self, using: str | None = None, connection: Any = None, elide_empty: bool = True) -> SQLCompiler:
        if using is None and connection is None:
            raise ValueError("Need either using or connection")
        return _Compiler(self, connection if using is None else connections[using], using, elide_empty)


class _Compiler(SQLCompiler):
    _plan: _Plan | None = None

    def setup_query(self, with_col_aliases: bool = False) -> None:
        key = None if with_col_aliases else _shape(self.query, self.connection.vendor)
        self._plan = _plans.get(key)
        if key is not None:
            _forget_unused_joins(self.query)
        if self._plan is not None:
            _join(self.query, self._plan)
            self.select, self.klass_info, self.annotation_col_map = self._plan.select, self._plan.klass_info, {}
            self.col_count = len(self.select)
            return
        super().setup_query(with_col_aliases)
        if key is not None:
            self._plan = _plans[key] = _Plan(self.select, self.klass_info, **_tables(self.query))

    def get_order_by(self) -> list:
        """The ORM compares each selected column with the order, for those that have an alias: here none has one."""
        if self._plan is None:
            return super().get_order_by()
        selected, self.select = self.select, None
        try:
            return super().get_order_by()
        finally:
            self.select = selected

    def get_converters(self, expressions: Any) -> dict:
        if self._plan is None or len(expressions) != self.col_count:
            return super().get_converters(expressions)
        known = self._plan.converters
        if self.connection.vendor not in known:
            known[self.connection.vendor] = super().get_converters(expressions)
        return known[self.connection.vendor]


def _shape(query: Query, vendor: str) -> tuple | None:
    """What decides the selected columns; None where more than the model and its select_related does."""
    is_whole = query.default_cols and not query.select and query.selected is None and query.deferred_loading == _EVERY_FIELD
    is_plain = is_whole and not (query.annotations or query.extra or query.combinator or query.distinct or query._filtered_relations)
    if not is_plain or query.group_by is not None or query.subquery or query.select_related is True or query.max_depth != 5:
        return None
    table = query.get_initial_alias()
    joins = any(count and alias != table for alias, count in query.alias_refcount.items())
    if joins or table != query.get_meta().db_table:
        return None
    return vendor, query.model, _frozen(query.select_related)


def _frozen(related: Any) -> tuple | None:
    return tuple((name, _frozen(further)) for name, further in related.items()) if related else None


def _forget_unused_joins(query: Query) -> None:
    """A filter that needs no join leaves it behind uncounted; without it every query of a shape gives its tables the same names."""
    own = query.base_table
    query.alias_map = {own: query.alias_map[own]}
    query.alias_refcount = {own: query.alias_refcount[own]}
    query.table_map = {own: [own]}


def _tables(query: Query) -> dict[str, dict]:
    names = {table: list(aliases) for table, aliases in query.table_map.items()}
    return {"alias_map": dict(query.alias_map), "alias_refcount": dict(query.alias_refcount), "table_map": names}


def _join(query: Query, plan: _Plan) -> None:
    """Join what the first query of this shape joined."""
    query.alias_map, query.alias_refcount = dict(plan.alias_map), dict(plan.alias_refcount)
    query.table_map = {table: list(aliases) for table, aliases in plan.table_map.items()}
