"""A release slip from the wish to the desk's drawer: whose word, whose stamp, what was there, in whose hands it is."""

from __future__ import annotations

from datetime import timedelta

import pytest

from anju.domains.goods import actions, queries
from anju.domains.goods.models import GoodsCheck, Slip
from anju.domains.goods.reactions import (
    when_the_owner_answers_in_the_app_write_it_down,
    when_the_pass_ends_the_slip_ends,
)
from anju.domains.notices import actions as notices
from anju.domains.notices.models import Notice
from anju.domains.passes import actions as passes
from anju.domains.passes.models import Pass
from anju.domains.places.models import Place
from anju.kernel import ledger
from anju.kernel.models import Entry, Scope

from .conftest import START, photo

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def react(reaction, name: str) -> None:
    entry = Entry.objects.filter(name=name).latest("id")
    reaction(entry, ledger.event_of(entry, {}))


@pytest.mark.clause("000-130", "002-281")
def test_a_company_that_rents_needs_its_stamp_and_nothing_leaves_without_a_slip_that_counts(house):
    """Not stamped, stamped with a signature instead, or expired: nothing goes; each look at the gate is on record."""
    slip = house.ask(party="tenant_unit", company="明远科技", by=house.desk)
    assert (slip.state, slip.number, slip.permit.state) == ("asked", "G2026-0001", "asked")
    assert house.release(slip, {1: 3}).code == "goods.wrong_step"
    assert actions.stamp_release(slip, seal="signature", seal_by="王经理", by=house.desk).code == "goods.seal_needed"
    assert actions.stamp_release(slip, seal="stamp", seal_by=" ", by=house.desk).code == "goods.seal_needed"
    assert (Slip.objects.get().state, GoodsCheck.objects.count()) == ("asked", 0)
    stamped = actions.stamp_release(slip, seal="stamp", seal_by="明远科技", by=house.desk)
    assert (stamped.state, stamped.seal, stamped.seal_by, Pass.objects.get().state) == ("stamped", "stamp", "明远科技", "issued")
    late = house.release(slip, {1: 3, 2: 1}, at=START + 2 * DAY)
    assert (late.outcome, late.code, Slip.objects.get().state) == ("refused", "pass_expired", "stamped")
    gone = house.release(slip, {1: 3, 2: 1}, at=START + HOUR)
    assert (gone.outcome, gone.things, gone.is_partial, gone.guard, gone.photo is not None) == ("released", "纸箱 × 3、电视 × 1", False, house.team.person("陈刚"), True)
    assert (Slip.objects.get().state, Pass.objects.get().state) == ("gone", "used")
    assert [(one.outcome, one.at) for one in GoodsCheck.objects.order_by("at")] == [("released", START + HOUR), ("refused", START + 2 * DAY)]


@pytest.mark.clause("000-131")
def test_a_contractor_brings_the_site_leaders_signature_or_the_stamp(house):
    slip = house.ask(party="contractor", company="安居装饰", occasion="works_out", items="冲击钻 × 2", by=house.desk)
    assert actions.stamp_release(slip, seal_by="", by=house.desk).code == "goods.seal_needed"
    signed = actions.stamp_release(slip, seal="signature", seal_by="工长 老郑", by=house.desk)
    assert (signed.seal, signed.seal_by) == ("signature", "工长 老郑")
    other = house.ask(party="contractor", company="安居装饰", occasion="works_out", items="梯子", by=house.desk)
    assert actions.stamp_release(other, seal="stamp", seal_by="安居装饰", by=house.desk).state == "stamped"


