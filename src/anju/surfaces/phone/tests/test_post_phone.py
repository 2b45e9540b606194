"""A phone that many guards use: enrolled by a code, signed in by badge and PIN, and nobody on it but who stands there."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from anju.domains.cases.models import Case
from anju.domains.people import actions as people
from anju.domains.people.models import Account, Membership, Person, Post, Shift
from anju.domains.workforce import actions, schedule
from anju.domains.workforce.models import PhonePin, PostPhone
from anju.domains.workforce.queries import digest_of
from anju.kernel import clock, viewers
from anju.kernel import scope as view
from anju.kernel.actors import Actor
from anju.kernel.models import Entry

from .conftest import NOON, SYSTEM, Phone

pytestmark = pytest.mark.django_db
PIN, OTHER = "271934", "806152"
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def at_noon():
    with clock.frozen(NOON):
        yield


@pytest.fixture
def post(garden) -> Post:
    with view.entered(garden):
        return people.define_post(garden, name="南门岗", role="guard", by=SYSTEM)


@pytest.fixture
def manager(garden, account_in) -> Account:
    return account_in(garden, "manager", "security_manager")


@pytest.fixture
def guards(garden, account_in) -> list[Account]:
    """Two guards with badge numbers; the first has a PIN, the second has another."""
    found = []
    for number, pin in ((1, PIN), (2, OTHER)):
        account = account_in(garden, f"guard{number}", "guard")
        Person.everywhere.filter(pk=account.person_id).update(employee_number=f"BA{number:03d}")
        with view.entered(garden):
            assert actions.set_pin(garden, pin=pin, again=pin, by=Actor.of(account))
        found.append(account)
    return found


def post_to(browser: Client, name: str, **body: Any) -> Any:
    return browser.post(f"/phone/post/{name}", json.dumps(body), content_type="application/json")


def prepared(garden, post, manager) -> PostPhone:
    with view.entered(garden):
        return actions.prepare_post_phone(garden, name="南门一号", post=post, by=Actor.of(manager))


@pytest.fixture
def browser(garden, post, manager) -> Client:
    """A phone that stays at the south gate."""
    here = Client()
    answer = post_to(here, "enrol", code=prepared(garden, post, manager).shown_once)
    assert (answer.status_code, answer.json()["phone"]) == (200, {"name": "南门一号", "post": "南门岗", "scope": "锦绣花园"})
    return here


def enter(browser: Client, badge: str = "BA001", pin: str = PIN) -> Any:
    return post_to(browser, "enter", badge=badge, pin=pin)


def held() -> PostPhone:
    return PostPhone.everywhere.get(state="in_use")


def test_a_guard_signs_in_by_badge_and_pin_and_his_day_is_his(browser, guards):
    assert browser.get("/phone/day").status_code == 401
    assert enter(browser).json()["until_ms"] == (NOON + timedelta(hours=2)).timestamp() * 1000
    day = browser.get("/phone/day").json()
    assert (day["account"]["name"], day["post_phone"]["name"]) == ("某guard1", "南门一号")
    cookie = browser.cookies["anju_post_phone"]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Strict")
    assert PIN not in json.dumps([entry.payload for entry in Entry.objects.all()])
    assert PIN not in PhonePin.everywhere.first().digest


@pytest.mark.parametrize(("badge", "pin"), [("BA001", OTHER), ("BA001", "000000"), ("BA999", PIN), ("", PIN), ("ba001", PIN), ("BA001", "２７１９３４"), ("BA00%", PIN), ("😀" * 50, "😀" * 50)])
def test_what_does_not_fit_says_the_same_whatever_was_wrong(browser, guards, badge, pin):
    answer = enter(browser, badge, pin)
    assert (answer.status_code, answer.json()["code"]) == (422, "workforce.wrong_pin")
    assert (held().holder_id, held().tries, browser.get("/phone/day").status_code) == (None, 1, 401)


@pytest.mark.parametrize("body", ["", "[]", '{"badge": 1, "pin": null}', '{"badge": "BA001"}', '{"badge": "\\u0000", "pin": "1"}', "[" * 5000, '{"badge": "' + "x" * 3000 + '"}'])
def test_what_cannot_be_read_is_no_try(browser, guards, body):
    assert browser.post("/phone/post/enter", body, content_type="application/json").status_code == 400
    assert browser.post("/phone/post/enrol", body, content_type="application/json").status_code == 400
    assert held().tries == 0


def test_five_wrong_tries_lock_the_pin_for_a_quarter_of_an_hour_and_ten_spend_it(browser, guards):
    for _each in range(5):
        assert enter(browser, pin="999111").status_code == 422
    locked = enter(browser)
    assert (locked.status_code, locked.json()["code"], locked.json()["params"]) == (429, "workforce.phone_locked", {"minutes": "15"})
    assert enter(browser, "BA002", OTHER).status_code == 200, "his colleague is not locked out"
    with clock.frozen(NOON + 15 * MINUTE):
        for _each in range(5):
            assert enter(browser, pin="999111").status_code == 422
    with clock.frozen(NOON + 30 * MINUTE):
        assert enter(browser).json()["code"] == "workforce.wrong_pin", "the number is spent, though it was right"
        assert PhonePin.everywhere.get(person=guards[0].person_id).digest == ""
    with clock.frozen(NOON + 60 * MINUTE), view.entered(guards[0].scope_id):
        assert actions.set_pin(held().scope, pin=PIN, again=PIN, by=Actor.of(guards[0]))
        assert enter(browser).status_code == 200


def test_guessing_at_many_badges_locks_the_phone(browser, guards):
    for number in range(10):
        assert enter(browser, f"BA{100 + number}").status_code == 422
    assert enter(browser).status_code == 429
    assert held().holder_id is None
    with clock.frozen(NOON + 15 * MINUTE):
        assert enter(browser).status_code == 200


def test_the_next_guard_sees_nothing_of_the_first(browser, garden, guards):
    enter(browser)
    first = browser.cookies["sessionid"].value
    item = Phone(guards[0], garden, client=Client()).item()
    assert enter(browser, "BA002", OTHER).status_code == 200
    day = browser.get("/phone/day").json()
    assert (day["account"]["name"], "某guard1" in json.dumps(day, ensure_ascii=False)) == ("某guard2", False)
    body = {"phone": item["id"], "clock": {key: item[key] for key in ("wall_ms", "mono_ms", "boot")}, "items": [item]}
    answer = browser.post("/phone/items", json.dumps(body), content_type="application/json").json()["items"][0]
    assert (answer["state"], Case.everywhere.count()) == ("foreign", 0), "what the first entered is not sent in the name of the second"
    again = Client()
    again.cookies["sessionid"], again.cookies["anju_post_phone"] = first, browser.cookies["anju_post_phone"].value
    assert again.get("/phone/day").status_code == 401
    assert Entry.objects.filter(name="workforce.post_phone_entered").order_by("-id").first().payload["instead_of"] == str(guards[0].person_id)


def test_a_pin_opens_the_guards_pages_and_nothing_else(browser, guards):
    enter(browser)
    for closed in ("/", "/my-pin/", "/cases/", "/api/v1/cases", "/accounts/password/change/", "/post_phones/"):
        assert browser.get(closed).headers.get("Location") == "/guard/", closed
    assert browser.post("/my-pin/", {"pin": OTHER, "again": OTHER}).headers["Location"] == "/guard/"
    assert enter(browser).status_code == 200, "the PIN is the old one"
    assert browser.get("/my-training/").status_code == 200


def test_the_sign_in_ends_with_the_shift_and_its_half_hour(browser, garden, post, guards):
    with view.entered(garden):
        pattern = people.define_pattern(garden, name="白班", shifts="白班 08:00-16:00", crews=1, by=SYSTEM)
        shift = Shift.objects.get(pattern=pattern)
        assert people.assign_post(post, person=Person.objects.get(pk=guards[0].person_id), shift=shift, on=date(2026, 3, 5), by=SYSTEM)
    enter(browser)
    assert held().until_at == NOON + timedelta(hours=4, minutes=30)
    with clock.frozen(NOON + timedelta(hours=4, minutes=29)):
        assert browser.get("/phone/day").status_code == 200
    with clock.frozen(NOON + timedelta(hours=4, minutes=30)):
        assert browser.get("/phone/day").status_code == 401
        with view.entered(garden):
            schedule.end_plans(garden)
    assert (held().holder_id, Entry.objects.get(name="workforce.post_phone_left").payload["cause"]) == (None, "time")


def test_a_session_elsewhere_and_an_own_session_here_are_both_none(browser, guards):
    enter(browser)
    copied = Client()
    copied.cookies["sessionid"] = browser.cookies["sessionid"].value
    assert copied.get("/phone/day").status_code == 401, "the cookie of the phone is missing"
    own = Client()
    own.force_login(guards[1])
    own.cookies["anju_post_phone"] = browser.cookies["anju_post_phone"].value
    assert own.get("/phone/day").status_code == 401, "a password sign-in would never end by itself"
    cookies = f"sessionid={own.cookies['sessionid'].value}; anju_post_phone={browser.cookies['anju_post_phone'].value}"
    assert viewers.viewer_of(cookies, [guards[1].scope_id]) is None
    enter(browser)
    mine = "; ".join(f"{name}={browser.cookies[name].value}" for name in ("sessionid", "anju_post_phone"))
    assert viewers.viewer_of(mine, [guards[0].scope_id]) is not None
    enter(browser, "BA002", OTHER)
    assert viewers.viewer_of(mine, [guards[0].scope_id]) is None


def test_signing_out_and_taking_the_phone_back_end_it_at_once(browser, garden, manager, guards):
    enter(browser)
    assert post_to(browser, "leave").status_code == 200
    assert (held().holder_id, browser.get("/phone/day").status_code) == (None, 401)
    enter(browser)
    with view.entered(garden):
        assert actions.leave_post_phone(held(), cause="signed_out", by=SYSTEM)
        assert actions.leave_post_phone(held(), cause="signed_out", by=SYSTEM).code == "workforce.phone_free"
    assert browser.get("/phone/day").status_code == 401
    enter(browser)
    with view.entered(garden):
        phone = held()
        assert actions.withdraw_post_phone(phone, reason=" ", by=Actor.of(manager)).code == "workforce.reason_needed"
        assert actions.withdraw_post_phone(phone, reason="丢失", by=Actor.of(manager)).state == "withdrawn"
        assert actions.withdraw_post_phone(phone, reason="丢失", by=Actor.of(manager)).code == "workforce.phone_withdrawn"
        assert actions.try_pin(phone, by=SYSTEM).code == "workforce.phone_withdrawn"
    assert browser.get("/phone/day").status_code == 401
    assert enter(browser).json()["code"] == "workforce.no_post_phone"


def test_a_code_enrols_one_phone_once_and_within_a_quarter_of_an_hour(garden, post, manager, guards):
    phone = prepared(garden, post, manager)
    with view.entered(garden):
        assert actions.prepare_post_phone(garden, name="南门一号", post=post, by=Actor.of(manager)).code == "workforce.phone_name_taken"
        assert actions.prepare_post_phone(garden, name="二号", post=post, by=Actor.of(guards[0])).code == "kernel.not_permitted"
        assert actions.enrol_post_phone(phone, code="AAAAA-BBBBB", key="k", by=SYSTEM).code == "workforce.code_worthless"
        assert phone.shown_once not in json.dumps([entry.payload for entry in Entry.objects.all()])
    with clock.frozen(NOON + 15 * MINUTE):
        assert post_to(Client(), "enrol", code=phone.shown_once).json()["code"] == "workforce.code_worthless"
    typed = phone.shown_once.lower().replace("-", " ")
    assert post_to(Client(), "enrol", code=typed).status_code == 200
    assert post_to(Client(), "enrol", code=typed).json()["code"] == "workforce.code_worthless"
    assert PostPhone.everywhere.get().code_digest == ""
    tries = [post_to(Client(), "enrol", code=f"GUESS{number:05d}").status_code for number in range(12)]
    assert tries[-1] == 429


def test_who_left_or_works_elsewhere_signs_in_no_more(browser, garden, next_door, account_in, guards):
    theirs = account_in(next_door, "theirs", "guard")
    Person.everywhere.filter(pk=theirs.person_id).update(employee_number="BA777")
    with view.entered(next_door):
        assert actions.set_pin(next_door, pin="314159"[::-1], again="314159"[::-1], by=Actor.of(theirs))
    assert enter(browser, "BA777", "951413").json()["code"] == "workforce.wrong_pin"
    enter(browser)
    with view.entered(garden):
        people.end_role(Membership.objects.get(person=guards[0].person_id), by=SYSTEM)
        assert actions.enter_post_phone(held(), person=Person.objects.get(pk=guards[0].person_id), by=SYSTEM).code == "workforce.wrong_pin"
    assert browser.get("/phone/day").status_code == 403, "without a role nothing is his"
    assert enter(browser).json()["code"] == "workforce.wrong_pin"


@pytest.mark.parametrize(
    ("pin", "again", "code"),
    [("12345", "12345", "pin_shape"), ("12345a", "12345a", "pin_shape"), ("２７１９３４", "２７１９３４", "pin_shape"), (PIN, OTHER, "pin_differs"), ("123456", "123456", "pin_easy"),
     ("987654", "987654", "pin_easy"), ("777777", "777777", "pin_easy"), ("121212", "121212", "pin_easy"), ("258258", "258258", "pin_easy")],
)  # fmt: skip
def test_an_easy_pin_is_refused_and_nothing_is_kept(garden, account_in, pin, again, code):
    account = account_in(garden, "guard", "guard")
    Person.everywhere.filter(pk=account.person_id).update(employee_number="BA001")
    with view.entered(garden):
        assert actions.set_pin(garden, pin=pin, again=again, by=Actor.of(account)).code == f"workforce.{code}"
    assert PhonePin.everywhere.count() == 0


def test_the_owner_alone_chooses_his_pin_and_needs_a_badge(client, garden, account_in):
    account = account_in(garden, "guard", "guard")
    client.force_login(account)
    assert "还没有口令" in client.get("/my-pin/").content.decode()
    answer = client.post("/my-pin/", {"pin": PIN, "again": PIN})
    assert (answer.status_code, "workforce.badge_needed" in answer.content.decode()) == (422, True)
    Person.everywhere.filter(pk=account.person_id).update(employee_number="BA001")
    assert client.post("/my-pin/", {"pin": PIN, "again": PIN}).status_code == 302
    assert PhonePin.everywhere.get().person_id == account.person_id
    assert "BA001" in client.get("/my-pin/").content.decode()


def test_the_key_of_a_phone_is_kept_as_a_digest(browser):
    key = browser.cookies["anju_post_phone"].value
    assert (held().key_digest == digest_of(key), key in held().key_digest) == (True, False)
