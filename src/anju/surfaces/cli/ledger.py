"""`anju ledger verify` and `anju ledger digest`."""

from __future__ import annotations

import argparse
import json

from . import console, set_up


def configure(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(dest="verb", required=True)
    verify = verbs.add_parser("verify", help="walk every row, seal and commitment")
    verify.add_argument("--json", action="store_true")
    verbs.add_parser("digest", help="one hash over everything that was done")


def run(given: argparse.Namespace) -> int:
    set_up()
    from anju.kernel import ledger, verification
    from anju.kernel.models import Scope

    if given.verb == "digest":
        console(ledger.digest())
        return 0
    reports = [verification.verify(scope) for scope in Scope.objects.order_by("path")]
    if given.json:
        console(json.dumps([report.as_json() for report in reports], ensure_ascii=False, indent=2))
    else:
        for report in reports:
            console(str(report))
    return 0 if all(report.is_whole for report in reports) else 1
