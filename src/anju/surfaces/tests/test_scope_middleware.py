"""Each page sees the community that its account may see, and no other."""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import timezone, translation

from anju.domains.people import actions
from anju.domains.people.models import Membership, Person
from anju.kernel import scope as view
from anju.surfaces.scope_middleware import ScopeMiddleware

from .conftest import SYSTEM

pytestmark = pytest.mark.django_db


@pytest.fixture
def visit(client):
    """Run the middleware for an account and report what the page behind it saw."""

    def run(account, *, chosen: str | None = None, cookies: dict | None = None) -> dict:
        if account is not None:
            client.force_login(account)
        session = client.session
        if chosen is not None:
            session["scope"] = chosen
        request = RequestFactory().get("/")
        request.COOKIES.update(cookies or {})
        request.session = session
        request.user = account or _Anonymous()
        seen: dict = {}

        def page(inner) -> HttpResponse:
            seen.update(scope=inner.scope, actor=inner.actor, is_set=view.is_set(), view=view.current() if view.is_set() else ())
            seen.update(language=translation.get_language(), zone=timezone.get_current_timezone_name())
            seen["persons"] = list(Person.objects.values_list("name", flat=True)) if view.is_set() else None
            seen["rights"] = set(inner.rights)
            seen["communities"] = [s.name for s in inner.communities]
            return HttpResponse()

        with translation.override("zh-hans"):
            ScopeMiddleware(page)(request)
        return seen

    return run


class _Anonymous:
    is_authenticated = False


def test_a_stranger_sees_no_scope(visit):
    seen = visit(None)
    assert (seen["scope"], seen["actor"], seen["is_set"], seen["rights"]) == (None, None, False, set())


def test_an_account_without_a_role_sees_no_scope(visit, garden, account_in):
    seen = visit(account_in(garden, "nobody"))
    assert (seen["scope"], seen["is_set"], seen["communities"]) == (None, False, [])


def test_an_account_sees_its_own_community_and_its_wall_clock(visit, garden, next_door, account_in):
    account_in(next_door, "theirs", "guard")
    account = account_in(garden, "ours", "guard")
    seen = visit(account)
    assert (seen["scope"], seen["view"], seen["persons"]) == (garden, (garden.id,), ["某ours"])
    assert (seen["communities"], seen["zone"]) == (["锦绣花园"], "Asia/Shanghai")
    assert (seen["actor"].id, seen["actor"].person) == (account.id, account.person_id)
    assert "people.take_post" in seen["rights"]
    assert "people.grant_role" not in seen["rights"]


@pytest.mark.parametrize("chosen", ["", "nonsense", "00000000-0000-7000-8000-00000000ffff"])
def test_a_made_up_choice_falls_back(visit, garden, account_in, chosen):
    assert visit(account_in(garden, "ours", "guard"), chosen=chosen)["scope"] == garden


def test_a_community_without_a_role_cannot_be_chosen(visit, garden, next_door, account_in):
    account = account_in(garden, "ours", "guard")
    assert visit(account, chosen=str(next_door.id))["scope"] == garden
    assert visit(account, chosen=str(garden.parent_id))["scope"] == garden


def test_headquarters_chooses_any_community_below_or_all_of_them(visit, company, garden, next_door, account_in):
    account_in(garden, "ours", "guard"), account_in(next_door, "theirs", "guard")
    head = account_in(company, "head", "headquarters")
    assert visit(head, chosen=str(next_door.id))["persons"] == ["某theirs"]
    everything = visit(head, chosen=str(company.id))
    assert set(everything["view"]) == {company.id, garden.id, next_door.id}
    assert everything["communities"] == ["锦绣花园", "隔壁花园", "安居物业"]


def test_a_role_that_ended_takes_the_page_away(visit, garden, account_in):
    account = account_in(garden, "ours", "guard")
    assert visit(account)["scope"] == garden
    with view.entered(garden):
        actions.end_role(Membership.objects.get(person=account.person), by=SYSTEM)
    assert visit(account, chosen=str(garden.id))["scope"] is None


def test_the_accounts_language_is_spoken_unless_this_browser_chose_another(visit, garden, account_in):
    account = account_in(garden, "ours", "guard")
    with view.entered(garden):
        actions.choose_language(account, language="en", by=SYSTEM)
    assert visit(account)["language"] == "en"
    assert visit(account, cookies={"django_language": "zh-hans"})["language"] == "zh-hans"


def test_a_chosen_scope_costs_two_statements(client, garden, account_in, django_assert_num_queries):
    account = account_in(garden, "ours", "guard")
    request = RequestFactory().get("/")
    request.session, request.user = {"scope": str(garden.id)}, account
    with django_assert_num_queries(2):
        ScopeMiddleware(lambda inner: HttpResponse())(request)


def test_the_switcher_answers_404_for_what_is_not_ones_own(client, garden, next_door, account_in):
    client.force_login(account_in(garden, "ours", "guard"))
    assert client.post("/community/", {"scope": str(next_door.id)}).status_code == 404
    assert client.post("/community/", {"scope": str(garden.id)}).status_code == 302
    assert client.session["scope"] == str(garden.id)
