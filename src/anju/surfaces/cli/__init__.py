"""The command line: `anju demo | serve | plan | ledger | do | migrate`. Each command is a module with `configure` and `run`."""

from __future__ import annotations

import argparse
import importlib
import os
import sys

COMMANDS = {
    "demo": "start a living community with a quarter of history",
    "serve": "start Anju on its database",
    "plan": "read, score or run a work plan",
    "ledger": "verify the ledger, or print its digest",
    "do": "run one action from the shell",
    "migrate": "bring the database to this version",
}


def main(arguments: list[str] | None = None) -> int:
    """Parse the command line and run one command; returns the exit status (0 done, 1 refused or found something, 2 bad usage)."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "anju.project.settings")
    parser = argparse.ArgumentParser(prog="anju", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True, metavar="command")
    modules = {}
    for name, help_text in COMMANDS.items():
        modules[name] = importlib.import_module(f"anju.surfaces.cli.{name}")
        modules[name].configure(commands.add_parser(name, help=help_text))
    given = parser.parse_args(arguments)
    try:
        return modules[given.command].run(given) or 0
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        sys.stderr.close()
        return 0


def set_up() -> None:
    """Load Django. Commands that need no database never call it."""
    import django

    django.setup()


def console(text: str) -> None:
    print(text, flush=True)
