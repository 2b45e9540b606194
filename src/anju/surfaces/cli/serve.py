"""`anju serve`: pages, live push, schedule, reactions and jobs in one process."""

from __future__ import annotations

import argparse

from . import console, ports


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=ports.port_number, default=ports.wanted(), help="default: ANJU_PORT, else 8000")


def run(given: argparse.Namespace) -> int:
    from . import migrate

    if trouble := ports.trouble_at(given.host, given.port):
        console(trouble)
        return 1
    migrate.run(argparse.Namespace(quiet=True))
    console(f"Anju: http://{given.host}:{given.port}/")
    start(given.host, given.port)
    return 0


def start(host: str, port: int) -> None:
    """Serve until told to stop."""
    import uvicorn

    uvicorn.run("anju.project.asgi:application", host=host, port=port, log_level="warning", timeout_graceful_shutdown=3, access_log=False)
