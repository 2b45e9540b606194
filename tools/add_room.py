"""Makes a new room: `make add-room NAME=lost_property ZH=失物招领`. Writes files that keep every house rule, to be changed from there."""

from __future__ import annotations

import keyword
import os
import re
import subprocess
import sys
from pathlib import Path
from string import Template

ROOT = Path(__file__).resolve().parent.parent
PATTERNS = Path(__file__).resolve().parent / "room"
NAME = re.compile(r"[a-z][a-z]*(_[a-z]+)*")
UNNAMED = "待命名"


class Unfit(ValueError):
    """A name that cannot be a room's; the message says why."""


def add_room(name: str, *, chinese: str = UNNAMED, root: Path = ROOT) -> Path:
    """Write the room's files and name it last in ROOMS; returns its folder. Raises Unfit."""
    domains = root / "src/anju/domains"
    _must_fit(name, domains)
    words = _words(name, chinese)
    for pattern in sorted(PATTERNS.rglob("*.txt")):
        target = domains / name / pattern.relative_to(PATTERNS).with_suffix("")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(Template(pattern.read_text(encoding="utf-8")).substitute(words), encoding="utf-8")
    _enter(name, domains / "__init__.py")
    return domains / name


def _must_fit(name: str, domains: Path) -> None:
    if not NAME.fullmatch(name) or keyword.iskeyword(name):
        raise Unfit(f"{name!r} is no room's name. Use a noun an operator would say, in small letters: NAME=lost_property")
    if (domains / name).exists():
        raise Unfit(f"There is a room {name} already. Choose another name, or work in src/anju/domains/{name}.")


def _words(name: str, chinese: str) -> dict[str, str]:
    title = name.replace("_", " ")
    return {"room": name, "Record": title.title().replace(" ", ""), "noun": title, "Noun": title.capitalize(), "chinese": chinese}


def _enter(name: str, file: Path) -> None:
    """Add the word to the list ROOMS, however it is laid out."""
    text = file.read_text(encoding="utf-8")
    entered, count = re.subn(r'(ROOMS[^=]*=\s*\[[^\]]*?")(,?\s*)\]', rf'\1, "{name}"\2]', text)
    if count != 1:
        raise Unfit(f"{file} has no list ROOMS to which {name} could be added.")
    file.write_text(entered, encoding="utf-8")


def make_migration(name: str, root: Path = ROOT) -> None:
    """Write the room's first migration."""
    command = [sys.executable, "-m", "django", "makemigrations", name, "--settings", "tests.settings", "--verbosity", "0"]
    paths = os.pathsep.join([str(root / "src"), str(root)])
    subprocess.run(command, cwd=root, env={**os.environ, "PYTHONPATH": paths}, check=True)


def main(arguments: list[str]) -> int:
    name = arguments[0] if arguments else ""
    chinese = (arguments[1] if len(arguments) > 1 else "") or UNNAMED
    try:
        folder = add_room(name, chinese=chinese)
    except Unfit as reason:
        print(reason, file=sys.stderr)
        return 1
    make_migration(name)
    print(f"The room {name} stands in {folder.relative_to(ROOT)}; docs/add-a-room.md says what to do next.")
    if chinese == UNNAMED:
        print(f"Its Chinese name is still {UNNAMED}: change it in {folder.relative_to(ROOT)}/locale.toml.")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
