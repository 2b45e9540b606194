"""`anju broker`: run Mosquitto for the cameras of this installation, with a login and topics of its own for each."""

from __future__ import annotations

import argparse
import getpass
import os
import shutil
import signal
import ssl
import subprocess
import sys
import time
from pathlib import Path

from cryptography import x509

from anju.kernel import clock

LOOK_S = 5.0
AT_DEBIAN = "/usr/sbin/mosquitto"


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1", help="address on which cameras reach it (default: this machine alone)")
    parser.add_argument("--port", type=int, default=1883)
    parser.add_argument("--certificate", default="", help="certificate for TLS (PEM)")
    parser.add_argument("--key", default="", help="its key (PEM)")
    parser.add_argument("--write-only", action="store_true", help="write the files of rights and stop, for a Mosquitto that runs already")


def run(given: argparse.Namespace) -> int:
    import django

    django.setup()
    from django.conf import settings

    folder = settings.ANJU_DATA_DIR / "broker"
    if no := unfit(given.certificate, given.key):
        print(no)
        return 2
    if not given.certificate and given.host not in ("127.0.0.1", "::1", "localhost"):
        print("未启用 TLS：登录名和密码在网络中以明文传输，请加 --certificate 和 --key。 Without TLS logins cross the network in plain words: give --certificate and --key.")
    _write(folder, given)
    if given.write_only:
        print(f"已写入 Written: {folder}")
        return 0
    program = shutil.which("mosquitto") or (AT_DEBIAN if os.path.exists(AT_DEBIAN) else "")
    if not program:
        print("没有找到 mosquitto，请先安装。 Mosquitto is not installed: apt install mosquitto.")
        return 1
    return _keep(subprocess.Popen([program, "-c", str(folder / "mosquitto.conf")]), folder, given)


def unfit(certificate: str, key: str) -> str:
    """Why cameras could not believe this certificate, and what to do; "" where they can, and where there is none."""
    if bool(certificate) != bool(key):
        return "证书和私钥要一起给。 Give certificate and key together."
    if not certificate:
        return ""
    for file in (certificate, key):
        if not os.access(file, os.R_OK):
            return f"读不到这个文件，请检查路径和权限：{file}。 This file cannot be read: look at its path and rights."
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(certificate, key, password="")
        one = x509.load_pem_x509_certificate(Path(certificate).read_bytes())
    except (ssl.SSLError, ValueError):
        return "证书和私钥须为 PEM 格式、相互匹配，且私钥不带口令。 Certificate and key must be PEM, belong together, and the key must have no passphrase."
    if not one.not_valid_before_utc <= clock.now() <= one.not_valid_after_utc:
        return (
            f"证书不在有效期内（{one.not_valid_before_utc:%Y-%m-%d} 至 {one.not_valid_after_utc:%Y-%m-%d}），请换新证书，或检查本机时间。"
            " The certificate is not valid today: renew it, or look at this machine's clock."
        )
    return ""


def _keep(broker: subprocess.Popen, folder: Path, given: argparse.Namespace) -> int:
    """Rights follow the register: a camera's new login, and the end of an old one, hold within seconds."""
    signal.signal(signal.SIGTERM, lambda *_given: sys.exit(0))
    try:
        while (status := broker.poll()) is None:
            time.sleep(LOOK_S)
            if _write(folder, given):
                broker.send_signal(signal.SIGHUP)
        return status
    finally:
        broker.terminate()
        broker.wait(timeout=10)


def _write(folder: Path, given: argparse.Namespace) -> bool:
    """Whether anything changed. The files are for the broker's own eyes."""
    from django.db import DatabaseError, connections

    from .hearing import house_password, rights_now
    from .rights import files

    try:
        made = files(rights_now(), house_password(), folder=folder, host=given.host, port=given.port, account=getpass.getuser(), certificate=given.certificate, key=given.key)
    except DatabaseError:
        connections.close_all()
        return False
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    changed = False
    for name, text in made.items():
        file = folder / name
        if not file.exists() or file.read_text() != text:
            fresh = folder / f"{name}.new"
            fresh.touch(mode=0o600)
            fresh.write_text(text)
            fresh.replace(file)
            changed = True
    return changed
