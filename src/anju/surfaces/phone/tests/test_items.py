"""What a phone sends is run once, in order, at its own time, and every repeat gets the stored answer."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest

from anju.domains.cases import actions as cases
from anju.domains.cases.models import Case, Evidence
from anju.domains.people import actions as people
from anju.domains.people.models import Membership
from anju.kernel import clock
from anju.kernel import scope as view
from anju.kernel.actors import Actor
from anju.kernel.ids import new_id
from anju.kernel.models import Blob, Entry, PhoneClock, PhoneItem
from anju.kernel.phone import running

from .conftest import LAMP, NOON, SYSTEM, Phone, picture


def cases_opened() -> list[Case]:
    return list(Case.everywhere.order_by("number"))


def rows(name: str = "cases.case_opened") -> int:
    return Entry.objects.filter(name=name).count()


def test_an_item_is_run_once_and_a_repeat_gets_the_stored_answer(guard):
    item = guard.item()
    first, again = guard.send(item)[0], guard.send(item)[0]
    (case,) = cases_opened()
    assert (first["state"], first["type"], first["record"], first["number"]) == ("done", "cases.case", str(case.pk), case.number)
    assert again == first
    assert (rows(), PhoneItem.everywhere.count()) == (1, 1)


def test_five_hundred_items_with_repeats_in_any_order(guard):
    lot = random.Random(7)
    made = [guard.item(inputs={**LAMP, "title": f"第 {n} 盏"}) for n in range(1, 501)]
    for before, item in zip(made, made[1:], strict=False):
        if lot.random() < 0.3:
            item["after"] = before["id"]
    sent = made + lot.sample(made, 120)
    left = sent[:]
    for _round in range(60):
        if not left:
            break
        lot.shuffle(left)
        answers = guard.send(*left[:100])
        done = {one["id"] for one in answers if one["state"] == "done"}
        assert {one["state"] for one in answers} <= {"done", "waiting", "unread"}
        left = [item for item in left if item["id"] not in done]
    assert left == []
    opened = cases_opened()
    assert (len(opened), rows()) == (500, 500)
    place_of = {case.title: place for place, case in enumerate(opened)}
    chained = [(made[n - 1]["inputs"]["title"], made[n]["inputs"]["title"]) for n in range(1, 500) if "after" in made[n]]
    assert all(place_of[before] < place_of[after] for before, after in chained)


def test_one_sending_runs_in_the_queues_order(guard):
    made = [guard.item(inputs={**LAMP, "title": f"第 {n} 盏"}) for n in range(1, 31)]
    guard.send(*reversed(made))
    assert [case.title for case in cases_opened()] == [f"第 {n} 盏" for n in range(1, 31)]


def test_another_persons_item_on_the_same_phone_waits_for_him(guard, garden, account_in):
    item = guard.item()
    other = Phone(account_in(garden, "other", "guard"), garden, id=guard.id)
    (answer,) = other.send(item)
    assert (answer["state"], answer["code"]) == ("foreign", "phone.other_account")
    assert (cases_opened(), PhoneItem.everywhere.count()) == ([], 0)
    assert guard.send(item)[0]["state"] == "done"


@pytest.mark.parametrize(
    ("action", "code"),
    [("cases.no_such_thing", "phone.unknown_action"), ("cases.merge_case", "phone.not_offline"), ("kernel.erase_file", "phone.not_offline")],
)
def test_what_is_no_phone_action_is_refused_once_and_for_all(guard, action, code):
    item = guard.item(action)
    assert [guard.send(item)[0]["code"], guard.send(item)[0]["code"]] == [code, code]
    assert PhoneItem.everywhere.get().state == "refused"
    assert rows() == 0


def test_a_phone_newer_than_the_server_is_told_so(guard):
    assert guard.send(guard.item(version=99))[0]["code"] == "phone.newer_version"


def test_permission_is_judged_when_it_arrives(guard, garden):
    item = guard.item()
    with view.entered(garden):
        membership = Membership.objects.get(role="guard")
        assert people.end_role(membership, by=SYSTEM)
        people.grant_role(garden, person=guard.account.person, role="auditor", by=SYSTEM)
    (answer,) = guard.send(item)
    assert (answer["state"], answer["code"]) == ("refused", "kernel.not_permitted")
    assert cases_opened() == []


def test_a_community_in_which_one_holds_nothing_does_not_exist(guard, next_door):
    (answer,) = guard.send(guard.item(scope=str(next_door.pk)))
    assert (answer["state"], answer["code"]) == ("refused", "kernel.not_found")
    assert (cases_opened(), PhoneItem.everywhere.count()) == ([], 0)


def test_a_record_of_another_community_does_not_exist(guard, next_door):
    with view.entered(next_door):
        theirs = cases.open_case(next_door, kind="repair", title="别处", by=SYSTEM)
    (answer,) = guard.send(guard.item("cases.add_note", {"note": "看看"}, subject=str(theirs.pk)))
    assert answer["code"] == "kernel.not_found"
    assert not Entry.objects.filter(name="cases.note_added").exists()


def test_a_refused_item_parks_only_what_depends_on_it(guard):
    bad = guard.item(inputs={**LAMP, "category": "no such"})
    child = guard.item(after=bad["id"])
    grandchild = guard.item(after=child["id"])
    free = guard.item(inputs={**LAMP, "title": "无关"})
    assert [one["state"] for one in guard.send(bad, child, grandchild, free)] == ["refused", "parked", "parked", "done"]
    assert [one["state"] for one in guard.send(child)] == ["parked"]
    assert [case.title for case in cases_opened()] == ["无关"]
    mended = guard.item(replaces=bad["id"], number=bad["number"])
    assert [one["state"] for one in guard.send(mended, child, grandchild)] == ["done", "done", "done"]
    assert PhoneItem.everywhere.get(item=bad["id"]).state == "replaced"
    assert rows() == 4


def test_a_note_on_what_was_reported_a_moment_ago_offline(guard):
    report = guard.item()
    note = guard.item("cases.add_note", {"note": "在二楼"}, subject_of=report["id"], after=report["id"])
    wrong = guard.item("people.leave_post", {"left_for": "meal"}, subject_of=report["id"])
    assert [one["state"] for one in guard.send(note, report, wrong)] == ["done", "done", "refused"]
    assert Entry.objects.get(name="cases.note_added").subject_id == Case.everywhere.get().pk


def test_an_item_after_an_unknown_one_waits(guard):
    (answer,) = guard.send(guard.item(after=str(new_id())))
    assert answer["state"] == "waiting"
    assert PhoneItem.everywhere.count() == 0


def test_nobody_can_hang_an_item_on_another_accounts(guard, garden, account_in):
    theirs = guard.item()
    guard.send(theirs)
    other = Phone(account_in(garden, "other", "guard"), garden)
    assert other.send(other.item(after=theirs["id"]))[0]["state"] == "waiting"


def test_loops_are_refused_and_the_rest_goes_on(guard):
    one, two, three = guard.item(), guard.item(), guard.item()
    one["after"], two["after"], three["after"] = two["id"], one["id"], three["id"]
    hanger_on, free = guard.item(after=one["id"]), guard.item()
    answers = guard.send(one, two, three, hanger_on, free)
    assert [answer["code"] for answer in answers] == ["phone.after_loop"] * 4 + [""]
    assert rows() == 1


def test_the_same_number_for_something_else_is_refused(guard):
    item = guard.item()
    guard.send(item)
    (answer,) = guard.send({**item, "inputs": {**LAMP, "title": "别的"}})
    assert (answer["state"], answer["code"]) == ("refused", "phone.item_changed")
    assert [case.title for case in cases_opened()] == ["灯坏"]


@pytest.mark.parametrize(
    "change",
    [
        {"id": "x"},
        {"id": "6f1c2a34-0000-4000-8000-000000000000"},
        {"wall_ms": -1},
        {"wall_ms": "12"},
        {"wall_ms": 10**20},
        {"inputs": []},
        {"inputs": {"note": "长" * 40_000}},
        {"action": ""},
        {"surprise": 1},
        {"after": 5},
        {"number": True},
    ],
)
def test_what_is_no_item_is_refused_alone(guard, change):
    answers = guard.send({**guard.item(), **change}, guard.item(), "nonsense", None)
    assert [one["state"] for one in answers] == ["refused", "done", "refused", "refused"]
    assert [answers[i]["code"] for i in (0, 2, 3)] == ["phone.unreadable"] * 3
    assert rows() == 1


def test_inputs_that_do_not_fit_are_said(guard):
    (answer,) = guard.send(guard.item(inputs={"kind": "repair", "colour": "red"}))
    assert answer["code"] == "phone.bad_inputs"
    assert "没有这个名称" in answer["sentence"] or answer["sentence"]
    assert cases_opened() == []


@pytest.mark.parametrize("body", [b"{", b"[]", b'{"items": 3}', b'{"items": [], "phone": "x", "clock": {}}', b"\xff\xfe", b"[" * 100_000])
def test_a_body_that_cannot_be_read(guard, body):
    answer = guard.post(body)
    assert (answer.status_code, answer.json()["code"]) == (400, "phone.not_json")


def test_more_than_a_hundred_items_come_in_parts(guard):
    answer = guard.post({"phone": guard.id, "clock": guard.clocks(), "items": [guard.item() for _ in range(101)]})
    assert (answer.status_code, answer.json()["code"]) == (413, "phone.too_many")
    assert rows() == 0


def test_nobody_signed_in_gets_json(guard):
    guard.client.logout()
    answer = guard.post({"phone": guard.id, "clock": guard.clocks(), "items": [guard.item()]})
    assert (answer.status_code, answer.json()["code"]) == (401, "phone.not_signed_in")


def test_a_foreign_site_cannot_send(guard):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(guard.account)
    guard.client = client
    assert guard.post({"phone": guard.id, "clock": guard.clocks(), "items": [guard.item()]}).status_code == 403
    assert rows() == 0


# The time of what happened


def at_of(case_title: str):
    return Case.everywhere.get(title=case_title).opened_at


def test_two_days_offline_with_a_clock_three_hours_fast(guard):
    guard.fast = timedelta(hours=3)
    with clock.frozen(NOON):
        assert guard.send() == []
        first = guard.item()
    with clock.frozen(NOON + timedelta(hours=30)):
        guard.boot, guard.started_at = "boot-2", clock.now()
        second = guard.item(inputs={**LAMP, "title": "第二天"})
    with clock.frozen(NOON + timedelta(days=2)):
        guard.boot, guard.started_at = "boot-3", clock.now()
        answers = guard.send(first, second)
    assert [one["is_unsure"] for one in answers] == [False, False]
    assert (at_of("灯坏"), at_of("第二天")) == (NOON, NOON + timedelta(hours=30))
    entry = Entry.objects.filter(name="cases.case_opened").first()
    assert (entry.device_at, entry.at) == (NOON, NOON + timedelta(days=2))
    kept = PhoneItem.everywhere.get(item=first["id"])
    assert (kept.skew_ms, kept.device_at, kept.at) == (-3 * 3_600_000, NOON + timedelta(hours=3), NOON)


def test_a_clock_that_was_set_right_on_the_way_home(guard):
    """The phone was three hours fast for two days and was set right by the network just before it sent."""
    guard.fast = timedelta(hours=3)
    with clock.frozen(NOON):
        guard.send()
    with clock.frozen(NOON + timedelta(hours=47)):
        guard.boot, guard.started_at = "boot-2", clock.now()
        late_one = guard.item(inputs={**LAMP, "title": "刚才"})
    with clock.frozen(NOON + timedelta(hours=48)):
        guard.fast = timedelta()
        answers = guard.send(late_one)
    assert at_of("刚才") == NOON + timedelta(hours=47)
    assert answers[0]["is_unsure"] is False
    assert PhoneClock.objects.count() == 2


def test_where_two_readings_fit_the_later_counts_and_is_marked_in_every_sending(guard):
    guard.fast = timedelta(hours=3)
    with clock.frozen(NOON):
        guard.send()
    with clock.frozen(NOON + timedelta(hours=20)):
        guard.boot, guard.started_at = "boot-2", clock.now()
        items = [guard.item(inputs={**LAMP, "title": title}) for title in ("甲", "乙")]
    with clock.frozen(NOON + timedelta(hours=48)):
        guard.fast, guard.boot, guard.started_at = timedelta(), "boot-3", clock.now()
        answers = guard.send(items[0]) + guard.send(items[1])
    assert [one["is_unsure"] for one in answers] == [True, True]
    assert (at_of("甲"), at_of("乙")) == (NOON + timedelta(hours=23), NOON + timedelta(hours=23))


def test_a_clock_turned_back_gains_nothing_while_the_page_stays_open(guard):
    """He enters the round at noon by a clock turned back two hours, then turns it right: the page knows how long ago it was."""
    with clock.frozen(NOON):
        guard.fast = timedelta(hours=-2)
        item = guard.item()
    with clock.frozen(NOON + timedelta(minutes=5)):
        guard.fast = timedelta()
        (answer,) = guard.send(item)
    assert answer["is_unsure"] is False  # nothing contradicts it yet: the first sending of this phone has no earlier measurement
    with clock.frozen(NOON + timedelta(minutes=6)):
        guard.fast = timedelta(hours=-2)
        again = guard.item(inputs={**LAMP, "title": "又来"})
    with clock.frozen(NOON + timedelta(minutes=10)):
        guard.fast = timedelta()
        guard.send(again)
    assert at_of("又来") > NOON - timedelta(hours=2)


@pytest.mark.parametrize(("shift", "at"), [(timedelta(days=400), NOON), (timedelta(days=-400), NOON - timedelta(days=31))])
def test_a_forged_time_is_bounded_and_marked(guard, shift, at):
    with clock.frozen(NOON):
        guard.send()
        item = guard.item(boot="elsewhere")
        item["wall_ms"] += shift // timedelta(milliseconds=1)
        (answer,) = guard.send(item)
    assert (at_of("灯坏"), answer["is_unsure"]) == (at, True)


# Late items


def test_a_late_item_that_lost_is_recorded_and_marked(guard, garden, account_in):
    other = Phone(account_in(garden, "other", "engineer"), garden)
    with view.entered(garden), clock.frozen(NOON):
        case = cases.open_case(garden, kind="repair", title="漏水", by=SYSTEM)
    with clock.frozen(NOON + timedelta(minutes=5)):
        offline = guard.item("cases.accept_case", {}, subject=str(case.pk))
    with clock.frozen(NOON + timedelta(minutes=20)):
        assert other.send(other.item("cases.accept_case", {}, subject=str(case.pk)))[0]["state"] == "done"
    with clock.frozen(NOON + timedelta(hours=1)):
        (answer,) = guard.send(offline)
        (again,) = guard.send(offline)
    assert (answer["state"], again) == ("late", answer)
    assert answer["sentence"]
    (row,) = Entry.objects.filter(name="kernel.late_item_recorded")
    assert (row.subject_id, row.actor_id, row.device_at, row.payload["verb"]) == (case.pk, guard.account.pk, NOON + timedelta(minutes=5), "cases.accept_case")
    assert Case.everywhere.get(pk=case.pk).owner_id == other.account.person_id
    follows = guard.item("cases.add_note", {"note": "我也去了"}, subject=str(case.pk), after=offline["id"])
    assert guard.send(follows)[0]["state"] == "done"


def test_a_wrong_item_is_no_late_item(guard, garden):
    with view.entered(garden), clock.frozen(NOON):
        case = cases.open_case(garden, kind="repair", title="漏水", by=SYSTEM)
    with clock.frozen(NOON + timedelta(minutes=5)):
        (answer,) = guard.send(guard.item("cases.finish_work", {"done": "好了"}, subject=str(case.pk)))
    assert answer["state"] == "refused"
    assert rows("kernel.late_item_recorded") == 0


def test_record_late_item_is_refused_where_nothing_newer_stands(guard, garden):
    from anju.kernel.phone.late import record_late_item

    with view.entered(garden):
        case = cases.open_case(garden, kind="repair", title="漏水", by=SYSTEM)
        no = record_late_item(case, verb="cases.accept_case", code="x", by=Actor.of(guard.account))
    assert no.code == "kernel.nothing_newer"
    assert rows("kernel.late_item_recorded") == 0


# Faults


def test_a_broken_action_leaves_nothing_and_is_tried_again(guard, monkeypatch):
    item = guard.item()
    with monkeypatch.context() as patch:
        patch.setattr(running, "_keep", lambda *given: 1 / 0)
        (answer,) = guard.send(item)
    assert (answer["state"], rows(), PhoneItem.everywhere.count()) == ("fault", 0, 0)
    assert guard.send(item)[0]["state"] == "done"
    assert rows() == 1


def test_what_there_is_no_time_for_is_sent_again(guard, monkeypatch):
    monkeypatch.setattr(running, "SECONDS", -1.0)
    items = [guard.item(), guard.item()]
    assert [one["state"] for one in guard.send(*items)] == ["unread", "unread"]
    assert rows() == 0


def test_a_photo_reaches_the_case_and_its_absence_is_told(guard):
    data = picture()
    import hashlib

    name = hashlib.sha256(data).hexdigest()
    item = guard.item(inputs={**LAMP, "photos": [{"sha256": name}]})
    (answer,) = guard.send(item)
    assert (answer["state"], answer["files"]) == ("files", [name])
    assert guard.put(data).json()["received"] == len(data)
    assert guard.send(item)[0]["state"] == "done"
    (case,) = cases_opened()
    assert Evidence.everywhere.get(case=case).file_id == Blob.everywhere.get(owner_id=case.pk).pk
