"""kill -9 of the box while a camera pushes cars and sends again whatever was not answered: each car is one passage, at home with its plate."""

from __future__ import annotations

import http.client
import json
import threading
from datetime import UTC, datetime, timedelta

from anju.dialects import vzenith
from anju.dialects.sighting import Sighting

from .test_gate import Gate, House, run
from .test_kill import environment  # noqa: F401 - a fixture

PLATES = tuple(f"京A{number:05d}" for number in range(10_000, 10_040))


class Camera:
    """It sends each car until it hears 200, as cameras do; what it heard is remembered."""

    def __init__(self, gate: Gate, key: str) -> None:
        self.gate, self.key, self.answered = gate, key, 0
        begin = datetime.now(UTC) + timedelta(minutes=4)  # within the five minutes of a clock, so that a slow start makes nothing late
        self.pushes = [vzenith.told(Sighting(plate, 0.97, begin + timedelta(seconds=number), f"x {number + 1}", "blue")) for number, plate in enumerate(PLATES)]

    def push(self, kind: str, body: bytes) -> int:
        link = http.client.HTTPConnection("127.0.0.1", self.gate.port, timeout=10)
        try:
            link.request("POST", "/ingest/lane/vzenith", body, {"Authorization": f"Bearer {self.key}", "Content-Type": kind})
            answer = link.getresponse()
            answer.read()
            return answer.status
        except (OSError, http.client.HTTPException):
            return 0
        finally:
            link.close()

    def push_all(self) -> None:
        for kind, body in self.pushes:
            while (status := self.push(kind, body)) != 200:
                assert status in (0, 503), status
                threading.Event().wait(0.02)
            self.answered += 1


def test_each_car_is_one_passage_after_kill_9_of_the_box_while_its_camera_pushes(environment, tmp_path):  # noqa: F811
    made = json.loads(run(["tests.faults.gate", "prepare"], environment))
    house = House(environment, tmp_path / "box", made)
    gate = house.gate
    try:
        gate.start()
        gate.until(lambda told: told["snapshot"] > 0)
        camera = Camera(gate, made["camera"])
        pushing = threading.Thread(target=camera.push_all, daemon=True)
        pushing.start()
        for stop_at in (7, 23):
            while pushing.is_alive() and camera.answered < stop_at:
                threading.Event().wait(0.002)
            gate.kill()
            gate.start()
        pushing.join(timeout=300)
        assert camera.answered == len(PLATES)
        last = gate.status()["last"]
        camera.push_all()
        assert gate.status()["last"] == last, "a camera that lost every answer and sends all again"
        gate.until(lambda told: told["unsent"] == 0)
    finally:
        house.end()
    told = json.loads(run(["tests.faults.gate", "report"], environment))
    assert sorted(told["cars"]) == sorted(PLATES)
    assert (told["fault"], told["is_whole"], told["lines"]) == ("", True, list(range(1, last + 1)))
