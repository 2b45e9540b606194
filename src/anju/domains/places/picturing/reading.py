"""Starts the process that reads a drawing, and believes nothing it says beyond its own protocol."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass, field
from typing import Any

from . import limits

_NUMBER_THREADS = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}


@dataclass(frozen=True)
class Sheet:
    """A picture for the screen. `metres_per_px` where the file says its scale; `notes` what people should know, as codes and numbers."""

    data: bytes
    width: int
    height: int
    metres_per_px: float | None = None
    notes: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Unreadable:
    """Why there is no picture: a code of rules.trouble_sentence with its facts."""

    code: str
    facts: dict[str, Any] = field(default_factory=dict)


def read(data: bytes, kind: str, *, page: int = 1) -> Sheet | Unreadable:
    """The drawing as a picture. `kind` is picture, pdf or dxf."""
    environment = {**os.environ, **_NUMBER_THREADS, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-m", f"{__package__}.child", kind, str(page)], input=data, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            timeout=limits.SECONDS, env=environment, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return Unreadable("too_slow", {"seconds": limits.SECONDS})
    return _answer(done.stdout, done.returncode)


def _answer(out: bytes, code: int) -> Sheet | Unreadable:
    head, _, picture = out.partition(b"\n")
    try:
        said = json.loads(head)
    except ValueError:
        return Unreadable("too_slow", {"seconds": limits.SECONDS}) if code == -24 else Unreadable("too_much" if code < 0 else "broken")
    if "refused" in said:
        return Unreadable(said["refused"], said["facts"])
    return Sheet(picture, said["width"], said["height"], said["metres_per_px"], said["notes"])
