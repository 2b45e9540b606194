"""Courses that a community can take over as they stand: the curricula that the field's plans name."""

from __future__ import annotations

import functools
import tomllib
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("courses.toml")


@functools.cache
def templates() -> dict[str, dict[str, Any]]:
    """By code: title, tier, track, level, roles, days, pass_percent, induction and the modules in the form that `create_course` takes."""
    read = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return {one["code"]: one for one in read["course"]}


def template_choices() -> list[tuple[str, str]]:
    return [(code, one["title"]) for code, one in templates().items()]
