"""Cars at a lane: how cameras are fitted, what a guard may type, which cars a gate keeps out; what a reading is worth stands in `looks`. Pure."""

from __future__ import annotations

import re
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from anju.kernel.refusals import Refusal
from anju.plates import Plate, fitted
from anju.plates.grammar import FORCES

from .looks import OLDEST_DAYS, VERY_SURE, told_when

_STREAM = re.compile(r"(?:rtsp|http):/(?!/)[0-9A-Za-z_./?=&%-]{0,100}")
MAKERS = (("hikvision", _("Hikvision")), ("dahua", _("Dahua")), ("vzenith", _("Vzenith")), ("stream", _("Only a stream; Anju reads it")))
PUSHED = ("hikvision", "dahua", "vzenith")
"""Dialects of cameras that push what they see over HTTP, to the server or to the box of their gate."""
WAYS = (
    ("answer", _("In the answer to the camera")), ("isapi", _("By Hikvision's relay")), ("dahua", _("By Dahua's relay")), ("mqtt", _("By a message to the camera over MQTT")), ("relay", _("By a signed request to the lane's controller")),
    ("fetched", _("The lane's controller fetches it")),
)  # fmt: skip
AT_CAMERA = ("answer", "isapi", "dahua", "mqtt")
"""Ways by which the camera itself lifts the bar, at a relay of its own."""
COLOURS = (("blue", _("Blue")), ("yellow", _("Yellow")), ("green", _("Green")), ("yellow_green", _("Yellow and green")), ("white", _("White")), ("black", _("Black")))
VEHICLES = (("car", _("Car")), ("bus", _("Bus")), ("freight", _("Freight vehicle")), ("engineering", _("Engineering vehicle")))
HOW = (("exact", _("Plate as read")), ("alike", _("Expected plate, misread")), ("typed", _("Typed by the guard")), ("hand", _("Let through by the guard")))
KEEPS_OUT = (("", _("Lets every car ask")), ("staff", _("Cars of the staff")), ("others", _("All but residents and staff")), ("both", _("All but residents")), ("all", _("Every car")))

JUDGED_CARS, FALL = 30, 0.10
WAIT_MINUTES = 10


def is_worth_another_look(state: str, plate: str, sure: int) -> bool:
    """Whether our own reader looks at the picture too: of a car that waits unread, or read with doubt."""
    return state == "waiting" and (not plate or sure < 100 * VERY_SURE)


def moment_of(seen_at: datetime, at: datetime, last_at: datetime | None, *, is_late: bool) -> tuple[bool, Refusal | None]:
    """(whether it is told late, the refusal). What is told late is kept and lifts no bar; a clock that is wrong is told so."""
    is_late, fault = told_when(seen_at, at, last_at, is_late=is_late)
    if fault == "clock_wrong":
        return False, Refusal("access.clock_wrong", _("Not taken: the camera's clock is %(seconds)s s off. Set it by the server's time."), seconds=round((seen_at - at).total_seconds()))
    if fault:
        return False, Refusal("access.too_old", _("Not taken: this was seen more than %(days)s days ago."), days=OLDEST_DAYS)
    return is_late, None


def stream_fits(maker: str, way: str, stream: str) -> Refusal | None:
    """A camera that only has a stream says where it lies on its host; it takes no answers, so another way lifts the bar."""
    if (maker == "stream") != bool(stream):
        return Refusal("access.stream_needed", _("Not recorded: a camera of which only the stream is read needs the stream's path, and no other has one."))
    if stream and not _STREAM.fullmatch(stream):
        return Refusal("access.bad_stream", _("Not recorded: write the stream as rtsp:/path or http:/path, without host, name or password; they stand at the device."))
    if maker == "stream" and way == "answer":
        return Refusal("access.stream_is_silent", _("Not recorded: a camera that is only looked at takes no answers. Choose how its bar is lifted otherwise."))
    return None


def may_fit(*, traffic: str, directions: str, direction: str, kind: str, way: str, has_controller: bool, is_taken: bool) -> Refusal | None:
    if traffic != "vehicle":
        return Refusal("access.no_car_lane", _("Not recorded: a plate camera belongs to a lane for vehicles."))
    if kind != "plate_camera":
        return Refusal("access.no_plate_camera", _("Not recorded: this device is no plate camera."))
    if directions not in ("both", direction):
        return Refusal("access.wrong_direction", _("Not recorded: no car goes this way on this lane."))
    if way in ("fetched", "relay") and not has_controller:
        return Refusal("access.no_controller", _("Not recorded: this lane has no controller. Name it at the lane first."))
    if is_taken:
        return Refusal("access.camera_taken", _("Not recorded: this camera looks at a lane already. Take it from there first."))
    return None


def typed_plate(text: str) -> Plate | Refusal:
    """The plate that a guard types; the word of what is wrong where it is none."""
    found = fitted(text)
    if found is None:
        return Refusal("access.no_plate", _("This is no plate: a province, a letter, and five or six letters and digits. Or let the car in by hand and say why."))
    if found.kind in FORCES:
        return Refusal("access.forces", _("Plates of the armed forces are not kept here. Let the car in by hand and say why."))
    return found


def has_fallen(read: int, seen: int, read_before: int, seen_before: int) -> bool:
    """Whether a camera reads clearly worse than in the month before: ten points, where both can be told."""
    return min(seen, seen_before) >= JUDGED_CARS and read / seen < read_before / seen_before - FALL


def still_waits(state: str) -> Refusal | None:
    return None if state == "waiting" else Refusal("access.settled_already", _("Nothing to do: this car was seen to already."))
