"""Keys: who may take one, who has it, and what the next shift is told."""

from __future__ import annotations

from datetime import timedelta

import pytest

from anju.domains.passes import actions, queries
from anju.domains.passes.closing import close_due
from anju.domains.passes.models import Custody, Key, Pass
from anju.domains.people.models import Post, Presence
from anju.kernel import clock, files
from anju.kernel.models import Entry
from anju.kernel.refusals import Refusal

from .conftest import PICTURE, START

HOUR = timedelta(hours=1)


@pytest.fixture
def lent(key, team) -> Pass:
    """A copy of the key with the engineer Wang until 13:00, against his signature."""
    holder = team.person("王工", "engineer")
    return actions.lend_key(key, holder=holder, until=START + 4 * HOUR, purpose="检修", signature=files.checked(PICTURE), by=team("陈刚", "guard"))


def test_a_key_is_issued_against_signature_and_seen_overdue_at_handover(community, team, key):
    post = Post.objects.create(scope=community, name="南门岗", role="guard")
    guard = team("陈刚", "guard")
    Presence.objects.create(scope=community, post=post, person=team.person("陈刚"), since_at=START)
    holder = team.person("王工", "engineer")
    one = actions.lend_key(key, holder=holder, until=START + 4 * HOUR, signature=files.checked(PICTURE), by=guard)
    assert (one.state, one.number, one.out_post, one.signature.owner_id) == ("out", "K2026-0001", post, one.pk)
    assert list(queries.out_at_handover(community, at=START - HOUR)) == []
    assert close_due(community, START + 3 * HOUR) == 0
    assert close_due(community, START + 4 * HOUR) == 1
    (seen,) = queries.out_at_handover(community, post=post, at=START + 7 * HOUR)
    assert (seen.state, seen.overdue_at, seen.holder, seen.key) == ("overdue", START + 4 * HOUR, holder, key)
    assert list(queries.overdue(community, at=START + 4 * HOUR)) == [seen]
    overdue = Entry.objects.get(name="passes.pass_fell_overdue")
    assert (overdue.payload["key"], overdue.payload["holder"], overdue.payload["post"]) == (str(key.pk), str(holder.pk), str(post.pk))
    back = actions.return_items(seen, by=team("刘洋", "guard"), at=START + 8 * HOUR)
    assert (back.state, back.returned_at, back.returned_to) == ("returned", START + 8 * HOUR, team.person("刘洋"))
    assert list(queries.out_at_handover(community, at=START + 8 * HOUR)) == []
    assert list(queries.out_at_handover(community, at=START + 7 * HOUR)) == [back], "the handover of the earlier hour still shows it"


def test_without_signature_or_a_third_persons_eyes_no_key_leaves(community, team, key):
    holder, guard = team.person("王工", "engineer"), team("陈刚", "guard")
    before = Entry.objects.count()
    assert actions.lend_key(key, holder=holder, by=guard).code == "passes.signature_needed"
    assert actions.lend_key(key, holder=holder, witness=team.person("陈刚"), by=guard).code == "passes.own_witness"
    assert actions.lend_key(key, holder=holder, witness=holder, by=guard).code == "passes.own_witness"
    assert (Pass.objects.count(), Custody.objects.count(), Entry.objects.count()) == (0, 0, before)
    lent = actions.lend_key(key, holder=holder, witness=team.person("刘洋"), by=guard)
    assert (lent.state, lent.ends_at) == ("out", START + 12 * HOUR)


def test_a_key_goes_only_to_the_posts_that_may_have_it(community, team, key):
    guard, seen = team("陈刚", "guard"), {"witness": team.person("刘洋")}
    cleaner, owner = team.person("孙姐", "cleaner"), team.person("业主")
    assert actions.lend_key(key, holder=cleaner, **seen, by=guard).code == "passes.may_not_take"
    assert actions.lend_key(key, holder=owner, **seen, by=guard).code == "passes.may_not_take"
    engineer = team.person("王工", "engineer")
    assert actions.lend_key(key, holder=engineer, until=START + 13 * HOUR, **seen, by=guard).code == "passes.out_too_long"
    assert actions.lend_key(key, holder=engineer, until=START, **seen, by=guard).code == "passes.window_over"
    assert Pass.objects.count() == 0


def test_each_copy_is_in_one_hand(community, team, key, lent):
    guard, seen = team("陈刚", "guard"), {"witness": team.person("刘洋")}
    second = actions.lend_key(key, holder=team.person("李工", "engineer"), **seen, by=guard)
    refused = actions.lend_key(key, holder=team.person("张工", "engineer"), **seen, by=guard)
    assert (refused.code, Pass.objects.count()) == ("passes.key_out", 2)
    (hook,) = queries.cabinet(community)
    assert (hook.free, [one.copy for one in hook.out], hook.is_overdue(START + 5 * HOUR)) == (0, [1, 2], True)
    actions.return_items(lent, by=guard)
    third = actions.lend_key(key, holder=team.person("张工"), **seen, by=guard)
    assert [one.copy for one in Custody.objects.filter(back_at=None).order_by("copy")] == [1, 2]
    assert {second.state, third.state} == {"out"}


