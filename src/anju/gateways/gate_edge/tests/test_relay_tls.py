"""A box's MQTT relay at a real Mosquitto over TLS, with a login: it opens, and a certificate that is not right opens nothing and is named."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("paho.mqtt", reason="pip install 'anju[doors]'")

from anju.domains.edges.kinds import ANSWERS, TRIED  # noqa: E402
from anju.gateways.gate_edge.edge.bars import FAULTS  # noqa: E402
from anju.gateways.gate_edge.edge.drivers import mqtt  # noqa: E402
from anju.gateways.gate_edge.edge.lanes import LaneFault, wired  # noqa: E402
from anju.gateways.mqtt.rights import password_line  # noqa: E402
from anju.gateways.mqtt.tests.authority import Authority  # noqa: E402
from anju.gateways.mqtt.tests.test_broker import free_port, until  # noqa: E402

from .test_drivers import DECISION  # noqa: E402
from .test_drivers_bus import Relay  # noqa: E402

MOSQUITTO = shutil.which("mosquitto") or shutil.which("mosquitto", path="/usr/sbin:/usr/local/sbin")
pytestmark = pytest.mark.skipif(MOSQUITTO is None, reason="mosquitto is not installed")


class Gate:
    """A broker with a TLS listener that wants a login, and a plain one for the relay on its own wire; a box that believes `authority`."""

    def __init__(self, folder: Path, certificate: tuple[str, str]) -> None:
        self.port, self.plain = free_port(), free_port()
        (folder / "passwords").write_text(password_line("box", "s3cret", b"0123456789ab") + "\n")
        (folder / "passwords").chmod(0o600)
        lines = [
            "per_listener_settings true", "user root", f"listener {self.plain} 127.0.0.1", "allow_anonymous true", f"listener {self.port} localhost", "allow_anonymous false",
            f"password_file {folder / 'passwords'}", f"certfile {certificate[0]}", f"keyfile {certificate[1]}",
        ]  # fmt: skip
        (folder / "mosquitto.conf").write_text("\n".join(lines) + "\n")
        self.process = subprocess.Popen([MOSQUITTO, "-c", str(folder / "mosquitto.conf")], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        assert until(self._begun)
        self.relay = Relay(f"127.0.0.1:{self.plain}")

    def _begun(self) -> bool:
        import socket

        with socket.socket() as link:
            return link.connect_ex(("127.0.0.1", self.plain)) == 0

    def driver(self, authority: str, *, address: str = "", password: str = "s3cret"):
        row = {"driver": "mqtt", "address": address or f"localhost:{self.port}", "topic": self.relay.topic, "channel": 1, "user": "box", "password": password, "authority": "/etc/passwd"}
        return wired(row, is_trial=True, authority=authority)

    def close(self) -> None:
        self.relay.client.loop_stop()
        self.process.terminate()
        self.process.wait()


@pytest.fixture
def gate(tmp_path, monkeypatch) -> Iterator:
    begun: list[Gate] = []

    def put_up(certificate: tuple[str, str]) -> Gate:
        begun.append(Gate(tmp_path, certificate))
        monkeypatch.setattr(mqtt, "TLS_PORT", begun[-1].port)
        return begun[-1]

    yield put_up
    for one in begun:
        one.close()


def fault(driver) -> str:
    with pytest.raises(LaneFault) as caught:
        driver.open_once(DECISION)
    return caught.value.code


def test_a_relay_opens_over_tls_with_the_boxs_own_login(gate, tmp_path):
    authority = Authority(tmp_path)
    here = gate(authority.certificate())
    driver = here.driver(authority.ca)
    driver.open_once(DECISION)
    assert [(one["id"], one["method"]) for one in here.relay.told] == [(DECISION, "Switch.Set")]
    driver._drop()
    refused = here.driver(authority.ca, password="wrong")
    assert fault(refused) == "login"
    refused._drop()
    assert len(here.relay.told) == 1


@pytest.mark.parametrize("what", ["unknown_ca", "cert_expired", "cert_name", "no_tls"])
def test_a_certificate_that_is_not_right_opens_nothing_and_is_named(gate, tmp_path, monkeypatch, what):
    authority = Authority(tmp_path)
    here = gate({"cert_expired": authority.certificate(days=(-9, -2)), "cert_name": authority.certificate("relay.example")}.get(what) or authority.certificate())
    believed = Authority(tmp_path, "Somebody else").ca if what == "unknown_ca" else authority.ca
    address = ""
    if what == "no_tls":
        monkeypatch.setattr(mqtt, "TLS_PORT", here.plain)
        address = f"localhost:{here.plain}"
        monkeypatch.setattr(mqtt, "reached", lambda *_given, **_more: ("127.0.0.1", here.plain))
    assert fault(here.driver(believed, address=address)) == what
    assert here.relay.told == []
    assert ANSWERS[FAULTS[what]] == what and what in dict(TRIED), "the office reads it in words when it tries the lane"


def test_an_authority_that_cannot_be_read_is_believed_as_little_as_none(gate, tmp_path):
    here = gate(Authority(tmp_path).certificate())
    assert [fault(here.driver(ca)) for ca in (str(tmp_path / "none.pem"), "")] == ["unknown_ca", "unknown_ca"]
