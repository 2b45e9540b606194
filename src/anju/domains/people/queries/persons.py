from __future__ import annotations

from django.db.models import QuerySet

from anju.kernel import clock
from anju.kernel.masking import plain_identity, plain_phone
from anju.kernel.models import Scope

from ..models import Account, Membership, Person, RoleName
from ..models.terms import current
from ..roles import ROLES


def account_of(person: Person) -> Account | None:
    return Account.everywhere.filter(person=person).first()


def find_persons(name: str) -> QuerySet[Person]:
    """Persons in view whose name contains the words."""
    return Person.objects.filter(name__icontains=name.strip()).order_by("name", "pk")


def person_by_identity(scope: Scope, identity_number: str) -> Person | None:
    """The person of a scope with exactly this identity number."""
    return Person.objects.filter(scope=scope, identity_number=plain_identity(identity_number)).first()


def persons_by_phone(scope: Scope, phone: str) -> QuerySet[Person]:
    """The persons of a scope with exactly this telephone number; a family may share one."""
    return Person.objects.filter(scope=scope, phone=plain_phone(phone)).order_by("name")


def persons_without_account(scope: Scope) -> QuerySet[Person]:
    """Persons of a scope who cannot sign in."""
    return Person.objects.filter(scope=scope).exclude(pk__in=Account.everywhere.filter(scope=scope).values("person_id")).order_by("name", "pk")


def persons_without_role(scope: Scope) -> QuerySet[Person]:
    """Persons of a scope to whom no role is given in it today (owners and residents among them)."""
    members = Membership.objects.filter(current(clock.today(scope)), scope=scope)
    return Person.objects.filter(scope=scope).exclude(pk__in=members.values("person_id")).order_by("name", "pk")


def role_labels(scope: Scope) -> dict[str, str]:
    """What each role is called in a scope: the community's own word where it has one."""
    own = dict(RoleName.objects.filter(scope=scope).values_list("role", "label"))
    return {code: own.get(code, str(role.label)) for code, role in ROLES.items()}
