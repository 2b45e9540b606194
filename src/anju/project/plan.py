"""`anju plan parse FILE`, `anju plan score LABELS`, `anju plan run FILE`."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from anju.planreader import documents, read_document_units, score
from anju.surfaces.cli import console


def configure(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(dest="verb", required=True)
    for verb, help_text in (("parse", "print every unit of a plan"), ("score", "measure the reader against labels")):
        one = verbs.add_parser(verb, help=help_text)
        one.add_argument("file", type=Path)
        one.add_argument("--json", action="store_true", help="print JSON")
        if verb == "score":
            one.add_argument("--in-documents", action="store_true", help="read the units in their documents")
    runner = verbs.add_parser("run", help="start a demo community that is run by this plan")
    runner.add_argument("file", type=Path)


def run(given: argparse.Namespace) -> int:
    if not given.file.is_file():
        console(f"There is no file {given.file}. 没有这个文件，请检查路径。")
        return 2
    return {"parse": _parse, "score": _score, "run": _run}[given.verb](given)


def _parse(given: argparse.Namespace) -> int:
    document = documents.read_document(given.file.read_bytes(), given.file.name)
    if isinstance(document, documents.Unreadable):
        console(json.dumps({"error": {"code": document.code, "sentence": str(document), "chinese": document.chinese}}, ensure_ascii=False))
        return 1
    units = [found.clause.as_json() for found in read_document_units(document, with_noise=True)]
    if given.json:
        console(json.dumps({"clauses": units}, ensure_ascii=False))
        return 0
    for unit in units:
        console(f"{unit['kind']:16} {unit['text']}")
    return 0


def _score(given: argparse.Namespace) -> int:
    found = score.score(given.file, in_documents=given.in_documents)
    console(json.dumps(found, ensure_ascii=False) if given.json else score.as_table(found))
    return 0


def _run(given: argparse.Namespace) -> int:
    from anju.project import demo

    return demo.start(plan=given.file)
