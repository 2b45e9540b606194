"""P46, trying a post: read-only, said on every page, never more than one may give, written down, and over with the session."""

from __future__ import annotations

import json

import pytest
from django.urls import reverse

from anju.domains.people import actions
from anju.domains.people import queries as people
from anju.domains.people.models import Membership
from anju.domains.places.models import Place
from anju.kernel import permissions, tokens
from anju.kernel import scope as view
from anju.kernel.actors import Actor
from anju.kernel.models import ApiToken, Entry, Grant
from anju.kernel.viewers import viewer_of
from anju.surfaces.office.screens.tests.conftest import Estate
from anju.surfaces.trying import KEPT

pytestmark = pytest.mark.django_db
BAND = "trying-band"


@pytest.fixture
def estate(client, db) -> Estate:
    return Estate(client)


def begin(estate, role: str = "cleaner"):
    return estate.client.post(reverse("try_role", args=[role]))


def text(answer) -> str:
    return answer.content.decode()


def rows() -> list[tuple]:
    return list(Entry.objects.filter(name__in=("people.trial_begun", "people.trial_ended")).order_by("id").values_list("name", "payload__post", "actor_id"))


def test_the_menu_and_the_pages_are_those_of_the_post(estate):
    assert estate.client.get("/places/").status_code == 200 and reverse("rights") in text(estate.client.get("/"))
    cleaner = estate.account("cleaner", "cleaner")
    begin(estate)
    tried = {address: estate.client.get(address).status_code for address in ("/", "/places/", "/people/", reverse("rights"), reverse("ledger"), "/slots/")}
    menu = text(estate.client.get("/")).partition('class="shell-menu"')[2].partition("</nav>")[0]
    estate.client.force_login(cleaner)
    assert tried == {address: estate.client.get(address).status_code for address in tried}
    assert menu == text(estate.client.get("/")).partition('class="shell-menu"')[2].partition("</nav>")[0]
    assert tried[reverse("rights")] == 403 and tried["/"] == 200


@pytest.mark.parametrize("address", ["/", "/slots/", "/rights/", "/nowhere/at/all/", "/rights/cleaner/"])
def test_every_page_says_so(estate, address):
    assert BAND not in text(estate.client.get(address))
    begin(estate)
    page = text(estate.client.get(address))
    assert page.count(BAND) == 1 and "正以“保洁”的身份试看，不能做任何改动。" in page


def test_one_click_ends_it_and_both_stand_in_the_ledger(estate):
    begin(estate)
    answer = estate.client.post(reverse("end_trial"))
    assert answer.url == reverse("role_rights", args=["cleaner"])
    assert rows() == [("people.trial_begun", "cleaner", estate.manager.pk), ("people.trial_ended", "cleaner", estate.manager.pk)]
    page = estate.client.get(reverse("rights"))
    assert page.status_code == 200 and BAND not in text(page)
    assert estate.client.post(reverse("end_trial")).url == "/" and len(rows()) == 2


def test_nothing_can_be_written_by_hand(estate):
    """Whatever is sent with any unsafe method is refused before any page sees it; nothing changes."""
    building = estate.building("1")
    begin(estate, "project_manager")
    before = Entry.objects.count()
    for method in ("post", "put", "patch", "delete"):
        answer = getattr(estate.client, method)(f"/places/{building.pk}/do/retire_place/", {"reason": "x"}, content_type="application/x-www-form-urlencoded")
        assert answer.status_code == 403 and "kernel.only_trying" in text(answer)
    for address in (reverse("try_role", args=["guard"]), reverse("keep_apart"), reverse("set_language"), reverse("community"), reverse("account_logout"), "/places/new/"):
        assert estate.client.post(address, {"scope": str(estate.here.pk), "language": "en"}).status_code == 403
    assert (Entry.objects.count(), Grant.objects.count(), estate.place(building.pk).state) == (before, 0, building.state)
    assert estate.client.session[KEPT]["post"] == "project_manager"


