"""A plate camera that pushes to the box: decided by the plate as the server would, one passage and one lift for a car, and what is forged or hurtful changes nothing."""

from __future__ import annotations

import json
import sqlite3
from datetime import datetime, timedelta

import pytest

from anju.dialects import dahua, hikvision, vzenith
from anju.dialects.multipart import Part, written
from anju.dialects.sighting import Sighting as Seen
from anju.domains.access import actions as access
from anju.domains.access.models import LaneCamera, Passage
from anju.domains.devices import actions as devices
from anju.domains.devices.tests.conftest import SYSTEM, enrolled, running
from anju.domains.edges.rules import snapshot
from anju.domains.passes import actions as passes
from anju.gateways.gate_edge.edge.door import Door
from anju.gateways.lane_cameras.tests.pushing import pushed
from anju.kernel import clock

from .conftest import START, Site

DIALECTS = {"hikvision": hikvision, "dahua": dahua, "vzenith": vzenith}
OURS = "京A12345"


class Eye:
    """A plate camera at the car lane of the south gate, and what its box lifts."""

    def __init__(self, site: Site, maker: str = "vzenith", way: str = "answer", **more) -> None:
        self.site, self.maker = site, maker
        self.device = running(site.where, "plate_camera", "LPR-1", place=site.ground.south)
        self.key = enrolled(self.device)
        self.camera = access.fit_lane_camera(site.ground.drive, device=self.device, direction=more.pop("direction", "in"), maker=maker, way=way, by=SYSTEM, **more)
        site.listen()

    def push(self, told: tuple[str, bytes], *, by: str = "basic", key: str | None = None, maker: str = "", parts=None, headers=(), method: str = "POST") -> tuple[int, dict]:
        """(status, answer) of one push to the box's door, once its bar was told."""
        door = Door(self.site.box)
        sent = pushed(door, maker or self.maker, told, self.key if key is None else key, by=by, headers=headers, parts=parts, method=method)
        door.close()
        return sent[0]["status"], json.loads(sent[1]["body"])

    def see(self, text: str = OURS, number: int = 1, *, sure: float = 0.97, at: datetime | None = None, **more) -> tuple[int, dict]:
        at = at or self.site.at
        seen = Seen(text, sure, at, f"{at.isoformat()} {number}", "blue", more.pop("vehicle", "car"), **more)
        seen = seen if self.maker != "dahua" or seen.at.tzinfo is None else Seen(**{**seen.__dict__, "at": at.astimezone(clock.zone(self.site.where))})
        return self.push(DIALECTS[self.maker].told(seen))

    @property
    def lifts(self) -> int:
        return self.site.drivers[str(self.site.ground.drive.pk)].lifts

    def lines(self, since: int = 0) -> list[tuple[str, str]]:
        """(outcome, code) of each passage in the log."""
        return [(one["outcome"], one["code"]) for one in self.site.box.book.newest(50) if one["kind"] == "passage" and one["n"] > since]


def known(site: Site, plate: str = OURS) -> None:
    access.issue_credential(site.where, kind="plate", secret=plate, category="staff", holder=site.ground.team.person("林先生"), checked="行驶证", by=SYSTEM)


@pytest.fixture
def eye(site: Site) -> Eye:
    known(site)
    return Eye(site)


@pytest.mark.parametrize("maker", DIALECTS)
@pytest.mark.parametrize("by", ["basic", "bearer", "address"])
def test_each_makers_push_is_decided_written_and_lifts_the_lanes_bar(site: Site, maker, by):
    known(site)
    eye = Eye(site, maker)
    site.is_cut = True
    at = site.at.astimezone(clock.zone(site.where)) if maker == "dahua" else site.at
    status, told = eye.push(DIALECTS[maker].told(Seen(OURS, 0.97, at, f"{at.isoformat()} 1", "blue", "car", picture=b"\xff\xd8\xff" + b"x" * 1000)), by=by)
    line = next(iter(site.box.book.newest(1)))
    assert (status, eye.lifts, line["outcome"], line["code"], line["camera"], line["read"]) == (200, 1, "allowed", "allowed", eye.device.pk.hex, 97)
    assert site.drivers[str(site.ground.drive.pk)].decisions == [f"{site.edge.pk}:{line['n']}"]
    assert told["server_time"] == "2026-03-05T01:00:00+00:00"
    assert OURS not in json.dumps(line, ensure_ascii=False), "the log names the credential, not the plate"


