"""P46: a role's rights are changed with a reason, by two where it is sensitive, and no role may both ask and approve."""

from __future__ import annotations

import io
from uuid import uuid4

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from anju.domains.people import actions
from anju.domains.people import queries as people
from anju.domains.people.models import Account, RightsChange
from anju.domains.people.rules import rights as rules
from anju.kernel import permissions
from anju.kernel import scope as view
from anju.kernel.actions import registry
from anju.kernel.actors import Actor
from anju.kernel.models import Entry, Grant
from anju.kernel.refusals import Refusal
from anju.surfaces.office.screens.tests.conftest import Estate

pytestmark = pytest.mark.django_db
ADD = "places.add_place"
SYSTEM = Actor.system("test")


@pytest.fixture
def estate(client, db) -> Estate:
    return Estate(client)


def acting(account: Account, *posts: str, where) -> Actor:
    return Actor("account", id=account.pk, person=account.person_id, name=str(account), posts={where.id: frozenset(posts)})


@pytest.fixture
def manager(estate) -> Actor:
    with view.entered(estate.here):
        yield acting(estate.manager, "project_manager", where=estate.here)


@pytest.fixture
def director(estate) -> Actor:
    return acting(estate.account("director", "headquarters", estate.company), "headquarters", where=estate.here)


def asked(where, by, post="guard", granted=(), withdrawn=(), reason="夜班只有一人"):
    return actions.ask_rights(where, post=post, granted=list(granted), withdrawn=list(withdrawn), reason=reason, by=by)


def holds(where, post: str, name: str) -> bool:
    return post in permissions.holders(name, where)


def plain_right(estate) -> str:
    """One that is neither dangerous nor half of a pair, and not the guard's by default."""
    halves = {name for pair in permissions.pairs for name in pair}
    known = (name for name in sorted(registry) if name.startswith("places.") and not registry[name].needs_confirmation)
    return next(name for name in known if name not in halves and not permissions.by_default("guard", name))


def test_a_plain_right_is_given_at_once_and_here_alone(estate, manager):
    right = plain_right(estate)
    change = asked(estate.here, manager, granted=[right])
    assert (change.state, change.granted, holds(estate.here, "guard", right), holds(estate.elsewhere, "guard", right)) == ("applied", [right], True, False)
    assert not isinstance(asked(estate.here, manager, withdrawn=[right]), Refusal)
    assert not Grant.objects.filter(scope=estate.here).exists()
    told = Entry.objects.filter(name="people.rights_asked").order_by("id").first()
    assert (told.payload["post"], told.payload["is_waiting"]) == ("guard", False)


def test_an_approving_right_waits_for_another_person(estate, manager, director):
    asked(estate.here, manager, post="engineer", withdrawn=["passes.ask_pass"])
    change = asked(estate.here, manager, post="engineer", granted=["passes.approve_pass"])
    assert (change.state, holds(estate.here, "engineer", "passes.approve_pass")) == ("waiting", False)
    assert actions.confirm_rights(change, by=manager).code == "kernel.not_permitted"
    himself = Actor("account", id=uuid4(), person=manager.person, name="x", posts={estate.here.id: frozenset({"headquarters"})})
    assert actions.confirm_rights(change, by=himself).code == "people.own_rights"
    assert not holds(estate.here, "engineer", "passes.approve_pass")
    assert actions.confirm_rights(change, by=director).state == "applied"
    assert holds(estate.here, "engineer", "passes.approve_pass")
    assert actions.confirm_rights(change, by=director).code == "people.rights_decided"
    assert actions.refuse_rights(change, reason="x", by=director).code == "people.rights_decided"


def test_a_refused_change_changes_nothing(estate, manager, director):
    change = asked(estate.here, manager, post="front_desk", granted=["people.end_role"])
    assert change.state == "waiting"
    assert actions.refuse_rights(change, reason="不需要", by=director).state == "refused"
    assert not holds(estate.here, "front_desk", "people.end_role")


@pytest.mark.parametrize(
    ("wish", "code"),
    [
        ({"post": "king", "granted": [ADD]}, "people.unknown_role"),
        ({"granted": ["places.fly"]}, "people.unknown_right"),
        ({"granted": ["'; DROP TABLE"]}, "people.unknown_right"),
        ({}, "people.no_change"),
        ({"granted": ["kernel.keep_file"]}, "people.for_everyone"),
        ({"withdrawn": ["kernel.keep_file"]}, "people.for_everyone"),
        ({"post": "project_manager", "withdrawn": ["people.ask_rights"]}, "people.last_key"),
        ({"post": "headquarters", "withdrawn": ["people.confirm_rights"]}, "people.last_key"),
        ({"post": "project_manager", "granted": ["people.confirm_rights"]}, "people.both_sides"),
        ({"withdrawn": ["duties.perform_duty"], "reason": "  "}, "people.needs_reason"),
    ],
)
def test_what_makes_no_sense_is_refused_and_nothing_is_left(estate, manager, wish, code):
    no = asked(estate.here, manager, **wish)
    assert isinstance(no, Refusal), no
    assert (no.code, Grant.objects.count(), RightsChange.everywhere.count()) == (code, 0, 0)


