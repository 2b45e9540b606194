"""Where the public instances lie: the folder named by ANJU_INSTANCES, with `routing/` and `rostering/` in it (see docs/benchmarks.md)."""

from __future__ import annotations

import os
from pathlib import Path


def folder(kind: str) -> Path:
    root = Path(os.environ.get("ANJU_INSTANCES", "../shared/data/benchmarks"))
    if not (root / kind).is_dir():
        raise SystemExit(f"No instances at {root / kind}. Set ANJU_INSTANCES to the folder that has {kind}/ in it.")
    return root / kind
