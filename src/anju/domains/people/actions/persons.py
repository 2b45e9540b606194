from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from django.utils.translation import gettext_lazy as _

from anju.kernel import clock, personal
from anju.kernel.actions import Field, action, announce, announce_many, create_many
from anju.kernel.actors import Actor
from anju.kernel.masking import plain_identity, plain_phone
from anju.kernel.models import Scope
from anju.kernel.refusals import Refusal

from .. import queries
from ..events import PersonChanged, PersonForgotten, PersonRegistered, PersonSignedOff
from ..models import Account, Holding, Membership, Ownership, Person, Residency
from ..rules import persons as rules
from .accounts import ITSELF, close_account

PERSONAL = ("name", "phone", "identity_number")
REGISTRARS = ("front_desk", "security_manager", "project_manager", "headquarters")
Name = Annotated[str, Field(_("Person's name"), max_length=60, personal=True)]
Phone = Annotated[str, Field(_("Phone"), max_length=24, personal=True)]
Identity = Annotated[str, Field(_("Identity number"), max_length=24, personal=True)]
Employee = Annotated[str, Field(_("Employee number"), max_length=20)]


@action(title=_("Register a person"), posts=REGISTRARS, event=PersonRegistered)
def register_person(
    scope: Scope, *, name: Name, phone: Phone = "", identity_number: Identity = "", employee_number: Employee = "", by: Actor, at: datetime | None = None
) -> Person | Refusal:
    """Register somebody in this scope: staff, owner, resident or a member of a body above."""
    if no := rules.may_be_known(name=name, phone=phone, identity_number=identity_number):
        return no
    if no := _may_be_new(scope, identity_number, employee_number, None):
        return no
    person = Person(scope=scope, name=name.strip(), employee_number=employee_number)
    person.phone, person.identity_number = plain_phone(phone), plain_identity(identity_number)
    person.save()
    announce(PersonRegistered(of_person=person.id, called=person.name), subject=person, person=person.id)
    return person


@register_person.many
def register_persons(scope: Scope, rows: list[dict[str, Any]], *, by: Actor, at: datetime) -> list[Person | Refusal]:
    """Many rows of a table: who is known already is asked once, the new ones are written in one statement."""
    known = _Known(scope, rows)
    decided = [known.decide(row, at) for row in rows]
    made = [one for one in decided if isinstance(one, Person)]
    create_many(made)
    announce_many([(PersonRegistered(of_person=one.id, called=one.name), one) for one in made], person=lambda one: one.id)
    return decided


class _Known:
    """Identity and employee numbers of a scope that these rows must not repeat."""

    def __init__(self, scope: Scope, rows: list[dict[str, Any]]) -> None:
        self.scope = scope
        people = Person.objects.filter(scope=scope)
        wanted = {plain_identity(row["identity_number"]) for row in rows if row.get("identity_number")}
        self._identities = {number for number in wanted if people.filter(identity_number=number).exists()}
        numbers = {row["employee_number"] for row in rows if row.get("employee_number")}
        self._numbers = set(people.filter(employee_number__in=numbers).values_list("employee_number", flat=True))

    def decide(self, row: dict[str, Any], at: datetime) -> Person | Refusal:
        """The person of a row, not yet saved, or why he cannot be registered."""
        phone, identity, number = row.get("phone", ""), plain_identity(row.get("identity_number", "")), row.get("employee_number", "")
        if no := rules.may_be_known(name=row["name"], phone=phone, identity_number=identity):
            return no
        same = {"same_identity": bool(identity) and identity in self._identities, "same_employee_number": bool(number) and number in self._numbers}
        if no := rules.may_be_another(**same):
            return no
        self._identities.add(identity)
        self._numbers.add(number)
        person = Person(scope=self.scope, name=row["name"].strip(), employee_number=number, created_at=at)
        person.phone, person.identity_number = plain_phone(phone), identity
        return person


def _may_be_new(scope: Scope, identity_number: str, employee_number: str, known: Person | None) -> Refusal | None:
    same = queries.person_by_identity(scope, identity_number) if identity_number else None
    return rules.may_be_another(
        same_identity=same is not None and same != known, same_employee_number=bool(employee_number) and _has_number(scope, employee_number, known)
    )


