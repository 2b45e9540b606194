"""What a scan proves: ways and grades, forged and foreign codes, distance, speed, clocks, batons, the radio, and the reviewer."""

from __future__ import annotations

from datetime import timedelta

import pytest

from anju.domains.patrol import actions
from anju.domains.patrol.models import Round, RoundPoint, Scan
from anju.kernel import clock, scope
from anju.kernel.models import Entry, Scope

from .conftest import LATITUDE, LONGITUDE, METRE, Walk, at, on_post, photo
from .test_ground import refused
from .test_walking import MINUTE, NINE, minute


@pytest.mark.clause("003-072", "002-236")
def test_each_way_of_reading_has_its_grade_and_only_real_tags_count(walk: Walk, team, points):
    boss = team("赵敏")
    ids = {way: actions.fit_tag(points[code], way=way, tag_id=f"04{turn}1B2C3D4E5", by=boss) and f"04{turn}1B2C3D4E5" for turn, (way, code) in enumerate((("nfc", "C-01"), ("rfid", "C-02"), ("ble", "C-03")))}
    grades = {}
    for position, way, many in ((1, "nfc", 2), (2, "rfid", 5), (3, "ble", 8)):
        one = walk.scan(ids[way], way=way, at=minute(many), latitude=LATITUDE + 100 * (position - 1) * METRE, longitude=LONGITUDE, accuracy_m=8)
        grades[way] = (one.grade, one.state, walk.point(position).state)
        assert (one.checkpoint, one.person_id, one.distance_m, one.way) == (walk.point(position).checkpoint, walk.guard.person, 0, way)
    gps = walk.scan(way="gps", point=walk.point(4), at=minute(12), latitude=LATITUDE + 310 * METRE, longitude=LONGITUDE, accuracy_m=10)
    grades["gps"] = (gps.grade, gps.state, walk.point(4).state)
    assert grades == {"nfc": ("A", "counted", "done"), "rfid": ("A", "counted", "done"), "ble": ("B", "counted", "done"), "gps": ("B", "counted", "done")}
    assert Round.objects.get(pk=walk.round.pk).grade == "B", "the weakest word that was needed"


@pytest.mark.clause("003-072")
def test_forged_foreign_withdrawn_and_replayed_codes_are_kept_and_count_nothing(walk: Walk, team, points, community):
    boss = team("赵敏")
    qr = actions.fit_tag(points["C-01"], way="qr", by=boss)
    counting = actions.fit_tag(points["C-02"], way="nfc", tag_id="AA01", is_counting=True, by=boss)
    next_door = Scope.objects.create(kind="community", name="翠湖苑")
    with scope.entered(next_door):
        from anju.domains.patrol.models import Checkpoint, Tag
        from anju.domains.patrol.secret import digest_of
        from anju.domains.places.models import Place

        place = Place.objects.create(scope=next_door, kind="garage", code="B1", name="车库", path="x/")
        point = Checkpoint.objects.create(scope=next_door, code="D-01", name="车库", place=place)
        Tag.objects.create(scope=next_door, checkpoint=point, way="qr", digest=digest_of("ANJU:D-01:secret"), fitted_at=NINE)
    tries = (
        ("ANJU:C-01:guessed", "qr", "forged"), ("ANJU:D-01:secret", "qr", "other_site"), (qr.shown_once, "nfc", "forged"), ("AA01", "nfc", "replayed"), ("😀" * 30, "qr", "forged"),
        ("C-77", "typed", "forged"),
    )  # fmt: skip
    for turn, (code, way, why) in enumerate(tries):
        one = walk.scan(code, way=way, at=minute(2 + turn))
        assert (one.state, one.code, one.grade) == ("refused", why, "")
    assert walk.scan("AA01", way="nfc", reading=7, at=minute(10)).state == "counted"
    assert walk.scan("AA01", way="nfc", reading=7, at=minute(11)).code == "replayed"
    assert walk.scan("AA01", way="nfc", reading=6, at=minute(12)).code == "replayed"
    actions.withdraw_tag(qr, reason="被拍照外传", by=boss)
    assert walk.scan(qr.shown_once, way="qr", at=minute(12)).code == "withdrawn"
    assert walk.point(1).state == "waiting"
    assert Scan.objects.filter(state="refused").count() == len(tries) + 3
    assert set(Entry.objects.filter(name="patrol.point_scanned", payload__state="refused").values_list("payload__code", flat=True)) == {"forged", "other_site", "replayed", "withdrawn"}
    assert refused(walk.scan(" ", way="qr"), "patrol.nothing_read")
    assert counting.pk


