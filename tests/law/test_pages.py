"""Pages keep a strict content policy: no inline script or style, nothing from another host; every icon they name exists."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tools import front

from .code import PACKAGE, ROOT

TEMPLATE = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
REMOTE = re.compile(r"^(https?:)?//")
LOADING = {"src", "srcset", "data", "poster"}
BUILT_ICONS = PACKAGE / "surfaces" / "static" / "built" / "icons.svg"


def templates(package: Path) -> list[Path]:
    return sorted(path for pattern in ("*.html", "*.jinja") for path in package.rglob(pattern) if "static" not in path.parts)


def inline(package: Path) -> list[str]:
    """What a strict content policy would refuse, or another host would have to deliver."""
    return [f"{path.relative_to(package).as_posix()}:{line} {fault}" for path in templates(package) for line, fault in _faults(path)]


def _faults(path: Path) -> list[tuple[int, str]]:
    reader = _Reader()
    # The template's own language is blanked out, line by line, so that what remains is HTML at its old place.
    reader.feed(TEMPLATE.sub(lambda hit: "x" + "\n" * hit.group().count("\n"), path.read_text(encoding="utf-8")))
    return reader.faults


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.faults: list[tuple[int, str]] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        if tag == "style":
            self._found("has a <style>: put it into frontend/css")
        if tag == "script" and "src" not in given and given.get("type") != "application/json":
            self._found("has an inline <script>: make it an island in frontend/islands")
        for name, value in given.items():
            self._check(tag, name, value)

    handle_startendtag = handle_starttag

    def _check(self, tag: str, name: str, value: str) -> None:
        if name == "style":
            self._found("has a style attribute: name a class")
        elif name.startswith(("on", "hx-on")) and name != "one":
            self._found(f"has {name}: make it an island in frontend/islands")
        elif value.strip().lower().startswith(("javascript:", "js:")):
            self._found(f"runs script from {name}")
        elif REMOTE.match(value) and (name in LOADING or (tag == "link" and name == "href")):
            self._found(f"loads {value} from another host")

    def _found(self, fault: str) -> None:
        self.faults.append((self.getpos()[0], fault))


def unknown_icons(package: Path, sprite: str) -> list[str]:
    """Icons that code or pages name and the built sprite does not have."""
    return [name for name in front.icon_names(package) if f'id="{name}"' not in sprite]


def test_pages_hold_no_script_and_no_style():
    assert inline(PACKAGE) == []


def test_every_icon_exists():
    if not front.is_fresh():
        pytest.skip("the front end is older than its sources (make front)")
    assert unknown_icons(PACKAGE, BUILT_ICONS.read_text(encoding="utf-8")) == [], "not in the sprite: choose another name, or run make front"


def test_the_style_sheet_loads_nothing_from_elsewhere():
    sheets = [path.read_text(encoding="utf-8") for path in (ROOT / "frontend").glob("**/*.css") if "node_modules" not in path.parts]
    assert not [sheet for sheet in sheets if re.search(r"url\(\s*['\"]?(https?:)?//", sheet)]


def test_planted_faults_are_found(plant):
    page = '<p>\n<b style="color:red">{{ a\n }}</b>\n<a onclick="x()">a</a>\n<script>x()</script>\n<script src="https://cdn.example/x.js"></script>\n<style></style>\n'
    package = plant("surfaces/templates/page.html", page)
    assert [offence.partition(" ")[0].rpartition(":")[2] for offence in inline(package)] == ["2", "4", "5", "6", "7"]
    plant("surfaces/screens.py", 'icon = "ti-no-such-thing"\n')
    assert "ti-no-such-thing" in unknown_icons(package, "<svg></svg>")


def test_what_is_allowed_passes(plant):
    package = plant("surfaces/templates/page.html", '<script src="{{ static("built/anju.js") }}"></script>\n<script type="application/json">{}</script>\n')
    assert inline(package) == []