def _has_number(scope: Scope, employee_number: str, known: Person | None) -> bool:
    """Whether somebody else here has this employee number."""
    colleagues = Person.objects.filter(scope=scope, employee_number=employee_number)
    return (colleagues.exclude(pk=known.pk) if known else colleagues).exists()


@action(title=_("Change a person"), posts=REGISTRARS, event=PersonChanged)
def change_person(
    person: Person,
    *,
    name: Annotated[str | None, Field(_("Person's name"), max_length=60, personal=True)] = None,
    phone: Annotated[str | None, Field(_("Phone"), max_length=24, personal=True)] = None,
    identity_number: Annotated[str | None, Field(_("Identity number"), max_length=24, personal=True)] = None,
    employee_number: Annotated[str | None, Field(_("Employee number"), max_length=20)] = None,
    by: Actor,
    at: datetime | None = None,
) -> Person | Refusal:
    """Correct what is known about a person; what is not given stays as it is."""
    if no := rules.may_be_known(name=person.name if name is None else name, phone=phone or "", identity_number=identity_number or ""):
        return no
    given = {"name": name, "phone": phone and plain_phone(phone), "employee_number": employee_number}
    given["identity_number"] = identity_number and plain_identity(identity_number)
    changed = sorted(key for key, value in given.items() if value is not None and value != getattr(person, key))
    if not changed:
        return Refusal("people.nothing_changed", _("Nothing was changed."))
    wanted = {key: given[key] if key in changed else getattr(person, key) for key in given}
    if no := _may_be_new(person.scope, wanted["identity_number"], wanted["employee_number"], person):
        return no
    for key in changed:
        setattr(person, key, wanted[key])
    person.save(update_fields=changed)
    announce(PersonChanged(of_person=person.id, changed=changed), subject=person, person=person.id)
    return person


@action(title=_("Sign a person off"), posts=REGISTRARS, event=PersonSignedOff, confirm=True)
def sign_off_person(person: Person, *, by: Actor, at: datetime | None = None) -> Person | Refusal:
    """Record that somebody has left for good: the account closes, and the personal values are erased when their time of keeping ends."""
    if no := rules.may_sign_off(**_bonds(person, at), is_gone=person.name_erase_on is not None):
        return no
    account = queries.account_of(person)
    if account is not None and account.is_active:
        closed = close_account(account, by=by)
        if isinstance(closed, Refusal):
            return closed
    today = clock.local(person.scope, at).date()
    for column in PERSONAL:
        setattr(person, f"{column}_erase_on", personal.retention_ends_on(Person._meta.get_field(column).data_class, today))
    person.save(update_fields=[f"{column}_erase_on" for column in PERSONAL])
    announce(PersonSignedOff(of_person=person.id, erase_on=max(getattr(person, f"{c}_erase_on") for c in PERSONAL)), subject=person)
    return person


def _bonds(person: Person, at: datetime) -> dict[str, int]:
    """What still binds a person, wherever it is."""
    day = clock.local(person.scope, at).date()
    lasting = {"person": person, "ended_at": None}
    homes = sum(home.everywhere.filter(**lasting).exclude(until_on__lt=day).count() for home in (Ownership, Residency))
    shifts = Holding.everywhere.filter(person=person, end_at__gt=at, state="published").count()
    return {"roles": Membership.everywhere.filter(**lasting).exclude(until_on__lt=day).count(), "homes": homes, "shifts": shifts}


@action(title=_("Forget a person"), posts=ITSELF, event=PersonForgotten)
def forget_person(person: Person, *, by: Actor, at: datetime | None = None) -> Person | Refusal:
    """Empty everything that says who a person was; the ids in the records stay."""
    if not any(getattr(person, column) for column in PERSONAL):
        return Refusal("people.forgotten_already", _("Nothing is kept about this person any more."))
    Account.everywhere.filter(person=person).update(is_active=False, username=f"erased-{person.id.hex}", password="")
    for column in (*PERSONAL, "employee_number"):
        setattr(person, column, "")
    person.save(update_fields=[*PERSONAL, "employee_number"])
    announce(PersonForgotten(of_person=person.id), subject=person)
    return person
