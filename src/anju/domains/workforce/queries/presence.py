"""Who stands where now, reliefs too, and what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet

from anju.domains.people.queries import Holding, OnDuty, Person, Post, PostNow, Presence, posts_at
from anju.kernel import clock
from anju.kernel.models import Scope

from ..codes import GUARDS
from ..models import Away, Establishment, Finding, Relief
from ..rules.standing import Holder, PostFacts, Wrong, wrong_at
from .terms import terms_of

LOOK_BACK = timedelta(hours=26)


@dataclass
class Standing:
    """A post at a moment with its people, who is away, who stands in, and what is wrong."""

    now: PostNow
    away: list[Away] = field(default_factory=list)
    reliefs: list[Relief] = field(default_factory=list)
    wrong: list[Wrong] = field(default_factory=list)
    is_pool: bool = False

    @property
    def standing(self) -> int:
        return self.now.present + len(self.reliefs)


def standing_at(scope: Scope, at: datetime | None = None) -> list[Standing]:
    """Every post of the guarding team that is needed at a moment or has somebody. Eight queries, however many posts."""
    moment = at or clock.now()
    terms = terms_of(scope)
    away, reliefs = _by_post(Away, moment, "left_at", "back_at", scope), _by_post(Relief, moment, "since_at", "until_at", scope)
    pools = set(Establishment.objects.filter(scope=scope, is_pool=True).values_list("post_id", flat=True))
    last = _last_presences(scope, moment)
    found = []
    for now in posts_at(scope, moment):
        if now.post.role not in GUARDS or not (now.needed or now.people):
            continue
        one = Standing(now, away.get(now.post.pk, []), reliefs.get(now.post.pk, []), is_pool=now.post.pk in pools)
        facts = PostFacts(now.needed, one.standing, _missing(now, one.away, last), now.post.is_two_person, one.is_pool)
        limits = {"nobody_after": timedelta(minutes=terms.nobody_after_minutes), "short_leave": timedelta(minutes=terms.short_leave_minutes)}
        one.wrong = wrong_at(facts, at=moment, **limits)
        found.append(one)
    return found


def _by_post(model: type, at: datetime, since: str, until: str, scope: Scope) -> dict[UUID, list]:
    rows = model.objects.filter(scope=scope, **{f"{since}__lte": at}).exclude(**{f"{until}__lte": at}).select_related("person")
    found: dict[UUID, list] = {}
    for one in rows:
        found.setdefault(one.post_id, []).append(one)
    return found


def _last_presences(scope: Scope, at: datetime) -> dict[UUID, Presence]:
    """The last presence of each holding that was ended by then."""
    rows = Presence.objects.filter(scope=scope, since_at__gte=at - LOOK_BACK, until_at__lte=at).exclude(holding=None)
    return {one.holding_id: one for one in rows.order_by("until_at")}


def _missing(now: PostNow, away: list[Away], last: dict[UUID, Presence]) -> tuple[Holder, ...]:
    due = {one.person_id: one.due_at for one in away}
    gone = [one for one in now.people if one.holding is not None and not one.is_present]
    return tuple(_holder(one, last.get(one.holding.pk), due.get(one.person.pk)) for one in gone)


def _holder(one: OnDuty, last: Presence | None, due_at: datetime | None) -> Holder:
    held: Holding = one.holding
    left = {"left_at": last.until_at, "left_for": last.left_for, "due_at": due_at} if last is not None else {}
    return Holder(one.person.pk, held.pk, held.start_at, held.end_at, **left)


def open_findings(scope: Scope) -> QuerySet[Finding]:
    """What still lasts, the oldest first."""
    return Finding.objects.filter(scope=scope, state="open").select_related("post__place", "person").order_by("since_at")


def away_of(person: Person) -> Away | None:
    """Where somebody is expected back."""
    return Away.objects.filter(person=person, back_at=None).select_related("post").first()


def relief_of(person: Person) -> Relief | None:
    """Where somebody stands in for another now."""
    return Relief.objects.filter(person=person, until_at=None).select_related("post", "relieved").first()


def reliefs_at(post: Post) -> QuerySet[Relief]:
    """Who stands in at a post now."""
    return Relief.objects.filter(post=post, until_at=None).select_related("person")
