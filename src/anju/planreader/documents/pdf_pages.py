"""The program that takes the text out of a PDF: bytes on standard input, JSON on standard output.

It runs as a process of its own, with a limit on memory and a deadline set by the caller, because a PDF can be
made to keep any parser busy for ever.
"""

from __future__ import annotations

import io
import json
import sys

from pypdf import PageObject, PdfReader
from pypdf.errors import PdfReadError
from pypdf.generic import DictionaryObject

from . import limits


def pages_of(data: bytes) -> dict[str, object]:
    """{"pages": [{"text": …, "pictures": bool}]}, or {"refused": code, …}."""
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            return {"refused": "locked"}
        count = len(reader.pages)
        if count > limits.PDF_PAGES:
            return {"refused": "too_many_pages", "pages": count, "limit": limits.PDF_PAGES}
        return {"pages": [_page(reader.pages[at]) for at in range(count)]}
    except PdfReadError:
        return {"refused": "not_a_document"}


def _page(page: PageObject) -> dict[str, object]:
    text = page.extract_text()
    return {"text": text, "pictures": not text.strip() and _has_pictures(page)}


def _has_pictures(page: PageObject) -> bool:
    drawn = page.get("/Resources", DictionaryObject()).get_object().get("/XObject", DictionaryObject()).get_object()
    return any(drawn[key].get_object().get("/Subtype") in ("/Image", "/Form") for key in drawn)


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return
    resource.setrlimit(resource.RLIMIT_AS, (limits.PDF_MEMORY_BYTES, limits.PDF_MEMORY_BYTES))


def main() -> None:
    _limit_memory()
    try:
        found = pages_of(sys.stdin.buffer.read())
    except Exception:  # a damaged file breaks the parser in ways that nobody can list
        found = {"refused": "not_a_document"}
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main()
