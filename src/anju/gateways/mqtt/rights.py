"""Who may do what at the broker, as Mosquitto's own files: one login for each camera, its own topics and no other. Pure."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass, field
from pathlib import Path

HOUSE = "anju"
ROUNDS = 101
MOST_BYTES = 3 * 1024 * 1024
MOST_WAITING = 1000
_SAFE_USER = re.compile(r"[0-9A-Za-z][0-9A-Za-z_.@-]{0,59}")
_SAFE_SERIAL = re.compile(r"[0-9A-Za-z][0-9A-Za-z_-]{3,59}")


@dataclass(frozen=True)
class Right:
    """A camera's login at the broker and the serial number in its topics."""

    serial: str
    user: str
    password: str = field(repr=False)

    @property
    def is_safe(self) -> bool:
        """Names that mean nothing but themselves in Mosquitto's files; the house's own name is nobody else's."""
        return bool(_SAFE_SERIAL.fullmatch(self.serial) and _SAFE_USER.fullmatch(self.user) and self.password) and self.user != HOUSE


def password_line(user: str, password: str, salt: bytes) -> str:
    """A line of Mosquitto's password file: PBKDF2 with SHA-512."""
    made = hashlib.pbkdf2_hmac("sha512", password.encode(), salt, ROUNDS)
    return f"{user}:$7${ROUNDS}${base64.b64encode(salt).decode()}${base64.b64encode(made).decode()}"


def files(rights: list[Right], house_password: str, *, folder: Path, host: str, port: int, account: str = "", certificate: str = "", key: str = "") -> dict[str, str]:
    """The files by name. Salts follow from the passwords, so that the same rights give the same files."""
    good = {one.user: one for one in rights if one.is_safe}
    logins = [(HOUSE, house_password), *((one.user, one.password) for one in good.values())]
    salts = {user: hashlib.sha256(f"{house_password} {user} {password}".encode()).digest()[:12] for user, password in logins}
    acl = [f"user {HOUSE}", *(f"topic read {one}" for one in SUBSCRIBED), "topic write device/+/message/down/gpio_out", ""]
    for one in good.values():
        up, down = f"device/{one.serial}/message/up/+", f"device/{one.serial}/message/down/+"
        acl += [f"user {one.user}", f"topic write {up}", f"topic write {one.serial}/device/message/up/+", f"topic read {down}", ""]
    conf = [
        "per_listener_settings false", "allow_anonymous false", f"password_file {folder / 'passwords'}", f"acl_file {folder / 'rights'}", f"message_size_limit {MOST_BYTES}",
        f"max_queued_messages {MOST_WAITING}", *([f"user {account}"] if account else []), "persistence true", f"persistence_location {folder}/", f"listener {port} {host}",
        *([f"certfile {certificate}", f"keyfile {key}", "tls_version tlsv1.2"] if certificate else []),
    ]  # fmt: skip
    return {
        "passwords": "".join(f"{password_line(user, password, salts[user])}\n" for user, password in logins), "rights": "\n".join(acl), "mosquitto.conf": "\n".join(conf) + "\n",
    }  # fmt: skip


SUBSCRIBED = ("device/+/message/up/+", "+/device/message/up/+")
