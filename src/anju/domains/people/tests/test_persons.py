"""Registering people, and opening and closing their accounts."""

from __future__ import annotations

from datetime import timedelta

import pytest

from anju.domains.people import actions, links, queries
from anju.domains.people.models import Account, Person
from anju.kernel import clock, ledger, permissions
from anju.kernel import scope as view
from anju.kernel.actors import Actor
from anju.kernel.models import Entry
from anju.kernel.refusals import Refusal

from .conftest import NOON

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system("test")
IDENTITY = "11010519491231002X"


def test_a_person_is_registered_with_plain_numbers_and_no_name_in_the_payload(inside):
    person = actions.register_person(inside, name=" 赵一 ", phone="138 0000 1234", identity_number="11010519491231002x", by=SYSTEM)
    person = Person.objects.get(pk=person.pk)
    assert (person.name, person.phone, person.identity_number) == ("赵一", "13800001234", IDENTITY)
    assert queries.person_by_identity(inside, "110105 19491231 002x") == person
    assert list(queries.persons_by_phone(inside, "138-0000-1234")) == [person]
    entry = ledger.history(person).get()
    assert entry.payload == {"of_person": str(person.id)}
    assert ledger.words_of([entry])[entry.id] == {"called": "赵一"}


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"name": "  "}, "people.needs_name"),
        ({"name": "赵一", "phone": "12345"}, "people.bad_phone"),
        ({"name": "赵一", "identity_number": "110105194912310021"}, "people.bad_identity_number"),
        ({"name": "赵一", "identity_number": IDENTITY}, "people.known_already"),
        ({"name": "赵一", "employee_number": "A001"}, "people.employee_number_taken"),
    ],
)
def test_wrong_or_doubled_facts_are_refused(inside, facts, code):
    actions.register_person(inside, name="钱二", identity_number=IDENTITY, employee_number="A001", by=SYSTEM)
    assert actions.register_person(inside, **facts, by=SYSTEM).code == code
    assert Person.objects.count() == 1


def test_a_person_is_corrected_and_other_facts_stay(inside):
    person = actions.register_person(inside, name="钱二", phone="13800001234", employee_number="A001", by=SYSTEM)
    assert actions.change_person(person, phone="13800005678", by=SYSTEM) == person
    person = Person.objects.get()
    assert (person.name, person.phone, person.employee_number) == ("钱二", "13800005678", "A001")
    assert ledger.history(person).first().payload["changed"] == ["phone"]
    assert actions.change_person(person, phone="13800005678", by=SYSTEM).code == "people.nothing_changed"
    assert actions.change_person(person, phone="abc", by=SYSTEM).code == "people.bad_phone"
    assert actions.change_person(person, name=" ", by=SYSTEM).code == "people.needs_name"
    assert Person.objects.get().phone == "13800005678"


def test_a_new_account_has_no_password_until_the_person_chooses_one(inside):
    person = actions.register_person(inside, name="孙三", by=SYSTEM)
    account = actions.open_account(person, username=" Sun.San ", by=SYSTEM)
    assert (account.username, account.has_usable_password(), account.scope_id) == ("sun.san", False, inside.id)
    assert list(queries.persons_without_account(inside)) == []
    link = links.link_of(account)
    chosen = actions.choose_password(inside, link=link, password="violin-harbour-72", by=SYSTEM)
    assert chosen.check_password("violin-harbour-72")
    assert "violin" not in str(list(Entry.objects.values()))


def test_a_link_is_used_once_lasts_72_hours_and_gives_way_to_a_newer_one(inside):
    account = actions.open_account(actions.register_person(inside, name="孙三", by=SYSTEM), username="sunsan", by=SYSTEM)
    first = links.link_of(account)
    with clock.frozen(NOON + timedelta(hours=72)):
        assert links.account_of(first) == account
    with clock.frozen(NOON + timedelta(hours=72, seconds=1)):
        late = actions.choose_password(inside, link=first, password="violin-harbour-72", by=SYSTEM)
        assert late.code == "people.link_worthless"
    renewed = actions.issue_link(account, by=SYSTEM)
    assert links.account_of(first) is None
    second = links.link_of(renewed)
    assert not isinstance(actions.choose_password(inside, link=second, password="violin-harbour-72", by=SYSTEM), Refusal)
    again = actions.choose_password(inside, link=second, password="trumpet-meadow-31", by=SYSTEM)
    assert again.code == "people.link_worthless"
    assert Account.everywhere.get(pk=account.pk).check_password("violin-harbour-72")


@pytest.mark.parametrize("link", ["", "x", "00.00", "0" * 32 + ".abc-def", "é" * 40])
def test_a_made_up_link_opens_nothing(inside, link):
    assert links.account_of(link) is None


@pytest.mark.parametrize("password", ["", "short", "password123", "1234567890123", "sunsan-account"])
def test_an_easy_password_is_refused_and_the_link_stays_good(inside, password):
    account = actions.open_account(actions.register_person(inside, name="孙三", by=SYSTEM), username="sunsan-account", by=SYSTEM)
    link = links.link_of(account)
    assert actions.choose_password(inside, link=link, password=password, by=SYSTEM).code == "people.weak_password"
    assert links.account_of(link) == account


