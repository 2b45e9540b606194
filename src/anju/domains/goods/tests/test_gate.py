"""What comes in and what must not, what is put off and who hears of it, parcels and the chain of hands."""

from __future__ import annotations

from datetime import timedelta

import pytest

from anju.domains.access import actions as access
from anju.domains.cases.models import Case
from anju.domains.goods import actions, queries
from anju.domains.goods.models import GoodsCheck, GoodsClass, Parcel, Pause, Response
from anju.domains.notices.models import Notice
from anju.domains.passes import actions as passes
from anju.kernel.models import Entry

from .conftest import START, photo

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def check(house, **changed):
    given = {"gate": house.south, "goods_class": "bulky", "things": "沙发 × 1", "answers": {"0": "yes", "1": "yes"}, "photo": photo(), "escort": "秩序员 李明",
             "route": "南门 → 2号货梯", "dwelling": house.home, "by": house.guard}  # fmt: skip
    return actions.check_goods(house.where, **{**given, **changed})


@pytest.mark.clause("000-133")
def test_what_comes_in_is_led_on_its_way_by_somebody_until_it_stands(house):
    assert check(house, route="").code == "goods.something_missing"
    assert check(house, escort="").code == "goods.something_missing"
    assert GoodsCheck.objects.count() == 0
    one = check(house)
    assert (one.outcome, one.route, one.escort, one.direction, one.arrived_at) == ("released", "南门 → 2号货梯", "秩序员 李明", "in", None)
    there = actions.note_arrival(one, by=house.guard, at=START + timedelta(minutes=25))
    assert (there.arrived_at, Entry.objects.latest("id").payload["minutes"]) == (START + timedelta(minutes=25), 25)
    assert actions.note_arrival(one, by=house.guard).code == "goods.no_escort"


@pytest.mark.clause("002-286", "003-038")
@pytest.mark.parametrize(
    ("things", "found"),
    [("露天太阳能热水器一套", "illegal_build"), ("铝合金雨棚", "illegal_build"), ("大型槽钢 6 米", "illegal_build"), ("汽油 20 升", "flammable"), ("烟花两箱", "flammable")],
)
def test_what_never_comes_in_is_turned_back_whatever_class_was_chosen_and_is_an_incident(house, things, found):
    one = check(house, things=things)
    assert (one.outcome, one.code, one.goods_class, one.class_version, one.guard) == ("barred", "barred", found, 0, house.team.person("陈刚"))
    case = Case.objects.get()
    assert (one.case, case.kind, case.owner_role) == (case, "incident", "security_manager")
    if found == "flammable":
        assert check(house, things=things, direction="out").outcome == "barred", "it passes in no direction"


@pytest.mark.clause("003-040")
def test_each_class_has_its_questions_its_papers_and_its_process_and_a_check_keeps_the_version(house):
    """The community writes its own list: from then on it is asked, and a check says by which version it went."""
    bad = {"code": "scooter", "name": "电动自行车电池", "by": house.manager}
    assert actions.set_class(house.where, **bad, barred="in").code == "goods.words_find_it"
    assert actions.set_class(house.where, **{**bad, "code": "电池"}).code == "goods.bad_class"
    assert GoodsClass.objects.count() == 0
    assert check(house, goods_class="scooter", things="电池 1 块").code == "goods.unknown_class"
    given = {**bad, "words": ["电池"], "inspect": ["有合格证"], "needs": ["photo"], "process": "看合格证，带到充电棚"}
    first = actions.set_class(house.where, **given)
    assert queries.class_of(house.where, "scooter").process == "看合格证，带到充电棚"
    assert check(house, goods_class="scooter", things="电池 1 块", answers={}).code == "goods.answers_needed"
    assert check(house, goods_class="scooter", things="电池 1 块", answers={"0": "yes"}, photo=None).code == "goods.something_missing"
    assert check(house, goods_class="scooter", things="电池 1 块", answers={"0": "yes"}).class_version == 1
    second = actions.set_class(house.where, **given, barred="in")
    assert (first.version, second.version, GoodsClass.objects.get(version=1).state) == (1, 2, "replaced")
    now = check(house, things="电池 2 块")
    assert (now.outcome, now.goods_class, now.class_version) == ("barred", "scooter", 2)