def test_thing_by_thing_a_part_first_and_never_more_than_stands_on_the_slip(house):
    slip = house.slip()
    assert house.release(slip, {}).code == "goods.count_first"
    assert house.release(slip, {1: -1}).code == "goods.count_first"
    assert house.release(slip, {9: 1}).code == "goods.count_first"
    assert house.release(slip, "😀").code == "goods.count_first"
    assert house.release(slip, {1: 1}, photo=None).code == "goods.photo_needed"
    more = house.release(slip, {1: 4}, note="现场 4 箱")
    assert (more.outcome, more.code, more.note, Slip.objects.get().state) == ("differs", "more_than_listed", "现场 4 箱", "stamped")
    part = house.release(slip, {"1": "2"})
    assert (part.outcome, part.is_partial, Slip.objects.get().state, Pass.objects.get().state) == ("released", True, "partly", "issued")
    assert [(one.name, one.quantity, one.gone, one.left) for one in queries.lines_of(slip)] == [("纸箱", 3, 2, 1), ("电视", 1, 0, 1)]
    assert house.release(slip, {1: 2}).outcome == "differs"
    rest = house.release(slip, {1: 1, 2: 1}, gate=house.north)
    assert (rest.outcome, rest.is_partial, Slip.objects.get().state) == ("released", False, "gone")
    assert house.release(slip, {1: 1}).code == "goods.wrong_step"
    assert Entry.objects.filter(name="goods.goods_released").latest("id").payload["pieces"] == 2


@pytest.mark.clause("003-037", "004-121")
def test_a_tenant_moves_out_with_his_list_after_the_owner_agreed(house):
    """The owner is asked by message; without her yes the desk cannot stamp; list, word, guard, photo, way and hour are kept."""
    slip = house.ask(occasion="move_out", items="沙发 × 1\n纸箱 × 12", photos=[photo()])
    notice = Notice.objects.get()
    assert (slip.is_owner_asked, slip.notice, notice.answers, notice.counted) == (True, notice, ["agreed", "not_mine"], 1)
    assert actions.stamp_release(slip, seal_by="林先生", by=house.desk).code == "goods.owner_not_asked"
    assert actions.answer_release(slip, agrees=True, by=house.tenant).code == "goods.not_your_word"
    notices.read_notice(notice, answer="not_mine", by=house.owner)
    react(when_the_owner_answers_in_the_app_write_it_down, "notices.notice_read")
    assert (Slip.objects.get().owner_agrees, actions.stamp_release(slip, seal_by="林先生", by=house.desk).code) == (False, "goods.owner_not_asked")
    agreed = actions.answer_release(slip, agrees=True, note="租约已到期", by=house.owner, at=START + HOUR)
    assert (agreed.owner_agrees, agreed.owner_way, agreed.owner_answered_by, agreed.owner_answered_at) == (True, "app", house.team.person("王女士"), START + HOUR)
    actions.stamp_release(slip, seal_by="林先生", by=house.desk)
    gone = house.release(slip, {1: 1, 2: 12}, at=START + 2 * HOUR)
    row = (gone.slip, gone.direction, gone.at, gone.guard, gone.dwelling, gone.outcome, gone.photo is not None)
    assert row == (slip, "out", START + 2 * HOUR, house.team.person("陈刚"), house.home, "released", True)
    assert [(one.name, one.quantity, one.photo is not None) for one in queries.lines_of(slip)] == [("沙发", 1, True), ("纸箱", 12, False)]


def test_an_owner_without_a_phone_here_is_called_and_hears_what_leaves(house):
    slip = house.ask(occasion="move_out")
    assert actions.note_owner_word(slip, agrees=True, way="app", note="x", by=house.desk).code == "goods.note_needed"
    assert actions.note_owner_word(slip, agrees=True, way="phone", by=house.desk).code == "goods.note_needed"
    assert actions.note_owner_word(house.ask(), agrees=True, way="phone", note="x", by=house.desk).code == "goods.nothing_asked"
    said = actions.note_owner_word(slip, agrees=True, way="phone", note="王女士来电同意", by=house.desk)
    assert (said.owner_agrees, said.owner_way, said.owner_note) == (True, "phone", "王女士来电同意")
    before = Notice.objects.count()
    actions.stamp_release(slip, seal_by="林先生", by=house.desk)
    assert Notice.objects.count() == before + 1
    assert Notice.objects.latest("sent_at", "pk").answers == []


