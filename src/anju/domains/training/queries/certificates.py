"""Who is certified, who may stand where, and what ends soon."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from anju.domains.people.queries import Person, Post
from anju.kernel.models import Scope

from ..fitness import certificates_of
from ..models import Requirement
from ..rules.certificates import why_missing


def certified(person: Person, kind: str, on: date, *, until: date | None = None) -> bool:
    """Whether somebody holds a certificate of this kind that covers a day, or all days until `until` (included)."""
    return not why_missing(certificates_of([person.pk])[person.pk, kind], on, until or on)


def requirements_of(scope: Scope, post: Post) -> QuerySet[Requirement]:
    """What a post asks for, by itself and by its role."""
    return Requirement.objects.filter(Q(post=post) | Q(role=post.role), scope=scope, is_used=True).order_by("created_at", "pk")