@pytest.mark.clause("003-039")
def test_collectors_and_deliveries_are_looked_at_when_they_come_and_when_they_go(house):
    vehicle = {"goods_class": "scrap", "things": "废品回收车", "escort": "", "route": ""}
    assert check(house, **vehicle, plate="", answers={"0": "yes", "1": "yes", "2": "yes"}).code == "goods.something_missing"
    assert check(house, **vehicle, plate="京A12345", answers={"0": "yes"}).code == "goods.answers_needed"
    came = check(house, **vehicle, plate="京A12345", answers={"0": "yes", "1": "yes", "2": "yes"})
    went = check(house, **vehicle, plate="京A12345", direction="out", answers={"0": "no", "1": "yes", "2": "yes"})
    assert [(one.direction, one.outcome, one.plate, one.answers["0"]) for one in (came, went)] == [("in", "released", "京A12345", True), ("out", "differs", "京A12345", False)]
    freight = {**vehicle, "goods_class": "freight", "things": "物流配送车", "answers": {"0": True, "1": True, "2": True}}
    assert check(house, **freight, plate="").code == "goods.something_missing"
    assert [check(house, **freight, plate="京B67890", direction=way).outcome for way in ("in", "out")] == ["released", "released"]


@pytest.mark.clause("002-619")
def test_food_for_a_canteen_is_checked_and_what_fails_does_not_go_in(house):
    food = {"goods_class": "food", "things": "食材一车", "escort": "", "route": ""}
    fit = check(house, **food, answers={"0": "yes", "1": "yes", "2": "yes"})
    old = check(house, **food, answers={"0": "yes", "1": "no", "2": "yes"}, note="牛奶过期")
    assert [(one.outcome, one.code, one.note) for one in (fit, old)] == [("released", "fits", ""), ("differs", "question_failed", "牛奶过期")]


def test_materials_come_in_against_a_permit_of_the_works(house):
    load = {"goods_class": "materials", "things": "水泥 20 袋", "escort": ""}
    assert check(house, **load).code == "goods.something_missing"
    forged = check(house, **load, permit_number="W2026-0099")
    assert (forged.outcome, forged.code) == ("refused", "pass_unknown")
    permit = passes.issue_pass(house.where, kind="entry_permit", holder_name="郑工", purpose="1502 装修", photo=photo(), by=house.desk)
    fits = check(house, **load, permit_number=permit.number)
    assert (fits.outcome, fits.permit) == ("released", permit)


def test_release_is_put_off_and_owner_manager_and_110_hear_of_it_in_order(house):
    one = actions.put_off_release(house.where, gate=house.south, reason="no_slip", things="沙发一张，没有放行条", dwelling=house.home, by=house.guard)
    assert (one.state, Case.objects.count()) == ("waiting", 0)
    first = actions.tell_next(one, by=house.guard, at=START + HOUR)
    assert [each["whom"] for each in first.told] == ["owner"]
    assert Notice.objects.get().audience["persons"] == [str(house.team.person("王女士").pk)]
    house.team.person("赵敏", "security_manager")
    second = actions.tell_next(one, by=house.guard)
    assert [(each["whom"], each["way"]) for each in second.told] == [("owner", "app"), ("manager", "app")]
    assert actions.tell_next(one, by=house.guard).code == "goods.call_needed"
    third = actions.tell_next(one, note="110 已登记，警号 013", by=house.guard)
    assert [each["whom"] for each in third.told] == ["owner", "manager", "police"]
    assert actions.tell_next(one, note="x", by=house.guard).code == "goods.all_told"
    assert Entry.objects.filter(name="goods.somebody_told").first().payload["seconds"] == 3600


def test_what_was_put_off_goes_with_a_slip_or_by_a_leaders_word_or_back_home(house):
    def put_off(reason="no_slip"):
        return actions.put_off_release(house.where, gate=house.south, reason=reason, things="沙发", dwelling=house.home, by=house.guard)

    assert actions.put_off_release(house.where, gate=house.south, reason="no_slip", things=" ", by=house.guard).code == "goods.things_needed"
    one = put_off()
    assert actions.end_pause(one, way="released", by=house.guard).code == "goods.note_needed"
    assert actions.end_pause(one, way="released", note="班长说可以", by=house.guard).code == "goods.leader_needed"
    assert actions.end_pause(one, way="released", slip=house.ask(), by=house.guard).code == "goods.slip_does_not_count"
    assert Pause.objects.get().state == "waiting"
    slip = house.slip()
    assert actions.end_pause(one, way="released", slip=slip, by=house.guard).code == "goods.count_first", "a slip that was shown is not yet counted"
    assert actions.release_goods(slip, gate=house.south, counts={1: 1}, photo=photo(), by=house.guard).outcome == "released"
    assert (actions.end_pause(one, way="released", slip=slip, by=house.guard).state, Pause.objects.get().slip) == ("released", slip)
    assert actions.end_pause(one, way="taken_back", by=house.guard).code == "goods.ended_already"
    assert actions.end_pause(put_off(), way="released", note="业主现场确认", by=house.leader).state == "released"
    odd = put_off("suspicious")
    assert (odd.case.kind, odd.case.severity) == ("incident", 1)
    assert actions.end_pause(odd, way="released", note="x", by=house.leader).code == "goods.never_this_way"
    assert actions.end_pause(odd, way="seized", by=house.leader).code == "goods.unknown_end"
    assert actions.end_pause(odd, way="taken_back", by=house.guard).state == "taken_back"


