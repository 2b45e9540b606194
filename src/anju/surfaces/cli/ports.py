"""The port a server listens on: read from what people wrote, and tried before anything else is begun."""

from __future__ import annotations

import argparse
import os
import socket

DEFAULT = "8000"


def wanted() -> str:
    """What ANJU_PORT says, as it is written."""
    return os.environ.get("ANJU_PORT", "").strip() or DEFAULT


def port_number(written: str) -> int:
    """The port meant; raises ArgumentTypeError with a sentence."""
    if written.isascii() and written.isdigit() and 0 < int(written) < 65536:
        return int(written)
    raise argparse.ArgumentTypeError(
        f"ANJU_PORT “{written}” 不是端口号。请写 1 到 65535 之间的整数，例如 ANJU_PORT=8080。"
        f" “{written}” is no port. Write a whole number from 1 to 65535."
    )


def trouble_at(host: str, port: int) -> str:
    """Why nothing can listen there, as a sentence; empty when it can."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except PermissionError:
            return f"没有权限使用端口 {port}。请换一个 1024 以上的端口，例如 ANJU_PORT=8080。 Port {port} needs rights that you do not have; choose one above 1024."
        except OSError:
            return f"端口 {port} 已被占用，可能 Anju 已在运行。请先停掉它，或换一个端口，例如 ANJU_PORT={port + 1 if port < 65535 else 8080}。 Port {port} is taken; stop what uses it or choose another."
    return ""
