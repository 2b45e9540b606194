"""The simulated cars: what a camera says of them is read by the product's own codec, and the lane controller lifts for a signed request alone."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta
from random import Random
from types import SimpleNamespace

import pytest
from PIL import Image

from anju.dialects import vzenith
from anju.gateways.lane_cameras.bars import Bar, open_barrier
from anju.kernel import clock
from anju.plates import fitted, match
from anju.simulator import cars
from anju.simulator.lanes import Controller

AT = datetime(2026, 3, 5, 1, 0, tzinfo=UTC)


def test_the_households_plates_are_plates_and_a_misread_means_its_own_car():
    owned = [cars.plate(number) for number in range(cars.OWNED)]
    assert [fitted(text).text for text in owned] == owned and len(set(owned)) == cars.OWNED
    wrong = [(text, cars.misread(text)) for text in owned if cars.misread(text) != text]
    assert len(wrong) > cars.OWNED // 2 and all(match(read, owned).text == text for text, read in wrong)


@pytest.mark.parametrize("text", ["京A12345", "京AD12345", ""])
def test_what_a_camera_sees_is_drawn_and_told(text):
    seen = vzenith.read(*vzenith.told(cars.sight(Random(1), AT, text, sure=0.9)))
    assert (seen.text, seen.at, Image.open(io.BytesIO(seen.picture)).size, Image.open(io.BytesIO(seen.closeup)).size) == (text, AT, (480, 270), (220, 64))


def test_the_lane_controller_lifts_once_and_for_a_signed_request_alone(monkeypatch):
    now, lifted = clock.now(), []
    controller = Controller(SimpleNamespace())
    monkeypatch.setattr("anju.simulator.lanes._in", lambda _seconds, _do, kind: lifted.append(kind))
    controller.start()
    bar = Bar(f"127.0.0.1:{controller._server.server_address[1]}", 1, "lane", controller.secret)
    asked = ((bar, "a", now), (bar, "a", now), (Bar(bar.address, 1, "lane", "guess"), "b", now), (bar, "c", now - timedelta(seconds=60)))
    outcomes = [open_barrier("relay", one, command=command, at=at).outcome for one, command, at in asked]
    controller._server.shutdown()
    controller._server.server_close()
    assert (outcomes, lifted) == (["done", "done", "failed", "failed"], ["opened", "passed"])
