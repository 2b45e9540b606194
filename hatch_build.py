"""The build hook: whatever installs or packs Anju also builds its front end and its Chinese catalogue."""

from __future__ import annotations

import sys
from pathlib import Path

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Hook(BuildHookInterface):
    def initialize(self, version: str, build_data: dict) -> None:
        root = Path(self.root)
        sys.path[:0] = [str(root / "tools"), str(root / "src")]
        import front

        from anju.project import catalogue

        front.build(root)
        catalogue.build(root / "src/anju")