def test_the_api_refuses_too(estate):
    begin(estate, "project_manager")
    before = Entry.objects.count()
    body = json.dumps({"inputs": {"kind": "building", "code": "7"}})
    answer = estate.client.post("/api/v1/actions/places.add_place", body, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (403, "kernel.only_trying")
    assert (Place.everywhere.filter(code="7").count(), Entry.objects.count()) == (0, before)


def test_the_api_shows_what_the_post_may_see(estate):
    assert estate.client.get("/api/v1/people").status_code == 200
    begin(estate)
    answer = estate.client.get("/api/v1/people")
    assert (answer.status_code, answer.json()["code"]) == (403, "kernel.not_permitted")


def test_a_token_beside_the_session_opens_no_way_around(estate):
    made = tokens.issue_token(estate.here, name="t", permissions=["places.add_place"], days=1, by=Actor.of(estate.manager))
    assert isinstance(made, ApiToken)
    begin(estate)
    body = json.dumps({"inputs": {"kind": "building", "code": "7"}})
    answer = estate.client.post("/api/v1/actions/places.add_place", body, content_type="application/json", HTTP_AUTHORIZATION=f"Bearer {made.shown_once}")
    assert (answer.status_code, Place.everywhere.filter(code="7").exists()) == (403, False)


def test_a_part_of_a_page_says_it_in_place(estate):
    begin(estate)
    answer = estate.client.post("/places/new/", headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers["HX-Retarget"]) == (409, "#main")
    assert "请先结束试看" in text(answer) and BAND not in text(answer)


def test_no_action_runs_for_somebody_who_tries(estate):
    """Even where code runs an action while it draws a page."""
    with view.entered(estate.here):
        trying = people.as_post(estate.here, "project_manager", Actor.of(estate.manager))
        no = actions.register_person(estate.here, name="某人", by=trying)
        many = actions.register_person.spec.run_many(estate.here, [{"name": "某人"}], by=trying)
        end = actions.end_trial(estate.here, post="project_manager", by=trying)
    assert (no.code, [one.code for one in many], end.code) == ("kernel.only_trying", ["kernel.only_trying"], "kernel.only_trying")
    assert rows() == []


def test_never_more_than_one_may_give(estate):
    """What a post above one holds and a second person would have to agree to is not lent by trying it."""
    with view.entered(estate.here):
        manager = Actor.of(estate.manager)
        trying = people.as_post(estate.here, "headquarters", manager)
        confirm, own = "people.confirm_rights", "people.see_rights"
        assert "headquarters" in permissions.holders(confirm, estate.here) and not permissions.may(manager, confirm, estate.here)
        assert (permissions.may(trying, confirm, estate.here), permissions.may(trying, own, estate.here)) == (False, True)
        assert permissions.rights_of(trying, estate.here) <= permissions.rights_of(Actor("account", posts={estate.here.id: frozenset({"headquarters"})}), estate.here)


def test_other_communities_stay_closed(estate):
    company = estate.account("boss", "headquarters", estate.company)
    with view.entered(estate.here, estate.elsewhere):
        trying = people.as_post(estate.here, "guard", Actor.of(company))
        assert permissions.posts_of(Actor.of(company), estate.elsewhere) == {"headquarters"}
        assert (permissions.posts_of(trying, estate.elsewhere), permissions.may(trying, "places.see_places", estate.elsewhere)) == (frozenset(), False)


def test_personal_data_stays_masked(estate):
    person = estate.person("王小明", phone="13800001234")
    begin(estate, "project_manager")
    page = text(estate.client.get(f"/people/{person.pk}/"))
    assert "13800001234" not in page and "1234" in page
    assert estate.client.post(f"/people/{person.pk}/look/", {"columns": "phone", "purpose": "核对"}).status_code == 403
    assert "13800001234" not in json.dumps(estate.client.get(f"/api/v1/people/{person.pk}").json())
    assert not Entry.objects.filter(name="kernel.personal_data_viewed").exists()


def test_it_ends_with_the_session_and_with_the_right_to_try(estate):
    begin(estate)
    estate.client.logout()
    estate.client.force_login(estate.manager)
    assert BAND not in text(estate.client.get("/"))
    begin(estate)
    Membership.everywhere.filter(person=estate.manager.person).update(role="front_desk")
    assert BAND not in text(estate.client.get("/")) and KEPT not in estate.client.session


@pytest.mark.parametrize(("account", "role", "status", "code"), [("front_desk", "guard", 403, ""), ("", "resident", 409, "people.no_office_pages"), ("", "king", 404, "")])
def test_who_may_not_and_what_cannot_be_tried(estate, account, role, status, code):
    if account:
        estate.client.force_login(estate.account("desk", account))
    answer = begin(estate, role)
    assert answer.status_code == status and code in text(answer)
    assert rows() == [] and KEPT not in estate.client.session


def test_an_organisation_is_not_tried(estate):
    boss = Actor.of(estate.account("boss", "headquarters", estate.company))
    with view.entered(estate.company):
        assert actions.begin_trial(estate.company, post="guard", by=boss).code == "people.try_in_community"


def test_the_pages_of_phones_are_left_alone(estate):
    begin(estate)
    assert estate.client.get("/guard/").status_code == 403 and estate.client.get("/phone/day").json()["code"] == "kernel.only_trying"


def test_open_pages_hear_what_the_post_hears(estate):
    """The stream of a page follows the post that is tried, in its community, and is silent once he who tries it may no longer."""

    def hears() -> tuple | None:
        sent = "; ".join(f"{one.key}={one.value}" for one in estate.client.cookies.values())
        viewer = viewer_of(sent, [estate.here.id, estate.elsewhere.id])
        return viewer and (estate.elsewhere.id in viewer.scopes, viewer.hears(estate.here.id, "charges.charge"), viewer.hears(estate.here.id, "cases.case"))

    boss = estate.account("boss", "headquarters", estate.company)
    estate.client.force_login(boss)
    estate.client.post(reverse("community"), {"scope": str(estate.here.pk)})
    assert hears() == (True, True, True)
    begin(estate, "guard")
    assert hears() == (False, False, True)
    Membership.everywhere.filter(person=boss.person).delete()
    assert hears() is None