def test_nobody_but_the_holder_of_the_link_chooses_the_password(inside, staff):
    manager, _person = staff(inside, "周四", "project_manager")
    account = actions.open_account(actions.register_person(inside, name="孙三", by=SYSTEM), username="sunsan", by=SYSTEM)
    chosen = actions.choose_password(inside, link=links.link_of(account), password="violin-harbour-72", by=manager)
    assert chosen.code == "kernel.not_permitted"


def test_account_names_are_plain_single_and_one_a_person(inside, next_door):
    person = actions.register_person(inside, name="孙三", by=SYSTEM)
    assert actions.open_account(person, username="孙三", by=SYSTEM).code == "people.bad_username"
    with view.entered(next_door):
        actions.open_account(actions.register_person(next_door, name="吴五", by=SYSTEM), username="sunsan", by=SYSTEM)
    assert actions.open_account(person, username="SunSan", by=SYSTEM).code == "people.username_taken"
    actions.open_account(person, username="sunsan2", by=SYSTEM)
    assert actions.open_account(person, username="sunsan3", by=SYSTEM).code == "people.has_account"
    assert Account.everywhere.filter(person=person).count() == 1


def test_a_closed_account_holds_no_rights_at_once_and_needs_a_new_link(inside, staff):
    guard, person = staff(inside, "孙三", "guard")
    account = queries.account_of(person)
    assert permissions.posts_of(guard, inside) == {"guard"}
    assert actions.close_account(account, reason="离职", by=SYSTEM).is_active is False
    assert permissions.posts_of(Actor.of(account), inside) == frozenset()
    assert actions.close_account(account, by=SYSTEM).code == "people.already_closed"
    assert actions.issue_link(account, by=SYSTEM).code == "people.account_closed"
    assert actions.reopen_account(account, by=SYSTEM).is_active is True
    assert actions.reopen_account(account, by=SYSTEM).code == "people.account_open"
    assert queries.account_of(person).has_usable_password() is False


def test_the_front_desk_keeps_residents_accounts_but_cannot_reach_the_managers(inside, staff, dwelling):
    desk, _person = staff(inside, "郑六", "front_desk")
    _manager, boss = staff(inside, "周四", "project_manager")
    assert actions.issue_link(queries.account_of(boss), by=desk).code == "people.account_above_you"
    assert actions.close_account(queries.account_of(boss), by=desk).code == "people.account_above_you"
    owner = actions.register_person(inside, name="业主甲", by=desk)
    actions.add_ownership(inside, dwelling=dwelling, person=owner, by=desk)
    account = actions.open_account(owner, username="owner1", by=desk)
    assert actions.issue_link(account, by=desk).links_issued == 2
    assert queries.account_of(boss).links_issued == 1


def test_a_manager_cannot_reach_an_account_that_holds_a_role_above(company, garden, staff):
    manager, _person = staff(garden, "周四", "project_manager")
    _actor, both = staff(garden, "王七", "guard")
    assert actions.issue_link(queries.account_of(both), by=manager).links_issued == 2
    assert actions.grant_role(company, person=both, role="security_manager", by=SYSTEM)
    assert actions.issue_link(queries.account_of(both), by=manager).code == "people.account_above_you"
    assert queries.account_of(both).links_issued == 2


def test_nobody_closes_or_renews_his_own_account(inside, staff):
    manager, person = staff(inside, "周四", "project_manager")
    assert actions.close_account(queries.account_of(person), by=manager).code == "people.close_oneself"
    assert actions.issue_link(queries.account_of(person), by=manager).code == "people.link_to_oneself"


def test_a_language_is_one_that_is_offered(inside, staff):
    _actor, person = staff(inside, "周四", "guard")
    account = queries.account_of(person)
    assert actions.choose_language(account, language="en", by=SYSTEM).language == "en"
    assert actions.choose_language(account, language="xx", by=SYSTEM).code == "people.no_such_language"
    other, _person = staff(inside, "李八", "guard")
    assert actions.choose_language(account, language="zh-hans", by=other).code == "people.not_your_account"
    assert queries.account_of(person).language == "en"


def test_a_person_cannot_say_that_somebody_signed_in_or_open_a_demo_account(inside, staff):
    manager, person = staff(inside, "周四", "project_manager")
    account = queries.account_of(person)
    other = actions.register_person(inside, name="孙三", by=SYSTEM)
    before = Entry.objects.count()
    assert actions.note_sign_in(account, method="password", by=manager).code == "kernel.not_permitted"
    assert actions.note_failed_sign_in(account, by=manager).code == "kernel.not_permitted"
    assert actions.open_demo_account(other, username="demo", by=manager).code == "kernel.not_permitted"
    assert Entry.objects.count() == before
    assert actions.open_demo_account(other, username="demo", by=SYSTEM).is_demo is True
