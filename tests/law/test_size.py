"""A module fits in the head, a function on the screen: at most 400 and 40 lines. What grows becomes a folder, split by verb.

A function is measured from its first statement: the signature of an action is its form, and the docstring is its help.
The exceptions in size_exceptions.txt may only shrink: a line whose offence is gone must go too.
"""

from __future__ import annotations

import ast
from pathlib import Path

from .code import PACKAGE, modules

MODULE_LINES = 400
FUNCTION_LINES = 40
EXCEPTIONS = Path(__file__).parent / "size_exceptions.txt"


def too_long(package: Path) -> dict[str, int]:
    """`place` or `place::function` of everything over the limit, with its lines."""
    found = {}
    for module in modules(package, tests=True):
        lines = len(module.path.read_text(encoding="utf-8").splitlines())
        if lines > MODULE_LINES:
            found[module.place] = lines
        for node in ast.walk(module.tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and (lines := body_lines(node)) > FUNCTION_LINES:
                found[f"{module.place}::{node.name}"] = lines
    return found


def body_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    body = function.body
    first = body[1] if len(body) > 1 and ast.get_docstring(function) is not None else body[0]
    return function.end_lineno - first.lineno + 1


def excused() -> set[str]:
    lines = EXCEPTIONS.read_text(encoding="utf-8").splitlines()
    return {line.strip() for line in lines if line.strip() and not line.startswith("#")}


def test_everything_is_short():
    found = too_long(PACKAGE)
    assert {name: lines for name, lines in found.items() if name not in excused()} == {}


def test_exceptions_only_shrink():
    assert excused() <= set(too_long(PACKAGE)), "these are short now: remove their lines from size_exceptions.txt"


def test_a_planted_fault_is_found(plant):
    body = "".join(f"    a = {n}\n" for n in range(FUNCTION_LINES + 1))
    package = plant("domains/cases/queries.py", f"def long(\n    a,\n):\n    \"\"\"Help.\"\"\"\n{body}")
    plant("domains/cases/rules.py", "a = 1\n" * (MODULE_LINES + 1))
    assert too_long(package) == {"domains/cases/queries.py::long": FUNCTION_LINES + 1, "domains/cases/rules.py": MODULE_LINES + 1}