@pytest.mark.clause("003-073")
def test_a_code_copied_to_a_wall_at_home_is_flagged_by_distance_and_a_reviewer_decides(walk: Walk, team, points, post):
    boss = team("赵敏", "security_manager")
    qr = actions.fit_tag(points["C-01"], way="qr", by=boss)
    home = {"latitude": LATITUDE + 240 * METRE, "longitude": LONGITUDE, "accuracy_m": 10}
    one = walk.scan(qr.shown_once, way="qr", at=minute(2), **home)
    assert (one.state, one.flags, one.distance_m, one.grade) == ("to_review", ["far"], 240, "B")
    assert (walk.point(1).state, Round.objects.get(pk=walk.round.pk).grade) == ("done", "C"), "nothing is taken away, but it proves only his word until somebody looked"
    before = Entry.objects.count()
    assert refused(actions.accept_scan(one, by=walk.guard), "kernel.not_permitted")
    assert refused(actions.reject_scan(one, note=" ", by=boss), "patrol.reason_needed")
    own = team("陈刚", "squad_leader")
    assert refused(actions.accept_scan(one, by=own), "patrol.own_scan")
    assert Entry.objects.count() == before
    rejected = actions.reject_scan(one, note="现场无此码，照片显示在宿舍", by=boss)
    assert (rejected.state, walk.point(1).state, Round.objects.get(pk=walk.round.pk).visited_count) == ("rejected", "missed", 0)
    assert refused(actions.accept_scan(one, by=boss), "patrol.reviewed_already")
    two = walk.scan("C-02", at=minute(5), latitude=LATITUDE + 400 * METRE, longitude=LONGITUDE, accuracy_m=20)
    assert "far" in two.flags
    assert actions.accept_scan(two, note="地下无信号，定位漂移", by=boss).state == "accepted"


def test_position_alone_counts_only_close_to_the_point(walk: Walk, points, team):
    far = walk.scan(way="gps", point=walk.point(1), at=minute(2), latitude=LATITUDE + 200 * METRE, longitude=LONGITUDE, accuracy_m=15)
    assert (far.state, far.code, far.distance_m, walk.point(1).state) == ("refused", "too_far", 200, "waiting")
    none = walk.scan(way="gps", point=walk.point(1), at=minute(2))
    assert (none.state, none.code) == ("refused", "no_position")
    vague = walk.scan(way="gps", point=walk.point(1), at=minute(3), latitude=LATITUDE + 120 * METRE, longitude=LONGITUDE, accuracy_m=5000)
    assert (vague.state, vague.flags) == ("to_review", ["inaccurate"])
    nonsense = walk.scan("C-02", at=minute(5), latitude=999.0, longitude=0.0)
    assert (nonsense.latitude, nonsense.state) == (None, "counted")


def test_speed_jumps_clocks_bursts_and_old_photos_go_to_the_reviewer(walk: Walk):
    walk.scan("C-01", at=minute(2), latitude=LATITUDE, longitude=LONGITUDE, accuracy_m=5)
    quick = walk.scan("C-03", at=minute(2) + timedelta(seconds=8), latitude=LATITUDE + 200 * METRE, longitude=LONGITUDE, accuracy_m=5)
    assert set(quick.flags) == {"spam", "speed"}
    jumped = walk.scan("C-02", at=minute(5), latitude=LATITUDE + 9000 * METRE, longitude=LONGITUDE, accuracy_m=9000)
    assert set(jumped.flags) == {"inaccurate", "jump"}
    turned = walk.scan("C-04", at=minute(12), drift_s=-600)
    assert turned.flags == ["clock"]
    assert Scan.objects.filter(state="to_review").count() == 3


