"""What posts must have, what they have, and whether somebody may stand there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time

from anju.domains.people.queries import ROLES, Person, Post, people_with_role, role_labels
from anju.domains.training import queries as training
from anju.kernel.models import Scope
from anju.kernel.refusals import Refusal

from ..models import Establishment, StaffFile
from ..rules.staffing import fit, season_of


def fit_for(person: Person, post: Post, on: date) -> Refusal | None:
    """Why somebody may not be put on a post on a day: he left, has no contract for it, or lacks a certificate."""
    file = StaffFile.objects.filter(scope=post.scope, person=person).order_by("-applied_on", "-pk").first()
    return fit(
        name=person.name, state=file.state if file else "", contract=(file.contract_from_on, file.contract_until_on) if file else None, on=on,
        lacking=tuple(str(one) for one in training.missing_for(post.scope, person, on=on, post=post) if one.is_barring),
    )  # fmt: skip


@dataclass(frozen=True)
class Staffed:
    """One role: how many are authorised over all its posts, and how many there are."""

    role: str
    label: str
    authorised: int
    actual: int

    @property
    def vacant(self) -> int:
        return max(0, self.authorised - self.actual)

    @property
    def surplus(self) -> int:
        return max(0, self.actual - self.authorised)


def establishment_report(scope: Scope) -> list[Staffed]:
    """The establishment beside who is there, role by role."""
    wanted: dict[str, int] = {}
    for role, many in Establishment.objects.filter(scope=scope, post__state="in_use").values_list("post__role", "headcount"):
        wanted[role] = wanted.get(role, 0) + many
    labels = role_labels(scope)
    return [Staffed(role, labels[role], many, people_with_role(scope, role).count()) for role in ROLES if (many := wanted.get(role))]


def hours_on(post: Post, on: date) -> tuple[time, time] | None:
    """The seasonal hours of a post on a day, where it has any."""
    found = Establishment.objects.filter(post=post).values_list("seasons", flat=True).first()
    return season_of(found or [], on)