def test_the_snapshot_holds_the_digest_of_the_key_and_no_key(eye: Eye):
    section = eye.site.box.held.section("cameras")
    row = section[eye.device.pk.hex]
    assert (list(section), row["lane"], row["way"], row["maker"], row["answers"], len(row["key"])) == ([eye.device.pk.hex], str(eye.site.ground.drive.pk), "in", "vzenith", True, 64)
    assert eye.key.rpartition("_")[2] not in json.dumps(dict(eye.site.box.held.sections), default=str)


def test_a_box_of_an_earlier_format_is_sent_no_cameras_and_one_brought_up_to_date_asks_for_them(site: Site):
    told = {"cameras": {"a": {}}, "quotas": {}, "lanes": {}}
    assert [sorted(snapshot.in_format(told, number)) for number in (1, 2, 3)] == [["lanes"], ["lanes", "quotas"], ["cameras", "lanes", "quotas"]]
    assert snapshot.FORMAT == 3


def test_the_answer_lifts_the_bar_where_the_lane_has_no_controller(eye: Eye):
    lane = eye.site.box.lanes[str(eye.site.ground.drive.pk)]
    assert eye.see()[1]["Response_AlarmInfoPlate"] == {"info": "no", "plateid": 1}, "the controller lifts it"
    lane.driver = None
    eye.site.now_is(minutes=1)
    assert [eye.see(number=2)[1]["Response_AlarmInfoPlate"]["info"] for _each in range(2)] == ["ok", "ok"], "also when the answer was lost"
    eye.site.box.opened(str(eye.site.ground.drive.pk))
    assert eye.see(number=2)[1]["Response_AlarmInfoPlate"]["info"] == "no", "once the bar rose it lifts nothing more"
    assert eye.see("沪C77777", 3)[1]["Response_AlarmInfoPlate"] == {"info": "no", "plateid": 3}


def test_a_push_that_is_sent_again_is_one_passage_and_one_lift_also_after_the_power_was_gone(eye: Eye):
    site = eye.site
    first = [eye.see()[0] for _each in range(3)]
    assert (first, eye.lines(), eye.lifts) == ([200] * 3, [("allowed", "allowed")], 1)
    site.is_cut = True
    site.boot(has_own=True)
    site.now_is(seconds=40)
    assert (eye.see(at=START)[0], eye.lines(), eye.lifts) == (200, [("allowed", "allowed")], 0)


def test_what_was_decided_and_not_lifted_before_the_power_went_is_lifted_once_while_the_car_stands_there(eye: Eye):
    lane = str(eye.site.ground.drive.pk)
    eye.site.box.lanes[lane].driver = None
    eye.camera.way = "isapi"
    eye.see()
    eye.site.boot(has_own=True)
    eye.see()
    eye.see()
    assert (eye.lines(), eye.lifts) == ([("allowed", "allowed")], 1)


def test_looks_at_one_car_are_one_passage_and_vote_and_the_next_car_is_another(eye: Eye):
    eye.see("京A1?345", 1, sure=0.4)
    eye.see("京A1?345", 2, sure=0.45)
    assert (eye.lines(), eye.lifts) == ([("ask", "plate_unread")], 0), "asked once, however often it looks"
    eye.site.now_is(seconds=2)
    eye.see(OURS, 3, sure=0.98)
    eye.see(OURS, 4, sure=0.98)
    assert (eye.lines(), eye.lifts) == ([("ask", "plate_unread"), ("allowed", "allowed")], 1)
    known(eye.site, "京B55555")
    eye.site.listen()
    eye.site.now_is(seconds=3)
    eye.see("京B55555", 5)
    assert (eye.lines()[2:], eye.lifts) == ([("allowed", "allowed")], 2)
    eye.site.now_is(seconds=30)
    eye.see(OURS, 6)
    assert (len(eye.lines()), eye.lifts) == (4, 3), "the same car came again"


