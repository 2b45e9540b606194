"""Reading people: rights, persons and homes, posts and who holds them.

Functions that take a scope read within the scopes in view, except those of `rights`, which decide what the view may be.
"""

from ..fitness import Named, against, objections
from ..links import account_of as account_by_link
from ..links import link_of
from ..models import Account, Holding, Membership, Ownership, Person, Post, Presence, Residency, Shift, ShiftPattern
from ..roles import CHOICES as ROLE_CHOICES
from ..roles import ROLES, STAFF, surfaces_of
from ..rules.shifts import LAWFUL_WEEKLY_HOURS
from .homes import (
    current_owners,
    current_residents,
    dwellings_of,
    moved_in_between,
    occupied_on,
    owners_of,
    residents_of,
)
from .matrix import Conflict, Right, as_post, conflicts, dangerous, differences, matrix, right_title, rooms
from .persons import (
    account_of,
    find_persons,
    person_by_identity,
    persons_by_phone,
    persons_without_account,
    persons_without_role,
    role_labels,
)
from .posts import (
    OnDuty,
    PostNow,
    absences_between,
    gaps_at,
    holders_at,
    holding_of,
    holdings_between,
    holdings_on,
    on_duty,
    post_now,
    posts_at,
    presence_of,
    shifts_of,
    weekly_hours_of,
)
from .rights import (
    communities_of,
    may_enter,
    people_with_role,
    posts_of,
    roles_of,
    scopes_of,
    scopes_with_roles,
    staff_of,
    working_here,
)

__all__ = [
    "LAWFUL_WEEKLY_HOURS", "ROLES", "ROLE_CHOICES", "STAFF", "Account", "Conflict", "Holding", "Membership", "Named", "OnDuty", "Ownership", "Person", "Post", "PostNow", "Presence", "Residency", "Right", "Shift",
    "ShiftPattern", "absences_between", "against", "account_by_link", "account_of", "as_post", "communities_of", "conflicts", "current_owners", "current_residents", "dangerous", "differences", "dwellings_of", "find_persons",
    "gaps_at", "holders_at", "holding_of", "holdings_between", "holdings_on", "link_of", "matrix", "may_enter", "moved_in_between", "objections", "occupied_on", "on_duty", "owners_of", "people_with_role", "staff_of", "person_by_identity",
    "persons_by_phone", "persons_without_account", "persons_without_role", "post_now", "posts_at", "posts_of", "presence_of", "residents_of", "right_title",
    "role_labels", "roles_of", "rooms", "scopes_of", "scopes_with_roles", "shifts_of", "surfaces_of", "weekly_hours_of", "working_here",
]  # fmt: skip
