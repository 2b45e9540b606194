"""Three makers' messages become one sighting; what is built to hurt is refused."""

from __future__ import annotations

import base64
import dataclasses
import json
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from anju.dialects import dahua, hikvision, vzenith
from anju.dialects.multipart import MOST_PARTS, Part, parts_of, written
from anju.dialects.sighting import Alive, Garbled, InputChanged, Sighting, colour_named, plate_told, vehicle_named

UNTIMED = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
AT = datetime(2026, 3, 5, 1, 0, 2, 500_000, tzinfo=UTC)
JPEG = b"\xff\xd8\xff\xe0" + bytes(range(256)) * 3
SEEN = Sighting("京A12345", 0.97, AT, f"{AT.isoformat()} 123", "blue", "car", False, JPEG + b"1", JPEG + b"2")
TYPE = "multipart/form-data; boundary=x"
HIK_HEAD = '<?xml version="1.0" encoding="UTF-8"?><EventNotificationAlert version="2.0" xmlns="http://www.hikvision.com/ver20/XMLSchema">'


def test_what_hikvision_pushes_with_its_pictures_is_a_sighting():
    assert hikvision.read(*hikvision.told(SEEN)) == SEEN
    truck = dataclasses.replace(SEEN, text="", colour="yellow", vehicle="freight", is_late=True, picture=b"")
    assert hikvision.read(*hikvision.told(truck)) == truck


def test_hikvision_without_parts_and_of_the_older_name_space():
    xml = f"{HIK_HEAD}<dateTime>2026-03-05T09:00:02+08:00</dateTime><eventType>ANPR</eventType><ANPR><licensePlate>京A12345</licensePlate><confidenceLevel>88</confidenceLevel>"
    seen = hikvision.read("application/xml", f"{xml}<plateColor>newEnergyGreen</plateColor><vehicleType>SUVMPV</vehicleType></ANPR></EventNotificationAlert>".encode())
    assert (seen.text, seen.sure, seen.colour, seen.vehicle, seen.at) == ("京A12345", 0.88, "green", "car", datetime(2026, 3, 5, 1, 0, 2, tzinfo=UTC))
    other = f"{HIK_HEAD}<dateTime>2026-03-05T09:00:02+08:00</dateTime><eventType>videoloss</eventType></EventNotificationAlert>"
    assert hikvision.read("application/xml", other.encode()) == Alive()


def test_what_dahua_pushes_is_a_sighting_by_its_own_wall_clock():
    local = dataclasses.replace(SEEN, at=AT.replace(tzinfo=None))
    seen = dahua.read(*dahua.told(local))
    assert dataclasses.replace(seen, number=SEEN.number) == local
    assert (seen.at.tzinfo, seen.number) == (None, f"2026-03-05T01:00:02.500000 {SEEN.number} 1 1")
    assert dahua.read("application/json", b'{"DeviceID": "7A02", "Active": "keepAlive"}') == Alive()
    none = dahua.read(*dahua.told(dataclasses.replace(local, text="")))
    assert (none.text, none.sure) == ("", 0.0)


def test_what_vzenith_pushes_is_a_sighting_and_its_answer_lifts_the_bar():
    seen = vzenith.read(*vzenith.told(SEEN))
    assert seen == dataclasses.replace(SEEN, vehicle="")
    assert vzenith.answer(is_open=True, seen=seen) == {"Response_AlarmInfoPlate": {"info": "ok", "plateid": 123}}
    assert vzenith.answer(is_open=False)["Response_AlarmInfoPlate"] == {"info": "no"}
    assert (vzenith.is_lift(vzenith.answer(is_open=True)), vzenith.is_lift({}), vzenith.is_lift(vzenith.answer(is_open=False))) == (True, False, False)


def test_what_vzenith_kept_while_nobody_answered_lifts_nothing():
    seen = vzenith.read(*vzenith.told(dataclasses.replace(SEEN, is_late=True)))
    assert vzenith.answer(is_open=True, seen=seen) == {"Response_AlarmInfoPlate": {"ContinuePushOffline": {"plateid": 123, "continue": 1}}}


def test_vzenith_inputs_heartbeats_and_unread_plates():
    assert vzenith.read(*vzenith.input_told(1, True)) == InputChanged(1, True)
    beat = written("x", [Part("device_name", "", "text/plain", b"IVS"), Part("serialno", "", "text/plain", b"d85b1269")])
    assert vzenith.read(TYPE, beat) == Alive()
    assert vzenith.read(*vzenith.told(dataclasses.replace(SEEN, text=""))).text == ""


