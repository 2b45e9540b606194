"""The two commands of the reader as pure functions, and as `python -m anju.planreader`."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from .reader import read_text
from .score import as_table, score


def parse_command(path: str | Path) -> str:
    """The clauses of a plain text plan as one JSON array."""
    clauses = read_text(Path(path).read_text("utf-8", errors="replace"))
    return json.dumps([clause.as_json() for clause in clauses], ensure_ascii=False, indent=1)


def score_command(path: str | Path) -> str:
    """The score against a label file as JSON."""
    return json.dumps(score(path), ensure_ascii=False, indent=1)


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="anju.planreader", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    parse = commands.add_parser("parse", help="read a plan")
    parse.add_argument("file")
    parse.add_argument("--json", action="store_true", help="JSON is the only output; accepted for symmetry")
    scored = commands.add_parser("score", help="score the reader against labels")
    scored.add_argument("labels")
    scored.add_argument("--json", action="store_true", help="JSON instead of a table")
    scored.add_argument("--in-documents", action="store_true", help="read the units in their documents")
    options = parser.parse_args(arguments)
    if options.command == "parse":
        print(parse_command(options.file))
    elif options.json and not options.in_documents:
        print(score_command(options.labels))
    else:
        print(as_table(score(options.labels, in_documents=options.in_documents)))
    return 0
