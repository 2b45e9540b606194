"""One action on many chosen records: each its own call, so that one refusal stops nobody else."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import QueryDict

from .. import scope
from ..actions import Spec
from ..actors import Actor
from ..inputs import BadInput
from ..refusals import Refusal
from .declare import Screen
from .detail import title_of
from .filters import Filtering

CHUNK = 10
MOST = 1000


@dataclass
class BulkOutcome:
    """How many were done, who was refused and why (title, refusal), and what was wrong with the inputs."""

    done: int = 0
    refused: list[tuple[Any, str, Refusal]] = field(default_factory=list)
    errors: dict[str, Any] = field(default_factory=dict)


def chosen(screen: Screen, ids: list[str], params: QueryDict | None = None) -> list[UUID]:
    """The ids that exist within the scopes in view: those ticked, or with `params` all that its filters leave, at most MOST."""
    records = screen.model.objects.order_by("pk")
    if params is not None:
        records = Filtering(screen, params).narrow(records)
    else:
        records = records.filter(pk__in=[found for each in ids[:MOST] if (found := _uuid(each))])
    return list(records.values_list("pk", flat=True)[:MOST])


def run(screen: Screen, spec: Spec, ids: list[UUID], raw: dict[str, Any], by: Actor) -> BulkOutcome:
    """Do the action on every record. Commits every CHUNK records, so that nobody else waits long."""
    outcome = BulkOutcome()
    for start in range(0, len(ids), CHUNK):
        records = screen.model.objects.select_related("scope").in_bulk(ids[start : start + CHUNK])
        with transaction.atomic():
            for pk in ids[start : start + CHUNK]:
                if pk in records and not _one(spec, records[pk], raw, by, outcome):
                    return outcome
    return outcome


def _one(spec: Spec, record: Any, raw: dict[str, Any], by: Actor, outcome: BulkOutcome) -> bool:
    """Do it to one; False when the inputs themselves are wrong, which they are for all."""
    with scope.entered(record.scope):
        try:
            inputs = spec.clean(raw)
        except BadInput as bad:
            outcome.errors = dict(bad.errors)
            return False
        done = spec(record, by=by, **inputs)
    if isinstance(done, Refusal):
        outcome.refused.append((record.pk, title_of(record), done))
    else:
        outcome.done += 1
    return True


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