@pytest.mark.parametrize(("text", "sure", "outcome", "code"), [
    ("京AI2345", 0.97, "allowed", "allowed"), ("京A·12345", 0.97, "allowed", "allowed"), (OURS, 0.6, "allowed", "allowed"), (OURS, 0.59, "ask", "plate_unread"), (OURS, 0.3, "ask", "plate_unread"),
    ("京A12346", 0.97, "refused", "no_right"), ("", 0.0, "ask", "plate_unread"), ("A1", 0.99, "ask", "plate_unread"), ("VA12345", 0.99, "ask", "plate_unread"), ("京A1234警", 0.95, "allowed", "emergency"),
    ("京A1234警", 0.7, "refused", "no_right"),
])  # fmt: skip
def test_the_grammar_the_certainty_and_the_special_plates_are_the_servers(eye: Eye, text, sure, outcome, code):
    """A plate of the armed forces is not kept; what is not read for sure is asked and lifts nothing."""
    eye.see(text, sure=sure)
    line = next(iter(eye.site.box.book.newest(1)))
    assert (line["outcome"], line["code"], eye.lifts) == (outcome, code, int(outcome == "allowed"))
    assert bool(line["plate"]) == (code in ("no_right", "emergency"))


def test_behind_a_car_that_was_let_in_another_plate_is_the_next_car(eye: Eye):
    """Of one that waits it would be another look, with most of the plate the same."""
    eye.see()
    eye.site.now_is(seconds=3)
    eye.see("京A12366", 2, sure=0.8)
    assert (eye.lines(), eye.lifts) == ([("allowed", "allowed"), ("refused", "no_right")], 1)


def test_two_poor_looks_that_agree_open_nothing_and_a_good_third_does(eye: Eye):
    """The vote reads the plate; the certainty is the mean of the looks, and 60 percent opens."""
    for number, sure in enumerate((0.55, 0.55)):
        eye.see(number=number, sure=sure)
    assert (eye.lines(), eye.lifts) == ([("ask", "plate_unread")], 0)
    eye.see(number=7, sure=0.99)
    assert (eye.lines(), eye.lifts) == ([("ask", "plate_unread"), ("allowed", "allowed")], 1)


def test_freight_comes_in_with_an_approval_alone(site: Site):
    eye = Eye(site, "hikvision")
    desk = site.ground.team("前台小周", "front_desk")
    passes.issue_pass(site.where, kind="temporary_car", holder_name="送货", plate="京A00001", purpose="送货", place=site.ground.home, starts_at=START, ends_at=START + timedelta(hours=9), by=desk)
    asked = passes.ask_pass(site.where, kind="heavy_vehicle", holder_name="搬家", plate="京A00002", purpose="搬家", place=site.ground.home, starts_at=START, ends_at=START + timedelta(hours=9), by=desk)
    passes.issue_asked(passes.approve_pass(asked, by=site.ground.team("班长老王", "squad_leader")), by=desk)
    site.listen()
    codes = []
    for number, plate in enumerate(("京A00001", "京A00002")):
        site.now_is(minutes=1)
        eye.see(plate, number, vehicle="freight")
        codes.append(eye.lines()[-1][1])
    assert codes == ["approval_needed", "allowed"]


def test_who_leaves_is_let_out_whatever_is_read_and_whatever_the_clock_says(site: Site):
    eye = Eye(site, direction="out")
    site.is_cut = True
    site.boot()
    assert not site.box.clock.is_sure
    eye.see("", sure=0.0, at=site.at - timedelta(hours=2))
    assert (eye.lines(), eye.lifts) == ([("allowed", "leaves")], 1)


def test_without_a_certain_clock_a_car_that_was_seen_at_another_time_is_asked(eye: Eye):
    eye.site.is_cut = True
    eye.site.boot()
    eye.see(number=1, at=eye.site.at - timedelta(hours=2))
    assert (eye.lines(), eye.lifts) == ([("ask", "clock_unsure")], 0)


def test_a_wrong_clock_is_refused_and_noted_once_an_hour_and_what_is_told_late_lifts_nothing(eye: Eye):
    before = eye.site.box.book.last
    for off in (1, -1, 2):
        status, told = eye.see(number=9, at=eye.site.at + timedelta(hours=off))
        assert (status, told["code"], told["server_time"]) == (422, "access.clock_wrong", "2026-03-05T01:00:00+00:00")
    noted = [(one["code"], one["value"]) for one in eye.site.box.book.newest(5) if one["n"] > before]
    assert noted == [("camera_clock", 3600)]
    late = eye.see(number=7, at=eye.site.at - timedelta(hours=3), is_late=True)
    assert (late[0], late[1]["Response_AlarmInfoPlate"]) == (200, {"ContinuePushOffline": {"plateid": 7, "continue": 1}})
    eye.see(number=7, at=eye.site.at - timedelta(hours=3), is_late=True)
    assert [(one["code"], one["value"]) for one in eye.site.box.book.newest(5) if one["n"] > before] == [("camera_clock", 3600), ("car_late", 10800)]
    assert (eye.see(number=8, at=eye.site.at - timedelta(days=31), is_late=True)[1]["code"], eye.lines(), eye.lifts) == ("access.too_old", [], 0)


