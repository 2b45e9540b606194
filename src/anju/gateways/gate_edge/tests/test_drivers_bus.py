"""Relays and readers on their buses: pymodbus' own server, a real Mosquitto, libosdp's own peripheral device."""

from __future__ import annotations

import asyncio
import json
import shutil
import socket
import subprocess
import threading

import pytest

from anju.gateways.gate_edge.edge.lanes import LaneFault, NoReceipt, Told, wired

from .test_drivers import DECISION, listening

DOORS = "pip install 'anju[doors]'"


class ModbusServer:
    """pymodbus' own server in a thread; `written` is every coil write in order."""

    def __init__(self) -> None:
        from pymodbus.server import ModbusTcpServer
        from pymodbus.simulator import DataType, SimData, SimDevice

        self.written: list[tuple[int, bool]] = []
        self.inputs = 0

        async def answer(code, _start, address, _count, registers, values) -> None:
            if code == 2:
                registers[0] = self.inputs
            elif code == 5 and values is not None:
                self.written.append((address + 1, bool(values[0])))

        bits, words = ([SimData(0, values=one, count=16 if one is False else 1, datatype=kind)] for one, kind in ((False, DataType.BITS), (0, DataType.REGISTERS)))
        device = SimDevice(1, simdata=(bits, [SimData(0, values=False, count=16, datatype=DataType.BITS)], words, words), action=answer)
        self.loop, ready = asyncio.new_event_loop(), threading.Event()

        async def serve() -> None:
            self.server = ModbusTcpServer(device, address=("127.0.0.1", 0))
            await self.server.serve_forever(background=True)
            ready.set()

        def run() -> None:
            asyncio.set_event_loop(self.loop)
            self.loop.run_until_complete(serve())
            self.loop.run_forever()

        threading.Thread(target=run, daemon=True).start()
        assert ready.wait(30)
        self.address = f"127.0.0.1:{self.server.transport.sockets[0].getsockname()[1]}"

    def set_input(self, number: int, on: bool) -> None:
        self.inputs = self.inputs | 1 << number if on else self.inputs & ~(1 << number)

    def close(self) -> None:
        asyncio.run_coroutine_threadsafe(self.server.shutdown(), self.loop).result(10)
        self.loop.call_soon_threadsafe(self.loop.stop)


@pytest.fixture
def modbus():
    pytest.importorskip("pymodbus", reason=DOORS)
    server = ModbusServer()
    yield server
    server.close()


def test_a_modbus_relay_lifts_for_a_moment_and_its_inputs_are_heard(modbus):
    driver = wired({"driver": "modbus", "address": modbus.address, "unit": 1, "channel": 2, "contact": 0, "loop": 1}, is_trial=True)
    assert driver.state() == "closed"
    driver.open_once(DECISION)
    assert modbus.written == [(2, True), (2, False)]
    with listening(driver) as heard:
        modbus.set_input(0, True)
        assert heard.next() == Told("opened")
        assert driver.state() == "open"
        modbus.set_input(1, True)
        assert heard.next() == Told("passed")
        modbus.set_input(1, False)
        modbus.set_input(0, False)
        assert heard.next() == Told("closed")
        driver.stay_open(True)
        modbus.set_input(0, True)
        assert heard.next() == Told("opened")
        assert driver.state() == "held"
        driver.open_once(DECISION)
        assert modbus.written[2:] == [(2, True)], "a bar that is held is not let down by a pulse"


def test_a_modbus_relay_that_is_gone_or_another_unit(modbus):
    nobody = wired({"driver": "modbus", "address": "127.0.0.1:1", "contact": 0}, is_trial=True)
    with pytest.raises(LaneFault, match="does not answer"):
        nobody.open_once(DECISION)
    with pytest.raises(LaneFault, match="no contact"):
        wired({"driver": "modbus", "address": modbus.address}, is_trial=True).state()
    with pytest.raises(LaneFault):
        wired({"driver": "modbus", "address": modbus.address, "unit": 9, "channel": 1}, is_trial=True).open_once(DECISION)
    assert modbus.written == []


