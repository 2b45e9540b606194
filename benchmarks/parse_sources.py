"""How long the five source documents take from bytes to clauses; without them beside the checkout there is nothing to measure."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator
from pathlib import Path

from anju.planreader import documents, read_document_units

from .figures import PAIRS, Figure

SEEDS = Path(__file__).resolve().parents[2] / "shared" / "seeds"
FEWEST_UNITS = 2000


def measure() -> Iterator[Figure]:
    """The median of whole readings of all documents; each reading must find the plans and their sentences."""
    sources = [(path.name, path.read_bytes()) for path in sorted(SEEDS.glob("*.txt"))]
    if not sources:
        print(f"parse_sources: left out, there are no documents in {SEEDS.parent.name}/{SEEDS.name} beside the checkout")
        return
    seconds = [_read_all(sources) for _ in range(PAIRS + 1)][1:]
    yield Figure("five source documents read", "s", statistics.median(seconds), "<= 5")


def _read_all(sources: list[tuple[str, bytes]]) -> float:
    began = time.perf_counter()
    units = [unit for name, data in sources for unit in read_document_units(documents.read_document(data, name))]
    seconds = time.perf_counter() - began
    if len(units) < FEWEST_UNITS:
        raise RuntimeError(f"only {len(units)} units were read")
    return seconds
