from __future__ import annotations

from uuid import uuid4

import pytest

from anju.domains.access import actions as access
from anju.domains.access.models import Visit
from anju.domains.devices import actions as devices
from anju.domains.edges import actions as edges
from anju.domains.places import actions as places
from anju.domains.places.models import Place
from anju.kernel import scope
from anju.kernel.actions import registry
from anju.kernel.models import Entry
from anju.kernel.screens import picking

from .conftest import SYSTEM


def new(estate, **given) -> dict:
    return {"where": str(estate.here.pk), "request": "r-1", "kind": "building", "code": "7", **given}


def made(estate) -> int:
    return Place.everywhere.filter(scope=estate.here).exclude(kind="community").count()


def test_a_record_is_made_by_its_action(estate):
    answer = estate.client.post("/places/new/", new(estate), follow=True)
    assert "7栋" in answer.content.decode()
    entry = Entry.objects.get(name="places.place_added", scope=estate.here)
    assert (entry.action, entry.actor_id) == ("places.add_place", estate.manager.pk)


def test_a_form_sent_twice_makes_one_record(estate):
    answers = [estate.client.post("/places/new/", new(estate)) for _turn in range(2)]
    assert answers[0]["Location"] == answers[1]["Location"]
    assert made(estate) == 1


def test_what_is_missing_is_told_and_what_was_typed_stays(estate):
    answer = estate.client.post("/places/new/", new(estate, code="", name="我的楼"))
    page = answer.content.decode()
    assert (answer.status_code, made(estate)) == (422, 0)
    assert "必须填写" in page
    assert 'value="我的楼"' in page


def test_a_refusal_stands_by_the_button_with_its_code(estate):
    estate.building("7")
    answer = estate.client.post("/places/new/", new(estate))
    page = answer.content.decode()
    assert (answer.status_code, made(estate)) == (422, 1)
    assert "places.code_taken" in page
    assert 'role="alert"' in page
    assert 'value="7"' in page


def test_another_communitys_record_is_no_choice_and_no_value(estate):
    theirs = estate.building("9", estate.elsewhere)
    assert "9栋" not in estate.client.get("/places/new/").content.decode()
    assert "9栋" not in estate.client.get("/choices/places.add_place/parent/?parent.typed=9").content.decode()
    for parent in (str(theirs.pk), str(uuid4()), "x"):
        answer = estate.client.post("/places/new/", new(estate, kind="unit", parent=parent))
        assert (answer.status_code, made(estate)) == (422, 0)
    answer = estate.client.post("/places/new/", {**new(estate, kind="unit"), "parent.typed": "9栋"})
    assert (answer.status_code, made(estate)) == (422, 0)


def test_a_typed_name_chooses_the_only_record_of_that_name(estate):
    building = estate.building("3")
    answer = estate.client.post("/places/new/", {**new(estate, kind="unit", code="1"), "parent.typed": "3栋"})
    assert answer.status_code == 302
    assert Place.everywhere.get(kind="unit").parent_id == building.pk


def test_many_choices_are_searched_not_listed(estate):
    estate.units(55, estate.building("1"))
    page = estate.client.get("/places/new/").content.decode()
    assert 'hx-get="/choices/places.add_place/parent/"' in page
    assert page.count("<option") < 60
    assert "1栋33单元" in estate.client.get("/choices/places.add_place/parent/?parent.typed=33").content.decode()
    assert "没有名称含“&lt;仙境”的" in estate.client.get("/choices/places.add_place/parent/?parent.typed=<仙境").content.decode()


def test_a_page_opened_in_another_community_saves_nothing_here(estate):
    answer = estate.client.post("/places/new/", new(estate, where=str(estate.elsewhere.pk)))
    assert (answer.status_code, made(estate)) == (422, 0)
    assert "kernel.community_changed" in answer.content.decode()


def test_a_change_upon_a_change_is_held_back(estate):
    place = estate.building("1")
    address = f"/places/{place.pk}/change_place/"
    page = estate.client.get(address).content.decode()
    seen = page.partition('name="seen" value="')[2].partition('"')[0]
    with scope.entered(estate.here):
        places.change_place(place, name="一号楼", by=SYSTEM)
    answer = estate.client.post(address, {"name": "壹栋", "seen": seen, "request": "r-2"})
    assert answer.status_code == 422
    assert "kernel.changed_meanwhile" in answer.content.decode()
    assert 'value="壹栋"' in answer.content.decode()
    assert estate.place(place.pk).name == "一号楼"