@pytest.mark.parametrize(("word", "colour", "vehicle"), [("truck", "blue", "freight"), ("buggyTruck", "", "freight"), ("concreteMixer", "yellow", "engineering"), ("", "yellow", "freight"),
                                                        ("largeBus", "yellow", "bus"), ("SaloonCar", "blue", "car"), ("", "blue", ""), ("unknown", "", "")])  # fmt: skip
def test_the_class_of_a_vehicle(word, colour, vehicle):
    assert vehicle_named(word, colour) == vehicle


@pytest.mark.parametrize(("written_so", "plate"), [
    ("京A12345", "京A12345"), ("蓝京A12345", "京A12345"), ("黄沪A12345学", "沪A12345学"), ("无牌车", ""), ("未识别", ""), ("_无_", ""), ("UNKNOWN", ""), ("no plate", ""), ("", ""),
    ("粤ZJ068澳|MX7742|ZM127", "粤ZJ068澳"), ("黑A12345", "黑A12345"), ("蓝天", "蓝天"),
])  # fmt: skip
def test_makers_words_for_a_plate(written_so, plate):
    assert plate_told(written_so) == plate
    assert vzenith.read(*vzenith.told(dataclasses.replace(SEEN, text=written_so))).text == plate
    assert dahua.read(*dahua.told(dataclasses.replace(SEEN, text=written_so, at=AT.replace(tzinfo=None)))).text == plate


@pytest.mark.parametrize(("word", "colour"), [("Blue", "blue"), ("蓝色", "blue"), ("newEnergyGreen", "green"), ("渐变绿", "green"), ("黄绿双拼", "yellow_green"), ("BigNewEnergy", "yellow_green"),
                                              ("white", "white"), ("黑", "black"), ("DoubleYellow", "yellow"), ("other", ""), ("", "")])  # fmt: skip
def test_makers_words_for_a_colour(word, colour):
    assert colour_named(word) == colour


def test_gbk_of_older_firmware_is_read():
    kind, body = dahua.told(dataclasses.replace(SEEN, at=AT.replace(tzinfo=None)))
    assert dahua.read(kind, body.decode().encode("gb18030")).text == "京A12345"
    xml = xml_with("", "京A12345").decode().replace('version="1.0"', 'version="1.0" encoding="GB2312"').encode("gb18030")
    assert hikvision.read("application/xml", xml).text == "京A12345"
    topic, message = vzenith.message_told("265e1040-85e01fb7", SEEN)
    told = json.loads(message)
    told["payload"]["AlarmInfoPlate"]["result"]["PlateResult"]["license"] = base64.b64encode("京A12345".encode("gbk")).decode()
    assert vzenith.read_message(topic, json.dumps(told).encode()).text == "京A12345"


def test_hikvisions_parts_may_come_in_any_order_and_with_odd_heads():
    xml = hikvision.told(SEEN)[1].split(b"\r\n\r\n", 1)[1].split(b"\r\n--")[0]
    plate, scene, text = Part("licensePlatePicture.jpg", "", "image/pjpeg", JPEG + b"2"), Part("f", "detectionPicture.jpg", "application/octet-stream", JPEG + b"1"), Part("ANPR.XML", "", "", xml)
    for order in ((plate, scene, text), (scene, text, plate), (text, plate, scene)):
        seen = hikvision.read(TYPE, written("x", list(order)))
        assert (seen.text, seen.picture, seen.closeup) == ("京A12345", JPEG + b"1", JPEG + b"2")
    alone = hikvision.read(TYPE, written("x", [Part("", "", "image/jpeg", JPEG), text]))
    assert (alone.picture, alone.closeup) == (JPEG, b"")


def test_a_heartbeat_is_a_sign_of_life_and_no_car():
    for state, kind in (("inactive", "videoloss"), ("inactive", "ANPR"), ("active", "heartBeat")):
        body = f"{HIK_HEAD}<dateTime>2026-03-05T09:00:02+08:00</dateTime><eventType>{kind}</eventType><eventState>{state}</eventState></EventNotificationAlert>"
        assert hikvision.read("application/xml", body.encode()) == Alive()
    assert dahua.read("application/json", b'{"KeepAlive": {"Status": 1}}') == Alive()
    assert vzenith.read_message("device/265e1040-85e01fb7/message/up/keep_alive", b'{"sn": "265e1040-85e01fb7", "timestamp": 1}') == Alive()


def xml_with(before: str, inside: str = "") -> bytes:
    return f'<?xml version="1.0"?>{before}<EventNotificationAlert><dateTime>2026-03-05T09:00:02+08:00</dateTime><eventType>ANPR</eventType><ANPR><licensePlate>{inside}</licensePlate></ANPR></EventNotificationAlert>'.encode()


