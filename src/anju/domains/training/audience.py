"""Who a session is for: everybody of its roles on a day, or those who were chosen."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from anju.domains.people.queries import people_with_role
from anju.kernel.models import Scope


def people_of(scope: Scope, roles: Iterable[str], persons: Iterable[str], on: date) -> list[UUID]:
    """The ids, each once, in a fixed order. People chosen by name stand for the roles."""
    chosen = [UUID(str(one)) for one in persons]
    if chosen:
        return sorted(set(chosen), key=str)
    return sorted({person for role in roles for person in people_with_role(scope, role, on=on).values_list("pk", flat=True)}, key=str)

