"""Old Word and WPS files: LibreOffice, a separate program, turns them into .docx where it is installed."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from . import limits
from .messages import Refused

_PROGRAMS = ("soffice", "libreoffice")


def converter() -> str | None:
    """The path of LibreOffice, None where it is not installed."""
    return next((path for program in _PROGRAMS if (path := shutil.which(program))), None)


def to_docx(data: bytes, kind: str) -> bytes:
    """The same document as .docx. ``kind`` is the ending of the file's name, without its dot."""
    program = converter()
    if program is None:
        raise Refused("no_converter", kind="." + kind)
    with tempfile.TemporaryDirectory(prefix="anju-document-") as folder:
        source = Path(folder, f"input.{kind}")
        source.write_bytes(data)
        _run(program, folder, source)
        made = Path(folder, "out", "input.docx")
        if not made.is_file():
            raise Refused("conversion_failed")
        if made.stat().st_size > limits.FILE_BYTES:
            raise Refused("archive_bomb")
        return made.read_bytes()


def _run(program: str, folder: str, source: Path) -> None:
    """A private profile keeps this run apart from others and starts without the user's macros and add-ons."""
    command = [
        program, f"-env:UserInstallation={Path(folder, 'profile').as_uri()}", "--headless", "--norestore",
        "--nolockcheck", "--nodefault", "--convert-to", "docx", "--outdir", str(Path(folder, "out")), str(source),
    ]
    try:
        subprocess.run(
            command, cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            timeout=limits.CONVERSION_SECONDS, check=False,
        )
    except subprocess.TimeoutExpired as late:
        raise Refused("too_slow", seconds=limits.CONVERSION_SECONDS) from late
    except OSError as broken:
        raise Refused("conversion_failed") from broken
