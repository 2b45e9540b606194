"""The facts a decision about a case rests on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from anju.kernel.refusals import Refusal

from ..kinds import Flow
from ..states import OVER


@dataclass(frozen=True, kw_only=True)
class CaseFacts:
    """`workers` are all who ever owned the case or said its work was done."""

    number: str
    flow: Flow
    state: str
    severity: int = 3
    owner: UUID | None = None
    reporter: UUID | None = None
    workers: frozenset[UUID] = frozenset()
    due_at: datetime | None = None
    stage_due_at: datetime | None = None
    submitted_at: datetime | None = None
    is_overdue_counted: bool = False

    @property
    def is_open(self) -> bool:
        return self.state not in OVER


def person_needed(person: UUID | None) -> Refusal | None:
    """Deeds that count as a second person's need a person, not a program or a shared account."""
    if person is not None:
        return None
    return Refusal(
        "cases.no_person", _("Nothing was recorded: this step needs a person's own account. Sign in as yourself.")
    )
