"""The people who act: found again in the database by their employee numbers, each acting under his own account."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from anju.domains.people.queries import Account, Person, Post
from anju.kernel.actors import Actor
from anju.kernel.models import Scope

from .rosters import STAFF, Turn

# role, name of the body, how the account is called
OUTSIDERS = (
    ("headquarters", "总部品质部", "zongbu"),
    ("street_office", "街道办事处", "jiedao"),
    ("fire_brigade", "消防救援站", "xiaofang"),
    ("police", "派出所", "paichusuo"),
    ("auditor", "第三方评估", "pinggu"),
)
ACCOUNT_NAMES = {
    "project_manager": "xiangmu",
    "security_manager": "anquan",
    "team_leader": "duizhang",
    "squad_leader": "banzhang",
    "guard": "baoan",
    "monitor_operator": "jiankong",
    "fire_operator": "xiaokong",
    "front_desk": "qiantai",
    "engineer": "gongcheng",
    "cleaner": "baojie",
    "gardener": "lvhua",
}
HOUSEHOLD_ACCOUNTS = 12


def employee_number(role: str, number: int) -> str:
    """JX-guard-07: the simulator's own way to know its people again."""
    return f"JX{[name for name, _ in STAFF].index(role):02d}{number + 1:02d}"


@dataclass
class Cast:
    """Everybody who can act in one community. `role_of` tells what somebody is."""

    scope: Scope
    staff: dict[str, list[Person]]
    outsiders: dict[str, Person]
    residents: list[Person]
    posts: dict[str, Post]
    accounts: dict[UUID, Account]
    role_of: dict[UUID, str]

    def of_turn(self, turn: Turn) -> Person:
        return self.staff[turn.role][turn.number]

    def actor(self, person: Person) -> Actor:
        """A fresh actor: it remembers posts, so it lives for one step only."""
        return Actor.of(self.accounts[person.pk])


def found(scope: Scope, company: Scope) -> Cast:
    """The cast of a community as it stands in the database. Enter both scopes first."""
    staff: dict[str, list[Person]] = defaultdict(list)
    people = Person.everywhere.filter(scope=company).exclude(employee_number="").order_by("employee_number")
    by_number = {person.employee_number: person for person in people}
    for role, many in STAFF:
        staff[role] = [by_number[employee_number(role, number)] for number in range(many)]
    accounts = {account.person_id: account for account in Account.everywhere.select_related("person").filter(is_active=True).exclude(person=None)}
    by_name = {account.username: account.person for account in accounts.values()}
    outsiders = {role: by_name[name] for role, _body, name in OUTSIDERS if name in by_name}
    residents = [by_name[name] for name in (resident_account(number) for number in range(HOUSEHOLD_ACCOUNTS)) if name in by_name]
    role_of = {person.pk: role for role, persons in staff.items() for person in persons}
    role_of |= {person.pk: role for role, person in outsiders.items()} | {person.pk: "owner" for person in residents}
    posts = {post.name: post for post in Post.objects.filter(scope=scope, state="in_use").select_related("place")}
    return Cast(scope, dict(staff), outsiders, residents, posts, accounts, role_of)


def resident_account(number: int) -> str:
    return f"yezhu{number + 1:02d}"
