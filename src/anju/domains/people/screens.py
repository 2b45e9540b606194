"""Pages of people: persons, accounts, roles, homes, posts, shift patterns, who holds which post, who is there.

Names are masked as everywhere, except where the page is about staff at work: there the full name is what people go by.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from anju.kernel.screens import Column, Screen, Tab, add_tab

from . import actions, queries
from .models import (
    Account,
    Holding,
    Membership,
    Ownership,
    Person,
    Post,
    Presence,
    Residency,
    RightsChange,
    RoleName,
    ShiftPattern,
)
from .roles import STAFF

MANAGERS = ("security_manager", "project_manager", "headquarters", "auditor")
LEADERS = ("squad_leader", "team_leader", *MANAGERS)
DESK = ("front_desk", *MANAGERS)


def in_full(name: Any) -> str:
    return str(name or "")


COLLEAGUE = Column("person", _("Person"), render=in_full)


def hours(pattern: ShiftPattern) -> str:
    """The shifts, the average week, and whether the law's average is kept."""
    shifts = "；".join(str(shift) for shift in queries.shifts_of(pattern))
    weekly = queries.weekly_hours_of(pattern)
    said = _("%(hours)s hours a week on average.") % {"hours": weekly}
    if weekly > queries.LAWFUL_WEEKLY_HOURS:
        said += " " + _("More than the %(limit)s hours the law allows on average: add a crew, or have other working hours approved.") % {
            "limit": queries.LAWFUL_WEEKLY_HOURS
        }
    return f"{shifts}。{said}"


class PersonScreen(Screen):
    model = Person
    name = "people"
    title = _("People")
    menu = "owners"
    icon = "ti-users"
    position = 30
    columns = "name phone employee_number created_at"
    facts = "name phone identity_number employee_number created_at"
    search = "name employee_number"
    label = "name"
    order = "name"
    create = actions.register_person
    edit = actions.change_person
    row = [actions.open_account]
    importing = actions.register_person
    key = "identity_number"
    tabs = [
        Tab("roles", _("Roles"), screen="memberships", via="person"),
        Tab("owns", _("Owns"), screen="ownerships", via="person"),
        Tab("lives", _("Lives in"), screen="residencies", via="person"),
        Tab("holdings", _("Shifts of the person"), screen="holdings", via="person"),
    ]
    empty = _("Nobody is registered yet. Register staff and owners, or import them from a table.")
    posts = DESK


class AccountScreen(Screen):
    model = Account
    name = "accounts"
    title = _("Accounts")
    menu = "settings"
    icon = "ti-key"
    position = 30
    columns = ["username", COLLEAGUE, "is_active", "language", "last_login"]
    facts = ["username", COLLEAGUE, "is_active", "language", "last_login", "created_at"]
    filters = "is_active"
    search = "username"
    label = "username"
    order = "username"
    row = [actions.issue_link, actions.close_account, actions.reopen_account]
    empty = _("There is no account yet. Open one from the page of a person.")
    posts = DESK


class MembershipScreen(Screen):
    model = Membership
    name = "memberships"
    title = _("Roles")
    menu = "settings"
    icon = "ti-shield-check"
    position = 20
    columns = [COLLEAGUE, "role", "since_on", "until_on", "ended_at"]
    filters = "role since_on"
    search = "person__name"
    order = "-since_on"
    create = actions.grant_role
    row = [actions.end_role]
    empty = _("Nobody holds a role here. Grant roles to those who work here.")
    posts = DESK


class RoleNameScreen(Screen):
    model = RoleName
    name = "role_names"
    title = _("Names of roles")
    menu = "settings"
    minor = True
    icon = "ti-tag"
    position = 25
    columns = "label role"
    order = "role"
    create = actions.name_role
    empty = _("Roles carry their usual names. Choose another where this community has its own.")
    posts = MANAGERS


def names_of(permissions: list[str]) -> str:
    return "、".join(queries.right_title(name) for name in permissions)


