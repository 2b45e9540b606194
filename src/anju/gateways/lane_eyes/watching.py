"""One camera's stream: frames are taken by one thread, the newest is read by another, so that a slow machine reads fewer frames and never older ones."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from datetime import datetime
from urllib.parse import quote
from uuid import uuid4

import av
import cv2
import numpy as np
from django.db import connections

from anju.dialects.sighting import Sighting as Told
from anju.domains.access import queries as lanes
from anju.domains.devices import actions as devices
from anju.domains.devices import queries
from anju.gateways.lane_cameras.hearing import Heard, take
from anju.gateways.messages.leaving import Blocked, NoSuchHost, Unreachable, reached
from anju.kernel import clock, glimpses
from anju.kernel import scope as view
from anju.vision import Lane, Verdict
from anju.vision.lanes import frames_of

FRAMES_A_SECOND = 5
FIRST_PAUSE_S, LONGEST_PAUSE_S = 1.0, 60.0
REFUSED_PAUSE_S = 300.0
"""Cameras lock an account after a few wrong sign-ins. A login that is set anew in the register is tried at once."""
SIGN_OF_LIFE_S, SHOWN_EVERY_S = 10.0, 0.8
UNREAD = 0.4
"""What a number that the vote did not accept is said to be worth: a person sees it, and no bar."""
COLOURS = {"blue": "blue", "yellow": "yellow", "yellow_double": "yellow", "trailer": "yellow", "learner": "yellow", "green_small": "green", "green_large": "yellow_green",
           "police": "white", "hk_macau": "black", "embassy": "black", "consulate": "black"}  # fmt: skip
_log = logging.getLogger(__name__)


def address_of(camera: lanes.LaneCamera) -> str:
    """The stream's address with its login. The host is looked up and judged first, and exactly that one is connected to."""
    device = camera.device
    scheme, _colon, path = camera.stream.partition(":")
    there = reached(device.address, 554 if scheme == "rtsp" else 80)
    with view.entered(camera.scope_id):
        login = queries.login_of(device)
    signed_in = f"{quote(login[0], safe='')}:{quote(login[1], safe='')}@" if login else ""
    return f"{scheme}://{signed_in}{there}{path}"


def reason_of(fault: Exception) -> str:
    """Why there is no picture, as a reason of the device. What FFmpeg says itself is told nowhere: it names the login."""
    if isinstance(fault, (av.error.HTTPUnauthorizedError, av.error.HTTPForbiddenError)):
        return "refused_sign_in"
    if isinstance(fault, av.error.HTTPNotFoundError):
        return "no_such_stream"
    if isinstance(fault, (av.error.HTTPClientError, av.error.HTTPServerError, av.error.InvalidDataError, av.error.DecoderNotFoundError, IndexError)):
        return "no_picture"
    return "bad_address" if isinstance(fault, (Blocked, NoSuchHost)) else "network_lost"


class Eye:
    """Looks at one camera until it is told to stop. `frames` opens the stream; tests give their own."""

    def __init__(self, camera: lanes.LaneCamera, *, frames: Callable[[str], Iterator[np.ndarray]] | None = None) -> None:
        self.camera, self.stop = camera, threading.Event()
        self._frames = frames or (lambda address: frames_of(address, a_second=FRAMES_A_SECOND))
        self._newest: tuple[np.ndarray, datetime] | None = None
        self._came = threading.Condition()
        self._touched = self._shown = 0.0
        self.state, self.pauses = "new", 0
        self._threads = [threading.Thread(target=self._caught, args=(work,), name=f"eye {camera.device.number}", daemon=True) for work in (self._look, self._read)]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def close(self) -> None:
        self.stop.set()
        with self._came:
            self._came.notify_all()
        for thread in self._threads:
            thread.join(timeout=15)

    def _caught(self, work: Callable[[], None]) -> None:
        while not self.stop.is_set():
            try:
                work()
            except Exception:
                _log.exception("the eye of %s begins again", self.camera.device.number)
                self.stop.wait(FIRST_PAUSE_S)
            finally:
                connections.close_all()

    def _look(self) -> None:
        """Take frames; where the stream cannot be opened or breaks, say so at the device and try again, ever more rarely."""
        pause = FIRST_PAUSE_S
        while not self.stop.is_set():
            why = "network_lost"
            try:
                for frame in self._frames(address_of(self.camera)):
                    pause, self.state = FIRST_PAUSE_S, "watching"
                    self._keep(frame)
                    if self.stop.is_set():
                        return
            except (av.error.FFmpegError, Blocked, Unreachable, OSError, IndexError) as fault:
                why = reason_of(fault)
            if self.stop.is_set():
                return
            if why != self.state:
                _log.warning("no picture of %s: %s", self.camera.device.number, why)
            self.state, self.pauses = why, self.pauses + 1
            devices.said_of(self.camera.device, why, clock.now())
            self.stop.wait(REFUSED_PAUSE_S if why == "refused_sign_in" else pause)
            pause = min(2 * pause, LONGEST_PAUSE_S)

    def _keep(self, frame: np.ndarray) -> None:
        at = clock.now()
        with self._came:
            self._newest = (frame, at)
            self._came.notify_all()
        if at.timestamp() - self._touched >= SIGN_OF_LIFE_S:
            self._touched = at.timestamp()
            devices.touch([self.camera.device], at)
        if at.timestamp() - self._shown >= SHOWN_EVERY_S and glimpses.wanted(self.camera.device_id):
            self._shown = at.timestamp()
            glimpses.show(self.camera.device_id, jpeg(frame, longest=960))

    def _read(self) -> None:
        """Read the newest frame, follow the plates in it, and tell of a car as soon as its number is sure, or once it is gone unread."""
        lane = Lane()
        while not self.stop.is_set():
            with self._came:
                if self._newest is None and not self._came.wait(2.0):
                    continue
                newest, self._newest = self._newest, None
            if newest is None:
                continue
            frame, at = newest
            over = lane.add(frame)
            for verdict in lane.just_accepted():
                self.tell(verdict, frame, at)
            for passing in over:
                if not passing.was_told and passing.verdict.agreeing > 1:
                    self.tell(passing.verdict, frame, at)

    def tell(self, verdict: Verdict, frame: np.ndarray, at: datetime) -> None:
        """As a camera that reads would tell it: what was accepted with its sureness, what was not as something that a person must look at."""
        sure = verdict.sureness if verdict.is_accepted else min(verdict.sureness, UNREAD)
        told = Told(verdict.text or verdict.candidate, sure, at, uuid4().hex, COLOURS.get(verdict.kind, ""), "", False, jpeg(frame, longest=1280))
        heard = take(self.camera.scope_id, self.camera.device_id, "stream", told)
        for work in heard.after if isinstance(heard, Heard) else ():
            work()


def jpeg(frame: np.ndarray, *, longest: int) -> bytes:
    scale = longest / max(frame.shape[:2])
    small = cv2.resize(frame, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) if scale < 1 else frame
    return cv2.imencode(".jpg", small, [cv2.IMWRITE_JPEG_QUALITY, 80])[1].tobytes()