@pytest.mark.clause("004-020")
def test_no_role_can_both_ask_and_approve_once_they_are_kept_apart(estate, manager):
    """Every pair in which a role holds both halves is split with one press; from then on no grant can join them again."""
    estate.client.force_login(estate.manager)
    before = people.conflicts(estate.here)
    assert {(one.asks, one.approves) for one in before} <= permissions.pairs
    for one in before:
        if any(one == still for still in people.conflicts(estate.here)):
            answer = estate.client.post(reverse("keep_apart"), {"role": one.post, "asks": one.asks})
            assert answer.status_code == 302, one
    assert people.conflicts(estate.here) == []
    assert before
    holders = permissions.all_holders(estate.here)
    for asks, approves in permissions.pairs:
        assert not holders[asks] & holders[approves], (asks, approves)
        for role in holders[approves]:
            no = asked(estate.here, manager, post=role, granted=[asks])
            assert no.code == "people.both_sides"
    assert people.conflicts(estate.elsewhere) == before


def test_each_pair_names_actions_that_exist_and_differ():
    assert len(permissions.pairs) >= 10
    for asks, approves in permissions.pairs:
        assert asks in registry and approves in registry and asks != approves
    assert rules.both_sides({("a", "b")}, frozenset("a")) == []


def test_the_page_marks_what_differs_and_searches(estate, manager):
    right = plain_right(estate)
    asked(estate.here, manager, granted=[right])
    text = estate.client.get(reverse("rights"), {"q": right}).content.decode()
    assert text.count("state-blue\">＋") == 2  # the legend and the cell
    assert "人员" in estate.client.get(reverse("rights")).content.decode()
    assert "没有名称含这些字的权限" in estate.client.get(reverse("rights"), {"q": "<script>x"}).content.decode()
    assert estate.client.get(reverse("rights"), {"room": "nowhere", "q": "x" * 5000}).status_code == 200


def test_a_role_is_set_like_another_and_back_to_the_default(estate, manager):
    like = estate.client.get(reverse("role_rights", args=["cleaner"]), {"like": "gardener"})
    assert like.status_code == 200
    right = plain_right(estate)
    held = [one.name for one in people.matrix(estate.here) if "cleaner" in one.held]
    answer = estate.client.post(reverse("role_rights", args=["cleaner"]), {"may": [*held, right, "no.such"], "reason": "搬运"})
    assert (answer.status_code, holds(estate.here, "cleaner", right)) == (302, True)
    assert people.differences(estate.here, "cleaner") == ([right], [])
    answer = estate.client.post(reverse("reset_rights", args=["cleaner"]), {"reason": "恢复"})
    assert (answer.status_code, people.differences(estate.here, "cleaner")) == (302, ([], []))
    again = estate.client.post(reverse("reset_rights", args=["cleaner"]), {"reason": "恢复"})
    assert (again.status_code, "people.no_change" in again.content.decode()) == (409, True)


def test_the_table_goes_out_and_is_noted(estate, manager):
    asked(estate.here, manager, granted=[plain_right(estate)])
    answer = estate.client.post(reverse("export_rights"))
    book = load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    table, apart = book.worksheets
    assert table.max_row == len(permissions.defaults) + 1
    assert any("＋" in [cell.value for cell in row] for row in table.iter_rows())
    assert apart.max_row == len(people.conflicts(estate.here)) + 1
    assert Entry.objects.filter(name="kernel.list_exported", payload__screen="rights").count() == 1


@pytest.mark.parametrize(("role", "sees", "changes"), [("guard", 403, 403), ("security_manager", 200, 409), ("auditor", 200, 409)])
def test_who_may_look_and_who_may_change(estate, role, sees, changes):
    estate.client.force_login(estate.account(role, role))
    assert estate.client.get(reverse("rights")).status_code == sees
    answer = estate.client.post(reverse("role_rights", args=["guard"]), {"may": [ADD], "reason": "x"})
    assert (answer.status_code, Grant.objects.count()) == (changes, 0)
    assert estate.client.get(reverse("role_rights", args=["king"])).status_code in (403, 404)


def test_another_communitys_change_does_not_exist(estate, manager, director):
    with view.entered(estate.elsewhere):
        hidden = RightsChange.objects.create(scope=estate.elsewhere, post="guard", state="waiting", granted=[ADD], reason="x")
    assert estate.client.get(reverse("office:record", args=["rights_changes", hidden.pk])).status_code == 404
    assert actions.confirm_rights(hidden, by=director).code == "kernel.not_found"
    assert asked(estate.elsewhere, manager, granted=[ADD]).code == "kernel.not_found"
