"""From a card or a plate at the lane to the barrier command that the controller has read, with the passage durable before it.

At a gate with a box: its running process (`anju edge run`, as the product runs it, cut off from the server) knows 2,000 plates and 2,000 cards. Fifty times a second,
in open loop, a camera of Hikvision, Dahua or Vzenith pushes a car with its pictures over a socket of its own, or a Hikvision controller's event stream tells a
card; the box decides, brings the line to the disk (synchronous FULL), and its Hikvision driver tells the controller of that lane. The clock starts when the push or
swipe is due, whether or not the one before is done, and stops when the controller has read the command. In the end the process is killed, and every lift must have
its line. Beside it stands one bare write of 4 KiB and its fdatasync, on the same disk, in the same run, at the same pace.

At a lane without a box the server does the same: its figures stand at a rate that one process of it sustains, and say it in their names. A car whose lift came too
late is dropped by the product and counted.
"""

from __future__ import annotations

import asyncio
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from .figures import Figure
from .lane_box import LANES, Gate, RunningBox
from .lane_fakes import Controller

WARM = 40
RATE, COUNT = float(os.environ.get("ANJU_LANE_RATE", "50")), int(os.environ.get("ANJU_LANE_CARS", "400"))
SERVER_RATE, SERVER_COUNT = float(os.environ.get("ANJU_LANE_SERVER_RATE", "20")), int(os.environ.get("ANJU_LANE_SERVER_CARS", "200"))
"""Cars a second, and how many; another rate says so in the figures' names."""
GOALS = {"box": 10, "server": 60}
"""Times a bare fdatasync at the same quantile."""


def measure() -> Iterator[Figure]:
    """Milliseconds at three quantiles beside those of a bare fdatasync."""
    import django

    django.setup()
    sys.setswitchinterval(0.0005)  # as the product sets it
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    if COUNT % LANES or WARM % LANES:
        raise ValueError(f"as many cars at each of {LANES} lanes")
    with tempfile.TemporaryDirectory(dir=os.environ["ANJU_DATA_DIR"]) as folder:
        plates, cards, syncs = _through_the_box(Path(folder))
    yield from _figures("plate at the lane to barrier command through the box", RATE, plates, syncs, GOALS["box"])
    yield from _figures("card at the door to open command through the box", RATE, cards, syncs, GOALS["box"])
    yield from _through_the_server()


def _through_the_box(folder: Path) -> tuple[list[float], list[float], list[float]]:
    """Seconds of each car, of each card, and of each bare fdatasync."""
    loop = asyncio.new_event_loop()
    fakes = [Controller() for _lane in range(2 * LANES)]
    for one in fakes:
        loop.run_until_complete(one.start())
    gate = Gate(folder, fakes[:LANES], fakes[LANES:])
    gate.send_rights()
    box = RunningBox(gate)
    try:
        found = loop.run_until_complete(_measured(box))
    finally:
        loop.run_until_complete(box.kill())
    box.check()
    loop.close()
    return found


async def _measured(box: RunningBox) -> tuple[list[float], list[float], list[float]]:
    await box.start()
    await box.cars(WARM, RATE)
    await box.cards(WARM, RATE)
    syncs = _syncs(COUNT, RATE)
    return await box.cars(COUNT, RATE), await box.cards(COUNT, RATE), syncs


def _through_the_server() -> Iterator[Figure]:
    from .lane_server import Relay, Site

    relay = Relay()
    site = Site(relay)
    _took, early = site.run(WARM, SERVER_RATE)
    syncs = _syncs(SERVER_COUNT, SERVER_RATE)
    took, dropped = site.run(SERVER_COUNT, SERVER_RATE)
    site.check(WARM + SERVER_COUNT, early + dropped)
    relay.stop()
    yield from _figures("plate at the lane to barrier command through the server", SERVER_RATE, took, syncs, GOALS["server"])
    yield Figure(f"cars whose lift the server dropped, {SERVER_RATE:g}/s", "cars", dropped, "<= 0")


def _figures(name: str, rate: float, took: list[float], syncs: list[float], goal: int) -> Iterator[Figure]:
    for percent in (50, 95, 99):
        yield Figure(f"{name}, {rate:g}/s, p{percent}", "ms", _quantile(took, percent), f"<= {goal}", _quantile(syncs, percent), "a bare fdatasync")


def _quantile(values: list[float], percent: int) -> float:
    return statistics.quantiles(values, n=100)[percent - 1] * 1000


def _syncs(count: int, rate: float) -> list[float]:
    """Seconds of writing 4 KiB at the end of a file and bringing it to the disk, at the pace of the cars."""
    took, block = [], os.urandom(4096)
    with tempfile.TemporaryFile(dir=os.environ["ANJU_DATA_DIR"]) as file:
        begin = time.perf_counter()
        for number in range(count):
            time.sleep(max(begin + number / rate - time.perf_counter(), 0))
            started = time.perf_counter()
            os.write(file.fileno(), block)
            os.fdatasync(file.fileno())
            took.append(time.perf_counter() - started)
    return took