def test_a_button_shows_only_when_permitted_and_possible(estate):
    place = estate.building("1")
    address = f"/places/{place.pk}/"
    assert "retire_place" in estate.client.get(address).content.decode()
    assert "reopen_place" not in estate.client.get(address).content.decode()
    estate.client.force_login(estate.account("guard", "guard"))
    assert "retire_place" not in estate.client.get(address).content.decode()
    assert estate.client.post(address + "retire_place/", {"reason": "拆除"}).status_code == 403
    assert estate.place(place.pk).state == "in_use"


def test_a_button_without_inputs_acts_at_once(estate):
    place = estate.building("1")
    with scope.entered(estate.here):
        places.retire_place(place, reason="拆除", by=SYSTEM)
    answer = estate.client.post(f"/places/{place.pk}/reopen_place/")
    assert (answer.status_code, estate.place(place.pk).state) == (302, "in_use")
    again = estate.client.post(f"/places/{place.pk}/reopen_place/")
    assert (again.status_code, "kernel.not_now" in again.content.decode()) == (422, True)


@pytest.mark.parametrize("path", ["", "tab/history/", "change_place/", "retire_place/"])
def test_another_communitys_record_is_not_found(estate, path):
    theirs = estate.building("9", estate.elsewhere)
    assert estate.client.get(f"/places/{theirs.pk}/{path}").status_code == 404
    if path.endswith("place/"):
        assert estate.client.post(f"/places/{theirs.pk}/{path}", {"reason": "x", "name": "y"}).status_code == 404
    assert estate.place(theirs.pk).name == "9栋"


@pytest.mark.parametrize("path", ["/castles/", "/places/new/x/", "/places/not-an-id/", "/places/bulk/add_place/", "/choices/places.add_place/kind/", "/choices/x.y/z/"])
def test_what_is_not_there_is_not_found(estate, path):
    answer = estate.client.post(path, {"id": "1"}) if "bulk" in path else estate.client.get(path)
    assert answer.status_code == 404


def test_the_history_tells_who_did_what(estate):
    estate.client.post("/places/new/", new(estate))
    place = Place.everywhere.get(scope=estate.here, kind="building")
    page = estate.client.get(f"/places/{place.pk}/tab/history/").content.decode()
    assert "添加场所" in page
    assert "manager某" in page


def test_bulk_does_each_and_lists_the_refused(estate):
    full, empty = estate.building("1"), estate.building("2")
    estate.units(1, full)
    theirs = estate.building("9", estate.elsewhere)
    given = {"id": [str(full.pk), str(empty.pk), str(theirs.pk), "x"], "reason": "拆除", "go": "1"}
    page = estate.client.post("/places/bulk/retire_place/", given).content.decode()
    assert "2 条中已完成 1 条" in page
    assert "places.not_empty" in page
    assert [estate.place(one.pk).state for one in (full, empty, theirs)] == ["in_use", "retired", "in_use"]
    assert Entry.objects.filter(name="places.place_retired").count() == 1


def test_bulk_over_the_filter_takes_what_the_filter_shows(estate):
    estate.dwellings(last_floor=2)
    given = {"all": "1", "filter": "kind=dwelling&q=20", "reason": "合并", "go": "1"}
    assert "2 条中已完成 2 条" in estate.client.post("/places/bulk/retire_place/", given).content.decode()
    assert sorted(Place.everywhere.filter(state="retired").values_list("code", flat=True)) == ["201", "202"]


def test_bulk_asks_first_and_needs_its_inputs(estate):
    place = estate.building("1")
    assert estate.client.post("/places/bulk/retire_place/", {"id": str(place.pk)}).status_code == 200
    assert estate.client.post("/places/bulk/retire_place/", {"id": str(place.pk), "go": "1"}).status_code == 422
    assert estate.place(place.pk).state == "in_use"
    estate.client.force_login(estate.account("guard", "guard"))
    assert estate.client.post("/places/bulk/retire_place/", {"id": str(place.pk), "go": "1", "reason": "x"}).status_code == 403


def test_every_page_has_a_strict_content_policy(estate):
    place = estate.building("1")
    for address in ("/places/", "/places/new/", f"/places/{place.pk}/", "/places/import/", "/castles/", "/people/"):
        policy = estate.client.get(address)["Content-Security-Policy"]
        assert "script-src 'self'" in policy and "unsafe" not in policy and "default-src 'none'" in policy


