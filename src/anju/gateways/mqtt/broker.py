"""The broker that `ANJU_MQTT` names, one connection to it, and in words what keeps the house from it."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from urllib.parse import urlsplit
from uuid import uuid4

import paho.mqtt.client as mqtt

from anju.kernel import certificates
from anju.kernel.health import _

from .rights import HOUSE

CONNECT_S = 3.0
WORDS = {
    "bad_broker": (_("ANJU_MQTT names no broker"), _("Write mqtts://host:8883, or mqtt://host:1883 on this machine or in a network of its own, and restart Anju.")),
    "ca_without_tls": (_("an authority is given, but the broker is named without TLS"), _("Write ANJU_MQTT=mqtts://host:8883, or take ANJU_MQTT_CA away, and restart Anju.")),
    "no_ca_file": (_("the certificate of the authority cannot be read: %(ca)s"), _("Put the authority's certificate (PEM) there, or write its path to ANJU_MQTT_CA, and restart Anju.")),
    "unknown_ca": (_("the certificate of %(host)s is signed by an authority that is not believed here"), _("Write the path of the certificate of the authority (PEM) that signed it to ANJU_MQTT_CA, and restart Anju.")),
    "cert_expired": (_("the certificate of %(host)s, or of its authority, is not valid today"), _("Look at the clock of both machines; if it is right, renew the certificate and restart the broker.")),
    "cert_name": (_("the certificate at %(host)s is for another name"), _("Write the name that stands in the certificate to ANJU_MQTT, or have one made for %(host)s.")),
    "no_tls": (_("%(host)s does not speak TLS at port %(port)s"), _("Look at the port (8883), and start the broker with --certificate and --key.")),
    "refused": (_("%(host)s refuses the house's login"), _("Let “anju broker” write the rights, with the same key folder; a Mosquitto of your own reads them after “anju broker --write-only” and a reload.")),
    "silent": (_("%(host)s does not answer at port %(port)s"), _("Look whether “anju broker” runs there, at its --host and --port, and at the firewall.")),
}  # fmt: skip
"""code → what is wrong, and what to do."""


class NoBroker(OSError):
    """`code` is a key of `WORDS`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Broker:
    host: str
    port: int
    is_tls: bool
    ca: str

    @property
    def facts(self) -> dict[str, object]:
        return {"host": self.host, "port": self.port, "ca": self.ca}


def address() -> str:
    """`mqtt://host:port` or `mqtts://host:port` of the broker; "" where the house has none."""
    return os.environ.get("ANJU_MQTT", "")


def named(text: str, ca: str | None = None) -> Broker:
    """The broker as it was written. Raises NoBroker."""
    ca = os.environ.get("ANJU_MQTT_CA", "") if ca is None else ca
    try:
        parts = urlsplit(text)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise NoBroker("bad_broker") from None
    is_tls = parts.scheme == "mqtts"
    if parts.scheme not in ("mqtt", "mqtts") or not host or parts.username or parts.path.strip("/"):
        raise NoBroker("bad_broker")
    if ca and not is_tls:
        raise NoBroker("ca_without_tls")
    return Broker(host, port or (8883 if is_tls else 1883), is_tls, ca)


def client_for(broker: Broker, password: str, *, name: str, **more: object) -> mqtt.Client:
    """A client that signs in as the house and, over TLS, believes nobody unverified. Raises NoBroker."""
    client = mqtt.Client(mqtt.CallbackAPIVersion.VERSION2, client_id=name, **more)
    client.connect_timeout = CONNECT_S
    client.username_pw_set(HOUSE, password)
    if broker.is_tls:
        try:
            client.tls_set_context(certificates.context(broker.ca, name=broker.host))
        except (OSError, ValueError):
            raise NoBroker("no_ca_file") from None
    return client


def connect(client: mqtt.Client, broker: Broker, keep_alive_s: int) -> None:
    """Raises NoBroker."""
    try:
        client.connect(broker.host, broker.port, keep_alive_s)
    except (OSError, ValueError) as error:
        raise NoBroker(broker.is_tls and certificates.fault_of(error) or "silent") from None


def trouble(text: str, password: str) -> tuple[str, dict[str, object]]:
    """What keeps the house from its broker now, as a key of `WORDS`, "" where nothing does, and the broker's facts: tried by signing in once."""
    facts: dict[str, object] = {}
    told: list[bool] = []
    try:
        broker = named(text)
        facts = broker.facts
        client = client_for(broker, password, name=f"anju-doctor-{uuid4().hex[:8]}")
        client.on_connect = lambda _client, _given, _flags, reason, _more: told.append(reason.is_failure)
        connect(client, broker, 20)
        end = time.monotonic() + CONNECT_S
        while not told and time.monotonic() < end and client.loop(0.1) == mqtt.MQTT_ERR_SUCCESS:
            pass
        client.disconnect()
    except NoBroker as error:
        return error.code, facts
    return ("silent" if not told else "refused" if told[0] else ""), facts
