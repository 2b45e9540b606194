"""Who is certified, who may stand where, and what ends soon."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from anju.domains.people.queries import Person, Post
from anju.kernel.models import Scope

from ..fitness import Asked, Missing, certificates_of, standing
from ..models import Requirement
from ..rules.certificates import why_missing


def certified(person: Person, kind: str, on: date, *, until: date | None = None) -> bool:
    """Whether somebody holds a certificate of this kind that covers a day, or all days until `until` (included)."""
    return not why_missing(certificates_of([person.pk])[person.pk, kind], on, until or on)


def missing_for(scope: Scope, person: Person, *, on: date, post: Post | None = None, role: str = "", until: date | None = None) -> list[Missing]:
    """What a post, or a role where no post is named, asks for and this person lacks on a day (or until the last day of the shift). Two queries.

    Each tells `kind`, `why` (expires, expired, not_yet, withdrawn, never), `is_barring`, and says itself in words. For many at once: `standing`.
    """
    asked = Asked(person.pk, post.pk if post else None, post.role if post else role, on, until or on)
    return list(standing(scope, [asked])[0].missing)


def requirements_of(scope: Scope, post: Post) -> QuerySet[Requirement]:
    """What a post asks for, by itself and by its role."""
    return Requirement.objects.filter(Q(post=post) | Q(role=post.role), scope=scope, is_used=True).order_by("created_at", "pk")
