"""The same cameras at a real Mosquitto over TLS: what is right passes, and whatever is not right about a certificate is said in words and never overlooked."""

from __future__ import annotations

import ssl
import subprocess
from collections.abc import Iterator

import pytest
from django.utils import translation

from anju.dialects import vzenith
from anju.domains.access.models import Sighting
from anju.domains.devices.models import Command
from anju.gateways.lane_cameras.tests.conftest import here  # noqa: F401 - a fixture
from anju.gateways.lane_cameras.tests.test_pushes import car
from anju.gateways.mqtt import broker, command
from anju.gateways.mqtt.driver import Listener
from anju.gateways.mqtt.health import reached
from anju.gateways.mqtt.hearing import house_password
from anju.gateways.mqtt.rights import files

from .authority import Authority
from .test_broker import MOSQUITTO, SECRET, SERIAL, Camera, Hall, free_port, until

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.skipif(MOSQUITTO is None, reason="mosquitto is not installed")]


@pytest.fixture(autouse=True)
def patience(monkeypatch) -> None:
    """A handshake on a busy machine may take its time: what is asked here is which word is said, not how soon."""
    monkeypatch.setattr(broker, "CONNECT_S", 30.0)


@pytest.fixture
def authority(tmp_path, monkeypatch) -> Authority:
    made = Authority(tmp_path)
    monkeypatch.setenv("ANJU_MQTT_CA", made.ca)
    return made


@pytest.fixture
def mosquitto(tmp_path) -> Iterator:
    """Runs one with a certificate and the house's login alone; tells its port."""
    begun = []

    def run(certificate: str = "", key: str = "") -> int:
        port, folder = free_port(), tmp_path / f"broker{len(begun)}"
        folder.mkdir(mode=0o700)
        for name, text in files([], house_password(), folder=folder, host="127.0.0.1", port=port, account="root", certificate=certificate, key=key).items():
            (folder / name).write_text(text)
            (folder / name).chmod(0o600)
        begun.append(subprocess.Popen([MOSQUITTO, "-c", str(folder / "mosquitto.conf")], stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL))
        assert until(lambda: _hears(port))
        return port

    yield run
    for one in begun:
        one.terminate()
        one.wait(timeout=10)


def _hears(port: int) -> bool:
    import socket

    with socket.socket() as link:
        return link.connect_ex(("127.0.0.1", port)) == 0


def said(monkeypatch, named: str) -> list[tuple[str, str, str]]:
    """(state, what is wrong, what to do) as the health page has them in Chinese."""
    monkeypatch.setenv("ANJU_MQTT", named)
    with translation.override("zh-hans"):
        return [(one.state, *one.words(translation.gettext, str)[1:]) for one in reached()]


def test_a_car_is_seen_and_the_bar_lifted_over_tls(here, tmp_path, authority, monkeypatch):  # noqa: F811
    made = Hall(here, tmp_path / "broker", free_port())
    made.certificate, made.key, made.ca = (*authority.certificate(), authority.ca)
    made.open()
    try:
        with pytest.raises(ssl.SSLCertVerificationError):
            Camera(made.port, "cam1", SECRET, SERIAL, ca=Authority(tmp_path, "Somebody else").ca)
        wrong = Camera(made.port, "cam1", "wrong", SERIAL, ca=authority.ca)
        wrong.close()
        assert wrong.reason.is_failure
        made.camera.say(*vzenith.message_told(SERIAL, car()))
        assert until(lambda: Command.objects.filter(state="done").exists() and made.camera.told)
        assert (Sighting.objects.get().plate, made.camera.told[0]["name"], made.house.fault) == ("京A12345", "gpio_out", "")
        assert said(monkeypatch, f"mqtts://localhost:{made.port}") == [("good", "localhost 连接正常，已用 TLS 加密", "")]
        monkeypatch.setattr(broker, "HOUSE", "nobody")
        assert said(monkeypatch, f"mqtts://localhost:{made.port}")[0][1] == "localhost 拒绝本系统登录"
    finally:
        made.close()


