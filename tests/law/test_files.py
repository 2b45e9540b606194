"""What is tracked speaks of the product alone: no path of somebody's machine, no address of a package registry, no very large file."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from .code import ROOT

# Written in pieces, so that this page does not accuse itself.
MACHINE_PATH = re.compile(r"(?:^|[\"' (=])/(?:" + "|".join(["home", "root", "Users", "work", "farm", "tm" + "p"]) + r")/[a-zA-Z.]", re.MULTILINE)
REGISTRY = re.compile("|".join([r"registry\." + "npm", r"py" + r"pi\.org", r"python" + r"hosted\.org", r"deb\." + r"debian\.org", r"--index-" + r"url", r"npm" + r"mirror"]))
TEXT = {".py", ".md", ".toml", ".html", ".jinja", ".ts", ".mjs", ".css", ".json", ".sh", ".txt", ".yml", ".yaml", ".cfg", ".svg", ""}
LARGEST_BYTES = 2_000_000


def tracked(root: Path) -> list[Path]:
    done = subprocess.run(["git", "ls-files", "-z"], cwd=root, capture_output=True)
    if done.returncode:
        pytest.skip("not a git checkout")
    return [root / name for name in done.stdout.decode().split("\0") if name and (root / name).is_file()]


def accusations(files: list[Path], root: Path) -> list[str]:
    found = []
    for path in files:
        if path.stat().st_size > LARGEST_BYTES:
            found.append(f"{path.relative_to(root)} has {path.stat().st_size} bytes")
        if path.suffix not in TEXT:
            continue
        text = path.read_text(encoding="utf-8", errors="replace")
        for kind, pattern in (("a machine's path", MACHINE_PATH), ("a registry's address", REGISTRY)):
            if hit := pattern.search(text):
                found.append(f"{path.relative_to(root)}:{text.count(chr(10), 0, hit.start()) + 1} holds {kind}: {hit.group().strip()}")
    return found


def test_the_repository_keeps_it():
    assert accusations(tracked(ROOT), ROOT) == []


def test_planted_faults_are_found(tmp_path):
    (tmp_path / "a.py").write_text('x = "' + "/ho" + "me/me/x" + '"\n')
    (tmp_path / "package-lock.json").write_text('"resolved": "https://registry.' + "npm" + 'js.org/x.tgz"\n')
    (tmp_path / "b.py").write_text('x = "/usr/lib/postgresql"\n')
    found = accusations(sorted(tmp_path.iterdir()), tmp_path)
    assert [line.partition(":")[0] for line in found] == ["a.py", "package-lock.json"]
