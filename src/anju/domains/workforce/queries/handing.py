"""What one shift hands to the next: what should be there, and what is still open."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from anju.domains.cases import queries as cases
from anju.domains.passes import queries as passes
from anju.domains.people.queries import Person, Post

from ..models import Gear, Handover

MOST = 20
OVERDUE = 3


def expected_counts(post: Post, *, since: datetime, at: datetime) -> dict[str, int]:
    """What must be there at a handover: goods slips collected since the shift began, keys out from this post, radios of the post."""
    slips = passes.PassUse.objects.filter(scope=post.scope, permit__kind="goods", is_use=True, at__gte=since, at__lt=at)
    slips = slips.filter(place=post.place_id) if post.place_id else slips.none()
    keys = passes.out_at_handover(post.scope, post=post, at=at).filter(kind="key")
    radios = Gear.objects.filter(scope=post.scope, post=post, kind="radio").exclude(state="withdrawn")
    return {"slips": slips.count(), "keys": keys.count(), "radios": radios.count()}


def open_matters(post: Post, *, at: datetime) -> list[dict[str, Any]]:
    """What the next shift inherits: keys handed out here that are overdue, then open cases at the post's place and the grave ones anywhere."""
    everywhere = cases.open_cases(post.scope).filter(severity__lte=2)
    here = cases.open_cases(post.scope, place=post.place) if post.place_id else everywhere.none()
    found = {one.pk: one for one in [*here[:MOST], *everywhere[:MOST]]}
    return [*_overdue_keys(post, at), *({"number": one.number, "title": one.title, "severity": one.severity} for one in list(found.values())[:MOST])]


def _overdue_keys(post: Post, at: datetime) -> list[dict[str, Any]]:
    rows = passes.out_at_handover(post.scope, post=post, at=at).filter(kind="key", ends_at__lte=at)[:MOST]
    return [{"number": one.number, "title": _("Key overdue: %(key)s, with %(holder)s") % {"key": one.key, "holder": one.holder}, "severity": OVERDUE} for one in rows]


def waiting_handover(person: Person) -> Handover | None:
    """What somebody was handed and has not taken over yet."""
    rows = Handover.objects.filter(state="given", for_holding__person=person).select_related("post", "giver")
    return rows.order_by("-given_at").first()
