"""`anju serve`: pages, live push, schedule, reactions and jobs in one process."""

from __future__ import annotations

import argparse
import os

from . import console


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=int(os.environ.get("ANJU_PORT", "8000")))


def run(given: argparse.Namespace) -> int:
    from . import migrate

    migrate.run(argparse.Namespace(quiet=True))
    console(f"Anju: http://{given.host}:{given.port}/")
    start(given.host, given.port)
    return 0


def start(host: str, port: int) -> None:
    """Serve until told to stop."""
    import uvicorn

    uvicorn.run("anju.project.asgi:application", host=host, port=port, log_level="warning", timeout_graceful_shutdown=3, access_log=False)