def test_who_cannot_sign_in_is_not_read(eye: Eye):
    site, push = eye.site, vzenith.told(Seen(OURS, 0.97, START, "1"))
    other = enrolled(running(site.where, "pump", "WP-1"))
    last = site.box.book.last
    for key in ("", "x", eye.key[:-1] + ("a" if eye.key[-1] != "a" else "b"), eye.key.replace(eye.device.pk.hex, "0" * 32), "anjud_" + "x" * 300, other, site.box.identity.lane_key):
        for by in ("basic", "bearer", "address"):
            assert eye.push(push, key=key, by=by)[1]["code"] == "devices.unknown_key"
    assert eye.push(push, key="", by="address", headers=[(b"authorization", b"Basic ***")])[0] == 401
    assert eye.push(push, key="nobody", parts=[b"x" * 65_536] * 1000)[0] == 401, "its body was never asked for"
    assert eye.push(push, method="GET")[0] == 405
    assert (site.box.book.last, eye.lifts) == (last, 0)


def test_a_revoked_key_or_a_camera_that_was_taken_off_ends_with_the_next_change(eye: Eye):
    site = eye.site
    devices.revoke_key(eye.device, reason="被盗", by=SYSTEM)
    assert site.listen() and eye.see()[0] == 401
    eye.key = enrolled(eye.device)
    assert site.listen() and eye.see()[0] == 200
    access.remove_lane_camera(LaneCamera.objects.get(), by=SYSTEM)
    assert site.listen() and eye.see(number=2)[0] == 401


def test_a_camera_speaks_its_own_dialect_at_its_own_door(eye: Eye):
    push = vzenith.told(Seen(OURS, 0.97, START, "1"))
    assert eye.push(push, maker="hikvision")[1]["code"] == "devices.no_lane"
    assert eye.push(push, maker="hikvision")[0] == 404
    assert eye.push(push, maker="axis")[0] == 404
    assert eye.push(hikvision.told(Seen(OURS, 0.97, START, "1")))[1]["code"] == "devices.garbled"
    assert eye.lines() == []


