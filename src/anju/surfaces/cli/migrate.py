"""`anju migrate`: bring the database to this version."""

from __future__ import annotations

import argparse

from . import set_up


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--quiet", action="store_true")


def run(given: argparse.Namespace) -> int:
    set_up()
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0 if given.quiet else 1)
    return 0
