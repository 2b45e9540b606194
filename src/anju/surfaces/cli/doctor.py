"""`anju doctor`: what is well, what is not, and what to do; one line each, in Chinese and English. Changes nothing."""

from __future__ import annotations

import argparse
import gettext
import json
import os
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

from anju.kernel import health
from anju.kernel.health import BAD, GOOD, NOTICE, Finding, _, bad
from anju.surfaces.health import around, of_the_machine, with_database

from . import console, set_up

MARKS = {GOOD: "✓", NOTICE: "!", BAD: "✗"}
CATALOGUE = Path(__file__).resolve().parent.parent.parent / "locale"


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="one JSON object with every finding")


def run(given: argparse.Namespace) -> int:
    """0 when all is well or only something to note, 1 when something must be done."""
    found = list(findings())
    chinese = _chinese()
    if given.json:
        console(json.dumps({"is_well": _is_well(found), "findings": [as_json(each, chinese) for each in found]}, ensure_ascii=False, indent=2))
    else:
        for each in found:
            console(line(each, chinese))
    return 0 if _is_well(found) else 1


def findings() -> Iterator[Finding]:
    """Everything that can be asked; where the settings or the database fail, that is the finding, and the rest still comes."""
    yield from of_the_machine()
    yield from health.run({"port": around.port})
    try:
        set_up()
    except Exception as error:  # noqa: BLE001 - whatever stands in the way is what the person must read
        why = (f"{type(error).__name__}: {error}".splitlines() or [""])[0][:200]
        yield bad("start", _("The program"), _("Anju cannot start: %(error)s"), _("Mend what is marked above first."), error=why)
        return
    yield from with_database()


def _is_well(found: list[Finding]) -> bool:
    return all(each.state != BAD for each in found)


def _chinese() -> Callable[[str], str]:
    """The catalogue without Django, which may be what is broken."""
    os.environ.setdefault("LANGUAGE", "zh_Hans")
    return gettext.translation("django", CATALOGUE, ["zh_Hans"], fallback=True).gettext


def in_words(finding: Finding, translate: Callable[[str], str]) -> tuple[str, str, str]:
    return finding.words(translate, lambda at: f"{at.astimezone():%Y-%m-%d %H:%M}")


def line(finding: Finding, chinese: Callable[[str], str]) -> str:
    """`✗ 磁盘：还剩 0.4 GB。请…… | Disk: 0.4 GB free. Make room …`"""
    what, said, todo = in_words(finding, chinese)
    first = f"{MARKS[finding.state]} {what}：{said}" + (f" → {todo}" if todo else "")
    what, said, todo = in_words(finding, str)
    return f"{first}  |  {what}: {said}" + (f" → {todo}" if todo else "")


def as_json(finding: Finding, chinese: Callable[[str], str]) -> dict:
    facts = {name: value.isoformat() if isinstance(value, datetime) else value for name, value in finding.facts.items()}
    told = {"zh": list(in_words(finding, chinese)), "en": list(in_words(finding, str))}
    return {"name": finding.name, "state": finding.state, "facts": facts, **told}
