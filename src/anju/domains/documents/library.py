"""Sets of classes that come with the product, as plain files: read, never executed. What is loaded can be changed afterwards."""

from __future__ import annotations

import functools
import tomllib
from pathlib import Path
from typing import Any

from django.utils.translation import get_language

FOLDER = Path(__file__).parent / "templates"


@functools.cache
def templates() -> dict[str, dict[str, Any]]:
    """Every set by its code, in the order of their files."""
    found = (tomllib.loads(file.read_text(encoding="utf-8")) for file in sorted(FOLDER.glob("*.toml")))
    return {one["code"]: one for one in found}


def title_of(template: dict[str, Any]) -> str:
    """The title in the reader's language."""
    is_chinese = (get_language() or "zh").startswith("zh")
    return template["title"] if is_chinese else template["title_en"]


def choices() -> list[tuple[str, Any]]:
    return [(code, title_of(one)) for code, one in templates().items()]
