"""`anju plan parse FILE`, `anju plan score LABELS`, `anju plan run FILE`."""

from __future__ import annotations

import argparse
from pathlib import Path

from anju.surfaces.cli import console


def configure(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(dest="verb", required=True)
    for verb, help_text in (("parse", "print every unit of a plan"), ("score", "measure the reader against labels")):
        one = verbs.add_parser(verb, help=help_text)
        one.add_argument("file", type=Path)
        one.add_argument("--json", action="store_true", help="print JSON")
    run_parser = verbs.add_parser("run", help="start a demo community that is run by this plan")
    run_parser.add_argument("file", type=Path)


def run(given: argparse.Namespace) -> int:
    if given.verb == "run":
        from anju.project import demo

        return demo.start(plan=given.file)
    from anju.planreader import cli

    command = cli.parse_command if given.verb == "parse" else cli.score_command
    try:
        console(command(given.file, as_json=given.json))
    except cli.Unreadable as error:
        console(str(error))
        return 1
    return 0
