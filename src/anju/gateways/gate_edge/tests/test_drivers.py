"""Door controllers and relays through their real wires: read, opened for a decision, heard, and what is said when nothing comes back."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from anju.gateways.gate_edge.edge.lanes import LaneFault, NoReceipt, Told, Wire, wired

from .controllers import PASSWORD, USER, Dahua, Hikvision, Uhppote

DECISION = "edge:7"


class Heard:
    """What a driver tells while it listens."""

    def __init__(self, driver) -> None:
        self.facts: queue.Queue[Told | LaneFault] = queue.Queue()
        self.stop = threading.Event()
        self.thread = threading.Thread(target=self._run, args=(driver,), daemon=True)
        self.thread.start()

    def _run(self, driver) -> None:
        try:
            driver.watch(self.facts.put, self.stop)
        except LaneFault as fault:
            self.facts.put(fault)

    def next(self) -> Told | LaneFault:
        return self.facts.get(timeout=30)


@contextmanager
def listening(driver) -> Iterator[Heard]:
    heard = Heard(driver)
    assert heard.next() == Told("listening")
    try:
        yield heard
    finally:
        heard.stop.set()


@pytest.fixture(params=[("isapi", Hikvision), ("dahua", Dahua)], ids=["hikvision", "dahua"])
def door(request):
    """(controller, driver) of a door over HTTP."""
    name, kind = request.param
    controller = kind()
    yield controller, wired({"driver": name, "address": controller.address, "channel": 2, "user": USER, "password": PASSWORD}, is_trial=True)
    controller.close()


def test_a_door_is_told_over_one_connection_and_one_that_hangs_up_meanwhile_is_told_all_the_same(door):
    controller, driver = door
    for _turn in range(3):
        driver.open_once(DECISION)
    assert (len(controller.told), controller.closed.empty()) == (3, True)
    controller.hangs_up = True
    for _turn in range(3):
        driver.open_once(DECISION)
        controller.closed.get(timeout=30)
    assert len(controller.told) == 6


def test_an_http_door_is_read_and_opens_with_a_receipt(door):
    controller, driver = door
    assert driver.state() == "closed"
    controller.is_open = True
    assert driver.state() == "open"
    controller.told.clear()
    driver.open_once(DECISION)
    method, path, body = controller.told[0]
    assert (method, path, "<cmd>open</cmd>" in body) in (
        ("PUT", "/ISAPI/AccessControl/RemoteControl/door/2", True), ("GET", "/cgi-bin/accessControl.cgi?action=openDoor&channel=2&UserID=101&Type=Remote", False),
    )  # fmt: skip
    driver.stay_open(True)
    assert driver.state() == "held"
    driver.stay_open(False)
    assert driver.state() == "open"


def test_an_http_door_that_refuses_is_silent_or_gone_says_which(door):
    controller, driver = door
    controller.refuses = True
    with pytest.raises(LaneFault, match="refused") as refused:
        driver.open_once(DECISION)
    assert not isinstance(refused.value, NoReceipt)
    controller.refuses, controller.is_deaf = False, True
    with pytest.raises(NoReceipt):
        driver.open_once(DECISION)
    controller.close()
    with pytest.raises(LaneFault) as gone:
        driver.state()
    assert not isinstance(gone.value, NoReceipt)
    assert PASSWORD not in str(gone.value) + repr(driver._wire)


def test_a_wrong_login_is_said_and_never_shown(door):
    controller, driver = door
    name = type(driver).__name__.removesuffix("Door").lower()
    other = wired({"driver": name, "address": controller.address, "channel": 2, "user": USER, "password": "wrong-one"}, is_trial=True)
    with pytest.raises(LaneFault, match="login") as no:
        other.open_once(DECISION)
    assert "wrong-one" not in str(no.value) and controller.told == []


def test_hikvision_tells_contact_card_and_button():
    controller = Hikvision()
    driver = wired({"driver": "isapi", "address": controller.address, "channel": 2, "user": USER, "password": PASSWORD, "way": "in"}, is_trial=True)
    with listening(driver) as heard:
        controller.say("<EventNotificationAlert><eventType>videoloss</eventType></EventNotificationAlert>", "application/xml")
        controller.event(0x19, door=1)
        controller.event(0x09, cardNo="04A1B2C3")
        assert heard.next() == Told("shown", "04A1B2C3", "in")
        controller.event(0x19)
        controller.event(0x1A)
        controller.event(0x17)
        controller.event(0x19)
        assert [heard.next() for _fact in range(3)] == [Told("opened"), Told("closed"), Told("opened", cause="button")]
        controller.break_off()
        assert isinstance(heard.next(), LaneFault)
    controller.close()


def test_dahua_tells_contact_and_card():
    controller = Dahua()
    driver = wired({"driver": "dahua", "address": controller.address, "channel": 2, "user": USER, "password": PASSWORD}, is_trial=True)
    with listening(driver) as heard:
        controller.say("Heartbeat", "text/plain")
        controller.event("DoorStatus", {"Status": "Open"}, index=0)
        controller.event("AccessControl", {"CardNo": "04A1B2C3", "Status": 0, "Type": "Exit", "Door": 1})
        controller.event("AccessControl", {"CardNo": "04A1B2C3", "Status": 1, "Type": "Exit", "Door": 1})
        controller.event("DoorStatus", {"Status": "Open"})
        controller.event("DoorStatus", {"Status": "Close"})
        assert [heard.next() for _fact in range(3)] == [Told("shown", "04A1B2C3", "out"), Told("opened"), Told("closed")]
        controller.say("Code=DoorStatus;action=Pulse;index=1;data={not json}", "text/plain")
        assert isinstance(heard.next(), LaneFault), "what is no event of this dialect breaks the stream off"
    controller.close()


@pytest.fixture
def uhppote():
    pytest.importorskip("uhppoted", reason="pip install 'anju[doors]'")
    controller = Uhppote()
    yield controller, wired({"driver": "uhppoted", "address": controller.address, "unit": Uhppote.SERIAL, "channel": 2}, is_trial=True)
    controller.close()


def test_a_uhppote_door_is_read_opened_and_heard(uhppote):
    controller, driver = uhppote
    assert driver.state() == "closed"
    controller.is_open = True
    assert driver.state() == "open"
    driver.open_once(DECISION)
    assert controller.told == [2]
    driver.stay_open(True)
    assert (driver.state(), controller.mode) == ("held", 1)
    driver.stay_open(False)
    assert controller.mode == 3
    controller.is_open = False
    controller.swipe(8165538)
    with listening(driver) as heard:
        controller.swipe(8165537, direction=2)
        assert heard.next() == Told("shown", "8165537", "out"), "a card from before is not shown again"
        controller.swipe(8165538, granted=True)
        controller.button()
        controller.is_open = True
        assert heard.next() == Told("opened", cause="button")
        controller.is_open = False
        assert heard.next() == Told("closed")


def test_a_uhppote_door_that_refuses_or_says_nothing(uhppote):
    controller, driver = uhppote
    controller.refuses = True
    with pytest.raises(LaneFault, match="refused"):
        driver.open_once(DECISION)
    controller.is_deaf = True
    with pytest.raises(NoReceipt):
        driver.open_once(DECISION)
    other = wired({"driver": "uhppoted", "address": controller.address, "unit": 99, "channel": 2}, is_trial=True)
    with pytest.raises(NoReceipt):
        other.state()


@pytest.mark.parametrize("address", ["127.0.0.1:80", "localhost", "[::1]:80", "169.254.169.254", "100.100.100.200", "224.0.0.1", "0.0.0.0", "[::ffff:127.0.0.1]:80", "user@10.0.0.1", "10.0.0.1/x", "10.0.0.1:99999", "", "-oProxy=x", "10.0.0.1 -x"])
@pytest.mark.parametrize("name", ["isapi", "dahua"])
def test_no_controller_stands_at_an_address_of_this_machine_or_the_cloud(name: str, address: str):
    driver = wired({"driver": name, "address": address, "user": USER, "password": PASSWORD})
    with pytest.raises(LaneFault, match="address"):
        driver.open_once(DECISION)


def test_nobody_drives_what_is_not_in_the_list():
    with pytest.raises(LaneFault, match="nobody drives"):
        wired({"driver": "os.system", "address": "10.0.0.1"})
    assert PASSWORD not in repr(Wire("isapi", "10.0.0.1", password=PASSWORD))
