from __future__ import annotations

import json
from datetime import timedelta

import pytest

from anju.domains.places.models import Place
from anju.kernel import clock, tokens
from anju.kernel.actors import Actor
from anju.kernel.models import ApiToken, Entry
from anju.surfaces.office.screens.tests.conftest import Estate


@pytest.fixture
def estate(client, db) -> Estate:
    return Estate(client)


def post(client, name: str, body: dict, **headers):
    return client.post(f"/api/v1/actions/{name}", json.dumps(body), content_type="application/json", **headers)


def token(estate, *permissions: str, days: int = 30) -> dict:
    made = tokens.issue_token(estate.here, name="test", permissions=list(permissions), days=days, by=Actor.of(estate.manager))
    assert isinstance(made, ApiToken), made
    estate.client.logout()
    return {"HTTP_AUTHORIZATION": f"Bearer {made.shown_once}"}


def test_rows_of_this_community_alone(estate):
    estate.building("1")
    estate.building("9", estate.elsewhere)
    names = [one["full_name"] for one in estate.client.get("/api/v1/places?kind=building").json()["items"]]
    assert names == ["1栋"]


def test_pages_follow_one_another(estate):
    estate.units(30, estate.building("1"))
    first = estate.client.get("/api/v1/places?kind=unit").json()
    second = estate.client.get("/api/v1/places", {"kind": "unit", "at": first["next"]}).json()
    seen = [one["id"] for one in first["items"] + second["items"]]
    assert (len(first["items"]), len(seen), len(set(seen)), second["next"]) == (25, 30, 30, None)


def test_a_record_says_what_can_be_done(estate):
    place = estate.building("1")
    found = estate.client.get(f"/api/v1/places/{place.pk}").json()
    assert (found["full_name"], found["state"]) == ("1栋", "in_use")
    assert "places.retire_place" in found["actions"]
    assert "places.reopen_place" not in found["actions"]
    history = estate.client.get(f"/api/v1/places/{place.pk}/history").json()
    assert [one["title"] for one in history["items"]] == ["添加场所"]


@pytest.mark.parametrize("path", ["", "/history"])
def test_another_communitys_record_is_not_found(estate, path):
    theirs = estate.building("9", estate.elsewhere)
    answer = estate.client.get(f"/api/v1/places/{theirs.pk}{path}")
    assert (answer.status_code, answer.json()["code"]) == (404, "kernel.not_found")


def test_an_action_is_done(estate):
    answer = post(estate.client, "places.add_place", {"inputs": {"kind": "building", "code": "7"}})
    assert answer.status_code == 200, answer.content
    assert Place.everywhere.get(pk=answer.json()["id"]).scope_id == estate.here.pk


def test_a_repeated_request_is_done_once(estate):
    body = {"request_id": "a-1", "inputs": {"kind": "building", "code": "7"}}
    answers = [post(estate.client, "places.add_place", body).json() for _turn in range(2)]
    assert answers[0] == answers[1]
    assert Place.everywhere.filter(scope=estate.here, kind="building").count() == 1


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"inputs": {"kind": "building"}}, 422, "kernel.bad_input"),
        ({"inputs": {"kind": "castle", "code": "1"}}, 422, "kernel.bad_input"),
        ({"inputs": {"kind": "building", "code": "!"}}, 422, "places.bad_code"),
        ({"inputs": {"kind": "building", "code": "1", "by": "system"}}, 422, "kernel.bad_input"),
        ({"inputs": [1]}, 400, "kernel.not_json"),
        ({"subject": "x", "inputs": {}}, 422, "kernel.bad_input"),
        ({"inputs": {}, "at": "2020-01-01"}, 422, "kernel.bad_input"),
    ],
)
def test_what_does_not_fit_is_said_in_one_shape_and_changes_nothing(estate, body, status, code):
    before = Entry.objects.count()
    answer = post(estate.client, "places.add_place", body)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert set(answer.json()) == {"code", "sentence", "params"}
    assert Entry.objects.count() == before


