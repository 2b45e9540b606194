"""The people that tests of other rooms need in a community."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

from anju.domains.people.models import Account, Membership, Person
from anju.kernel.actors import Actor
from anju.kernel.models import Scope


class Team:
    """People of a community, made when first named. `team("陈刚", "guard")` is his actor; with `phone` he can be texted and called."""

    def __init__(self, where: Scope) -> None:
        self.where, self.people, self.made = where, {}, 0

    def person(self, name: str, *roles: str, phone: bool = False, account: bool = True) -> Person:
        if name not in self.people:
            self.made += 1
            number = f"1380000{self.made:04d}" if phone else ""
            self.people[name] = Person.objects.create(scope=self.where, name=name, phone=number)
            if account:
                Account.objects.create(username=uuid4().hex, person=self.people[name])
        for role in roles:
            Membership.objects.get_or_create(scope=self.where, person=self.people[name], role=role, since_on=date(2026, 1, 1))
        return self.people[name]

    def __call__(self, name: str, *posts: str) -> Actor:
        posts = posts or ("project_manager",)
        return Actor("account", id=uuid4(), person=self.person(name).id, name=name, posts={self.where.id: frozenset(posts)})