def test_a_slip_lets_go_only_what_was_counted_on_it_since_and_each_count_once(house):
    def put_off(hours):
        return actions.put_off_release(house.where, gate=house.south, reason="no_slip", things="沙发", dwelling=house.home, by=house.guard, at=START + hours * HOUR)

    def ended(one, hours):
        return actions.end_pause(one, way="released", slip=slip, by=house.guard, at=START + hours * HOUR)

    def count(hours):
        return actions.release_goods(slip, gate=house.south, counts={1: 1}, photo=photo(), by=house.guard, at=START + hours * HOUR)

    slip = house.slip(items="沙发 × 4")
    assert count(0).is_partial
    one, other = put_off(1), put_off(1)
    assert ended(one, 2).code == "goods.count_first", "it was counted before this was put off"
    assert count(2).outcome == "released"
    assert ended(one, 2).state == "released"
    assert ended(other, 3).code == "goods.count_first", "that count let the other one go"
    assert count(3).outcome == "released"
    assert ended(other, 3).state == "released"


@pytest.mark.clause("001-043")
def test_a_parcel_lies_on_a_slot_its_home_is_told_and_it_is_fetched_with_a_code_and_a_signature(house):
    given = {"gate": house.south, "dwelling": house.home, "company": "顺达快递", "by": house.guard}
    assert actions.receive_parcel(house.where, slot=" ", **given).code == "goods.slot_needed"
    assert actions.receive_parcel(house.where, slot="A1", **{**given, "dwelling": house.north}).code == "goods.unknown_home"
    one = actions.receive_parcel(house.where, slot="A1", **given)
    assert (one.number, one.slot, one.notice.counted, Notice.objects.get().title) == ("B2026-0001", "A1", 1, "南门代收了您的快递")
    assert actions.receive_parcel(house.where, slot="A1", **given).code == "goods.slot_taken"
    assert actions.move_parcel(one, slot="", by=house.guard).code == "goods.slot_needed"
    actions.move_parcel(one, slot="B2", by=house.leader)
    code = queries.code_of(one)
    wrong = f"{(int(code) + 1) % 1_000_000:06d}"
    assert actions.hand_out_parcel(one, code=wrong, signature=photo(), by=house.guard).code == "goods.wrong_code"
    assert actions.hand_out_parcel(one, code=code, by=house.guard).code == "goods.signature_needed"
    assert Parcel.objects.get().state == "kept"
    gone = actions.hand_out_parcel(one, code=code, signature=photo(), by=house.guard, at=START + HOUR)
    assert (gone.state, gone.fetched_at, gone.signature is not None) == ("fetched", START + HOUR, True)
    assert actions.hand_out_parcel(one, code=code, signature=photo(), by=house.guard).code == "goods.not_kept"
    assert queries.parcels_here(house.where) == []


@pytest.mark.clause("001-044")
def test_a_claim_is_traced_through_every_hand_and_decided_by_another(house):
    one = actions.receive_parcel(house.where, gate=house.south, dwelling=house.home, slot="A1", by=house.guard)
    actions.move_parcel(one, slot="B2", by=house.leader)
    assert actions.claim_parcel(one, claim="damaged", words="x", by=house.team("别家老周", "resident")).code == "goods.not_your_parcel"
    assert actions.claim_parcel(one, claim="damaged", words=" ", by=house.tenant).code == "goods.words_needed"
    actions.claim_parcel(one, claim="damaged", words="外箱压坏，屏幕碎", by=house.tenant)
    assert actions.claim_parcel(one, claim="missing", words="x", by=house.tenant).code == "goods.claimed_already"
    assert [(hand.name, hand.actor, hand.slot) for hand in queries.custody_of(one)] == [
        ("parcel_received", house.guard.id, "A1"), ("parcel_moved", house.leader.id, "B2"), ("parcel_claimed", house.tenant.id, ""),
    ]  # fmt: skip
    keeper = house.team("陈刚", "squad_leader")
    assert actions.settle_parcel(one, finding="carrier", words="x", by=keeper).code == "goods.own_custody"
    done = actions.settle_parcel(one, finding="carrier", words="入库照片已见破损，快递公司赔付", by=house.manager)
    assert (done.state, done.finding, done.settled_by) == ("settled", "carrier", house.team.person("赵敏"))
    assert actions.settle_parcel(one, finding="ours", words="x", by=house.manager).code == "goods.nothing_claimed"
    other = actions.receive_parcel(house.where, gate=house.south, dwelling=house.home, slot="C1", by=house.guard)
    assert actions.send_back_parcel(other, reason=" ", by=house.guard).code == "goods.reason_needed"
    assert actions.send_back_parcel(other, reason="无人领取", by=house.guard).state == "sent_back"


