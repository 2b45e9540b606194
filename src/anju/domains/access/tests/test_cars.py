"""Cars at a lane, through the action that a gateway does: known by their plates, misread, unknown, special; and what the guard does for the rest."""

from __future__ import annotations

from datetime import timedelta

import pytest

from anju.domains.access import actions, measures, queries, schedule
from anju.domains.access.models import Credential, Lane, LaneCamera, Opening, Passage, Sighting, Visit
from anju.domains.access.reactions import said_tag_read
from anju.domains.devices import actions as devices
from anju.domains.devices.models import Command
from anju.domains.devices.tests.conftest import enrolled, running
from anju.domains.notices.models import Notice
from anju.domains.passes import actions as passes
from anju.kernel import clock
from anju.kernel import scope as view
from anju.kernel.actors import Actor
from anju.kernel.measures import Count
from anju.kernel.models import Entry, Scope

from .conftest import START
from .test_passing import registry_event

HOUR, MINUTE, SECOND = timedelta(hours=1), timedelta(minutes=1), timedelta(seconds=1)
GATEWAY = Actor.system("gateway")


class Drive:
    """The south gate's car lane with a camera each way; `see` is what the camera at the entrance says."""

    def __init__(self, community, ground, team) -> None:
        self.where, self.ground, self.team, self.manager = community, ground, team, team("赵敏")
        self.lane, self.guard, self.desk = ground.drive, team("陈刚", "guard"), team("前台小周", "front_desk")
        self.cameras = {way: self.camera(way, number) for number, way in enumerate(("in", "out"), 1)}

    def camera(self, way: str, number: int) -> LaneCamera:
        device = running(self.where, "plate_camera", f"LPR-{number}", place=self.ground.south)
        enrolled(device)
        return actions.fit_lane_camera(self.lane, device=device, direction=way, maker="vzenith", way="answer", by=self.manager)

    def see(self, text: str, sure: float = 0.97, *, after=timedelta(0), way: str = "in", **more):
        at = START + after
        with clock.frozen(at):
            return actions.see_car(self.cameras[way], text=text, sure=sure, seen_at=at, by=GATEWAY, at=at, **more)

    def owner(self, plate: str = "京A·12345", category: str = "resident"):
        person = self.team.person("林先生" if category == "resident" else "陈刚")
        given = {"holder": person, "dwelling": self.ground.home if category == "resident" else None, "checked": "车位合同；行驶证"}
        return actions.issue_credential(self.where, kind="plate", secret=plate, category=category, **given, by=self.desk)

    def through(self, after=SECOND):
        actions.record_opening(self.lane, by=GATEWAY, at=START + after)
        return actions.record_going(self.lane, by=GATEWAY, at=START + after + SECOND)

    def fresh(self) -> Lane:
        return Lane.objects.get(pk=self.lane.pk)


@pytest.fixture
def drive(community, ground, team) -> Drive:
    return Drive(community, ground, team)


@pytest.mark.clause("003-026", "002-259")
def test_a_registered_car_is_known_and_the_bar_is_told_by_itself(community, drive):
    drive.owner()
    seen = drive.see("京A12345", colour="blue", vehicle="car")
    assert (seen.state, seen.how, seen.plate, seen.sure, seen.plate_kind) == ("known", "exact", "京A12345", 97, "ordinary")
    assert (seen.passage.outcome, seen.passage.category, seen.passage.dwelling, seen.passage.guard) == ("allowed", "resident", drive.ground.home, None)
    command = Command.objects.get()
    assert (seen.command, command.verb, command.state, command.device.number) == (command, "open_once", "taken", "LPR-1")
    going = drive.through()
    assert (going, going.opened_at, going.passed_at) == (seen.passage, START + SECOND, START + 2 * SECOND)
    event = Entry.objects.get(name="access.car_seen")
    assert (event.payload["may_go"], event.payload["how"], event.payload["sure"], event.payload["command"]) == (True, "exact", 97, str(command.pk))
    assert "京A12345" not in str(event.payload)


