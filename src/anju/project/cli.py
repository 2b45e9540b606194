"""The command line: `anju demo | serve | edge | broker | eyes | plan | ledger | do | account | backup | restore | doctor | migrate`. Each command is a module with `configure` and `run`."""

from __future__ import annotations

import argparse
import importlib
import os
import sys

COMMANDS = {
    "demo": ("anju.project.demo", "start a living community with a quarter of history"),
    "serve": ("anju.surfaces.cli.serve", "start Anju on its database"),
    "edge": ("anju.gateways.gate_edge.command", "decide at a gate, with or without the server"),
    "broker": ("anju.gateways.mqtt.command", "run the MQTT broker for the lane cameras"),
    "eyes": ("anju.gateways.lane_eyes.command", "look at the lanes' cameras; the house starts it by itself"),
    "plan": ("anju.project.plan", "read, score or run a work plan"),
    "ledger": ("anju.surfaces.cli.ledger", "verify the ledger, or print its digest"),
    "do": ("anju.surfaces.cli.do", "run one action from the shell"),
    "account": ("anju.surfaces.cli.account", "open the first account, or make a password link"),
    "backup": ("anju.surfaces.cli.backup", "write the whole installation into one encrypted file"),
    "restore": ("anju.surfaces.cli.restore", "put a backup back, or rehearse it with --check"),
    "doctor": ("anju.surfaces.cli.doctor", "say what is well, what is not, and what to do"),
    "migrate": ("anju.surfaces.cli.migrate", "bring the database to this version"),
}


def main(arguments: list[str] | None = None) -> int:
    """Parse the command line and run one command; returns the exit status (0 done, 1 refused or found something, 2 bad usage)."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "anju.project.settings")
    for stream in (sys.stdout, sys.stderr):  # a console that knows no Chinese shows question marks, not a fault
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    parser = argparse.ArgumentParser(prog="anju", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True, metavar="command")
    modules = {}
    for name, (module, help_text) in COMMANDS.items():
        modules[name] = importlib.import_module(module)
        modules[name].configure(commands.add_parser(name, help=help_text))
    given = parser.parse_args(arguments)
    try:
        return modules[given.command].run(given) or 0
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        sys.stderr.close()
        return 0

