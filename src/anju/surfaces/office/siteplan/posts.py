"""The layer of people on post: who is there now, by the post's place. Nobody who is off shift is ever shown."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from anju.domains.people.queries import PostNow, posts_at
from anju.domains.people.screens import PostScreen
from anju.domains.places.queries import Layer, Mark
from anju.kernel.models import Scope


def marks(scope: Scope) -> Iterator[Mark]:
    """Posts that need somebody now or have somebody now."""
    return past(scope, None)


def past(scope: Scope, at: datetime | None) -> Iterator[Mark]:
    """The same at a moment: who was on post then, and nobody else."""
    for then in posts_at(scope, at):
        if then.needed or then.present:
            yield _mark(then)


def _mark(now: PostNow) -> Mark:
    post, there = now.post, [one for one in now.people if one.is_present]
    colour, state = _standing(now)
    return Mark(
        key=str(post.pk), label=post.name, short=there[0].person.name[:1] if there else "!", sign="disc", colour=colour, state=state,
        place=post.place_id, reach=post.place.reach if post.place else None, link=f"/posts/{post.pk}/", kind=_("Post"),
        note="、".join(one.person.name for one in there), at=min((one.presence.since_at for one in there), default=None),
    )  # fmt: skip


def _standing(now: PostNow) -> tuple[str, str]:
    if now.present >= now.needed:
        return "green", _("On post")
    if now.present:
        return "yellow", _("%(count)s people missing") % {"count": now.needed - now.present}
    return "orange", _("Nobody came")


LAYER = Layer(
    "posts", gettext_lazy("People on post"), "ti-users", marks, ("people.presence", "people.holding", "people.post"), PostScreen().permission, 1, is_watching=True,
    past=past,
)  # fmt: skip