def test_a_plate_that_reads_o_for_zero_is_the_owners(community, drive):
    drive.owner("京A02345")
    assert (drive.see("京AO2345").how, Passage.objects.get().plate) == ("exact", "京A02345")


def test_a_misread_of_an_expected_car_opens_and_says_so(community, drive):
    drive.owner("京A12B45")
    seen = drive.see("京A12845", 0.7)
    assert (seen.state, seen.how, seen.read, seen.plate, seen.distance) == ("known", "alike", "京A12845", "京A12B45", 30)
    assert seen.passage.credential == Credential.objects.get()


def test_a_stranger_whose_plate_nearly_is_an_owners_is_not_let_in(community, drive):
    drive.owner("京A12B45")
    clear = drive.see("京A16B45", 0.99)
    assert (clear.state, clear.how, clear.passage.code, clear.command) == ("waiting", "", "no_right", None)
    drive.owner("京A128A5")
    assert drive.see("京A12845", 0.7, after=MINUTE).state == "waiting", "it may be either of two"
    assert Command.objects.count() == 0


@pytest.mark.clause("003-027")
def test_what_is_not_read_waits_for_the_guard_who_types_the_plate(community, drive):
    drive.owner("京A12345")
    seen = drive.see("京A1", 0.3)
    assert (seen.state, seen.passage, seen.command, Passage.objects.count()) == ("waiting", None, None, 0)
    assert list(queries.waiting_cars(community)) == [seen]
    wrong = actions.let_car_in(seen, plate="京A1", by=drive.guard, at=START + 9 * SECOND)
    assert (wrong.code, Sighting.objects.get().state) == ("access.no_plate", "waiting")
    let = actions.let_car_in(seen, plate="京A·12345", by=drive.guard, at=START + 11 * SECOND)
    assert (let.state, let.how, let.plate, let.passage.outcome, let.handled_by, let.command.state) == ("helped", "typed", "京A12345", "allowed", drive.team.person("陈刚"), "waiting")
    assert Entry.objects.get(name="access.car_let_in").payload["seconds"] == 11
    assert actions.let_car_in(let, plate="京A12345", by=drive.guard).code == "access.settled_already"
    assert (Passage.objects.count(), Command.objects.count()) == (1, 1)


def test_a_guard_lets_any_car_in_with_a_reason_and_never_without(community, drive):
    stranger = drive.see("沪C77777")
    assert (stranger.state, stranger.passage.code) == ("waiting", "no_right")
    asked = actions.let_car_in(stranger, by=drive.guard, at=START + 5 * SECOND)
    assert (asked.code, Passage.objects.count(), Command.objects.count()) == ("access.say_why", 1, 0)
    let = actions.let_car_in(stranger, said_for="3栋1502 林先生来电，送老人就医", by=drive.guard, at=START + 8 * SECOND)
    assert (let.state, let.how, let.passage.is_released, let.passage.released_for, let.passage.released_by) == (
        "helped", "hand", True, "3栋1502 林先生来电，送老人就医", drive.team.person("陈刚"),
    )  # fmt: skip
    assert Command.objects.get().device.number == "LPR-1"


def test_a_car_is_sent_on_politely_with_a_reason_or_drives_away_by_itself(community, drive):
    one = drive.see("沪C77777")
    assert actions.send_car_on(one, reason=" ", by=drive.guard).code == "access.reason_needed"
    sent = actions.send_car_on(one, reason="没有登记，引导到小区外停车场", by=drive.guard, at=START + 20 * SECOND)
    assert (sent.state, sent.note, Command.objects.count()) == ("sent_on", "没有登记，引导到小区外停车场", 0)
    assert actions.note_car_left(sent, by=drive.guard).code == "access.settled_already"
    two = drive.see("沪C88888", after=MINUTE)
    with clock.frozen(START + 10 * MINUTE):
        schedule.close_due(community)
    assert Sighting.objects.get(pk=two.pk).state == "waiting"
    with clock.frozen(START + 11 * MINUTE):
        schedule.close_due(community)
    assert Sighting.objects.get(pk=two.pk).state == "gone"


