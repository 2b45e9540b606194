"""Schemes that come with the product, as plain files: read, never executed."""

from __future__ import annotations

import functools
import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.utils.functional import lazystr
from django.utils.translation import get_language

FOLDER = Path(__file__).parent / "templates"


@functools.cache
def templates() -> dict[str, dict[str, Any]]:
    """Every template by code, in the order of their files; points are exact decimals."""
    found = (tomllib.loads(file.read_text(encoding="utf-8"), parse_float=Decimal) for file in sorted(FOLDER.glob("*.toml")))
    return {one["code"]: one for one in found}


def title_of(template: dict[str, Any]) -> str:
    """The title in the reader's language."""
    is_chinese = (get_language() or "zh").startswith("zh")
    return template["title"] if is_chinese else template["title_en"]


def _choices(field: str) -> list[tuple[str, Any]]:
    return [(code, lazystr(title_of(one))) for code, one in templates().items() if one.get("field", "property") == field]


def property_choices() -> list[tuple[str, Any]]:
    """Templates of property work."""
    return _choices("property")


def other_choices() -> list[tuple[str, Any]]:
    """Templates of other fields: offered only to who asks for them."""
    return _choices("other")
