"""`anju migrate`: bring the database to this version. What a restore left half done is not started upon."""

from __future__ import annotations

import argparse

from . import console, set_up


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--quiet", action="store_true")


def run(given: argparse.Namespace) -> int:
    set_up()
    from django.core.management import call_command

    from anju.kernel.backup import unfinished

    if no := unfinished.trouble():
        console(str(no))
        raise SystemExit(1)

    call_command("migrate", interactive=False, verbosity=0 if given.quiet else 1)
    return 0
