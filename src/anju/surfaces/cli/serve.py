"""`anju serve`: pages, live push, schedule, reactions and jobs in one process. `--lan` serves phones over HTTPS without the internet."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from . import console, ports

APPLICATION = "anju.project.asgi:application"


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="", help="address to listen on; default: 127.0.0.1, with --lan every private address of this machine")
    parser.add_argument("--port", type=ports.port_number, default=ports.wanted(), help="default: ANJU_PORT, else 8000; with --lan the port of HTTPS")
    parser.add_argument("--lan", action="store_true", help="serve phones on this LAN over HTTPS, with an own certificate authority")
    parser.add_argument("--install-port", type=ports.port_number, default="8080", help="with --lan: the port of the install page, plain HTTP")
    parser.add_argument("--domain-cert", type=Path, help="serve HTTPS with this certificate chain (PEM) of a domain instead of the own authority")
    parser.add_argument("--domain-key", type=Path, help="the key of --domain-cert")


def run(given: argparse.Namespace) -> int:
    from . import migrate

    if given.lan or given.domain_cert or given.domain_key:
        return _run_secure(given)
    host = given.host or "127.0.0.1"
    if trouble := ports.trouble_at(host, given.port):
        console(trouble)
        return 1
    migrate.run(argparse.Namespace(quiet=True))
    console(f"Anju: http://{host}:{given.port}/")
    start(host, given.port)
    return 0


def start(host: str, port: int) -> None:
    """Serve until told to stop."""
    import uvicorn

    uvicorn.run(APPLICATION, host=host, port=port, log_level="warning", timeout_graceful_shutdown=3, access_log=False)


def _run_secure(given: argparse.Namespace) -> int:
    from anju.surfaces.lan import serving
    from anju.surfaces.lan.addresses import chosen
    from anju.surfaces.lan.authority import Authority, Papers

    papers = Papers(given.domain_cert or Path(), given.domain_key or Path(), "") if given.domain_cert or given.domain_key else None
    trouble = serving.trouble_with(papers) if papers else ""
    addresses, why = chosen(given.host) if papers is None else ([], "")
    bound = given.host or "0.0.0.0"
    taken = ports.trouble_at(bound, given.port) or ports.trouble_at(bound, given.install_port)
    if sentence := trouble or why or taken:
        console(sentence)
        return 1
    folder = Path(os.environ.get("ANJU_KEYS_DIR") or Path(os.environ.get("ANJU_DATA_DIR", "data")) / "keys") / "lan"
    names = [Authority(folder).host] if papers is None else serving.names_in(papers)
    serving.allow([*names, *map(str, addresses)])
    from . import migrate

    migrate.run(argparse.Namespace(quiet=True))
    lan = serving.Lan(given.host, given.port, given.install_port, papers)
    _tell(lan, folder, addresses, names)
    serving.serve(lan, folder, addresses, APPLICATION)
    return 0


def _tell(lan, folder, addresses, names) -> None:
    from anju.surfaces.lan.authority import Authority

    if lan.papers is not None:
        where = lan.wanted or "所有地址，包括公网地址 every address, public ones too"
        console(f"Anju: https://{names[0] if names else 'localhost'}:{lan.https_port}/  ({where})")
        return
    console(f"手机安装页 Install page: http://{addresses[0]}:{lan.http_port}/install/")
    for each in [*map(str, addresses), *names]:
        console(f"Anju: https://{each}:{lan.https_port}/")
    console(f"证书指纹 SHA-256: {Authority(folder).fingerprint}")
