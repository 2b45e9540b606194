from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from anju.kernel.refusals import Refusal

from ..roles import ROLES, fills

MAX_ROWS = 200
LONGEST = timedelta(hours=24)
EARLY = timedelta(minutes=60)
Span = tuple[datetime, datetime]


def overlap(one: Span, other: Span) -> bool:
    """Whether two half-open spans share a moment."""
    return one[0] < other[1] and other[0] < one[1]


def may_hold(*, person: str, span: Span, taken: Iterable[tuple[Span, str]], held: frozenset[str], role: str, is_post_used: bool) -> Refusal | None:
    """Whether a person with the roles `held` may hold a post of `role` in the span, given what he holds (`taken`: span and post)."""
    if not is_post_used:
        return Refusal("people.post_retired", _("This post is retired. Choose another."))
    if not timedelta() < span[1] - span[0] <= LONGEST:
        return Refusal("people.bad_span", _("A post is held for more than nothing and at most 24 hours. Check start and end."))
    if not fills(held, role):
        label = ROLES[role].label
        return Refusal("people.not_of_this_role", _("%(person)s is not %(role)s here. Choose somebody else, or give the role first."), person=person, role=label)
    clash = next((post for other, post in taken if overlap(span, other)), None)
    if clash is not None:
        return Refusal("people.double_booked", _("%(person)s already holds “%(post)s” at that time. Choose somebody else or release that post."), person=person, post=clash)
    return None


def may_release(*, state: str, end_at: datetime, at: datetime) -> Refusal | None:
    if state != "published" or end_at <= at:
        return Refusal("people.holding_over", _("This holding is over already."))
    return None


def may_take(*, is_holder: bool, is_here: bool, elsewhere: str, is_own: bool, leads: bool) -> Refusal | None:
    """Whether somebody may go on post: he holds it now (or within the hour), and stands at no other."""
    if not is_own and not leads:
        return Refusal("people.not_for_others", _("Only a leader records this for somebody else."))
    if is_here:
        return Refusal("people.on_post_already", _("This was recorded already: the person is on this post."))
    if elsewhere:
        return Refusal("people.on_other_post", _("The person is on the post “%(post)s”. Leave that one first."), post=elsewhere)
    if not is_holder:
        return Refusal("people.not_your_shift", _("The roster does not name this person for this post now. Ask the squad leader to assign it."))
    return None


def may_leave(*, is_here: bool, since_at: datetime | None, at: datetime, is_own: bool, leads: bool) -> Refusal | None:
    if not is_own and not leads:
        return Refusal("people.not_for_others", _("Only a leader records this for somebody else."))
    if not is_here or since_at is None:
        return Refusal("people.not_on_post", _("The person is not on this post."))
    if at < since_at:
        return Refusal("people.left_before_taken", _("The post was taken at a later moment. Check the time."))
    return None


def may_man(*, people_per_shift: int, is_two_person: bool, is_named: bool) -> Refusal | None:
    if not is_named:
        return Refusal("people.needs_name", _("A name is needed."))
    if not 1 <= people_per_shift <= 50:
        return Refusal("people.bad_people_per_shift", _("A post takes 1 to 50 people per shift. Check the number."))
    if is_two_person and people_per_shift < 2:
        return Refusal("people.two_needed", _("A post that is never held alone needs at least 2 people per shift."))
    return None
