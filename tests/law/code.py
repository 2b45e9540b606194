"""What the laws read: the package's modules as syntax trees. A law is a function from a package folder to a list of offences."""

from __future__ import annotations

import ast
import gc
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGE = ROOT / "src" / "anju"


@dataclass(frozen=True)
class Module:
    path: Path
    package: Path

    @property
    def place(self) -> str:
        """The path below the package, as offences name it."""
        return self.path.relative_to(self.package).as_posix()

    @property
    def parts(self) -> tuple[str, ...]:
        """The dotted name without `anju`, e.g. ("domains", "cases", "rules")."""
        parts = self.path.relative_to(self.package).with_suffix("").parts
        return parts[:-1] if parts[-1] == "__init__" else parts

    @property
    def room(self) -> str | None:
        return self.parts[1] if self.parts[:1] == ("domains",) and len(self.parts) > 1 else None

    @property
    def is_test(self) -> bool:
        return "tests" in self.path.relative_to(self.package).parts

    @property
    def is_migration(self) -> bool:
        return "migrations" in self.parts

    @cached_property
    def tree(self) -> ast.Module:
        """Out of the collector's sight: a million nodes that stay would be looked through again at every collection of the test process."""
        gc.disable()
        try:
            return ast.parse(self.path.read_text(encoding="utf-8"), str(self.path))
        finally:
            gc.freeze()
            gc.enable()

    def calls(self) -> Iterator[ast.Call]:
        return (node for node in ast.walk(self.tree) if isinstance(node, ast.Call))

    @cached_property
    def imports(self) -> list[Import]:
        """Every import, wherever it stands in the module, with relative ones resolved."""
        return list(self._imports())

    def _imports(self) -> Iterator[Import]:
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                for alias in node.names:
                    yield Import(alias.name, (alias.asname or alias.name).partition(".")[0], node.lineno)
            elif isinstance(node, ast.ImportFrom):
                base = self._base(node)
                for alias in node.names:
                    yield Import(f"{base}.{alias.name}" if base else alias.name, alias.asname or alias.name, node.lineno)

    def _base(self, node: ast.ImportFrom) -> str:
        if not node.level:
            return node.module or ""
        here = ("anju", *self.path.relative_to(self.package).parent.parts)
        return ".".join([*here[: len(here) - node.level + 1], *([node.module] if node.module else [])])


@dataclass(frozen=True)
class Import:
    """`target` is the full dotted name ("anju.domains.places.models.Place"), `name` what the module calls it."""

    target: str
    name: str
    line: int

    @property
    def parts(self) -> tuple[str, ...]:
        return tuple(self.target.split("."))


def modules(package: Path = PACKAGE, *, tests: bool = False) -> list[Module]:
    """The modules of a package; migrations are left out, tests too unless asked for."""
    found = _of_the_house() if package == PACKAGE else _found(package)
    return [module for module in found if not module.is_migration and (tests or not module.is_test)]


@cache
def _of_the_house() -> list[Module]:
    """Read once for all laws: they ask the same trees dozens of times."""
    return _found(PACKAGE)


def _found(package: Path) -> list[Module]:
    return [Module(path, package) for path in sorted(package.rglob("*.py"))]


def rooms(package: Path = PACKAGE) -> list[str]:
    """ROOMS, read without importing it."""
    tree = ast.parse((package / "domains" / "__init__.py").read_text(encoding="utf-8"))
    for node in tree.body:
        targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
        if any(isinstance(target, ast.Name) and target.id == "ROOMS" for target in targets):
            return list(ast.literal_eval(node.value))
    raise AssertionError("anju.domains has no list ROOMS")


def dotted(node: ast.AST) -> str:
    """`a.b.c` of a name or attribute; calls in between appear as `()`; empty for anything else."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    if isinstance(node, ast.Call):
        return f"{dotted(node.func)}()"
    return ""
