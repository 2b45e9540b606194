"""What posts must have, what they have, and whether somebody may stand there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from uuid import UUID

from anju.domains.people.queries import ROLES, Named, Person, Post, objections, people_with_role, role_labels
from anju.domains.training import queries as training
from anju.kernel import clock
from anju.kernel.models import Scope
from anju.kernel.refusals import Refusal

from ..models import Establishment, StaffFile
from ..rules.staffing import fit, season_of


def fit_for(person: Person, post: Post, on: date) -> Refusal | None:
    """Why somebody may not be put on a post on a day: he left, has no contract for it, or lacks a certificate."""
    start, end = clock.day_bounds(post.scope, on)
    return unfit(post.scope, [Named(person, post, start, end)]).get(0)


def unfit(scope: Scope, named: Sequence[Named]) -> dict[int, Refusal]:
    """The same for many at once, by their place; asked whenever somebody is put on a roster, by whichever page or program. Four queries."""
    files: dict[UUID, StaffFile] = {}
    for one in StaffFile.objects.filter(scope=scope, person__in={each.person.pk for each in named}).order_by("applied_on", "pk"):
        files[one.person_id] = one
    days = [(clock.local(scope, each.start_at).date(), clock.local(scope, each.end_at - timedelta(microseconds=1)).date()) for each in named]
    asked = [training.Asked(each.person.pk, each.post.pk, each.post.role, *span) for each, span in zip(named, days, strict=True)]
    found = {}
    for place, (each, span, state) in enumerate(zip(named, days, training.standing(scope, asked), strict=True)):
        file = files.get(each.person.pk)
        no = fit(
            name=each.person.name, state=file.state if file else "", contract=(file.contract_from_on, file.contract_until_on) if file else None, on=span[0],
            lacking=tuple(str(one) for one in state.missing if one.is_barring),
        )  # fmt: skip
        if no:
            found[place] = no
    return found


if unfit not in objections:
    objections.append(unfit)


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


def is_guidance(post: Post) -> bool:
    """Whether a post stands outside or in the rush to guide who comes."""
    return Establishment.objects.filter(post=post, is_guidance=True).exists()


def hours_on(scope: Scope, on: date) -> dict[UUID, tuple[time, time]]:
    """The hours of the season in which posts are kept on a day, by post, where they have any. One query."""
    rows = Establishment.objects.filter(scope=scope).values_list("post_id", "seasons")
    return {post: hours for post, seasons in rows if (hours := season_of(seasons or [], on)) is not None}
