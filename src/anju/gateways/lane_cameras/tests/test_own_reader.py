"""A pushed picture that the camera could not read is read here after it was answered, voted with the camera's reading, or left to the guard."""

from __future__ import annotations

import cv2
import pytest

from anju.dialects import vzenith
from anju.domains.access import actions as access
from anju.domains.access import queries
from anju.domains.access.models import Sighting
from anju.domains.devices.models import Command
from anju.domains.devices.tests.conftest import SYSTEM
from anju.gateways.lane_cameras import reading
from anju.vision.tests.test_plates import NUMBERS
from anju.vision.tests.test_plates import picture as drawn

from .test_pushes import car, picture

pytestmark = pytest.mark.django_db(transaction=True)
PLATE = NUMBERS["blue"]


def photo(kind: str = "blue") -> bytes:
    return cv2.imencode(".jpg", drawn(kind))[1].tobytes()


def seen(site, text: str, sure: float, number: int, **more) -> Sighting:
    """What stands in the register once the answer is out and the picture was read."""
    _device, key = site.key = getattr(site, "key", None) or site.camera()
    status, answer = site.push("vzenith", vzenith.told(car(text, number, sure=sure, **more)), key)
    assert (status, answer["Response_AlarmInfoPlate"]["info"]) == (200, "no"), "answered before anything is read here"
    site.settled()
    return Sighting.objects.order_by("-at").first()


def owner(site, plate: str = PLATE) -> None:
    access.issue_credential(site.where, kind="plate", secret=plate, category="staff", holder=site.credential.holder, checked="行驶证", by=SYSTEM)


def test_what_the_camera_and_our_reader_agree_on_lifts_the_bar(site):
    owner(site)
    one = seen(site, PLATE, 0.4, 1, picture=photo())
    assert (one.state, one.how, one.plate, one.passage.outcome, one.picture_id is not None) == ("known", "exact", PLATE, "allowed", True)
    assert Command.objects.get().state == "done"


def test_a_picture_that_only_we_read_is_shown_to_the_guard_and_lifts_nothing(site):
    owner(site)
    one = seen(site, "", 0.0, 1, picture=photo())
    assert (one.state, one.read, one.plate, Command.objects.count(), one.picture_id is not None) == ("waiting", PLATE, "", 0, True)
    assert queries.plates_near(one) == [PLATE], "one press lets it in"
    again = seen(site, "", 0.0, 2, closeup=photo())
    assert (again.pk, len(again.looks)) == (one.pk, 4)


def test_where_the_camera_and_our_reader_differ_nothing_opens(site):
    wrong = PLATE[:-1] + ("8" if PLATE[-1] != "8" else "3")
    one = seen(site, wrong, 0.45, 1, picture=photo())
    assert (one.state, one.plate, one.read, Command.objects.count()) == ("waiting", "", PLATE[:-1] + "?", 0)


def test_a_sure_reading_is_not_read_again_and_what_is_no_car_or_no_picture_is_nothing(site):
    one = seen(site, "沪C77777", 0.97, 1, picture=photo())
    assert (one.state, one.plate, one.looks) == ("waiting", "沪C77777", [["沪C77777", 0.97]])
    for broken in (b"\xff\xd8\xff" + b"x" * 90, picture(), b"", photo()[:400]):
        assert reading.plate_in(broken) is None


def test_without_the_extra_the_house_works_on(site, monkeypatch):
    monkeypatch.setattr(queries, "can_read_plates", lambda: False)
    one = seen(site, "", 0.0, 1, picture=photo())
    assert (one.state, one.read, one.picture_id is not None) == ("waiting", "", True)


def test_our_look_comes_too_late_for_a_car_that_was_seen_to(site):
    one = seen(site, "沪C77777", 0.97, 1)
    assert access.read_car_again(one, text="沪C77777", sure=0.99, by=SYSTEM).code == "access.read_already"
    access.send_car_on(one, reason="没有登记", by=SYSTEM)
    assert access.read_car_again(one, text=PLATE, sure=0.99, by=SYSTEM).code == "access.settled_already"
    assert Sighting.objects.get().plate == "沪C77777"