def test_whoever_leaves_is_let_out_read_or_not_and_cannot_be_sent_on(community, drive):
    for number, (text, sure) in enumerate((("", 0.0), ("京A1", 0.2), ("沪C77777", 0.99))):
        seen = drive.see(text, sure, way="out", after=number * MINUTE)
        assert (seen.state, seen.passage.code, seen.command.verb, seen.command.device.number) == ("known", "leaves", "open_once", "LPR-2")
    out = Sighting.objects.filter(direction="out").first()
    Sighting.objects.filter(pk=out.pk).update(state="waiting")
    assert actions.send_car_on(out, reason="x", by=drive.guard).code == "access.nobody_is_held"


def test_a_guest_with_a_car_is_let_in_and_out_without_a_touch(community, drive):
    visit = actions.invite_visitor(community, dwelling=drive.ground.home, name="王小姐", plate="粤B·8Q2C7", ends_at=START + 3 * HOUR, by=drive.ground.host)
    seen = drive.see("粤B8Q2C7", after=10 * MINUTE)
    visit.refresh_from_db()
    assert (seen.state, seen.passage.visit, seen.passage.host, visit.state, visit.entered_at) == ("known", visit, drive.team.person("林先生"), "inside", START + 10 * MINUTE)
    assert seen.command is not None
    gone = drive.see("粤B8Q2C7", way="out", after=2 * HOUR)
    visit.refresh_from_db()
    assert (gone.passage.code, visit.state, visit.left_at) == ("leaves", "left", START + 2 * HOUR)
    assert drive.see("粤B8Q2C7", after=5 * HOUR).state == "waiting", "the invitation was for this afternoon"


def test_a_walk_in_with_a_car_stays_as_long_as_his_category(community, drive):
    visit = actions.register_visit(community, category="relative", name="林母", plate="冀B55555", dwelling=drive.ground.home, by=drive.guard)
    assert drive.see("冀B55555").state == "waiting", "the host has not said yes"
    actions.answer_for_host(visit, agrees=True, way="phone", note="同意", by=drive.guard)
    Visit.objects.filter(pk=visit.pk).update(category="delivery")
    with clock.frozen(START + MINUTE):
        assert drive.see("冀B55555", after=MINUTE).state == "known"
    visit.refresh_from_db()
    assert (visit.state, visit.until_at) == ("inside", START + MINUTE + 4 * HOUR)


@pytest.mark.clause("003-030", "003-031")
def test_a_freight_vehicle_comes_in_with_an_approval_of_another_person_alone(community, drive):
    leader = drive.team("李强", "squad_leader")
    truck = {"vehicle": "freight", "colour": "yellow"}
    seen = drive.see("京B99999", **truck)
    assert (seen.state, seen.passage.outcome, seen.passage.code, seen.command) == ("waiting", "refused", "approval_needed", None)
    asked = passes.ask_pass(community, kind="heavy_vehicle", plate="京B99999", purpose="吊装空调外机", place=drive.ground.home, starts_at=START, ends_at=START + 6 * HOUR, by=drive.desk)
    assert drive.see("京B99999", after=MINUTE, **truck).passage.code == "approval_needed", "asked for is not approved"
    assert passes.issue_asked(asked, by=drive.desk).code == "passes.not_approved"
    passes.approve_pass(asked, by=leader)
    passes.issue_asked(asked, by=drive.desk)
    let = drive.see("京B99999", after=2 * MINUTE, **truck)
    assert (let.state, let.passage.permit.number, let.passage.permit.purpose, let.passage.outcome) == ("known", asked.number, "吊装空调外机", "allowed")
    assert drive.see("京B99999", after=7 * HOUR, **truck).passage.code == "approval_needed", "its window is over"
    assert drive.see("京B88888", after=8 * HOUR, vehicle="engineering").passage.code == "approval_needed"
    drive.owner("京C11111")
    assert drive.see("京C11111", after=9 * HOUR, vehicle="freight").state == "known", "who lives here comes home in his own van"