class RightsChangeScreen(Screen):
    model = RightsChange
    name = "rights_changes"
    title = _("Changes of rights")
    menu = "settings"
    minor = True
    icon = "ti-shield-lock"
    position = 23
    columns = ["post", "state", Column("granted", render=names_of), Column("withdrawn", render=names_of), "reason", "created_at"]
    facts = ["post", "state", Column("granted", render=names_of), Column("withdrawn", render=names_of), "reason", Column("asked_by", render=in_full), Column("decided_by", render=in_full), "decided_at", "created_at"]
    filters = "state post created_at"
    search = "reason"
    order = "-created_at"
    row = [actions.confirm_rights, actions.refuse_rights]
    empty = _("No right was changed here yet: every role holds what it holds by default. Change rights in the permission matrix.")
    posts = MANAGERS


class OwnershipScreen(Screen):
    model = Ownership
    name = "ownerships"
    title = _("Ownerships")
    menu = "owners"
    icon = "ti-home-check"
    position = 40
    columns = "dwelling person share since_on until_on ended_at"
    filters = "since_on"
    search = "dwelling__full_name"
    order = "-since_on"
    create = actions.add_ownership
    row = [actions.end_ownership]
    empty = _("No owner is registered yet. Register the person first, then add the ownership.")
    posts = DESK


class ResidencyScreen(Screen):
    model = Residency
    name = "residencies"
    title = _("Residents")
    menu = "owners"
    icon = "ti-home-heart"
    position = 50
    columns = "dwelling person relation since_on until_on ended_at"
    filters = "relation since_on"
    search = "dwelling__full_name"
    order = "-since_on"
    create = actions.add_residency
    row = [actions.end_residency]
    empty = _("No resident is registered yet. Register the person first, then add the resident.")
    posts = DESK


class ShiftPatternScreen(Screen):
    model = ShiftPattern
    name = "shift_patterns"
    title = _("Shift patterns")
    menu = "staff"
    minor = True
    icon = "ti-clock-hour-4"
    position = 40
    columns = "name state crews created_at"
    filters = "state"
    search = "name"
    order = "name"
    create = actions.define_pattern
    edit = actions.change_pattern
    row = [actions.retire_pattern]
    tabs = [Tab("hours", _("Shifts and hours"), render=hours), Tab("posts", _("Posts"), screen="posts", via="pattern")]
    empty = _("There is no shift pattern yet. Define one, such as three shifts of eight hours.")
    posts = LEADERS


class PostScreen(Screen):
    model = Post
    name = "posts"
    title = _("Posts")
    menu = "staff"
    icon = "ti-map-pin"
    position = 30
    columns = "name state role place pattern people_per_shift is_two_person"
    filters = "state role place pattern"
    search = "name"
    order = "name"
    create = actions.define_post
    edit = actions.change_post
    row = [actions.take_post, actions.leave_post, actions.assign_post, actions.retire_post]
    tabs = [
        Tab("holdings", _("Who holds it"), screen="holdings", via="post"),
        Tab("presence", _("Who was there"), screen="presences", via="post"),
    ]
    empty = _("There is no post yet. Define the gates, patrols and rooms that people hold.")
    posts = (*STAFF, "headquarters", "auditor")


class HoldingScreen(Screen):
    model = Holding
    name = "holdings"
    title = _("Who holds which post")
    menu = "staff"
    icon = "ti-calendar-user"
    position = 10
    columns = ["post", COLLEAGUE, "state", "on", "shift", "start_at", "end_at"]
    filters = "post state on"
    search = "post__name person__name"
    order = "-start_at"
    row = [actions.release_post]
    empty = _("Nobody is named for a post yet. Assign posts, or publish a roster.")
    posts = (*STAFF, "headquarters", "auditor")


class PresenceScreen(Screen):
    model = Presence
    name = "presences"
    title = _("On post and off")
    menu = "staff"
    minor = True
    icon = "ti-walk"
    position = 20
    columns = ["post", COLLEAGUE, "since_at", "until_at", "left_for"]
    filters = "post left_for since_at"
    search = "post__name"
    order = "-since_at"
    empty = _("Nobody has gone on post yet. Guards do it on the phone or on the page of the post.")
    posts = LEADERS


add_tab("places", Tab("owners", _("Who owns it"), screen="ownerships", via="dwelling"))
add_tab("places", Tab("residents", _("Who lives there"), screen="residencies", via="dwelling"))