def test_a_photo_used_before_is_flagged(walk: Walk, team, community, places):
    actions.report_finding(community, text="灯坏", item="lighting", place=places["大堂"], photos=[photo(7)], by=walk.guard)
    assert walk.scan("C-01", at=minute(2), photos=[photo(7)]).flags == ["photo"]
    assert walk.scan("C-02", at=minute(5), photos=[photo(8)]).flags == []


@pytest.mark.clause("003-074")
def test_what_was_buffered_offline_shows_its_late_upload(walk: Walk):
    with clock.frozen(NINE + timedelta(hours=3)):
        late = walk.scan("C-01", at=minute(2))
    assert (late.at, late.received_at, late.flags, late.state) == (minute(2), NINE + timedelta(hours=3), ["late_upload"], "counted")
    assert walk.point(1).state == "done", "judged by the time it was done, not by the time it came in"
    assert Entry.objects.get(name="patrol.point_scanned").payload["scanned_at"] == minute(2).isoformat()


def test_a_code_off_the_route_is_kept_only_as_unplanned(walk: Walk, team, community, places):
    actions.add_checkpoint(community, code="C-09", name="设备间", place=places["大堂"], by=team("赵敏"))
    assert walk.scan("C-09", at=minute(3)).code == "not_on_route"
    kept = walk.scan("C-09", at=minute(4), is_unplanned=True)
    assert (kept.state, kept.is_unplanned, kept.grade) == ("counted", True, "C")
    walk.scan("C-01", at=minute(5))
    assert walk.scan("C-01", at=minute(6)).code == "done_already"


def test_the_control_room_keys_in_calls_as_the_guards_own_word(walk: Walk, team, post):
    desk = team("监控小吴", "monitor_operator")
    now = minute(20)
    with clock.frozen(now):
        assert refused(actions.call_in_point(walk.round, point_code="C-88", by=desk), "patrol.unknown_point_called")
        assert refused(actions.call_in_point(walk.round, point_code="C-01", called_at=minute(30), by=desk), "patrol.bad_moment")
        assert refused(actions.call_in_point(walk.round, point_code="C-01", by=team("陈刚", "squad_leader")), "patrol.own_radio")
        one = actions.call_in_point(walk.round, point_code="C-01", called_at=minute(3), by=desk)
    assert (one.way, one.grade, one.person_id, walk.point(1).state) == ("radio", "C", walk.guard.person, "done")


def test_baton_readings_count_for_the_round_that_was_due_and_foreign_tags_are_refused_by_line(walk: Walk, team, points, community):
    boss = team("赵敏", "squad_leader")
    for turn, code in enumerate(points):
        actions.fit_tag(points[code], way="baton", tag_id=f"0000A{turn}", by=boss)
    rows = [{"tag_id": f"0000A{turn}", "read_at": minute(2 + 3 * turn), "guard": team.person("陈刚"), "baton": "B-2"} for turn in range(3)]
    rows.insert(1, {"tag_id": "FFFF99", "read_at": minute(4), "guard": None, "baton": "B-2"})
    rows.append(dict(rows[0]))
    rows.append({"tag_id": "0000A3", "read_at": NINE - timedelta(days=90)})
    with clock.frozen(minute(60)):
        outcomes = actions.take_in_reading.spec.run_many(community, rows, by=boss)
    codes = [getattr(one, "code", "") if not isinstance(one, Scan) else one.state for one in outcomes]
    assert codes == ["counted", "patrol.foreign_tag", "counted", "counted", "patrol.read_before", "patrol.bad_reading_time"]
    assert [walk.point(n).state for n in (1, 2, 3, 4)] == ["done", "done", "done", "waiting"]
    assert {(one.way, one.grade, one.device) for one in Scan.objects.all()} == {("baton", "A", "B-2")}
    later = actions.take_in_reading(community, tag_id="0000A0", read_at=at("2026-03-05 11:03"), by=boss, at=at("2026-03-05 20:00"))
    begun = Round.objects.get(starts_at=at("2026-03-05 11:00"))
    assert (later.round, begun.state, begun.started_at) == (begun, "running", at("2026-03-05 11:03")), "a round is begun by its first reading"