@pytest.mark.clause("003-036")
def test_an_emergency_service_goes_before_everything_and_is_written_up_later(community, drive):
    drive.team.person("老张", "monitor_operator")
    actions.limit_lane(drive.lane, keeps_out="all", by=drive.manager)
    engine = drive.see("京X1234应急", 0.95)
    assert (engine.state, engine.passage.code, engine.passage.facts["emergency"], engine.command.verb) == ("known", "emergency", "fire_engine", "open_once")
    assert "消防车" in Notice.objects.get().title
    police = drive.see("京A1234警", 0.95, after=MINUTE)
    assert (police.passage.code, police.passage.facts["emergency"], Notice.objects.count()) == ("emergency", "police_car", 2)
    doubtful = drive.see("京A5678警", 0.7, after=2 * MINUTE)
    assert (doubtful.state, doubtful.command) == ("waiting", None), "a white plate that is hardly read is looked at"
    assert actions.write_up_emergency(police.passage, words=" ", by=drive.guard).code == "access.reason_needed"
    done = actions.write_up_emergency(police.passage, words="3栋纠纷出警，民警2人", by=drive.guard, at=START + 31 * MINUTE)
    assert (done.released_for, Entry.objects.get(name="access.emergency_written_up").payload["minutes_later"]) == ("3栋纠纷出警，民警2人", 30)
    drive.owner()
    assert actions.write_up_emergency(drive.see("京A12345", after=HOUR).passage, words="x", by=drive.guard).code == "access.no_emergency"


def test_plates_of_the_armed_forces_are_neither_kept_nor_refused(community, drive):
    seen = drive.see("VA12345", 0.99)
    assert (seen.state, seen.plate_kind, seen.read, seen.plate, seen.looks) == ("waiting", "military", "", "", [])
    assert actions.let_car_in(seen, plate="VA12345", by=drive.guard).code == "access.forces"
    let = actions.let_car_in(seen, said_for="部队车辆，值班班长同意", by=drive.guard, at=START + 6 * SECOND)
    assert (let.state, let.passage.plate, Command.objects.count()) == ("helped", "", 1)


@pytest.mark.clause("002-278", "002-279", "002-623")
def test_a_gate_may_be_closed_to_cars_of_the_staff_to_others_or_to_every_car(community, drive):
    drive.owner()
    drive.owner("京A55555", category="staff")
    visitor = actions.invite_visitor(community, dwelling=drive.ground.home, name="王小姐", plate="粤B8Q2C7", ends_at=START + 20 * HOUR, by=drive.ground.host)
    cars = {"京A12345": "resident", "京A55555": "staff", "粤B8Q2C7": "visitor", "沪C77777": "stranger"}
    table = {"": {"沪C77777"}, "staff": {"京A55555", "沪C77777"}, "others": {"粤B8Q2C7", "沪C77777"}, "both": {"京A55555", "粤B8Q2C7", "沪C77777"}, "all": set(cars)}
    for hour, (out, refused) in enumerate(table.items()):
        if out:
            actions.limit_lane(drive.lane, keeps_out=out, by=drive.manager)
        seen = {text: drive.see(text, after=hour * HOUR + number * MINUTE) for number, text in enumerate(cars)}
        assert {text for text, one in seen.items() if one.command is None} == refused, out
        assert {one.passage.code for text, one in seen.items() if text in refused} <= {"parks_outside", "no_right"}
        Visit.objects.filter(pk=visitor.pk).update(state="invited")
    assert actions.limit_lane(drive.lane, keeps_out="all", by=drive.manager).code == "access.no_change"
    assert actions.limit_lane(drive.ground.walk, keeps_out="all", by=drive.manager).code == "access.no_car_lane"
    assert drive.see("京A12345", way="out", after=9 * HOUR).passage.code == "leaves"


