"""Cars at a lane: what a reading is worth, whom a misread may mean, which cars a gate keeps out. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from anju.kernel.refusals import Refusal
from anju.plates import Look, Match, Plate, distance, fitted, match, plain, vote
from anju.plates.grammar import FORCES

_STREAM = re.compile(r"(?:rtsp|http):/(?!/)[0-9A-Za-z_./?=&%-]{0,100}")
MAKERS = (("hikvision", _("Hikvision")), ("dahua", _("Dahua")), ("vzenith", _("Vzenith")), ("stream", _("Only a stream; Anju reads it")))
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
EMERGENCY_PLATES = {"police": "police_car", "rescue": "fire_engine"}

SURE_ENOUGH = 0.6
LEAST_SURE = 0.5
"""Below this no reading opens anything, however near an expected plate is."""
VERY_SURE = 0.9
FAR, NEAR = 0.8, 0.35
OWN, OWN_WORTH = "own", 0.3
SAME_CAR_SECONDS = 20
LATE_SECONDS = 30
CLOCK_SECONDS = 300
LIFT_SECONDS = 15
"""A command to a bar that is older than this lifts nothing: the car is gone, or the guard has seen to it."""
MOST_LOOKS = 12
OLDEST_DAYS = 30
JUDGED_CARS, FALL = 30, 0.10
WAIT_MINUTES = 10


@dataclass(frozen=True)
class Reading:
    """What the looks at one car come to. `plate` None: not readable; `text` is then what there is, with ? where it is in doubt.

    `is_guess`: nobody but our own reader saw it, in too few pictures: a person is told, and no bar.
    """

    plate: Plate | None
    text: str
    sure: float
    is_guess: bool = False

    @property
    def is_of_forces(self) -> bool:
        return self.plate is not None and self.plate.kind in FORCES

    @property
    def emergency(self) -> str:
        """The service whose plate this is, where it was read without doubt."""
        return EMERGENCY_PLATES.get(self.plate.kind, "") if self.plate is not None and self.sure >= VERY_SURE else ""


def reading_of(looks: Iterable[Sequence[Any]]) -> Reading:
    """The vote of the looks, each (text, certainty) and a camera's, or (text, certainty, `OWN`) and our own reader's of one picture.

    A camera's single look counts from 60 percent on, since it has voted over its frames already; one of our own needs another that agrees.
    """
    given = [Look(each[0], each[1], worth=OWN_WORTH if OWN in each[2:] else 1.0) for each in looks if plain(each[0])]
    found = vote(given, alone=SURE_ENOUGH)
    mean = sum(float(one.sure) for one in given) / len(given) if given else 0.0
    is_guess = found.plate is None and all(one.worth < 1.0 for one in given)
    return Reading(found.plate, found.text, min(mean, 1.0), is_guess)


def meant(reading: Reading, expected: Iterable[str]) -> Match | None:
    """The expected car that a reading means. What was read without doubt must be nearly the same: another car of a similar plate is not let in."""
    if reading.is_of_forces or reading.is_guess or not reading.text or reading.sure < LEAST_SURE:
        return None
    is_clear = reading.plate is not None and reading.sure >= VERY_SURE
    return match(reading.text, expected, threshold=NEAR if is_clear else FAR)


def is_worth_another_look(state: str, plate: str, sure: int) -> bool:
    """Whether our own reader looks at the picture too: of a car that waits unread, or read with doubt."""
    return state == "waiting" and (not plate or sure < 100 * VERY_SURE)


def is_same_car(before: str, text: str, *, sure: float, is_settled: bool) -> bool:
    """Whether what a camera reads now is another look at the car that it saw seconds ago, and not the next one in the queue.

    Nothing read tells nothing of another car. Of a car that was decided only the same plate or a look-alike of it is another look; of one that waits
    most of the reading must agree, unless it is now read without doubt and differs.
    """
    one, two = plain(before), plain(text)
    if not one or not two or one == two:
        return True
    if is_settled or (sure >= VERY_SURE and fitted(one) and fitted(two)):
        return distance(two, one, most=1.0) <= NEAR
    return len(one) == len(two) and sum(a != b for a, b in zip(one, two, strict=True)) <= 3


def moment_of(seen_at: datetime, at: datetime, last_at: datetime | None, *, is_late: bool) -> tuple[bool, Refusal | None]:
    """(whether it is told late, the refusal). What is told late is kept and lifts no bar; a clock that is wrong is told so."""
    if seen_at - at > timedelta(seconds=CLOCK_SECONDS) or (not is_late and at - seen_at > timedelta(seconds=CLOCK_SECONDS)):
        return False, Refusal("access.clock_wrong", _("Not taken: the camera's clock is %(seconds)s s off. Set it by the server's time."), seconds=round((seen_at - at).total_seconds()))
    if at - seen_at > timedelta(days=OLDEST_DAYS):
        return False, Refusal("access.too_old", _("Not taken: this was seen more than %(days)s days ago."), days=OLDEST_DAYS)
    is_old = at - seen_at > timedelta(seconds=LATE_SECONDS)
    is_overtaken = last_at is not None and seen_at < last_at - timedelta(seconds=2)
    return is_late or is_old or is_overtaken, None


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
