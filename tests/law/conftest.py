from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

Plant = Callable[[str, str], Path]


@pytest.fixture
def plant(tmp_path: Path) -> Plant:
    """Write one file into an otherwise empty package, to show that a law can fail; returns the package."""
    package = tmp_path / "anju"
    (package / "domains").mkdir(parents=True)
    (package / "domains" / "__init__.py").write_text('ROOMS = ["places", "people", "cases"]\n')

    def write(place: str, source: str) -> Path:
        file = package / place
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(source, encoding="utf-8")
        return package

    return write
