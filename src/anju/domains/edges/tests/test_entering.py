"""What the page of a plate camera says to enter in it."""

from __future__ import annotations

from anju.domains.access import actions as access
from anju.domains.access.tests.conftest import community, ground, team  # noqa: F401 - fixtures
from anju.domains.devices.tests.conftest import SYSTEM, running
from anju.domains.edges import actions
from anju.domains.edges.entering import entered, push_addresses


def test_the_page_of_a_plate_camera_says_what_to_enter_in_it(community, ground):  # noqa: F811 - fixtures
    """The box of its gate first, where one stands; a camera that pushes nothing over HTTP has nothing to enter."""
    eyes = [running(community, "plate_camera", f"LPR-{number}", place=ground.south) for number in (1, 2)]
    pushing = access.fit_lane_camera(ground.drive, device=eyes[0], direction="in", maker="hikvision", way="isapi", by=SYSTEM)
    silent = access.fit_lane_camera(ground.drive, device=eyes[1], direction="out", maker="stream", way="isapi", stream="rtsp:/1", by=SYSTEM)
    assert [address for _who, address in push_addresses(pushing)] == ["https://<服务器地址>/ingest/lane/hikvision"]
    edge = actions.add_edge(community, name="南门主机", place=ground.south, by=ground.team("赵敏", "project_manager"))
    assert push_addresses(pushing)[0][1] == "http://<岗亭主机地址>:8765/ingest/lane/hikvision"
    for address, told in (("192.168.1.10", "http://192.168.1.10:8765/ingest/lane/hikvision"), ("192.168.1.10:9000", "http://192.168.1.10:9000/ingest/lane/hikvision")):
        edge.device.address = address
        edge.device.save()
        assert push_addresses(pushing)[0][1] == told
    assert "192.168.1.10:9000/ingest/lane/hikvision" in entered(pushing)
    assert (push_addresses(silent), "<code" in entered(silent)) == ([], False)