def test_who_may_ask_and_what_is_never_on_a_slip(house):
    assert house.ask(by=house.team("别家老周", "resident")).code == "goods.not_your_home"
    assert house.ask(party="owner").code == "goods.not_the_owner"
    assert house.ask(dwelling=house.south).code == "goods.not_your_home"
    assert house.ask(items="煤气罐 × 2").code == "goods.barred"
    assert house.ask(occasion="borrowed").code == "goods.due_back_needed"
    assert house.ask(due_back_at=START + DAY).code == "goods.due_back_needed"
    assert house.ask(items="电视 × 0").code == "passes.bad_item"
    assert (Slip.objects.count(), Pass.objects.count()) == (0, 0)
    assert house.ask(by=house.owner, party="owner", occasion="move_out").is_owner_asked is False
    declined = actions.decline_release(house.ask(), reason="清单与现场不符", by=house.desk)
    assert (declined.state, actions.decline_release(declined, reason="x", by=house.desk).code) == ("declined", "goods.wrong_step")
    assert actions.decline_release(house.ask(), reason=" ", by=house.desk).code == "goods.reason_needed"


def test_what_was_lent_comes_back_and_the_rest_stays_owed(house):
    slip = house.slip(occasion="borrowed", items="折叠桌 × 4", due_back_at=START + DAY)
    assert actions.take_back_goods(slip, gate=house.south, counts={1: 1}, by=house.guard).code == "goods.wrong_step"
    house.release(slip, {1: 4})
    tail = slip.permit.number[-4:]
    other = passes.issue_pass(house.where, kind="vehicle", holder_name="车位", plate="京A00001", starts_at=START, ends_at=START + 9 * DAY, by=house.desk)
    assert (other.number[-4:], queries.slip_like(house.where, tail), queries.slip_like(house.where, slip.permit.number)) == (tail, slip, slip)
    assert Slip.objects.get().state == "away"
    assert actions.take_back_goods(slip, gate=house.south, counts={1: 5}, by=house.guard).code == "goods.more_than_owed"
    actions.take_back_goods(slip, gate=house.south, counts={1: 3}, note="一张桌腿松动", by=house.guard)
    told = Notice.objects.latest("id")
    assert (told.title, told.text) == ("借出的物品已归还", f"放行条 {slip.number}：折叠桌 × 3 已从门岗归还。门岗记录：一张桌腿松动")
    assert str(slip.asked_by_id) in told.audience["persons"] or slip.asked_by_id is None
    assert (Slip.objects.get().state, queries.lines_of(slip)[0].owed) == ("away", 1)
    actions.take_back_goods(slip, gate=house.south, counts={1: 1}, by=house.guard, at=START + 2 * DAY)
    assert (Slip.objects.get().state, Entry.objects.latest("id").payload["is_in_time"]) == ("gone", False)
    assert queries.slip_like(house.where, tail) is None, "what is over is found by its whole number alone"


def test_a_slip_ends_with_its_pass(house):
    slip = house.slip()
    passes.revoke_pass(slip.permit, reason="重开", by=house.desk)
    react(when_the_pass_ends_the_slip_ends, "passes.pass_revoked")
    assert Slip.objects.get().state == "ended"
    assert house.release(slip, {1: 1}).code == "goods.wrong_step"
    assert actions.end_slip(slip, by=house.desk).code == "kernel.not_permitted"


