"""Personal values are encrypted, masked, found by exact match only, and erased when their time is over."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection

from anju.domains.people import actions, queries
from anju.domains.people.models import Membership, Person
from anju.domains.people.reactions import when_words_are_erased_forget_the_person
from anju.kernel import clock, erasure, ledger, retention
from anju.kernel.actors import Actor
from anju.kernel.models import Entry
from anju.kernel.screens import detail, registry

from .conftest import NOON

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system("test")
IDENTITY = "11010519491231002X"


@pytest.fixture
def owner(inside):
    return actions.register_person(inside, name="欧阳小明", phone="13800001234", identity_number=IDENTITY, by=SYSTEM)


def test_the_table_holds_neither_phone_nor_identity_number(inside, owner):
    with connection.cursor() as cursor:
        cursor.execute("SELECT phone, identity_number FROM people_person")
        phone, identity = (bytes(value) for value in cursor.fetchone())
    assert b"1380000" not in phone
    assert b"1949" not in identity
    found = Person.objects.get(phone="138 0000 1234")
    assert (found.phone, found.identity_number) == ("13800001234", IDENTITY)
    assert Person.objects.get(phone__last_four="1234") == Person.objects.get(identity_number=IDENTITY) == owner
    assert not Person.objects.filter(phone="13800001235").exists()


def test_a_new_number_is_found_and_the_old_one_no_more(inside, owner):
    actions.change_person(owner, phone="13800005678", by=SYSTEM)
    assert list(queries.persons_by_phone(inside, "13800005678")) == [owner]
    assert list(queries.persons_by_phone(inside, "13800001234")) == []


def test_the_page_of_a_person_is_masked(inside, owner):
    page = detail.detail_page(registry["people"], Person.objects.get(), None)
    shown = " ".join(str(value) for _label, value in page.facts)
    assert page.title == "欧**明"
    assert "138 **** 1234" in shown
    assert "13800001234" not in shown
    assert IDENTITY not in shown


def test_who_is_still_bound_is_not_signed_off(inside, owner, dwelling, staff):
    actions.add_ownership(inside, dwelling=dwelling, person=owner, by=SYSTEM)
    no = actions.sign_off_person(owner, by=SYSTEM)
    assert (no.code, no.params) == ("people.still_bound", {"roles": 0, "homes": 1, "shifts": 0})
    _actor, guard = staff(inside, "保安甲", "guard")
    assert actions.sign_off_person(guard, by=SYSTEM).params["roles"] == 1
    assert queries.account_of(guard).is_active is True


def test_signing_off_closes_the_account_and_each_value_goes_when_its_time_is_over(inside, owner, staff):
    actions.open_account(owner, username="owner1", by=SYSTEM)
    gone = actions.sign_off_person(owner, by=SYSTEM)
    assert (gone.identity_number_erase_on, gone.phone_erase_on, gone.name_erase_on) == (date(2026, 4, 4), date(2026, 6, 3), date(2026, 9, 1))
    assert queries.account_of(owner).is_active is False
    assert actions.sign_off_person(owner, by=SYSTEM).code == "people.signed_off_already"
    left = []
    for days in (29, 30, 90, 180):
        with clock.frozen(NOON + timedelta(days=days)):
            retention.erase_due(inside)
        person = Person.objects.get()
        left.append((bool(person.identity_number), bool(person.phone), bool(person.name)))
    assert left == [(True, True, True), (False, True, True), (False, False, True), (False, False, False)]
    assert not Person.objects.filter(identity_number=IDENTITY).exists()


def test_who_asks_to_be_erased_is_forgotten_and_the_records_stay(inside, staff):
    _actor, guard = staff(inside, "保安甲", "guard")
    actions.change_person(guard, phone="13800001234", by=SYSTEM)
    erasure.erase_person(inside, person=guard.id, ground="request", by=SYSTEM)
    entry = Entry.objects.get(name="kernel.person_erased")
    when_words_are_erased_forget_the_person(entry, ledger.event_of(entry))
    person = Person.objects.get(pk=guard.pk)
    assert (person.name, person.phone, person.identity_number, person.employee_number) == ("", "", "", "")
    assert queries.account_of(person).is_active is False
    assert Membership.objects.filter(person=person, role="guard").exists()
    assert actions.forget_person(person, by=SYSTEM).code == "people.forgotten_already"