@pytest.mark.clause("003-041")
def test_a_suspicious_thing_is_put_off_and_its_plan_runs_from_the_first_second_to_the_word_of_the_police(house):
    """Cordon of 25 metres at least, six steps in order, manager then 110 with the minutes, closed by a leader when somebody declared it safe."""
    one = actions.put_off_release(house.where, gate=house.south, reason="suspicious", things="无主黑色背包", by=house.guard)
    plan = Response.objects.get()
    assert (one.state, one.case.severity, plan.pause, plan.state, plan.started_at, len(plan.steps), plan.open_steps) == ("waiting", 1, one, "running", START, 6, [1, 2, 3, 4, 5, 6])
    started = Entry.objects.get(name="goods.plan_started").payload
    assert (started["seconds"], started["case"]) == (0, str(one.case.pk))
    assert actions.start_plan(one, by=house.guard).code == "goods.no_plan_here"
    assert actions.set_cordon(plan, radius_metres=24, by=house.guard).code == "goods.cordon_too_small"
    closing = {"finding": "removed", "cleared_by": "城东所 张警官 013", "by": house.leader}
    assert actions.close_plan(plan, **{**closing, "cleared_by": " "}).code == "goods.who_declared"
    assert actions.close_plan(plan, **closing).code == "goods.tell_first"
    house.team.person("赵敏", "security_manager")
    actions.tell_next(one, by=house.guard, at=START + timedelta(seconds=40))
    assert actions.close_plan(plan, **closing).code == "goods.tell_first"
    told = actions.tell_next(one, note="110 已接警", by=house.guard, at=START + timedelta(seconds=90))
    assert [each["whom"] for each in told.told] == ["manager", "police"]
    assert Entry.objects.filter(name="goods.somebody_told").latest("id").payload["seconds"] == 90
    assert actions.close_plan(plan, **closing).code == "goods.cordon_first"
    actions.set_cordon(plan, radius_metres=50, cleared=30, by=house.guard, at=START + timedelta(seconds=60))
    assert actions.set_cordon(plan, radius_metres=30, by=house.guard).code == "goods.cordon_too_small"
    for number in range(1, 6):
        actions.do_step(plan, number=number, by=house.guard, at=START + timedelta(minutes=number))
    assert actions.do_step(plan, number=5, by=house.guard).code == "goods.step_done_already"
    assert actions.close_plan(plan, **closing).code == "goods.steps_open"
    done = actions.do_step(plan, number=6, note="移交照片", by=house.guard, at=START + HOUR)
    assert (done.steps[5]["note"], done.steps[5]["by"], done.open_steps) == ("移交照片", str(house.team.person("陈刚").pk), [])
    assert actions.close_plan(plan, **{**closing, "by": house.guard}).code == "kernel.not_permitted"
    over = actions.close_plan(plan, **closing, at=START + HOUR)
    assert (over.state, over.radius_metres, over.cleared, over.closed_by, queries.plans_running(house.where)) == ("closed", 50, 30, house.team.person("李强"), [])
    assert actions.close_plan(over, **closing).code == "goods.plan_over"
    assert actions.set_cordon(over, radius_metres=60, by=house.guard).code == "goods.plan_over"
    assert actions.end_pause(one, way="taken_back", by=house.guard).state == "taken_back", "its carrier may always take it home"


def test_things_on_a_slip_are_counted_at_the_goods_desk_and_nowhere_else(house):
    """Neither the pass desk nor the gate spends a slip's pass; the goods desk does, thing by thing."""
    slip = house.slip()
    lane = access.add_lane(house.where, name="南门人行", place=house.south, by=house.team("赵敏"))
    assert passes.use_pass(slip.permit, place=house.south, direction="out", by=house.guard).code == "passes.counted_elsewhere"
    assert passes.spend_pass(slip.permit, by=house.leader).code == "kernel.not_permitted"
    shown = access.decide_passage(lane, direction="out", shown="pass", secret=slip.number, by=house.guard)
    assert shown.code == "passes.counted_elsewhere"
    slip.permit.refresh_from_db()
    assert (slip.permit.state, slip.permit.uses_done) == ("issued", 0)
    assert house.release(slip, {1: 3, 2: 1}).outcome == "released"
    slip.permit.refresh_from_db()
    assert slip.permit.state == "used"