def test_a_key_comes_back_once(team, lent):
    guard = team("陈刚", "guard")
    assert actions.return_items(lent, by=guard).state == "returned"
    before = Entry.objects.count()
    assert actions.return_items(lent, by=guard).code == "passes.not_out"
    assert Entry.objects.count() == before


def test_a_lent_key_is_not_revoked_but_may_be_reported_lost_and_turn_up(team, key, lent):
    manager = team("赵敏")
    assert actions.revoke_pass(lent, reason="收回", by=manager).code == "passes.key_is_out"
    lost = actions.report_lost(lent, reason="掉进管井", by=manager)
    assert (lost.state, Custody.objects.get().back_at) == ("lost", None)
    assert actions.withdraw_key(key, reason="换锁", by=manager).code == "passes.copies_out"
    found = actions.return_items(lost, by=manager, at=START + HOUR)
    assert (found.state, Custody.objects.get().back_at) == ("returned", START + HOUR)
    returned = Entry.objects.filter(name="passes.pass_returned").get().payload
    assert (returned["is_complete"], returned["is_in_time"]) == (True, False)


def test_the_register_refuses_what_does_not_fit(community, team, key):
    manager = team("赵敏")
    given = {"code": "PD-02", "name": "水泵房", "hook": "A2", "by": manager}
    for change, code in (
        ({"code": " "}, "bad_key"), ({"hook": ""}, "bad_key"), ({"may_take": ["nobody"]}, "bad_key"), ({"code": "PD-01"}, "hook_taken"),
        ({"hook": "A1"}, "hook_taken"), ({"copies": 0}, "bad_copies"), ({"copies": 100}, "bad_copies"),
    ):  # fmt: skip
        assert actions.add_key(community, **{**given, **change}).code == f"passes.{code}"
    assert Key.objects.count() == 1
    assert actions.change_key(key, **{**given, "hook": " "}).code == "passes.bad_key"
    changed = actions.change_key(key, **{**given, "copies": 3})
    assert (changed.code, changed.hook, changed.copies, changed.may_take) == ("PD-02", "A2", 3, [])
    assert not isinstance(actions.withdraw_key(key, reason="换锁", by=manager), Refusal)
    assert actions.withdraw_key(key, reason="换锁", by=manager).code == "passes.key_withdrawn"
    assert actions.lend_key(key, holder=team.person("王工", "engineer"), witness=team.person("刘洋"), by=manager).code == "passes.key_withdrawn"
    assert actions.add_key(community, **{**given, "code": "PD-09"}).hook == "A2", "the hook is free again"


def test_copies_are_not_fewer_than_are_out(team, key, lent):
    holder = team.person("李工", "engineer")
    actions.lend_key(key, holder=holder, witness=team.person("刘洋"), by=team("陈刚", "guard"))
    refused = actions.change_key(key, code="PD-01", name="配电房", hook="A1", copies=1, by=team("赵敏"))
    assert (refused.code, Key.objects.get().copies) == ("passes.bad_copies", 2)


def test_more_time_takes_the_overdue_away_but_not_beyond_the_longest(community, team, lent):
    manager = team("赵敏")
    with clock.frozen(START + 5 * HOUR):
        close_due(community, clock.now())
        assert Pass.objects.get().state == "overdue"
        too_long = actions.extend_pass(lent, until=START + timedelta(days=31), reason="未完工", by=manager)
        assert too_long.code == "passes.window_too_long"
        assert actions.extend_pass(lent, until=START + 4 * HOUR, reason="未完工", by=manager).code == "passes.not_later"
        assert actions.extend_pass(lent, until=START + 6 * HOUR, reason=" ", by=manager).code == "passes.reason_needed"
        assert Pass.objects.get().state == "overdue"
        longer = actions.extend_pass(lent, until=START + 6 * HOUR, reason="未完工", by=manager)
    assert (longer.state, longer.overdue_at, Custody.objects.get().due_at) == ("out", None, START + 6 * HOUR)


def test_only_what_is_late_is_noted_late(team, lent):
    assert actions.note_overdue(lent, by=team("赵敏")).code == "passes.not_due"
    assert actions.expire_pass(lent, by=team("赵敏"), at=START + 9 * HOUR).code == "passes.not_over"
    assert Pass.objects.get().state == "out"