@pytest.mark.parametrize(
    "body",
    [
        xml_with('<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>', "&x;"),
        xml_with('<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>', "&b;"),
        xml_with('<!doctype a SYSTEM "http://10.0.0.1/x.dtd">'), xml_with('<?xml-stylesheet href="http://10.0.0.1/x"?>'),
        xml_with("", '<xi:include href="file:///etc/passwd"/>'), xml_with("", "京A12345").decode().encode("utf-16"), xml_with("", "&x;"),
        b"<a/>", b"", b"<" * 10_000, b"<a>" * 20_000, xml_with("", "x" * 100_000), xml_with("", "x" * 25), xml_with("", "A\tB"),
    ],
)  # fmt: skip
def test_xml_that_fetches_expands_or_is_none_is_refused(body):
    with pytest.raises(Garbled):
        hikvision.read("application/xml", body)


def test_a_bomb_of_parts_is_refused_before_it_is_cut():
    many = written("x", [Part("a", "", "text/plain", b"1")] * (MOST_PARTS + 1))
    assert len(parts_of(TYPE, written("x", [Part("a", "", "text/plain", b"1")] * MOST_PARTS))) == MOST_PARTS
    nested = written("x", [Part("a", "", "multipart/mixed; boundary=y", b"--y\r\n\r\n")])
    long_head = b"--x\r\nX: " + b"a" * 5000 + b"\r\n\r\nb\r\n--x--"
    for body, code in ((many, "too_many_parts"), (b"--x" * 1_000_000, "too_many_parts"), (nested, "parts_in_parts"), (long_head, "bad_part"), (b"nothing", "no_parts"), (b"--x\r\nno end", "bad_part")):
        with pytest.raises(Garbled, match=code):
            parts_of(TYPE, body)
    for kind in ("multipart/form-data", "multipart/form-data; boundary=" + "x" * 71 + ";", 'multipart/form-data; boundary="\x00"'):
        with pytest.raises(Garbled):
            hikvision.read(kind, b"--x")


@pytest.mark.parametrize("wrong", [b"MZ\x90\x00", b"<svg/>", b"GIF89a"])
def test_what_is_no_picture_is_refused_and_so_is_one_too_large(wrong):
    told = json.loads(vzenith.told(SEEN)[1])
    for data in (wrong, b"\xff\xd8\xff" + b"x" * 1_600_000):
        told["AlarmInfoPlate"]["result"]["PlateResult"]["imageFile"] = base64.b64encode(data).decode()
        with pytest.raises(Garbled):
            vzenith.read("application/json", json.dumps(told).encode())
    parts = written("x", [Part("anpr.xml", "anpr.xml", "text/xml", xml_with("", "京A12345")), Part("detectionPicture.jpg", "detectionPicture.jpg", "image/jpeg", wrong)])
    with pytest.raises(Garbled, match="not_a_picture"):
        hikvision.read(TYPE, parts)


@pytest.mark.parametrize("change", [{"confidence": 101}, {"confidence": True}, {"confidence": "x"}, {"license": ["京"]}, {"license": "京A\n2345"}, {"plateid": 2**50}, {"plateid": -1},
                                    {"colorType": 1.5}, {"isoffline": 2}, {"timeStamp": None}, {"timeStamp": {"Timeval": {"sec": -1}}}, {"imageFile": "***"}, {"imageFile": 7}])  # fmt: skip
def test_values_of_the_wrong_type_or_size_are_refused(change):
    told = json.loads(vzenith.told(SEEN)[1])
    told["AlarmInfoPlate"]["result"]["PlateResult"].update(change)
    with pytest.raises(Garbled):
        vzenith.read("application/json", json.dumps(told).encode())


@UNTIMED
@given(st.sampled_from(("application/json", "application/xml", TYPE, "", "multipart/")), st.one_of(st.binary(max_size=300), st.from_type(dict).map(lambda one: repr(one).encode())))
def test_no_bytes_bring_a_reader_down(kind, body):
    for one in (hikvision, dahua, vzenith):
        try:
            one.read(kind, body)
        except Garbled:
            pass


@UNTIMED
@given(st.recursive(st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9), lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
    st.sampled_from(("Picture", "Plate", "SnapInfo", "AccurateTime", "AlarmInfoPlate", "AlarmGioIn", "result", "PlateResult", "TriggerResult", "timeStamp", "Timeval", "sec", "x")), inner, max_size=4)))  # fmt: skip
def test_no_json_brings_a_reader_down(message):
    for one in (dahua, vzenith):
        try:
            one.read("application/json", json.dumps(message).encode())
        except Garbled:
            pass
