"""`anju eyes`: look at the cameras that do not tell by themselves. The house starts it by itself; it ends with the house."""

from __future__ import annotations

import argparse
import logging
import os
import subprocess
import sys
import threading
import time
from uuid import UUID

LOOK_S, GLANCE_S, IDLE_S = 5.0, 0.8, 90.0
LONGEST_PAUSE_S = 60.0
_log = logging.getLogger(__name__)


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--with-parent", action="store_true", help="end when the standard input ends")


def run(given: argparse.Namespace) -> int:
    import django

    django.setup()
    stop = threading.Event()
    if given.with_parent:
        threading.Thread(target=_end_with_parent, args=(stop,), daemon=True).start()
    try:
        Eyes().run_forever(stop)
    except KeyboardInterrupt:
        stop.set()
    return 0


def _end_with_parent(stop: threading.Event) -> None:
    sys.stdin.buffer.read()
    stop.set()
    time.sleep(20)
    os._exit(0)


class Eyes:
    """One eye for each stream, and a glance at each other camera that somebody looks at."""

    def __init__(self) -> None:
        self.eyes: dict[UUID, tuple[tuple, object]] = {}
        self._used = time.monotonic()

    def run_forever(self, stop: threading.Event) -> None:
        """Follow the register until `stop` is set, or until nothing was to be done for a while."""
        import httpx

        limits = httpx.Timeout(3.0, connect=1.5)
        due, cameras = 0.0, []
        with httpx.Client(timeout=limits, follow_redirects=False, trust_env=False) as client:
            while not stop.wait(GLANCE_S) and time.monotonic() - self._used < IDLE_S:
                if time.monotonic() >= due:
                    cameras, due = self._follow(), time.monotonic() + LOOK_S
                self._glance(cameras, client)
        for _marks, eye in self.eyes.values():
            eye.close()

    def _follow(self) -> list:
        """Begin with streams that are new or were changed, end with those that are gone; the cameras that push."""
        from django.db import DatabaseError, connections

        from anju.domains.access import queries as lanes

        try:
            cameras = lanes.cameras_everywhere()
        except DatabaseError:
            connections.close_all()
            return []
        streams = {one.pk: one for one in cameras if one.maker == "stream"} if lanes.can_read_plates() else {}
        marks = {pk: (one.stream, one.device.address, one.device.credential.secret_since, one.lane_id) for pk, one in streams.items()}
        for pk in [pk for pk, (mark, _eye) in self.eyes.items() if marks.get(pk) != mark]:
            self.eyes.pop(pk)[1].close()
        for pk in streams.keys() - self.eyes.keys():
            from .watching import Eye

            eye = Eye(streams[pk])
            eye.start()
            self.eyes[pk] = (marks[pk], eye)
        if streams:
            self._used = time.monotonic()
        return [one for one in cameras if one.maker != "stream"]

    def _glance(self, cameras: list, client: object) -> None:
        from anju.kernel import glimpses

        from .glancing import glance

        for camera in cameras:
            if glimpses.wanted(camera.device_id):
                self._used = time.monotonic()
                glance(camera, client)


def keep(stop: threading.Event) -> None:
    """Keep the process running while there is something to look at; after a fault it begins again, ever more rarely."""
    pause = 1.0
    while not stop.is_set():
        if not is_needed():
            stop.wait(2.0)
            continue
        began = time.monotonic()
        child = subprocess.Popen([sys.executable, "-m", "anju", "eyes", "--with-parent"], stdin=subprocess.PIPE)
        while child.poll() is None and not stop.wait(0.5):
            pass
        child.stdin.close()
        if child.poll() is None:
            try:
                child.wait(timeout=20)
            except subprocess.TimeoutExpired:
                child.kill()
        elif child.returncode:
            _log.warning("the process that looks at the lanes ended with %s", child.returncode)
            pause = 1.0 if time.monotonic() - began > LONGEST_PAUSE_S else min(2 * pause, LONGEST_PAUSE_S)
            stop.wait(pause)


def is_needed() -> bool:
    from anju.domains.access import queries as lanes
    from anju.kernel import glimpses

    return glimpses.anybody() or (lanes.can_read_plates() and any(one.maker == "stream" for one in lanes.cameras_everywhere()))
