"""The door of the devices: what is stored, what is refused, and that nothing is stored twice or by halves."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, date, datetime, timedelta

import pytest

from anju.domains.devices import actions, queries
from anju.domains.devices.models import Command, Contact, Observation
from anju.domains.devices.tests.conftest import SYSTEM, enrolled, running
from anju.gateways.http_push.driver import Ingest
from anju.kernel import clock, scope
from anju.kernel.models import Entry, Scope

from .doors import handed_over

pytestmark = pytest.mark.django_db(transaction=True)
SECOND = timedelta(seconds=1)


@pytest.fixture
def here(transactional_db):
    where = Scope.objects.create(kind="community", name="锦绣花园")
    with scope.entered(where):
        yield where


@pytest.fixture
def ingest():
    made = Ingest()
    made.open()
    yield made
    made.close()


def call(ingest: Ingest, path: str, told=None, *, key: str = "", method: str = "POST", parts: list[bytes] | None = None, headers=()) -> tuple[int, dict]:
    """One request as the server would hand it over; (status, answer)."""
    body = told if isinstance(told, bytes) else json.dumps(told).encode()
    given = [(b"authorization", f"Bearer {key}".encode()), *headers]
    sent = handed_over(ingest, f"/ingest/{path}", parts if parts is not None else [body], given, method=method)
    return sent[0]["status"], json.loads(sent[1]["body"])


def message(*observations: dict, sent_at: datetime | None = None) -> dict:
    return {"sent_at": (sent_at or datetime.now(UTC)).isoformat(), "observations": list(observations)}


def said(number: int, kind: str = "heartbeat", at: datetime | None = None, **more) -> dict:
    return {"number": number, "at": (at or datetime.now(UTC) - SECOND).isoformat(), "kind": kind, **more}


def kept() -> list[tuple[str, int, str]]:
    numbers = dict(queries.Device.everywhere.values_list("pk", "number"))
    rows = Observation.everywhere.filter(device_id__in=numbers).order_by("device_id", "number")
    return sorted((numbers[row.device_id], row.number, row.kind) for row in rows)


def settled(ingest: Ingest) -> None:
    """Let the writer end, so that contacts are written too."""
    ingest.close()


def test_what_a_device_says_is_durable_and_kept_once(here, ingest):
    device = running(here, "pump", "WP-001")
    key = enrolled(device)
    body = message(said(1), said(2, "reading", values={"pressure": 0.41, "is_on": True, "note": "正常"}))
    status, told = call(ingest, "observations", body, key=key)
    assert (status, told["stored"], told["repeated"]) == (200, 2, 0)
    assert abs(told["skew_ms"]) < 5000 and told["server_time"]
    status, told = call(ingest, "observations", body, key=key)
    assert (status, told["stored"], told["repeated"]) == (200, 0, 2)
    tomorrow = message(said(1, at=datetime.now(UTC) - timedelta(days=2)), said(3))
    assert call(ingest, "observations", tomorrow, key=key)[1]["stored"] == 1, "a number is a number, whatever day it claims"
    assert kept() == [("WP-001", 1, "heartbeat"), ("WP-001", 2, "reading"), ("WP-001", 3, "heartbeat")]
    row = Observation.everywhere.get(device_id=device.pk, number=2)
    assert (row.values, row.scope_id, row.day) == ({"pressure": 0.41, "is_on": True, "note": "正常"}, here.pk, row.at.astimezone(UTC).date())
    assert [each.number for each in queries.last_observations(device)] == [3, 2, 1]
    settled(ingest)
    contact = Contact.objects.get(pk=device.pk)
    assert (contact.last_number, abs(contact.skew_ms) < 5000, contact.last_contact_at is not None) == (3, True, True)


def test_a_late_message_of_a_smaller_number_is_kept_too(here, ingest):
    key = enrolled(running(here, "pump", "WP-001"))
    call(ingest, "observations", message(said(10)), key=key)
    assert call(ingest, "observations", message(said(4)), key=key)[1]["stored"] == 1
    assert [number for _device, number, _kind in kept()] == [4, 10]


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"{", 400, "devices.not_json"),
        (b"\xff\xfe", 400, "devices.not_json"),
        (b"[" * 100_000, 400, "devices.not_json"),
        (b'{"sent_at": NaN}', 400, "devices.not_json"),
        (b'{"n": ' + b"9" * 5000 + b"}", 400, "devices.not_json"),
        (b"[]", 400, "devices.not_a_message"),
        (b'{"observations": 7}', 400, "devices.not_a_message"),
        (lambda: message(), 422, "devices.too_many"),
        (lambda: message(*[said(n) for n in range(1, 502)]), 422, "devices.too_many"),
        ({"observations": [said(1)]}, 422, "devices.no_sending_time"),
        ({"sent_at": "2026-03-05 01:00", "observations": [said(1)]}, 422, "devices.no_sending_time"),
        (lambda: message(said(1), sent_at=datetime(2038, 1, 1, tzinfo=UTC)), 422, "devices.clock_wrong"),
        (lambda: message(said(1), sent_at=datetime(1970, 1, 1, tzinfo=UTC)), 422, "devices.clock_wrong"),
        (lambda: message(said(1), said(2, at=datetime(2038, 1, 1, tzinfo=UTC))), 422, "devices.bad_observation"),
        (lambda: message(said(1), said(2, at=datetime(2020, 1, 1, tzinfo=UTC))), 422, "devices.bad_observation"),
        (lambda: message(said(1), said(0)), 422, "devices.bad_observation"),
        (lambda: message(said(1), said(2**63)), 422, "devices.bad_observation"),
        (lambda: message(said(1), said(True)), 422, "devices.bad_observation"),
        (lambda: message(said(1), said("2")), 422, "devices.bad_observation"),
        (lambda: message(said(1), said(2, "<script>")), 422, "devices.bad_observation"),
        (lambda: message(said(1), said(2, values={"a": [1]})), 422, "devices.bad_observation"),
        (lambda: message(said(1), said(2, values={"a": {"b": 1}})), 422, "devices.bad_observation"),
        (lambda: message(said(1), said(2, values={"a": "x" * 121})), 422, "devices.bad_observation"),
        (lambda: message(said(1), said(2, values={"a": "\x00"})), 422, "devices.bad_observation"),
        (lambda: message(said(1), said(2, values={"a": "\ud800"})), 400, "devices.not_json"),
        (lambda: message(said(1), said(2, values={"A-b": 1})), 422, "devices.bad_observation"),
        (lambda: message(said(1), said(2, values={f"v{n}": 1 for n in range(21)})), 422, "devices.bad_observation"),
        (lambda: message(said(1), 7), 422, "devices.bad_observation"),
        (lambda: message(said(1), said(2, device="WP-999")), 404, "devices.not_behind_you"),
    ],
)
def test_what_does_not_fit_is_refused_whole(here, ingest, body, status, code):
    """A message is made when it is sent: one that was made when the tests were collected would be too old by now."""
    key = enrolled(running(here, "pump", "WP-001"))
    answered, told = call(ingest, "observations", body() if callable(body) else body, key=key)
    assert (answered, told["code"], bool(told["sentence"]), "server_time" in told) == (status, code, True, True)
    assert kept() == []


def test_ten_megabytes_are_not_read(here, ingest):
    key = enrolled(running(here, "pump"))
    announced = call(ingest, "observations", b"", key=key, headers=[(b"content-length", b"10485760")])
    streamed = call(ingest, "observations", key=key, parts=[b"x" * 65_536] * 160)
    assert [(status, told["code"]) for status, told in (announced, streamed)] == [(413, "devices.too_large")] * 2
    assert kept() == []


def test_who_has_no_key_stores_nothing(here, ingest):
    device = running(here, "pump")
    key = enrolled(device)
    wrong = [
        "", "anjud_", "anjud_zz_x", f"anjud_{device.pk.hex}_", key[:-1] + ("a" if key[-1] != "a" else "b"), key.replace(device.pk.hex, "0" * 32),
        f"anjud_{device.pk.hex}_{'x' * 500}",
    ]  # fmt: skip
    for each in wrong:
        assert call(ingest, "observations", message(said(1)), key=each)[0] == 401
    assert call(ingest, "commands", {}, key="x")[0] == 401
    assert call(ingest, "receipts", {}, key="x")[0] == 401
    assert kept() == []
    settled(ingest)
    assert Contact.objects.get(pk=device.pk).reported == "refused_sign_in"


def test_a_revoked_key_ends(here, ingest):
    device = running(here, "pump")
    key = enrolled(device)
    assert call(ingest, "observations", message(said(1)), key=key)[0] == 200
    actions.revoke_key(device, reason="被盗", by=SYSTEM)
    ingest.keys.forget()
    assert call(ingest, "observations", message(said(2)), key=key)[0] == 401


def test_a_gateway_speaks_for_those_behind_it_and_for_nobody_else(here, ingest):
    elsewhere = Scope.objects.create(kind="community", name="翠湖苑")
    with scope.entered(elsewhere):
        running(elsewhere, "gateway", "GW-9")
        running(elsewhere, "pump", "WP-009", gateway=queries.Device.objects.get(number="GW-9"))
    gateway = running(here, "gateway", "GW-001")
    running(here, "pump", "WP-001", gateway=gateway)
    alone = running(here, "pump", "WP-002")
    gone = running(here, "pump", "WP-003", gateway=gateway)
    actions.retire_device(gone, reason="报废", by=SYSTEM)
    key = enrolled(gateway)
    for number in ("WP-009", "GW-9", "WP-002", "WP-003", "'; --"):
        status, told = call(ingest, "observations", message(said(1), said(2, device=number)), key=key)
        assert (status, told["code"]) == (404, "devices.not_behind_you")
    assert kept() == []
    assert call(ingest, "observations", message(said(1), said(1, device="WP-001"), said(2, device="GW-001")), key=key)[1]["stored"] == 3
    assert kept() == [("GW-001", 1, "heartbeat"), ("GW-001", 2, "heartbeat"), ("WP-001", 1, "heartbeat")]
    settled(ingest)
    assert Contact.objects.get(pk=alone.pk).last_contact_at is None


def test_what_a_gateway_says_of_a_silent_device_is_its_reason(here, ingest):
    gateway = running(here, "gateway", "GW-001")
    pump = running(here, "pump", "WP-001", gateway=gateway)
    key = enrolled(gateway)
    call(ingest, "observations", message(said(1, "status", device="WP-001", values={"state": "powered_off"}), said(1)), key=key)
    settled(ingest)
    contact = Contact.objects.get(pk=pump.pk)
    assert (contact.reported, contact.last_contact_at, contact.last_number) == ("powered_off", None, None)
    assert Contact.objects.get(pk=gateway.pk).last_contact_at is not None


def test_a_wrong_clock_is_measured_and_told(here, ingest):
    device = running(here, "pump")
    key = enrolled(device)
    slow = message(said(1, at=datetime.now(UTC) - 31 * SECOND), sent_at=datetime.now(UTC) - 30 * SECOND)
    status, told = call(ingest, "observations", slow, key=key)
    assert status == 200 and -33_000 < told["skew_ms"] < -29_000
    assert -33_000 < Observation.everywhere.get(device_id=device.pk).skew_ms < -29_000
    status, told = call(ingest, "observations", message(said(2), sent_at=datetime.now(UTC) + timedelta(hours=1)), key=key)
    assert (status, told["code"], 3590 < int(told["params"]["seconds"]) < 3610) == (422, "devices.clock_wrong", True)
    settled(ingest)
    contact = Contact.objects.get(pk=device.pk)
    assert (contact.reported, 3_590_000 < contact.skew_ms < 3_610_000) == ("clock_wrong", True)


def test_a_full_queue_refuses_and_drops_nothing(here):
    """The writer has not begun: three observations may wait, the fourth is told to come again, and later all three are there."""
    device = running(here, "pump", "WP-001")
    key = enrolled(device)
    ingest = Ingest(most_waiting=3)
    ingest._is_open = True

    async def both():
        waiting = asyncio.create_task(asyncio.to_thread(call, ingest, "observations", message(said(1), said(2), said(3)), key=key))
        while ingest.writer.waiting < 3:
            await asyncio.sleep(0.01)
        refused = await asyncio.to_thread(call, ingest, "observations", message(said(4)), key=key)
        ingest.writer.start()
        return refused, await waiting

    (status, told), (stored_status, stored) = asyncio.run(both())
    ingest.close()
    assert (status, told["code"]) == (503, "devices.busy")
    assert (stored_status, stored["stored"]) == (200, 3)
    assert [number for _device, number, _kind in kept()] == [1, 2, 3]


def test_an_address_or_a_verb_that_there_is_not(here, ingest):
    assert call(ingest, "everything")[0] == 404
    assert call(ingest, "observations/../enrol")[0] == 404
    assert call(ingest, "observations", method="GET")[0] == 405


def test_a_device_enrols_once_and_goes_on_counting(here, ingest):
    device = running(here, "pump", "WP-001")
    token = actions.issue_enrolment(device, by=SYSTEM).shown_once
    status, told = call(ingest, "enrol", {"token": token})
    assert (status, told["device"], told["report_s"], told["next_number"]) == (200, "WP-001", 60, 1)
    call(ingest, "observations", message(said(7)), key=told["key"])
    for each in (token, "", "x" * 10_000, None, 7):
        assert call(ingest, "enrol", {"token": each})[0] == 401
    assert call(ingest, "enrol", b"[]")[0] == 400
    settled(ingest)
    assert Contact.objects.get(pk=device.pk).last_number == 7


def test_a_command_goes_through_the_door_and_its_receipt_comes_back(here, ingest):
    gateway, other = running(here, "gateway", "GW-001"), running(here, "gateway", "GW-002")
    charger = running(here, "ebike_charger", "CH-001", gateway=gateway)
    key, foreign = enrolled(gateway), enrolled(other)
    sent = actions.send_command(charger, verb="stop_charging", by=SYSTEM)
    assert call(ingest, "commands", {}, key=foreign)[1]["commands"] == []
    (fetched,) = call(ingest, "commands", {}, key=key)[1]["commands"]
    assert (fetched["command"], fetched["device"], fetched["verb"], fetched["attempt"]) == (str(sent.pk), "CH-001", "stop_charging", 1)
    assert call(ingest, "commands", {}, key=key)[1]["commands"] == []
    done = {"command": str(sent.pk), "outcome": "done", "note": "已断电"}
    assert call(ingest, "receipts", done, key=foreign)[0] == 404
    assert call(ingest, "receipts", {**done, "command": "7"}, key=key)[0] == 404
    assert call(ingest, "receipts", {**done, "outcome": "exploded"}, key=key)[0] == 422
    assert call(ingest, "receipts", {**done, "note": "x" * 201}, key=key)[0] == 422
    assert Command.objects.get().state == "taken"
    for _again in range(2):
        status, told = call(ingest, "receipts", done, key=key)
        assert (status, told["state"]) == (200, "done")
    assert (Command.objects.get().receipt, Entry.objects.filter(name="devices.command_answered").count()) == ("已断电", 1)


def test_a_message_with_a_meaning_acts_once(here, ingest):
    device = running(here, "camera", "CAM-001")
    key = enrolled(device)
    body = message(said(1, "posture", values={"password": "default", "protocol": "plain", "open_ports": "23", "certificate_until_on": "2027-01-01"}))
    for expected in ((1, 0), (0, 1)):
        status, told = call(ingest, "observations", body, key=key)
        assert (status, (told["stored"], told["repeated"]), "refused" in told) == (200, expected, False)
    assert Entry.objects.filter(name="devices.posture_checked").count() == 1
    status, told = call(ingest, "observations", message(said(2, "posture", values={"password": "secret"})), key=key)
    assert (status, told["stored"], told["refused"][0]["code"]) == (200, 1, "devices.bad_posture")
    posture = queries.Device.objects.select_related("posture").get(pk=device.pk).posture
    assert (posture.password, posture.open_ports, posture.certificate_until_on) == ("default", [23], date(2027, 1, 1))


@pytest.mark.clause("003-331")
def test_six_security_systems_report_through_their_gateways_with_heartbeat_and_last_message(here, ingest):
    """Video, access, perimeter alarm, fire, vehicle, smart patrol on one platform, each with its health."""
    systems = {"camera": "video", "door_controller": "access", "perimeter_detector": "perimeter", "smoke_detector": "fire", "barrier": "vehicle", "patrol_reader": "patrol"}
    for kind in systems:
        gateway = running(here, "gateway", f"GW-{kind[:8]}")
        running(here, kind, f"D-{kind[:8]}", gateway=gateway)
        rows = (said(1, device=f"D-{kind[:8]}"), said(2, "reading", device=f"D-{kind[:8]}", values={"battery": 90}))
        status, told = call(ingest, "observations", message(said(1), *rows), key=enrolled(gateway))
        assert (status, told["stored"]) == (200, 3)
    settled(ingest)
    from anju.domains.devices import watching

    watching.look(here, clock.now())
    health = {one.system: one for one in queries.fleet(here)}
    assert {system: (health[system].present, health[system].total) for system in systems.values()} == dict.fromkeys(systems.values(), (1, 1))
    for kind, system in systems.items():
        device = queries.of_system(here, system).get(kind=kind)
        assert (device.online, health[system].last_contact_at is not None) == ("online", True)
        assert queries.last_observations(device)[0].kind == "reading"
    with clock.frozen(clock.now() + timedelta(minutes=10)):
        watching.look(here, clock.now())
        assert {one.system: one.present for one in queries.fleet(here)} == {**dict.fromkeys(systems.values(), 0), "network": 0}