@pytest.fixture
def broker(tmp_path):
    pytest.importorskip("paho.mqtt", reason=DOORS)
    program = shutil.which("mosquitto") or shutil.which("mosquitto", path="/usr/sbin:/usr/local/sbin")
    if program is None:
        pytest.skip("Mosquitto is not installed")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    (tmp_path / "mosquitto.conf").write_text(f"listener {port} 127.0.0.1\nallow_anonymous true\npersistence false\n")
    process = subprocess.Popen([program, "-c", str(tmp_path / "mosquitto.conf")], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    for _attempt in range(200):
        with socket.socket() as link:
            if link.connect_ex(("127.0.0.1", port)) == 0:
                break
        threading.Event().wait(0.05)
    yield f"127.0.0.1:{port}"
    process.terminate()
    process.wait()


class Relay:
    """A relay at the broker: it answers requests with their id, tells its inputs as they change, and leaves “false” behind when it dies."""

    def __init__(self, address: str, topic: str = "gate/south-1") -> None:
        import paho.mqtt.client as paho

        self.topic, self.told, self.is_deaf, self.is_up = topic, [], False, False
        self.ready = threading.Event()
        self.client = paho.Client(paho.CallbackAPIVersion.VERSION2, client_id="relay")
        self.client.will_set(f"{topic}/online", "false", qos=1, retain=True)
        self.client.on_connect = lambda client, *_more: client.subscribe(f"{topic}/rpc", 1)
        self.client.on_subscribe = lambda *_told: self.ready.set()
        self.client.on_message = self._asked
        host, _colon, port = address.partition(":")
        self.client.connect(host, int(port), keepalive=5)
        self.client.loop_start()
        assert self.ready.wait(30)
        self.client.publish(f"{topic}/online", "true", qos=1, retain=True).wait_for_publish(30)

    def _asked(self, client, _data, message) -> None:
        request = json.loads(message.payload)
        self.told.append(request)
        if self.is_deaf:
            return
        result = {"state": self.is_up, "id": 0} if request["method"] == "Input.GetStatus" else {"was_on": False}
        client.publish(f"{request['src']}/rpc", json.dumps({"id": request["id"], "src": self.topic, "dst": request["src"], "result": result}))

    def input(self, number: int, on: bool) -> None:
        self.is_up = on if number == 0 else self.is_up
        self.client.publish(f"{self.topic}/status/input:{number}", json.dumps({"id": number, "state": on}))

    def die(self) -> None:
        """The connection breaks without a farewell: the broker tells its last will."""
        self.client.loop_stop()
        self.client.socket().close()


def test_an_mqtt_relay_answers_each_command_by_its_id_and_its_last_will_says_that_it_is_gone(broker):
    relay = Relay(broker)
    driver = wired({"driver": "mqtt", "address": broker, "topic": relay.topic, "channel": 1, "contact": 0, "loop": 1}, is_trial=True)
    assert driver.state() == "closed"
    driver.open_once(DECISION)
    request = relay.told[-1]
    assert (request["id"], request["method"], request["params"]) == (DECISION, "Switch.Set", {"id": 0, "on": True, "toggle_after": 1})
    with listening(driver) as heard:
        relay.input(0, False)
        relay.input(0, True)
        assert heard.next() == Told("opened")
        relay.input(1, False)
        relay.input(1, True)
        assert heard.next() == Told("passed")
        assert driver.state() == "open"
        relay.is_deaf = True
        with pytest.raises(NoReceipt):
            driver.open_once("edge:8")
        count = len(relay.told)
        relay.die()
        assert isinstance(heard.next(), LaneFault)
    with pytest.raises(LaneFault, match="offline"):
        driver.open_once("edge:9")
    assert len(relay.told) == count
    back = Relay(broker)
    threading.Event().wait(0.5)
    assert back.told == [], "what was asked while it was gone is not done later"
    back.client.loop_stop()


def test_an_mqtt_relay_that_was_never_there(broker):
    with pytest.raises(LaneFault, match="no such relay"):
        wired({"driver": "mqtt", "address": broker, "topic": "gate/nobody", "channel": 1}, is_trial=True).open_once(DECISION)
    with pytest.raises(LaneFault):
        wired({"driver": "mqtt", "address": "127.0.0.1:1", "topic": "gate/nobody", "channel": 1}, is_trial=True).open_once(DECISION)


KEY = "000102030405060708090A0B0C0D0E0F"


class Reader:
    """libosdp's own peripheral device behind a port, as a reader behind a serial device server."""

    def __init__(self) -> None:
        import osdp

        self.osdp, self.told, self._link = osdp, [], None
        self._server = socket.create_server(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self._server.getsockname()[1]}"
        reader = self

        class Wire(osdp.Channel):
            def read(self, most: int) -> bytes:
                try:
                    return reader._link.recv(most) if reader._link else b""
                except OSError:
                    return b""

            def write(self, data: bytes) -> int:
                try:
                    return reader._link.send(data) if reader._link else len(data)
                except OSError:
                    return len(data)

            def flush(self) -> None:
                pass

        can = osdp.PDCapabilities([(osdp.Capability.OutputControl, 1, 2), (osdp.Capability.ContactStatusMonitoring, 1, 2), (osdp.Capability.Readers, 1, 1), (osdp.Capability.CommunicationSecurity, 1, 1)])
        self.device = osdp.PeripheralDevice(osdp.PDInfo(5, Wire(), scbk=bytes.fromhex(KEY)), can, log_level=osdp.LogLevel.Emergency, command_handler=self._asked)
        self.device.start()
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            try:
                link, _whom = self._server.accept()
            except OSError:
                return
            link.setblocking(False)
            self._link = link

    def _asked(self, command) -> tuple[int, None]:
        self.told.append(command)
        return 0, None

    def card(self, card: str) -> None:
        data = bytes.fromhex(card)
        self.device.submit_event({"event": self.osdp.Event.CardRead, "reader_no": 0, "direction": 0, "format": self.osdp.CardFormat.Wiegand, "length": len(data) * 8, "data": data})

    def inputs(self, *on: int) -> None:
        self.device.submit_event({"event": self.osdp.Event.Status, "type": self.osdp.StatusReportType.Input, "report": bytes(on)})

    def pull(self) -> None:
        self._link.close()
        self._link = None

    def close(self) -> None:
        self._server.close()
        self.device.teardown()


@pytest.fixture
def reader():
    pytest.importorskip("osdp", reason=DOORS)
    made = Reader()
    yield made
    made.close()


def test_an_osdp_reader_shows_cards_over_its_secure_channel_and_opens(reader):
    driver = wired({"driver": "osdp", "address": reader.address, "unit": 5, "channel": 1, "contact": 0, "loop": 1, "way": "in", "password": KEY}, is_trial=True)
    with pytest.raises(LaneFault):
        driver.open_once(DECISION)
    with listening(driver) as heard:
        with pytest.raises(LaneFault, match="has not said"):
            driver.state()
        reader.card("04A1B2C3")
        assert heard.next() == Told("shown", "04A1B2C3", "in")
        reader.inputs(0, 0)
        driver.open_once(DECISION)
        assert [(one["output_no"], one["control_code"], one["timer_count"]) for one in reader.told if one["command"] == reader.osdp.Command.Output] == [(0, 5, 10)]
        reader.inputs(1, 0)
        assert heard.next() == Told("opened")
        assert driver.state() == "open"
        reader.inputs(1, 1)
        assert heard.next() == Told("passed")
        reader.inputs(0, 0)
        assert heard.next() == Told("closed")
        reader.pull()
        assert isinstance(heard.next(), LaneFault)
    with pytest.raises(LaneFault):
        driver.state()


def test_an_osdp_reader_without_its_key_is_no_reader(reader):
    for key in ("", "00" * 15, "zz" * 16):
        with pytest.raises(LaneFault, match="key"):
            wired({"driver": "osdp", "address": reader.address, "unit": 5, "password": key}, is_trial=True)
