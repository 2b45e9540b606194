"""The live picture of a camera that pushes: fetched from it while somebody looks, by the maker's own request for a still."""

from __future__ import annotations

import logging

import httpx

from anju.dialects import dahua, hikvision
from anju.dialects.sighting import Garbled, checked_picture
from anju.domains.access import queries as lanes
from anju.domains.devices import queries
from anju.gateways.messages.leaving import Blocked, Unreachable, reached
from anju.kernel import glimpses
from anju.kernel import scope as view

STILLS = {"hikvision": hikvision.still, "dahua": dahua.still}
MOST_SECONDS = 3.0
_log = logging.getLogger(__name__)


def glance(camera: lanes.LaneCamera, client: httpx.Client) -> bool:
    """Whether a picture came."""
    device = camera.device
    if camera.maker not in STILLS or not device.address:
        return False
    with view.entered(camera.scope_id):
        login = queries.login_of(device)
    try:
        found = _fetched(device.address, STILLS[camera.maker](camera.channel), login, client)
    except (Blocked, Unreachable, Garbled, httpx.HTTPError, OSError) as error:
        _log.info("no live picture of %s: %s", device.number, error)
        return False
    glimpses.show(camera.device_id, found)
    return True


def _fetched(address: str, path: str, login: tuple[str, str] | None, client: httpx.Client) -> bytes:
    body = b""
    with client.stream("GET", f"http://{reached(address, 80)}{path}", headers={"Host": address}, auth=httpx.DigestAuth(*login) if login else None) as answer:
        if answer.status_code != 200:
            raise Unreachable(f"http {answer.status_code}")
        for part in answer.iter_bytes(65_536):
            body += part
            if len(body) > glimpses.MOST_BYTES:
                raise Garbled("picture_too_large")
    if not body:
        raise Garbled("not_a_picture")
    return checked_picture(body)