def test_a_certificate_that_is_not_right_is_named_with_what_to_do(authority, mosquitto, tmp_path, monkeypatch, caplog):
    old, other, strange = (mosquitto(*pair) for pair in (authority.certificate(days=(-9, -2)), authority.certificate("broker.example"), Authority(tmp_path, "Somebody else").certificate()))
    plain = mosquitto()
    expected = {
        f"mqtts://localhost:{old}": ("cert_expired", "localhost 的证书或其颁发机构的证书不在有效期内", "请核对两台机器的时间；时间无误时，请更换证书并重启 MQTT 服务。"),
        f"mqtts://localhost:{other}": ("cert_name", "localhost 的证书与该主机名不符", "请在 ANJU_MQTT 中填写证书上的名称，或为 localhost 重新签发证书。"),
        f"mqtts://localhost:{strange}": ("unknown_ca", "localhost 的证书由不受信任的机构签发", "请在 ANJU_MQTT_CA 中写明签发机构证书（PEM）的路径，再重启安居。"),
        f"mqtts://localhost:{plain}": ("no_tls", f"localhost 的 {plain} 端口未启用 TLS", "请检查端口（8883），并用 --certificate 和 --key 启动 MQTT 服务。"),
        "mqtts://localhost:1": ("silent", "localhost 的 1 端口没有应答", "请检查该处的 anju broker 是否在运行，以及 --host、--port 和防火墙设置。"),
    }
    for named, (code, wrong, todo) in expected.items():
        assert said(monkeypatch, named) == [("bad", wrong, todo)]
        house = Listener(named)
        with pytest.raises(broker.NoBroker, match=code):
            house._reach()
    for _again in range(2):
        house._say("silent")
    assert [one.message for one in caplog.records if one.name == "anju.gateways.mqtt.driver"] == ["no MQTT broker, mqtts://localhost:1: silent; anju doctor says what to do"]
    monkeypatch.delenv("ANJU_MQTT_CA")
    assert broker.trouble(f"mqtts://localhost:{old}", house_password())[0] in ("unknown_ca", "cert_expired"), "the machine's own authorities do not know it"


@pytest.mark.parametrize(("named", "ca", "code"), [
    ("mqtt://localhost:1883", "own", "ca_without_tls"), ("mqtts://localhost", "/nowhere/ca.pem", "no_ca_file"), ("mqtts://localhost", "key", "no_ca_file"),
    *[(wrong, "", "bad_broker") for wrong in ("localhost:1883", "ssl://localhost", "mqtts://", "mqtts://localhost:99999", "mqtts://user:secret@localhost", "mqtts://localhost/x", "mqtts+insecure://localhost")],
])  # fmt: skip
def test_a_setting_that_would_switch_verification_off_or_means_nothing_is_refused(authority, monkeypatch, named, ca, code):
    monkeypatch.setenv("ANJU_MQTT_CA", {"own": authority.ca, "key": authority.certificate()[1]}.get(ca, ca))
    assert broker.trouble(named, "x")[0] == code
    assert said(monkeypatch, named)[0][0] == "bad"


def test_a_broker_is_not_begun_with_a_certificate_that_no_camera_could_believe(authority, tmp_path):
    right, old, other = authority.certificate(), authority.certificate(days=(-9, -2)), authority.certificate("broker.example")
    assert command.unfit(*right) == command.unfit("", "") == ""
    assert command.unfit(right[0], "").startswith("证书和私钥要一起给")
    assert command.unfit(right[0], str(tmp_path / "none.pem")).startswith("读不到这个文件")
    assert command.unfit(right[0], other[1]).startswith("证书和私钥须为 PEM 格式、相互匹配")
    assert command.unfit(*old).startswith("证书不在有效期内")
