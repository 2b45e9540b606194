"""Who has his uniform, and whether each shift was looked over when it began."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from anju.domains.people.queries import STAFF, Holding, Person, people_with_role, role_labels
from anju.kernel import clock
from anju.kernel.models import Scope

from ..codes import GUARDS
from ..models import Gathering, GearIssue

AROUND_START = timedelta(minutes=30)


@dataclass(frozen=True)
class Dressed:
    """One role: how many people it has, how many of them were issued a uniform that they still have, and who was not."""

    label: str
    people: int
    issued: int
    lacking: tuple[Person, ...]


def uniforms(scope: Scope) -> list[Dressed]:
    """Role by role, those that somebody holds."""
    issued = set(GearIssue.objects.filter(scope=scope, gear__kind="uniform", back_at=None).values_list("person_id", flat=True))
    labels, found = role_labels(scope), []
    for role in STAFF:
        if people := list(people_with_role(scope, role)):
            lacking = tuple(person for person in people if person.pk not in issued)
            found.append(Dressed(labels[role], len(people), len(people) - len(lacking), lacking))
    return found


@dataclass(frozen=True)
class Start:
    """A shift of the guarding team that began: at what time, under what name, and the formation that looked it over."""

    start_at: datetime
    shift: str
    people: int
    formation: Gathering | None

    @property
    def faults(self) -> int:
        return self.formation.faults_count if self.formation else 0


def shift_starts(scope: Scope, day: date, *, until: datetime | None = None) -> list[Start]:
    """Each start of a day that has come, with the formation held within half an hour of it. Two queries."""
    first, last = clock.day_bounds(scope, day)
    now = until or clock.now()
    rows = Holding.objects.filter(scope=scope, post__role__in=GUARDS, start_at__gte=first, start_at__lt=last, start_at__lte=now).exclude(state="withdrawn")
    starts: dict[tuple[datetime, str], set[UUID]] = {}
    for start, shift, person in rows.exclude(shift=None).values_list("start_at", "shift__name", "person_id"):
        starts.setdefault((start, shift), set()).add(person)
    held = list(Gathering.objects.filter(scope=scope, kind="formation", at__gte=first - AROUND_START, at__lt=last + AROUND_START).order_by("at"))
    return [Start(start, shift, len(people), next((one for one in held if abs(one.at - start) <= AROUND_START), None)) for (start, shift), people in sorted(starts.items())]
