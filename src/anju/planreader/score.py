"""Score the reader against a labelled set: precision, recall and F1 per field, accuracy of kind and domain."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from . import agreement
from .agreement import Label, Tally
from .clause import Clause
from .reader import read_text, read_unit
from .text import squeezed

Read = Callable[[Label], Clause]

TUNED_ON = ("003", "000")
TESTED_ON = ("002", "004")
APART = ("001",)

#: What the reader must reach on the test part; `invented` is an upper limit.
GOALS = {
    "kind": 0.90,
    "domain": 0.85,
    "schedule": 0.95,
    "target": 0.95,
    "time": 0.93,
    "none_recall": 0.90,
    "invented": 0.01,
}


def score(labels_path: str | Path, *, in_documents: bool = False) -> dict[str, Any]:
    """Figures for the parts tune, test and apart of a label set.

    Units are read alone. With `in_documents` they are read in their source documents, which stand in
    `seeds/` beside the labels, and so with the headings above them.
    """
    labels = load_labels(labels_path)
    read = _reader_of_documents(Path(labels_path).parent / "seeds", labels) if in_documents else _read_alone
    return {part: _score_part(rows, read) for part, rows in split(labels).items()}


def load_labels(path: str | Path) -> list[Label]:
    lines = Path(path).read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


def split(labels: list[Label]) -> dict[str, list[Label]]:
    """tune, test (without lines that stand verbatim in the tuned files) and apart."""
    tune = [row for row in labels if row["file"] in TUNED_ON]
    seen = {row["text"] for row in tune}
    test = [row for row in labels if row["file"] in TESTED_ON and row["text"] not in seen]
    return {"tune": tune, "test": test, "apart": [row for row in labels if row["file"] in APART]}


def _read_alone(label: Label) -> Clause:
    return read_unit(label["text"])


def _score_part(rows: list[Label], read: Read) -> dict[str, Any]:
    pairs = [(row, read(row)) for row in rows]
    clean = [(row, clause) for row, clause in pairs if not row.get("garbled")]
    garbled = [(row, clause) for row, clause in pairs if row.get("garbled")]
    return {
        "lines": len(rows),
        "kind": _share([agreement.kind_agrees(row, clause) for row, clause in pairs]),
        "domain": _share([agreement.domain_agrees(row, clause) for row, clause in pairs if row["domain"]]),
        "none_recall": _share([clause.kind == "none" for row, clause in pairs if row["kind"] == ["none"]]),
        "none_precision": _share(["none" in row["kind"] for row, clause in pairs if clause.kind == "none"]),
        "invented": _share([clause.has_figures for row, clause in clean if not agreement.states_figures(row)]),
        "fields": _fields(clean),
        "garbled": {"lines": len(garbled), "fields": _fields(garbled)},
    }


def _fields(pairs: list[tuple[Label, Clause]]) -> dict[str, dict[str, float | int]]:
    due = [(row, clause) for row, clause in pairs if not agreement.is_rightly_left_out(row, clause)]
    fields = {}
    for group in agreement.GROUPS:
        total = Tally()
        for row, clause in due:
            total = total.plus(agreement.tally(group, row, clause))
        fields[group] = _rates(total)
    return fields


def _rates(tally: Tally) -> dict[str, float | int]:
    read, due = tally.right + tally.wrong, tally.right + tally.missed
    both = read + due
    return {
        "precision": round(tally.right / read, 4) if read else 1.0,
        "recall": round(tally.right / due, 4) if due else 1.0,
        "f1": round(2 * tally.right / both, 4) if both else 1.0,
        **tally._asdict(),
    }


def _share(answers: list[bool]) -> float:
    return round(sum(answers) / len(answers), 4) if answers else 1.0


def _reader_of_documents(seeds: Path, labels: list[Label]) -> Read:
    """Look a label up among the units of its document; what is not found there is read alone."""
    clauses: dict[tuple[str, str], Clause] = {}
    for name in sorted({row["file"] for row in labels}):
        for path in sorted(seeds.glob(f"{name}*.txt")):
            for clause in read_text(path.read_text("utf-8", errors="replace")):
                clauses.setdefault((name, squeezed(clause.text)), clause)
    return lambda label: clauses.get((label["file"], squeezed(label["text"]))) or _read_alone(label)


def missed_goals(part: dict[str, Any], goals: dict[str, float] = GOALS) -> list[str]:
    """The goals that a scored part does not reach, in words."""
    missed = []
    for name, goal in goals.items():
        value = part["fields"][name]["f1"] if name in part["fields"] else part[name]
        if value > goal if name == "invented" else value < goal:
            missed.append(f"{name} is {value}, the goal is {goal}")
    return missed


def as_table(result: dict[str, Any]) -> str:
    """The result for people: one row a figure, one column a part."""
    parts = list(result)
    lines = [f"{'':16}" + "".join(f"{part:>18}" for part in parts)]
    for name in ("lines", "kind", "domain", "none_recall", "none_precision", "invented"):
        lines.append(f"{name:16}" + "".join(f"{result[part][name]:>18}" for part in parts))
    for group in agreement.GROUPS:
        rates = [result[part]["fields"][group] for part in parts]
        lines.append(
            f"{group:16}" + "".join(f"{r['precision']:.2f} {r['recall']:.2f} {r['f1']:.3f}".rjust(18) for r in rates)
        )
    return "\n".join(lines)
