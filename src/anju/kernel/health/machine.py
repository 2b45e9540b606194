"""Checks of the machine and of what lies around the database. They read the environment and the disk, and no settings of Django."""

from __future__ import annotations

import importlib.metadata
import os
import re
import shutil
import stat
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from . import Finding, _, bad, good, notice

OLDEST_PYTHON = (3, 11)
LOW_BYTES, VERY_LOW_BYTES = 5 << 30, 1 << 30
PRIVATE = ("master.key", "seal.key", "session.key", "erased.log")


def data_folder() -> Path:
    return Path(os.environ.get("ANJU_DATA_DIR") or "data").absolute()


def keys_folder() -> Path:
    return Path(os.environ.get("ANJU_KEYS_DIR") or data_folder() / "keys").absolute()


def python() -> Finding:
    version = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info < OLDEST_PYTHON:
        return bad("python", "Python", _("%(version)s is too old"), _("Install Python 3.11 or newer."), version=version)
    return good("python", "Python", "%(version)s", version=version)


def packages() -> Finding:
    """Whether what the package asks for is installed, in a version that is new enough."""
    missing = [name for name in map(_missing, _wanted()) if name]
    if missing:
        return bad("packages", _("Python packages"), _("missing or too old: %(names)s"), _("Run “make setup” again."), names=", ".join(sorted(missing)))
    return good("packages", _("Python packages"), _("all are there"))


def _wanted() -> list[str]:
    try:
        return [line for line in importlib.metadata.requires("anju") or [] if "extra ==" not in line]
    except importlib.metadata.PackageNotFoundError:
        return []


def _missing(requirement: str) -> str:
    name = re.match(r"[A-Za-z0-9._-]+", requirement).group()
    try:
        there = importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return name
    least = re.search(r">=\s*([0-9.]+)", requirement)
    return f"{name} {there}" if least and _number(there) < _number(least.group(1)) else ""


def _number(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", version)[:3])


def environment() -> Iterator[Finding]:
    """Settings that were written wrong, each with what is right."""
    wrong = list(_wrong_settings())
    for name, value, right in wrong:
        yield bad("settings", _("Settings"), _("%(name)s is “%(value)s”"), right, name=name, value=value)
    if not wrong:
        yield good("settings", _("Settings"), _("all can be read"))


def _wrong_settings() -> Iterator[tuple[str, str, str]]:
    database = os.environ.get("ANJU_DATABASE", "")
    try:
        scheme = urlsplit(database).scheme
    except ValueError:
        scheme = "?"
    if database and scheme not in ("sqlite", "postgresql", "postgres"):
        yield "ANJU_DATABASE", database.partition("@")[2] or database, _("Write sqlite:///path or postgresql://user@host:port/name.")
    port = os.environ.get("ANJU_PORT", "").strip()
    if port and not (port.isascii() and port.isdigit() and 0 < int(port) < 65536):
        yield "ANJU_PORT", port, _("Write a whole number from 1 to 65535.")
    kept = os.environ.get("ANJU_BACKUP_KEEP", "").strip()
    if kept and not (kept.isascii() and kept.isdigit() and int(kept) > 0):
        yield "ANJU_BACKUP_KEEP", kept, _("Write a whole number of backups, at least 1.")


def folder() -> Finding:
    """Whether the data folder is there and can be written to."""
    where = data_folder()
    if not where.exists():
        return notice("folder", _("Data folder"), _("%(folder)s is not there yet"), _("It is made at the first start. If there were data, ANJU_DATA_DIR points to the wrong place."), folder=str(where))
    if not where.is_dir():
        return bad("folder", _("Data folder"), _("%(folder)s is a file"), _("Set ANJU_DATA_DIR to a folder."), folder=str(where))
    try:
        with tempfile.TemporaryFile(dir=where) as file:
            file.write(b"0")
    except OSError as error:
        todo = _("Give the account that runs Anju the right to write there, or mount the disk for writing.")
        return bad("folder", _("Data folder"), _("%(folder)s cannot be written to: %(why)s"), todo, folder=str(where), why=error.strerror or str(error))
    return good("folder", _("Data folder"), "%(folder)s", folder=str(where))


def _usage() -> Any:
    where = data_folder()
    while not where.exists():
        where = where.parent
    return shutil.disk_usage(where)


def free_bytes() -> int:
    """How much more fits on the disk of the data."""
    return _usage().free


def disk() -> Finding:
    """Whether there is room for some time."""
    usage = _usage()
    facts = {"free": f"{usage.free / (1 << 30):,.1f}", "share": round(100 * usage.free / max(1, usage.total))}
    said = _("%(free)s GB free (%(share)s%%)")
    if usage.free < VERY_LOW_BYTES:
        return bad("disk", _("Disk space"), said, _("Make room now: nothing can be recorded when the disk is full."), **facts)
    if usage.free < LOW_BYTES:
        return notice("disk", _("Disk space"), said, _("Make room or add a disk this week."), **facts)
    return good("disk", _("Disk space"), said, **facts)


def keys() -> Finding:
    """Whether the keys are there and nobody else can read them."""
    where = keys_folder()
    if not (where / "master.key").exists():
        if _has_data():
            todo = _("Put the key folder back from its copy. Without it encrypted data cannot be read by anybody.")
            return bad("keys", _("Key folder"), _("the master key is not in %(folder)s"), todo, folder=str(where))
        return notice("keys", _("Key folder"), _("the keys are not made yet"), _("They are made at the first start. Then copy the folder %(folder)s to a safe place."), folder=str(where))
    if os.name == "posix" and (open_to := [name for name in PRIVATE if _is_open(where / name)]):
        todo = _("Run: chmod 600 %(paths)s")
        return bad("keys", _("Key folder"), _("others on this machine can read %(names)s"), todo, names=", ".join(open_to), paths=" ".join(str(where / name) for name in open_to))
    return good("keys", _("Key folder"), _("there, and readable by nobody else"))


def _is_open(path: Path) -> bool:
    return path.exists() and bool(stat.S_IMODE(path.stat().st_mode) & 0o077)


def _has_data() -> bool:
    return bool(os.environ.get("ANJU_DATABASE", "").startswith("postgres")) or (data_folder() / "anju.sqlite3").exists()


def restore_mark() -> Finding:
    """Whether a restore was cut short here."""
    if (data_folder() / "restore.unfinished").exists():
        return bad("restore", _("Restore from a backup"), _("a restore was begun and not finished"), _("Run “anju restore” with the same file again; it starts over by itself."))
    return good("restore", _("Restore from a backup"), _("none is unfinished"))


CHECKS = {"python": python, "packages": packages, "settings": environment, "folder": folder, "disk": disk, "keys": keys, "restore": restore_mark}
