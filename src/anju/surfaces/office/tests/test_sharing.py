"""Parts of pages are drawn once for everybody with the same rights, and never shown to anybody else."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from anju.domains.cases import actions as cases
from anju.domains.cases.models import Case
from anju.kernel import scope
from anju.kernel.screens import listing
from anju.surfaces.office.screens.tests.conftest import SYSTEM, Estate

pytestmark = pytest.mark.django_db
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')


@pytest.fixture
def estate(client) -> Estate:
    return Estate(client)


@pytest.fixture
def drawings(monkeypatch) -> list[str]:
    """Which lists were read from the database."""
    read: list[str] = []
    real = listing.list_page

    def counted(screen, *rest, **more):
        read.append(screen.name)
        return real(screen, *rest, **more)

    monkeypatch.setattr(listing, "list_page", counted)
    return read


def signed_in(estate: Estate, name: str, role: str, where=None) -> Client:
    there = Client()
    there.force_login(estate.account(name, role, where))
    return there


def part(client: Client, address: str = "/cases/", **headers: str):
    return client.get(address, headers={"HX-Request": "true", "Accept-Language": "zh-hans", **headers})


def lamp(estate: Estate, title: str = "路灯不亮") -> Case:
    return cases.open_case(estate.here, kind="repair", title=title, by=SYSTEM)


def test_a_table_is_drawn_once_for_all_with_the_same_rights_until_something_happens(estate, drawings):
    first, second = signed_in(estate, "a", "security_manager"), signed_in(estate, "b", "security_manager")
    lamp(estate)
    assert part(first).content.decode().count("路灯不亮") == 1
    assert part(second).content.decode().count("路灯不亮") == 1
    assert drawings == ["cases"]
    lamp(estate, "门禁坏了")
    assert "门禁坏了" in part(second).content.decode()
    assert drawings == ["cases", "cases"]


def test_other_rights_another_address_and_another_language_get_a_drawing_of_their_own(estate, drawings):
    manager, desk = signed_in(estate, "a", "security_manager"), signed_in(estate, "b", "front_desk")
    lamp(estate)
    chinese = part(manager).content.decode()
    part(desk)
    part(manager, "/cases/?sort=number")
    assert part(manager, **{"Accept-Language": "en"}).content.decode() != chinese
    assert drawings == ["cases"] * 4


def test_a_neighbours_manager_never_gets_this_communitys_part(estate):
    lamp(estate)
    here, there = signed_in(estate, "a", "security_manager"), signed_in(estate, "b", "security_manager", estate.elsewhere)
    assert "路灯不亮" in part(here).content.decode()
    assert "路灯不亮" not in part(there).content.decode()


def test_who_may_not_open_the_list_is_refused_though_it_is_drawn(estate):
    lamp(estate)
    part(signed_in(estate, "a", "security_manager"))
    refused = part(signed_in(estate, "b", "committee_member"))
    assert (refused.status_code, "路灯不亮" in refused.content.decode()) == (403, False)


def test_each_person_gets_a_token_of_his_own_in_the_shared_part(estate):
    with scope.entered(estate.here):
        lamp(estate)
    first, second = signed_in(estate, "a", "security_manager"), signed_in(estate, "b", "security_manager")
    mine, yours = TOKEN.findall(part(first).content.decode()), TOKEN.findall(part(second).content.decode())
    assert (len(mine), len(yours)) == (1, 1)
    assert mine != yours
    strict = Client(enforce_csrf_checks=True)
    strict.cookies.update(second.cookies)
    sent = strict.post("/cases/bulk/urge/", {"csrfmiddlewaretoken": yours[0]})
    assert sent.status_code != 403, "the token in the part is his own and is taken"
    assert strict.post("/cases/bulk/urge/", {"csrfmiddlewaretoken": mine[0]}).status_code == 403


def test_a_browser_that_has_the_part_is_told_so(estate, drawings):
    manager = signed_in(estate, "a", "security_manager")
    answer = part(manager)
    again = part(manager, **{"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content, drawings) == (304, b"", ["cases"])
    lamp(estate)
    assert part(manager, **{"If-None-Match": answer["ETag"]}).status_code == 200


def test_a_records_facts_are_shared_and_follow_the_record(estate):
    case = lamp(estate)
    first, second = signed_in(estate, "a", "security_manager"), signed_in(estate, "b", "security_manager")
    before = part(first, f"/cases/{case.pk}/")
    assert part(second, f"/cases/{case.pk}/")["ETag"] == before["ETag"]
    assert "HX-Request" in before["Vary"], "going back must not show the part for the page"
    engineer = estate.account("e", "engineer").person
    with scope.entered(estate.here):
        cases.assign_case(case, owner=engineer, by=SYSTEM)
    assert "<dt>责任人</dt><dd>e*</dd>" in part(second, f"/cases/{case.pk}/").content.decode()


def test_the_first_page_fetched_again_is_its_content_alone(estate):
    manager = signed_in(estate, "a", "security_manager")
    whole, again = manager.get("/").content.decode(), part(manager, "/").content.decode()
    assert ("<nav" in whole, "<nav" in again) == (True, False)
    assert ('id="manager"' in again, 'id="mine"' in again) == (True, True)