@pytest.mark.clause("003-081", "003-082")
def test_drones_and_robots_file_the_same_record(community, team, route, points, places):
    boss = team("赵敏")
    machine = {"executor": "drone", "machine": "巡视一号"}
    assert refused(actions.add_round(community, route=route, kind="mission", executor="drone", by=boss), "patrol.no_machine")
    assert refused(actions.add_round(community, route=route, kind="walk", **machine, by=boss), "patrol.no_mission")
    assert refused(actions.add_round(community, route=route, kind="walk", starts_at=NINE - timedelta(days=9), by=boss), "patrol.bad_start")
    drone = actions.add_round(community, route=route, kind="mission", is_pilot=True, starts_at=NINE, **machine, by=boss)
    robot = actions.add_round(community, route=route, kind="mission", executor="robot", machine="巡逻者", starts_at=NINE, by=boss)
    urgent = actions.add_round(community, route=route, kind="emergency", **machine, by=boss)
    assert (drone.is_pilot, urgent.kind, urgent.starts_at) == (True, "emergency", clock.now())
    for one, way in ((drone, "drone"), (robot, "robot")):
        actions.start_round(one, by=boss, at=NINE)
        assert refused(actions.scan_point(one, way="typed", code="C-01", by=boss, at=NINE), "patrol.wrong_executor")
        seen = actions.scan_point(one, way=way, point=RoundPoint.objects.get(round=one, position=1), photos=[photo(40 + len(one.machine))], by=boss, at=minute(2))
        assert (seen.state, seen.grade, seen.photo is not None) == ("counted", "A", True)
        found = actions.report_finding(community, text="屋顶积水", item="drainage", round=one, checkpoint=points["C-01"], photos=[photo(60 + len(one.machine))], by=boss)
        assert (found.round, found.case.kind) == (one, "repair")
    assert refused(actions.log_mission(drone, minutes=14, by=boss), "patrol.no_pilot")
    flown = actions.log_mission(drone, minutes=14, height_m=60, pilot="执照 1123", photos=[photo(33)], by=boss)
    assert (flown.flight["minutes"], flown.flight["height_m"], len(flown.flight["pictures"])) == (14, 60, 1)
    assert refused(actions.log_mission(urgent, minutes=3, pilot="执照", by=boss), "patrol.no_machine_round")


@pytest.mark.clause("000-014")
def test_owners_merchants_and_partner_units_walk_along_and_report(community, team, route, post, points):
    boss = team("赵敏")
    joint = actions.add_round(community, route=route, kind="joint", starts_at=NINE, post=post, by=boss)
    for kind, unit in (("employee", ""), ("partner", "派出所警务室"), ("merchant", "便民超市")):
        assert actions.join_round(joint, kind=kind, name=f"某{kind}", unit=unit, by=boss).kind == kind
    assert refused(actions.join_round(joint, kind="owner", by=boss), "patrol.nobody")
    other = actions.add_round(community, route=route, kind="walk", starts_at=NINE, by=boss)
    assert refused(actions.join_round(other, kind="owner", name="王女士", by=boss), "patrol.not_joint")
    partner = actions.join_round(joint, kind="owner", person=team.person("王女士"), by=boss)
    assert refused(actions.report_partner(partner, report="无", by=boss), "patrol.not_walked")
    guard = on_post(team, post)
    actions.start_round(joint, by=guard, at=NINE)
    assert refused(actions.report_partner(partner, report="  ", by=guard), "patrol.nothing_reported")
    assert actions.report_partner(partner, report="3栋后门常开", by=guard, at=minute(9)).reported_at == minute(9)
    assert MINUTE * 9 == minute(9) - NINE
