"""A lane that the office wired: the box reads it, lifts it for what it decided, and writes down what its contact saw, or that nobody answered."""

from __future__ import annotations

import threading

import pytest

from anju.gateways.gate_edge.edge.deciding import Shown

from .conftest import Site
from .controllers import PASSWORD, USER, Hikvision

CARD = "04A1B2C3"


class Wired:
    """The walk of the south gate with a controller behind it."""

    def __init__(self, site: Site) -> None:
        self.site, self.lane, self.controller = site, str(site.ground.walk.pk), Hikvision()
        site.box.bars._is_trial = True
        self.row = {"driver": "isapi", "address": self.controller.address, "channel": 2, "unit": 0, "contact": None, "loop": None, "topic": "", "way": "in", "user": USER,
                    "password": PASSWORD, "try": 0}  # fmt: skip
        self.wire()
        assert self.controller.listens.wait(30)

    def wire(self, **more) -> None:
        self.site.box.bars.wire({self.lane: {**self.row, **more}})

    def until(self, *wanted) -> list[dict]:
        """The last lines, once they are of these kinds and codes."""
        for _look in range(600):
            lines = list(self.site.box.book.newest(len(wanted)))
            if [one.get("code", one["kind"]) for one in lines] == list(wanted):
                return lines
            threading.Event().wait(0.05)
        raise AssertionError([one.get("code", one["kind"]) for one in self.site.box.book.newest(len(wanted) + 2)])


@pytest.fixture
def wired(site: Site):
    made = Wired(site)
    yield made
    site.box.bars.close()
    made.controller.close()


def test_a_card_at_the_controllers_reader_is_decided_here_and_what_the_contact_sees_belongs_to_it(wired: Wired):
    wired.controller.event(0x09, cardNo=CARD)
    passage = wired.until("allowed")[0]
    wired.controller.event(0x19)
    opening = wired.until("opening")[0]
    assert (passage["way"], passage["lane"], opening["of"], opening["cause"]) == ("in", wired.lane, passage["n"], "device")
    assert [path for _method, path, _body in wired.controller.told if "RemoteControl" in path] == ["/ISAPI/AccessControl/RemoteControl/door/2"]
    wired.controller.event(0x09, cardNo="04FFFFFF")
    assert wired.until("no_right")[0]["outcome"] == "refused"
    wired.controller.event(0x1A)
    wired.controller.event(0x17)
    wired.controller.event(0x19)
    assert (wired.until("opening")[0]["of"], wired.until("opening")[0]["cause"]) == (0, "button"), "nobody decided it"


def test_a_command_without_a_receipt_is_said_at_the_gate_and_written_down(wired: Wired):
    wired.controller.is_deaf = True
    told = wired.site.box.present(Shown(wired.lane, "out", "card", CARD))
    assert (told["outcome"], told["receipt"]) == ("allowed", "no_receipt")
    assert wired.until("leaves", "no_receipt")[1]["value"] == told["number"]


def test_a_controller_that_is_lost_is_said_once_and_what_stands_open_afterwards_nobody_decided(wired: Wired):
    wired.controller.break_off()
    wired.until("lane_lost")
    wired.controller.is_open = True
    wired.until("lane_lost", "lane_back", "opening")
    opening = wired.until("opening")[0]
    assert (opening["cause"], opening["of"], wired.site.box.lanes[wired.lane].bar) == ("power", 0, "open")


def test_a_controller_that_comes_back_during_a_fire_stands_open(wired: Wired):
    wired.controller.break_off()
    wired.until("lane_lost")
    wired.controller.refuses = True
    wired.site.box.fire(True)
    wired.controller.stays, wired.controller.refuses = False, False
    for _look in range(600):
        if wired.controller.stays:
            break
        threading.Event().wait(0.05)
    assert wired.controller.stays
    assert "lane_back" in [one.get("code") for one in wired.site.box.book.newest(3)], "its opening may stand behind it already"


def test_a_try_reads_and_opens_nothing_and_a_wrong_login_is_its_answer(wired: Wired):
    wired.controller.told.clear()
    wired.wire(**{"try": 1})
    assert (wired.until("tried")[0]["value"], wired.until("tried")[0]["lane"]) == (0, wired.lane)
    assert {method for method, _path, _body in wired.controller.told} == {"GET"}
    wired.row |= {"password": "wrong", "try": 1}
    wired.wire()
    wired.row |= {"try": 2}
    wired.wire()
    for _look in range(600):
        found = [one for one in wired.site.box.book.newest(4) if one.get("code") == "tried" and one["value"] == -3]
        if found:
            break
        threading.Event().wait(0.05)
    assert len(found) == 1
    assert not [path for _method, path, _body in wired.controller.told if "RemoteControl" in path]


def test_a_look_that_ends_when_its_wiring_is_gone_says_nothing(wired: Wired, monkeypatch):
    lane, bars = wired.site.box.lanes[wired.lane], wired.site.box.bars
    monkeypatch.setattr(lane.driver, "state", lambda: bars.wire({}) or "closed")
    assert (bars.read(wired.lane), lane.bar, lane.fault) == ("unknown", "unknown", "")


def test_a_wiring_that_is_taken_off_opens_nothing_any_more(wired: Wired):
    wired.controller.told.clear()
    wired.site.box.bars.wire({})
    told = wired.site.box.present(Shown(wired.lane, "out", "card", CARD))
    commands = [one for one in wired.controller.told if one[0] != "GET"]  # a look that was under way may still arrive
    assert (told["receipt"], commands, wired.site.box.lanes[wired.lane].bar) == ("", [], "unknown")
