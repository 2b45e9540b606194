"""Who carries what, and what is still missing before a round."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from anju.domains.people.queries import Person
from anju.kernel.models import Scope

from ..models import Contingency, GearIssue


def carried_by(person: Person) -> QuerySet[GearIssue]:
    """What somebody has and has not returned."""
    return GearIssue.objects.filter(person=person, back_at=None).select_related("gear").order_by("out_at")


def missing_gear(scope: Scope, person: Person, *, asked: Iterable[str] = ()) -> list[str]:
    """Kinds of equipment that are asked for, also by the contingency plans that run now, and that somebody has not been issued by a scan."""
    running = Contingency.objects.filter(scope=scope, state="running").values_list("gear", flat=True)
    wanted = dict.fromkeys([*asked, *(kind for kinds in running for kind in kinds)])
    has = set(carried_by(person).filter(is_scanned=True).values_list("gear__kind", flat=True))
    return [kind for kind in wanted if kind not in has]