@pytest.mark.parametrize(
    ("maker", "kind", "body"),
    [
        ("hikvision", "application/xml", b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><EventNotificationAlert>&x;</EventNotificationAlert>'),
        ("hikvision", "multipart/form-data; boundary=x", b"--x\r\n\r\n" * 5000), ("hikvision", "multipart/form-data", b"--x\r\n\r\n--x--"),
        ("hikvision", "multipart/form-data; boundary=x", b"--x\r\nContent-Type: multipart/mixed; boundary=y\r\n\r\n--y"), ("hikvision", "", b""),
        ("vzenith", "application/json", b"x" * 2 * 1024 * 1024), ("dahua", "application/json", b"[" * 200_000), ("vzenith", "application/json", b'{"AlarmInfoPlate": NaN}'), ("dahua", "\xff", b"\xff\xfe"),
    ],
)  # fmt: skip
def test_what_is_garbled_or_built_to_hurt_is_refused_whole(site: Site, maker, kind, body):
    eye = Eye(site, maker)
    last = site.box.book.last
    status, told = eye.push((kind, body))
    assert (status, told["code"], site.box.book.last, eye.lifts) == (422, "devices.garbled", last, 0)


def test_forty_megabytes_are_not_read(eye: Eye):
    announced = eye.push(("application/json", b""), headers=[(b"content-length", b"41943040")])
    boundless = eye.push(("application/json", b""), headers=[(b"content-length", b"9" * 6000)])
    streamed = eye.push(("application/json", b""), parts=[b"x" * 65_536] * 640)
    assert [(status, told["code"]) for status, told in (announced, boundless, streamed)] == [(413, "devices.too_large")] * 3


@pytest.mark.parametrize(("direction", "lifts"), [("in", 0), ("out", 1)])
def test_a_disk_that_takes_nothing_asks_for_who_comes_and_holds_nobody_who_leaves(site: Site, monkeypatch, direction, lifts):
    def full(_told):
        raise sqlite3.OperationalError("database or disk is full")

    known(site)
    eye = Eye(site, direction=direction)
    monkeypatch.setattr(site.box.book, "write", full)
    assert ([eye.see()[0] for _each in range(2)], eye.lifts) == ([200, 200], lifts)
    late = eye.see(number=5, at=site.at - timedelta(minutes=2))
    assert (late[0], late[1]["code"]) == (503, "devices.not_stored"), "it is sent again"


def test_the_guard_lets_a_car_in_and_a_camera_that_lifts_its_own_bar_hears_it_at_its_next_sign_of_life(eye: Eye):
    box, lane = eye.site.box, str(eye.site.ground.drive.pk)
    box.lanes[lane].driver = None
    beat = ("multipart/form-data; boundary=x", written("x", [Part("serialno", "", "text/plain", b"d85b")]))
    eye.see("沪C77777")
    assert eye.push(beat)[1]["Response_AlarmInfoPlate"]["info"] == "no"
    box.release(box.book.last, "业主来电")
    assert [eye.push(beat)[1]["Response_AlarmInfoPlate"]["info"] for _each in range(2)] == ["ok", "no"]
    last = box.book.last
    eye.see("沪C77777", 2)
    assert box.book.last == last, "the same car, let in already"
    eye.site.now_is(minutes=1)
    eye.see("", 3, sure=0.0)
    box.release(box.book.last, "业主来电")
    last = box.book.last
    eye.see(OURS, 4)
    assert box.book.last == last, "now its plate is read, and it is in already"


def test_the_bars_switch_and_the_loop_at_the_cameras_inputs_are_observed_facts(site: Site):
    known(site)
    eye = Eye(site, bar_input=0, loop_input=1)
    eye.see()
    number = site.box.book.last
    for source, is_on in ((0, True), (0, False), (1, True), (2, True)):
        assert eye.push(vzenith.input_told(source, is_on))[0] == 200
    assert [(one["kind"], one["of"]) for one in site.box.book.newest(2)] == [("opening", number), ("going", number)]
    eye.site.now_is(seconds=5)
    eye.see(number=2)
    assert len(eye.lines()) == 2, "it went through: this is the next time it comes"


def test_a_passage_comes_home_with_plate_camera_and_certainty_and_the_register_hears_the_camera(eye: Eye):
    from anju.gateways.http_push.driver import ingest

    site, signs = eye.site, []
    eye.see()
    site.now_is(minutes=1)
    eye.see("沪C·77777", 2, sure=0.8)
    site.send()
    ours, strange = Passage.objects.order_by("at")
    assert (ours.plate, ours.camera_id, ours.car_sure, ours.car_match, ours.credential is not None) == (OURS, eye.device.pk, 97, "matches", True)
    assert (strange.plate, strange.camera_id, strange.car_sure, strange.car_match, strange.outcome) == ("沪C77777", eye.device.pk, 80, "", "refused")
    assert LaneCamera.objects.get().last_seen_at == START + timedelta(minutes=1)
    site.now_is(seconds=9)
    told, ingest.writer.note = ingest.writer.note, signs.extend
    try:
        site.link.listen_once(wait_s=0)
    finally:
        ingest.writer.note = told
    assert [sign.at_us for sign in signs if sign.device == eye.device.pk.bytes] == [(START + timedelta(minutes=1)).timestamp() * 1_000_000]


def test_a_box_speaks_for_no_camera_of_another_gate(eye: Eye):
    from anju.gateways.gate_edge.server import doings

    away = running(eye.site.where, "plate_camera", "LPR-2", place=eye.site.ground.north)
    told = {"cameras": {eye.device.pk.hex: 3, away.pk.hex: 3, "x": 1, eye.device.pk.hex.upper(): 1}}
    assert [sign.device for sign in doings.cameras_heard(eye.site.edge.pk, told)] == [eye.device.pk.bytes]
    assert [doings.cameras_heard(eye.site.edge.pk, {"cameras": each}) for each in ([], "x", {eye.device.pk.hex: -1}, {eye.device.pk.hex: "3"})] == [[]] * 4