@pytest.mark.clause("002-231")
def test_a_bluetooth_tag_of_a_car_opens_a_car_lane_and_no_door(community, drive):
    reader = running(community, "barrier", "BAR-1", place=drive.ground.south)
    actions.change_lane(drive.lane, device=reader, by=drive.manager)
    actions.issue_credential(community, kind="tag", secret="BT-9F01A2", holder=drive.team.person("林先生"), dwelling=drive.ground.home, checked="车位合同", by=drive.desk)
    enrolled(reader)
    assert [said_tag_read(reader, {"tag": tag}).code for tag in ("BT-9F01A2", "BT-000000")] == ["allowed", "no_right"]
    assert [(one.device, one.verb, one.state) for one in Command.objects.all()] == [(reader, "open_once", "waiting")]
    assert said_tag_read(reader, {}).code == "access.nothing_shown"
    on_foot = actions.decide_passage(drive.ground.walk, direction="in", shown="tag", secret="BT-9F01A2", by=drive.guard)
    assert on_foot.code == "wrong_lane"


@pytest.mark.clause("002-156", "000-011")
def test_every_car_in_and_out_is_in_the_log_with_its_plate_time_and_verdict(community, drive):
    drive.owner()
    for number, (text, way) in enumerate((("京A12345", "in"), ("沪C77777", "in"), ("京A12345", "out"), ("沪C77777", "out"))):
        drive.see(text, way=way, after=number * HOUR)
    log = list(Passage.objects.order_by("at").values_list("at", "direction", "plate", "outcome", "code"))
    assert log == [
        (START, "in", "京A12345", "allowed", "allowed"), (START + HOUR, "in", "沪C77777", "refused", "no_right"),
        (START + 2 * HOUR, "out", "京A12345", "allowed", "leaves"), (START + 3 * HOUR, "out", "沪C77777", "allowed", "leaves"),
    ]  # fmt: skip


def test_two_cars_in_one_lift_are_one_decision_and_one_unexplained(community, drive):
    drive.owner()
    seen = drive.see("京A12345")
    drive.through()
    behind = actions.record_going(drive.lane, by=GATEWAY, at=START + 4 * SECOND)
    assert (behind.cause, behind.is_unexplained, seen.passage.pk) == ("behind", True, Passage.objects.get().pk)
    assert Opening.objects.filter(is_unexplained=True).count() == 1


def test_looks_at_one_car_are_one_car_and_vote(community, drive):
    first = drive.see("京A1B345", 0.5)
    assert (first.state, first.plate) == ("waiting", "")
    second = drive.see("京A12345", 0.55, after=2 * SECOND)
    assert (second.pk, second.read, second.plate) == (first.pk, "京A1?345", ""), "one against one decides nothing"
    third = drive.see("京A12345", 0.8, after=4 * SECOND)
    assert (third.pk, third.plate, len(third.looks), third.passage.code) == (first.pk, "京A12345", 3, "no_right")
    sent = actions.send_car_on(third, reason="没有登记", by=drive.guard, at=START + 7 * SECOND)
    assert sent.looks == [], "no reading stays behind where erasing would not find it"
    other = drive.see("沪C77777", after=8 * SECOND)
    assert (other.pk != first.pk, Sighting.objects.count()) == (True, 2)


def test_a_car_that_was_decided_is_not_decided_twice_until_it_went_through(community, drive):
    drive.owner("京A12345")
    first = drive.see("京A12345")
    again = drive.see("京A12345", after=6 * SECOND)
    assert (again.code, Sighting.objects.count(), Command.objects.count(), Passage.objects.count()) == ("access.seen_already", 1, 1, 1)
    drive.through(after=9 * SECOND)
    once_more = drive.see("京A12345", after=15 * SECOND)
    assert (once_more.state, once_more.pk != first.pk) == ("known", True), "after it went through the next is a car of its own"


