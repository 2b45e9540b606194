"""Going on post and off it."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from django.utils.translation import gettext_lazy as _

from anju.kernel import permissions
from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.refusals import Refusal

from .. import roles
from ..events import PostLeft, PostTaken
from ..models import Holding, Person, Post, Presence
from ..rules import holdings as rules
from ..states import LEAVING
from .holdings import LEADERS

STANDING = tuple(roles.STAFF)


def _who(post: Post, person: Person | None, by: Actor) -> tuple[Person | None, bool, bool]:
    """The person meant, locked; whether that is the actor himself; whether the actor leads people here."""
    wanted = person.pk if person is not None else by.person
    found = Person.objects.select_for_update().filter(pk=wanted).first()
    leads = by.is_system or bool(permissions.posts_of(by, post.scope) & set(LEADERS))
    return found, wanted == by.person, leads


def _present(post: Post) -> int:
    return Presence.objects.filter(post=post, until_at=None).count()


@action(title=_("Go on post"), posts=STANDING, event=PostTaken, offline=True, allowed_from=("in_use",))
def take_post(
    post: Post, *, person: Annotated[Person | None, Field(_("Person"), help=_("Empty: yourself"))] = None, by: Actor, at: datetime | None = None
) -> Presence | Refusal:
    """Say that one stands on the post from now on."""
    who, is_own, leads = _who(post, person, by)
    if who is None:
        return Refusal("people.nobody_named", _("Say who takes the post."))
    here = Presence.everywhere.filter(person=who, until_at=None).select_related("post").first()
    holding = Holding.objects.filter(post=post, person=who, start_at__lte=at + rules.EARLY, end_at__gt=at).exclude(state="withdrawn").order_by("start_at").first()
    is_here = here is not None and here.post_id == post.id
    elsewhere = here.post.name if here is not None and not is_here else ""
    if no := rules.may_take(is_holder=holding is not None, is_here=is_here, elsewhere=elsewhere, is_own=is_own, leads=leads):
        return no
    presence = Presence(scope=post.scope, post=post, person=who, holding=holding, since_at=at)
    presence.save()
    taken = PostTaken(
        presence=presence.id, post=post.id, of_person=who.id, holding=holding and holding.id, present=_present(post), needed=post.people_per_shift
    )
    announce(taken, subject=presence)
    return presence


@action(title=_("Go off post"), posts=STANDING, event=PostLeft, offline=True, allowed_from=("in_use",))
def leave_post(
    post: Post,
    *,
    left_for: Annotated[str, Field(_("Left for"), choices=LEAVING)],
    person: Annotated[Person | None, Field(_("Person"), help=_("Empty: yourself"))] = None,
    note: Annotated[str, Field(_("Note"), max_length=200)] = "",
    by: Actor,
    at: datetime | None = None,
) -> Presence | Refusal:
    """Say that one leaves the post now, and why."""
    who, is_own, leads = _who(post, person, by)
    here = Presence.objects.filter(person=who, post=post, until_at=None).first() if who is not None else None
    since_at = here.since_at if here is not None else None
    if no := rules.may_leave(is_here=here is not None, since_at=since_at, at=at, is_own=is_own, leads=leads):
        return no
    here.until_at, here.left_for = at, left_for
    here.save(update_fields=["until_at", "left_for"])
    present = _present(post)
    left = PostLeft(
        presence=here.id,
        post=post.id,
        of_person=who.id,
        left_for=left_for,
        present=present,
        needed=post.people_per_shift,
        is_alone=post.is_two_person and present == 1,
        note=note,
    )
    announce(left, subject=here)
    return here
