"""`python -m benchmarks [NAME]`: run every benchmark, or one; write benchmarks/results.json and print a table."""

from __future__ import annotations

import importlib
import json
import os
import pkgutil
import sys
import tempfile
from pathlib import Path

import benchmarks

HERE = Path(__file__).resolve().parent
RESULTS = HERE / "results.json"
NOT_BENCHMARKS = {"__main__", "curtois", "figures", "instances", "lane_box", "lane_fakes", "lane_server", "paint_peer", "paint_peer_urls", "settings", "stock"}


def names() -> list[str]:
    return sorted(one.name for one in pkgutil.iter_modules(benchmarks.__path__) if one.name not in NOT_BENCHMARKS)


def run(name: str) -> list[dict]:
    """The rows of one benchmark."""
    command = f"make bench ONLY={name}"
    module = importlib.import_module(f"benchmarks.{name}")
    return [figure.as_json(command) for figure in module.measure()]


def merged(rows: list[dict]) -> list[dict]:
    """All known rows, those just measured in place of their older ones."""
    known = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else []
    fresh = {row["command"] for row in rows}
    return sorted([*rows, *(row for row in known if row["command"] not in fresh)], key=lambda row: (row["command"], row["figure"]))


def table(rows: list[dict]) -> str:
    cells = [["figure", "ours", "peer", "unit", "ratio", "goal", "met"]]
    cells += [[row["figure"], _number(row["ours"]), f"{_number(row['peer'])} {row['peer_name']}".strip(), row["unit"], _number(row["ratio"]), row["goal"], "yes" if row["met"] else "NO"] for row in rows]
    widths = [max(len(line[at]) for line in cells) for at in range(len(cells[0]))]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in cells)


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:,.3g}" if abs(value) < 1000 else f"{value:,.0f}"


def main(arguments: list[str]) -> int:
    chosen = [name for name in arguments if name]
    if unknown := set(chosen) - set(names()):
        print(f"There is no benchmark called {', '.join(sorted(unknown))}. There are: {', '.join(names())}", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory(prefix="anju-bench-") as folder:
        os.environ["ANJU_DATA_DIR"] = folder
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "benchmarks.settings")
        rows = [row for name in chosen or names() for row in run(name)]
    RESULTS.write_text(json.dumps(merged(rows), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(table(rows))
    return 0 if all(row["met"] for row in rows) else 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
