"""What the reader tells people: why a file could not be read, and what it left out of one it could."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources

#: Sentence per code. Every sentence says what happened, why, and what to do; the Chinese stands in locale.toml.
REFUSALS = {
    "empty": "The file %(name)s is empty. Choose the file again, or paste the text of the plan.",
    "file_too_large": "The file %(name)s is %(size_mb)s MB; at most %(limit_mb)s MB are read. "
    "Remove pictures from it or divide it into several files.",
    "text_too_long": "The file %(name)s holds more than %(limit_mb)s MB of text, far more than a plan. "
    "Divide it into several files.",
    "line_too_long": "A single line of %(name)s has more than %(limit)s characters, so it cannot be a plan. "
    "Check that the right file was chosen and that its paragraphs are separate lines.",
    "too_many_lines": "The file %(name)s has more than %(limit)s lines. Divide it into several files.",
    "picture": "The file %(name)s is a picture, so there are no words to read in it. "
    "Send the plan as Word, PDF with text, or plain text.",
    "not_a_document": "The file %(name)s is not a document of the kind its name says, or it is damaged. "
    "Open it in Word or WPS, save it again as .docx, and send that.",
    "kind_not_read": "Files of the kind %(kind)s are not read. "
    "Send the plan as .docx, .doc, .wps, .pdf, .html, .md or .txt.",
    "not_text": "The file %(name)s does not contain readable text. "
    "Check that the right file was chosen, or save it again as .docx.",
    "no_text": "No words were found in %(name)s. Check that the right file was chosen.",
    "locked": "The file %(name)s is protected by a password. Remove the password, save it, and send it again.",
    "archive_bomb": "The file %(name)s would unpack to far more than a document holds, so it was not opened. "
    "Save it again from Word or WPS, and send that.",
    "entities": "The file %(name)s contains XML definitions that no Word document needs, so it was not opened. "
    "Save it again from Word or WPS, and send that.",
    "pictures_only": "All pages of %(name)s are pictures without text. "
    "Send the original Word file, or recognise the text first and save it.",
    "too_many_pages": "The file %(name)s has %(pages)s pages; at most %(limit)s are read. "
    "Divide it into several files.",
    "too_slow": "Reading %(name)s took longer than %(seconds)s seconds and was stopped. "
    "Save it again as .docx, and send that.",
    "no_converter": "Files of the kind %(kind)s can be read only where LibreOffice is installed, "
    "which is not the case here. Save the file as .docx, and send that.",
    "conversion_failed": "LibreOffice could not open %(name)s. Save the file as .docx, and send that.",
}

WARNINGS = {
    "picture_pages": "Pages %(pages)s are pictures and were not read. Enter what they say by hand, "
    "or send the original Word file.",
    "macros": "The file contains macros. They were not run; only the text was read.",
    "broken_characters": "%(count)s broken characters were removed or could not be read. "
    "Compare the text with the paper.",
    "script_folded": "The text is in traditional characters and was read in simplified ones. "
    "The original is kept beside it.",
    "pinyin_removed": "%(count)s inserted pinyin were removed. The original is kept beside the text.",
    "changes_accepted": "The document holds tracked changes. Inserted words were read and deleted words left out.",
    "pictures_skipped": "The document holds %(count)s pictures. Words inside pictures were not read.",
}


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence with a code. ``sentence`` is the msgid to translate, ``params`` fill its places."""

    code: str
    sentence: str
    params: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.sentence % self.params

    @property
    def chinese(self) -> str:
        return _chinese()[self.sentence] % self.params


@dataclass(frozen=True, slots=True)
class Unreadable(Message):
    """Why a file was not read."""


def unreadable(code: str, **params: object) -> Unreadable:
    return Unreadable("documents." + code, REFUSALS[code], params)


def warning(code: str, **params: object) -> Message:
    return Message("documents." + code, WARNINGS[code], params)


def warning_of(code: str, params: Mapping[str, object]) -> Message:
    """A warning as it was kept: `code` is the whole code of its message."""
    return warning(code.removeprefix("documents."), **params)


@cache
def _chinese() -> dict[str, str]:
    return tomllib.loads(resources.files("anju.planreader").joinpath("locale.toml").read_text("utf-8"))


class Refused(Exception):
    """Carries an :class:`Unreadable` out of the readers; ``read_document`` adds the name and makes it a value."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code, self.params = code, params