def test_the_next_car_in_the_queue_is_a_car_of_its_own_however_alike_its_plate(community, drive):
    drive.owner("京A12345"), drive.owner("京A12346")
    first, second = drive.see("京A12345"), drive.see("京A12346", after=3 * SECOND)
    assert [(one.state, one.plate) for one in (first, second)] == [("known", "京A12345"), ("known", "京A12346")]
    strangers = [drive.see(text, 0.95, after=MINUTE + number * SECOND) for number, text in enumerate(("沪C77777", "沪C77778"))]
    assert strangers[0].pk != strangers[1].pk
    assert drive.see("", 0.0, after=MINUTE + 3 * SECOND).pk == strangers[1].pk, "a look that reads nothing is a look at the car that stands there"


def test_the_same_plate_again_after_the_bar_lifted_lifts_nothing_for_the_car_behind(community, drive):
    drive.owner()
    drive.see("京A12345")
    actions.record_opening(drive.lane, by=GATEWAY, at=START + SECOND)
    assert drive.see("京A12345", after=2 * SECOND).code == "access.seen_already"
    assert Command.objects.count() == 1


@pytest.mark.parametrize(("off", "code"), [(6 * MINUTE, "access.clock_wrong"), (-6 * MINUTE, "access.clock_wrong"), (10 * HOUR, "access.clock_wrong")])
def test_a_wrong_clock_is_told_and_nothing_is_decided(community, drive, off, code):
    drive.owner()
    no = actions.see_car(drive.cameras["in"], text="京A12345", sure=0.99, seen_at=START + off, by=GATEWAY, at=START)
    assert (no.code, Sighting.objects.count(), Passage.objects.count()) == (code, 0, 0)


def test_what_is_told_late_or_out_of_order_is_kept_and_lifts_nothing(community, drive):
    drive.owner()
    drive.see("沪C77777", after=MINUTE)
    late = actions.see_car(drive.cameras["in"], text="京A12345", sure=0.99, seen_at=START - HOUR, is_late=True, by=GATEWAY, at=START + 2 * MINUTE)
    old = actions.see_car(drive.cameras["in"], text="京A12345", sure=0.99, seen_at=START + 80 * SECOND, by=GATEWAY, at=START + 2 * MINUTE)
    overtaken = actions.see_car(drive.cameras["in"], text="京A12345", sure=0.99, seen_at=START + 55 * SECOND, by=GATEWAY, at=START + 65 * SECOND)
    assert [(one.state, one.plate, one.passage, one.command) for one in (late, old, overtaken)] == [("late", "京A12345", None, None)] * 3
    assert (Command.objects.count(), queries.waiting_cars(community).count(), late.at) == (0, 1, START - HOUR)


def test_a_revoked_plate_opens_nothing_and_its_misread_neither(community, drive):
    credential = drive.owner("京A12B45")
    actions.revoke_credential(credential, reason="搬走", by=drive.desk)
    assert (drive.see("京A12B45").passage.code, drive.see("京A12845", 0.7, after=MINUTE).passage.code) == ("revoked", "no_right")
    assert Command.objects.count() == 0


def test_where_nobody_can_be_told_the_bar_stays_and_it_says_so(community, drive):
    drive.owner()
    devices.revoke_key(drive.cameras["in"].device, reason="换机", by=drive.manager)
    seen = drive.see("京A12345")
    assert (seen.state, seen.passage.outcome, seen.command, seen.no_command) == ("known", "allowed", None, "devices.no_way_to_it")