def test_another_communitys_records_are_no_subject_and_no_input(estate):
    theirs = estate.building("9", estate.elsewhere)
    assert post(estate.client, "places.retire_place", {"subject": str(theirs.pk), "inputs": {"reason": "x"}}).status_code == 404
    assert post(estate.client, "places.add_place", {"subject": str(estate.elsewhere.pk), "inputs": {"kind": "building", "code": "8"}}).status_code == 404
    answer = post(estate.client, "places.add_place", {"inputs": {"kind": "unit", "code": "1", "parent": str(theirs.pk)}})
    assert (answer.status_code, "parent" in answer.json()["params"]) == (422, True)
    assert estate.place(theirs.pk).state == "in_use"


def test_a_post_without_the_permission_is_refused(estate):
    estate.client.force_login(estate.account("guard", "guard"))
    answer = post(estate.client, "places.add_place", {"inputs": {"kind": "building", "code": "7"}})
    assert (answer.status_code, answer.json()["code"]) == (403, "kernel.not_permitted")


def test_a_session_needs_the_form_token(estate):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    strict.force_login(estate.manager)
    assert post(strict, "places.add_place", {"inputs": {"kind": "building", "code": "7"}}).status_code == 403
    assert Place.everywhere.filter(kind="building").count() == 0


def test_nobody_is_told_so_in_json(estate):
    estate.client.logout()
    answer = estate.client.get("/api/v1/places")
    assert (answer.status_code, answer.json()["code"]) == (401, "kernel.not_signed_in")


def test_a_token_does_what_it_names_and_nothing_else(estate):
    estate.building("1")
    bearer = token(estate, "places.see_places")
    assert len(estate.client.get("/api/v1/places?kind=building", **bearer).json()["items"]) == 1
    assert post(estate.client, "places.add_place", {"inputs": {"kind": "building", "code": "7"}}, **bearer).status_code == 403
    assert estate.client.get("/api/v1/people", **bearer).status_code == 403


def test_a_token_never_may_more_than_its_person(estate):
    no = tokens.issue_token(estate.here, name="x", permissions=["places.found_community"], by=Actor.of(estate.manager))
    assert no.code == "kernel.token_beyond_you"
    bearer = token(estate, "places.add_place")
    from anju.domains.people.models import Membership

    Membership.everywhere.filter(person=estate.manager.person).delete()
    assert post(estate.client, "places.add_place", {"inputs": {"kind": "building", "code": "7"}}, **bearer).status_code == 403


def test_an_old_or_revoked_or_invented_token_is_nobody(estate):
    bearer = token(estate, "places.see_places", days=1)
    assert estate.client.get("/api/v1/places", **bearer).status_code == 200
    with clock.frozen(clock.now() + timedelta(days=2)):
        assert estate.client.get("/api/v1/places", **bearer).status_code == 401
    made = ApiToken.everywhere.get()
    assert bearer["HTTP_AUTHORIZATION"].removeprefix("Bearer ") not in str(vars(made)), "the key itself is not kept"
    tokens.revoke_token(made, by=Actor.of(estate.manager))
    assert estate.client.get("/api/v1/places", **bearer).status_code == 401
    assert estate.client.get("/api/v1/places", HTTP_AUTHORIZATION="Bearer anju_invented").status_code == 401


def test_personal_values_are_masked(estate):
    estate.person("李小明", phone="13800001234", identity_number="110101199003070011")
    items = estate.client.get("/api/v1/people?q=李").json()["items"]
    assert "13800001234" not in json.dumps(items)


def test_the_document_names_every_screen_and_action(estate):
    from anju.kernel.actions import registry as actions
    from anju.kernel.screens import registry as screens

    document = estate.client.get("/api/v1/openapi.json")
    assert document.status_code == 200
    paths = document.json()["paths"]
    assert document.json()["openapi"].startswith("3.1")
    assert {f"/api/v1/actions/{name}" for name, spec in actions.items() if not spec.subject._meta.abstract} <= set(paths)
    assert {f"/api/v1/{name}" for name in screens} <= set(paths)
    add = paths["/api/v1/actions/places.add_place"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    assert add["properties"]["inputs"]["required"] == ["kind", "code"]