@pytest.mark.clause("002-282", "002-283", "000-132")
def test_the_slips_of_a_shift_go_from_hand_to_hand_counted_and_stay_two_years(house):
    """Fewer slips than releases need a word; the desk counts the same or does not take them."""
    for _number in range(2):
        house.release(house.slip(), {1: 3, 2: 1})
    him = house.team.person("陈刚")
    gather = {"handed_by": him, "by": house.leader, "at": START + 8 * HOUR}
    assert actions.gather_slips(house.where, counted=1, **gather).code == "goods.slips_differ"
    assert actions.gather_slips(house.where, counted=2, **{**gather, "handed_by": house.team.person("李强")}).code == "goods.second_person"
    assert {one.state for one in Slip.objects.all()} == {"gone"}
    batch = actions.gather_slips(house.where, counted=2, **gather)
    assert (batch.slips, batch.releases, batch.counted, batch.handed_by, batch.leader) == (2, 2, 2, him, house.team.person("李强"))
    assert {one.state for one in Slip.objects.filter(batch=batch)} == {"collected"}
    assert actions.gather_slips(house.where, counted=0, **{**gather, "at": START + 9 * HOUR}).code == "goods.no_slips"
    assert actions.file_slips(batch, counted=1, by=house.desk).code == "goods.bundle_differs"
    assert actions.file_slips(batch, counted=2, by=house.leader).code == "kernel.not_permitted"
    filed = actions.file_slips(batch, counted=2, by=house.desk, at=START + 9 * HOUR)
    assert (filed.state, filed.filed_by, str(filed.kept_until_on)) == ("filed", house.team.person("前台小周"), "2028-03-05")
    assert {one.state for one in Slip.objects.all()} == {"filed"}
    assert [one.pk for one in queries.batches(house.where)] == [batch.pk] and not queries.past_keeping(house.where)
    assert passes.discard_pass(Slip.objects.first().permit, by=house.manager).code == "passes.kept_longer"
    names = list(Entry.objects.filter(subject_id=batch.pk).order_by("id").values_list("name", flat=True))
    assert names == ["goods.slips_gathered", "goods.slips_filed"]


def test_another_community_is_no_gate_and_no_home_here(house):
    there = Scope.objects.create(kind="community", name="翠湖苑")
    gate, home = (Place.everywhere.create(scope=there, kind=kind, code=kind, name=kind, path=f"{kind}/") for kind in ("gate", "dwelling"))
    refused = [
        actions.ask_release(house.where, dwelling=home, party="tenant", items="纸箱 × 1", by=house.desk),
        actions.release_goods(house.slip(), gate=gate, counts={1: 1}, photo=photo(), by=house.guard),
        actions.check_goods(house.where, gate=gate, goods_class="freight", things="配送车", by=house.guard),
    ]
    assert [one.code for one in refused] == ["goods.not_your_home", "goods.other_place", "goods.other_place"]
    assert (GoodsCheck.objects.count(), Slip.objects.count()) == (0, 1)


def test_a_household_sees_what_the_desk_wrote_for_it_and_an_owner_only_what_waits_for_her(house):
    at_desk = house.ask(by=house.desk, holder_name="林先生")
    moving = house.ask(by=house.desk, holder_name="林先生", occasion="move_out")
    assert {one.pk for one in queries.slips_for(house.where, house.tenant.person)} == {at_desk.pk, moving.pk}
    assert [one.pk for one in queries.slips_for(house.where, house.owner.person)] == [moving.pk]
    assert queries.slips_for(house.where, house.team.person("别家老周").pk) == []


def test_no_desk_issues_a_goods_pass_that_has_no_slip(house):
    """It would leave the gate uncounted; nothing is issued, and the slip's own pass still is."""
    given = {"kind": "goods", "holder_name": "陈先生", "items": "空调外机 × 2", "place": house.home}
    assert passes.issue_pass(house.where, **given, by=house.desk).code == "goods.slip_needed"
    asked = passes.ask_pass(house.where, **given, by=house.desk)
    assert passes.issue_asked(asked, by=house.desk).code == "goods.slip_needed"
    assert [one.state for one in Pass.objects.all()] == ["asked"]
    slip = house.slip()
    assert list(Pass.objects.filter(state="issued")) == [slip.permit]