def test_a_camera_is_fitted_to_a_car_lane_once_and_what_does_not_fit_is_refused(community, drive):
    spare = running(community, "plate_camera", "LPR-9", place=drive.ground.south)
    camera = {"direction": "in", "maker": "vzenith", "way": "answer", "by": drive.manager}
    assert actions.fit_lane_camera(drive.ground.walk, device=spare, **camera).code == "access.no_car_lane"
    assert actions.fit_lane_camera(drive.lane, device=drive.cameras["in"].device, **camera).code == "access.camera_taken"
    assert actions.fit_lane_camera(drive.lane, device=running(community, "camera", "CAM-1"), **camera).code == "access.no_plate_camera"
    assert actions.fit_lane_camera(drive.lane, device=spare, **{**camera, "way": "relay"}).code == "access.no_controller"
    one_way = actions.add_lane(community, name="出口", place=drive.ground.south, traffic="vehicle", directions="out", by=drive.manager)
    assert actions.fit_lane_camera(one_way, device=spare, **camera).code == "access.wrong_direction"
    other = Scope.objects.create(kind="community", name="翠湖苑")
    with view.entered(community, other):
        foreign = running(other, "camera", "CAM-7", maker="无名", commissioned_on=None)
        assert actions.fit_lane_camera(drive.lane, device=foreign, **camera).code == "access.other_place"
    assert LaneCamera.objects.count() == 2
    drive.see("沪C77777")
    assert actions.remove_lane_camera(drive.cameras["in"], by=drive.manager).code == "access.camera_used"
    actions.remove_lane_camera(drive.cameras["out"], by=drive.manager)
    assert list(LaneCamera.objects.values_list("direction", flat=True)) == ["in"]


@pytest.mark.clause("003-028")
def test_the_rate_of_plates_read_is_counted_by_lane_and_its_fall_is_told_once_a_day(community, drive):
    first = drive.see("京A1B345", 0.5)
    drive.see("京A12345", 0.55, after=2 * SECOND), drive.see("京A12345", 0.8, after=4 * SECOND)
    events = [registry_event(one) for one in Entry.objects.filter(name="access.car_seen").order_by("id")]
    counts = [[(one.numerator, one.denominator) for one in measures.plate_rate(event) if one.dimension == drive.lane.pk.hex] for event in events]
    assert counts == [[(0, 1)], [], [(1, 0)]], "seen once, read at the third look"
    clear = drive.see("沪C77771", after=HOUR)
    actions.let_car_in(clear, plate="沪C77777", said_for="访客", by=drive.guard, at=START + HOUR + 7 * SECOND)
    corrected = registry_event(Entry.objects.get(name="access.car_let_in"))
    assert [one.numerator for one in measures.plate_rate(corrected)] == [-1, -1]
    assert list(measures.car_seconds(corrected)) == [Count(numerator=7, denominator=1)]
    drive.team.person("刘工", "engineer")
    camera = drive.cameras["in"]
    row = {"scope": community, "lane": drive.lane, "camera": camera, "direction": "in", "state": "known", "created_at": START}
    Sighting.objects.filter(pk=first.pk).delete()
    Sighting.objects.bulk_create([Sighting(**row, at=START - timedelta(days=9), plate="京A12345") for _ in range(40)])
    Sighting.objects.bulk_create([Sighting(**row, at=START - HOUR, plate="京A12345" if number < 35 else "") for number in range(40)])
    with clock.frozen(START):
        schedule.look_at_cameras(community)
    told = Notice.objects.get()
    fell = Entry.objects.get(name="access.plate_rate_fell").payload
    assert (told.title, told.audience["roles"], fell["seen"], fell["rate"], fell["rate_before"]) == ("车牌识别率下降：南门车道", ["engineer", "squad_leader"], 40, 88, 100)
    assert actions.warn_plate_rate(camera, by=GATEWAY, at=START).code == "access.reads_well", "it was said today"
    Sighting.objects.filter(plate="", camera=camera).update(plate="京A12345")
    assert actions.warn_plate_rate(camera, by=GATEWAY, at=START + 24 * HOUR).code == "access.reads_well"