def test_every_screen_opens(estate):
    """Declarations that name a field wrongly fail here, not in front of a person."""
    from anju.kernel.screens import registry

    estate.client.force_login(estate.account("boss", "headquarters", estate.company))
    for where in (estate.company, estate.here):
        estate.client.post("/community/", {"scope": str(where.pk)})
        for screen in registry.values():
            answer = estate.client.get(screen.address)
            assert answer.status_code in (200, 403), (screen.name, answer.status_code)
            if screen.create and answer.status_code == 200:
                assert estate.client.get(f"{screen.address}new/").status_code in (200, 403), screen.name


READ_OFF = ("access.decide_floor", "access.decide_passage", "access.issue_credential")
"""What is read off a card or a plate and compared by eye as it is typed."""


def test_what_opens_something_is_typed_unseen_in_every_form():
    names = ("secret", "password", "again", "pin", "private_key", "api_v3_key")
    told = {(spec.name, one.name): one.field.secret for spec in registry.values() for one in spec.inputs if one.name in names and one.kind == "text"}
    assert sorted(name for name, is_secret in told.items() if not is_secret) == [(name, "secret") for name in sorted(READ_OFF)]
    assert {name for name, is_secret in told.items() if is_secret} == {
        ("access.connect_police_line", "secret"), ("charges.set_merchant", "api_v3_key"), ("charges.set_merchant", "private_key"), ("devices.set_login", "password"),
        ("notices.change_channel", "secret"), ("notices.connect_channel", "secret"), ("people.choose_password", "password"),
        ("workforce.set_pin", "again"), ("workforce.set_pin", "pin"),
    }  # fmt: skip


def test_a_secret_is_typed_unseen_and_not_drawn_again_after_a_refusal(estate):
    page = estate.client.get("/police_lines/new/").content.decode()
    assert ('<input class="form-control" type="password" autocomplete="new-password" maxlength="200" id="in-secret" name="secret"' in page, "加密保存，不再显示" in page) == (True, True)
    typed = {"where": str(estate.here.pk), "request": "r-9", "address": "http://x", "community_code": "C1", "secret": "GanMaGuanShui-16-chars"}
    answer = estate.client.post("/police_lines/new/", typed)
    page = answer.content.decode()
    assert (answer.status_code, 'value="http://x"' in page, "GanMaGuanShui" in page) == (422, True, False)
    merchant = estate.client.get("/merchants/new/").content.decode()
    assert ('<textarea class="form-control typed-unseen"' in merchant, 'type="password"' in merchant) == (True, True)


def test_a_device_is_found_by_its_name_too_and_a_person_by_nothing_that_is_hidden(estate):
    with scope.entered(estate.here):
        devices.add_device(estate.here, kind="door_controller", name="南门人行门禁", address="192.0.2.2:80", by=SYSTEM)
    for typed in ("人行门禁", "DC-001", "DC-001 人行"):
        assert "DC-001 南门人行门禁" in estate.client.get("/choices/edges.wire_lane/device/", {"device.typed": typed}).content.decode(), typed
    assert "没有名称含“北门”的" in estate.client.get("/choices/edges.wire_lane/device/", {"device.typed": "北门"}).content.decode()
    assert picking._open_name(Visit) == set()


def test_what_was_taken_away_leads_back_to_the_list(estate):
    with scope.entered(estate.here):
        gate = places.add_place(estate.here, kind="gate", code="S", name="南门", by=SYSTEM)
        lane = access.add_lane(estate.here, name="南门人行", place=gate, by=SYSTEM)
        box = edges.add_edge(estate.here, place=gate, name="南门主机", by=SYSTEM)
        device = devices.add_device(estate.here, kind="door_controller", name="南门门禁", address="192.0.2.2:80", by=SYSTEM)
        wiring = edges.wire_lane(estate.here, lane=lane, device=device, driver="isapi", by=SYSTEM)
    assert box.place == gate
    page = estate.client.get("/lane_wirings/new/").content.decode()
    assert page.count('type="radio" name="way" value=""') == 1
    answer = estate.client.post(f"/lane_wirings/{wiring.pk}/unwire_lane/", {"where": str(estate.here.pk), "request": "r-2"})
    assert (answer.status_code, answer["Location"]) == (302, "/lane_wirings/")
