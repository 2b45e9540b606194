"""The Chinese catalogue: every `locale.toml` of the package merged into one `zh_Hans/LC_MESSAGES/django.mo`. Needs no GNU gettext.

`python -m anju.project.catalogue` writes it; `--check` also compares it with the sentences that the code and the pages really use.

A `locale.toml` maps English sentences to Chinese ones. The table `[overrides]` holds words for sentences of Django and allauth
that we say differently; `[context.NAME]` holds those used with `pgettext("NAME", ...)`.
"""

from __future__ import annotations

import ast
import functools
import io
import re
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent
DJANGO_TEMPLATES = "surfaces/templates"
"""Where templates of Django's engine stand (sign-in); every other template is Jinja's."""
PLACEHOLDER = re.compile(r"%\((\w+)\)[a-z]|%[sd]")
KEYWORDS = {
    **dict.fromkeys(("_", "_now", "say", "gettext", "gettext_lazy", "gettext_noop", "translate"), None),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
}

Message = tuple[str | None, str]
"""A context (or None) and the English sentence."""


class CatalogueError(ValueError):
    """A locale.toml that cannot be merged; the message names the file and what to change."""


@dataclass(frozen=True)
class Entry:
    message: Message
    chinese: str
    file: Path
    is_override: bool = False


def build(package: Path = PACKAGE, *, into: Path | None = None) -> Path:
    """Write the catalogue of `package` into its folder `locale`, or another, and return its path; raises CatalogueError."""
    target = (into or package / "locale") / "zh_Hans" / "LC_MESSAGES" / "django.mo"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(compiled(entries(package)))
    return target


def compiled(merged: dict[Message, Entry]) -> bytes:
    """The bytes of a .mo file."""
    from babel.messages.catalog import Catalog
    from babel.messages.mofile import write_mo

    catalog = Catalog(locale="zh_Hans", charset="utf-8", fuzzy=False)
    for (context, english), entry in sorted(merged.items(), key=lambda item: (item[0][0] or "", item[0][1])):
        catalog.add(english, entry.chinese, context=context)
    out = io.BytesIO()
    write_mo(out, catalog)
    return out.getvalue()


def entries(package: Path = PACKAGE) -> dict[Message, Entry]:
    """Every translation of the package, the first where two files differ; raises CatalogueError for a broken file."""
    merged: dict[Message, Entry] = {}
    for entry in _all(package):
        merged.setdefault(entry.message, entry)
    return merged


def _all(package: Path) -> Iterator[Entry]:
    for file in sorted(package.rglob("locale.toml")):
        for entry in _read(file):
            _must_fit(entry)
            yield entry


def _rivals(package: Path, merged: dict[Message, Entry]) -> list[str]:
    return [
        f"{entry.message[1]!r} is {entry.chinese!r} in {entry.file.relative_to(package)} and {first.chinese!r} in "
        f"{first.file.relative_to(package)}: use one word, or give one of them another English sentence."
        for entry in _all(package)
        if (first := merged[entry.message]).chinese != entry.chinese
    ]


def _read(file: Path) -> Iterator[Entry]:
    try:
        table = tomllib.loads(file.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise CatalogueError(f"{file}: {error}. A line is \"English\" = \"中文\".") from error
    for english, chinese in table.items():
        if isinstance(chinese, str):
            yield Entry((None, english), chinese, file)
    for english, chinese in table.get("overrides", {}).items():
        yield Entry((None, english), chinese, file, is_override=True)
    for context, words in table.get("context", {}).items():
        for english, chinese in words.items():
            yield Entry((context, english), chinese, file)


def _must_fit(entry: Entry) -> None:
    english = entry.message[1]
    if not entry.chinese.strip():
        raise CatalogueError(f"{entry.file}: {english!r} has an empty translation.")
    if sorted(PLACEHOLDER.findall(english)) != sorted(PLACEHOLDER.findall(entry.chinese)):
        raise CatalogueError(f"{entry.file}: the placeholders of {english!r} and {entry.chinese!r} differ.")


def used(package: Path = PACKAGE) -> dict[Message, str]:
    """Every sentence that code and pages ask a translation for, with the first place that does (`file:line`)."""
    found: dict[Message, str] = {}
    for file in sorted(package.rglob("*")):
        if not _is_ours(file.relative_to(package)):
            continue
        for line, message in _messages(file, is_django=file.is_relative_to(package / DJANGO_TEMPLATES)):
            found.setdefault(message, f"{file.relative_to(package)}:{line}")
    return found


def _is_ours(path: Path) -> bool:
    return path.suffix in (".py", ".html", ".jinja", ".txt") and not {"tests", "static", "migrations"} & set(path.parts)


def _messages(file: Path, *, is_django: bool) -> Iterator[tuple[int, Message]]:
    from babel.messages.extract import extract

    source = file.read_text(encoding="utf-8")
    method, options = "python", {}
    if is_django:
        from django.utils.translation.template import templatize

        source = templatize(source)
    elif file.suffix != ".py":
        from jinja2.ext import babel_extract

        method, options = babel_extract, {"newstyle_gettext": "true", "trimmed": "true", "silent": "false"}
    for line, message, _comments, context in extract(method, io.BytesIO(source.encode()), KEYWORDS, (), options):
        yield line, (context, message)


def problems(package: Path = PACKAGE) -> list[str]:
    """What is missing from the catalogue and what nobody uses any more, one sentence each; empty when it is complete."""
    try:
        have = entries(package)
    except CatalogueError as error:
        return [str(error)]
    need = used(package)
    missing = [f"{where}: no Chinese for {message[1]!r}. Add it to the room's locale.toml." for message, where in need.items() if message not in have]
    unused = [
        f"{entry.file.relative_to(package)}: nothing says {entry.message[1]!r} any more. Remove the line."
        for entry in have.values()
        if entry.message not in need and not entry.is_override and entry.message[1] not in _literals(entry.file.parent)
    ]
    return [*_rivals(package, have), *sorted(missing), *sorted(unused)]


@functools.cache
def _literals(folder: Path) -> frozenset[str]:
    """Every string in the code under `folder`: libraries that know no Django keep their sentences as plain strings."""
    trees = (ast.parse(file.read_text(encoding="utf-8")) for file in folder.rglob("*.py") if _is_ours(file.relative_to(folder)))
    return frozenset(
        node.value for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


def main(arguments: list[str]) -> int:
    """Write the catalogue; with --check report what is missing or unused. Returns the exit status."""
    found = problems() if "--check" in arguments else []
    for problem in found:
        print(problem, file=sys.stderr)
    if not found:
        print(f"{build().relative_to(PACKAGE)}: {len(entries())} sentences.")
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
