"""`anju backup FILE`: the whole installation in one encrypted file, while it runs. The master key is never in it."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from . import console, set_up
from .progress import Progress


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="where to write it, for example /mnt/stick/anju-2026-03-05.backup")
    parser.add_argument("--over", action="store_true", help="write over a file that is there")


def run(given: argparse.Namespace) -> int:
    if given.file.exists() and not given.over:
        console(f"{given.file} 已存在，没有覆盖。换个文件名，或加 --over。 This file exists; choose another name, or add --over.")
        return 1
    set_up()
    from django.conf import settings
    from django.db import DatabaseError

    from anju.kernel.backup import unfinished, writing
    from anju.kernel.backup.container import Unusable

    if no := unfinished.trouble():
        console(str(no))
        return 1
    progress = Progress()
    try:
        made = writing.write(given.file.absolute(), told=progress)
    except Unusable as no:
        console(str(no))
        return 1
    except DatabaseError as error:
        console(f"读不了数据库：{error}。请先运行 anju doctor。 The database cannot be read; run anju doctor.")
        return 1
    except OSError as error:
        console(f"没有写成 {given.file}：{error.strerror or error}。没有留下半个文件。 Not written; no half file was left.")
        return 1
    progress.end()
    console(f"已备份 {made.rows:,} 行、{made.files:,} 个文件，共 {made.size:,} 字节：{given.file}")
    if made.missing:
        console(f"注意：{len(made.missing)} 个文件在硬盘上找不到，备份里也没有。 {len(made.missing)} stored files were not on the disk.")
    console(
        f"文件已加密，主密钥不在其中。请把密钥文件夹 {os.fspath(settings.ANJU_KEYS_DIR)} 另存一处：没有它，这份备份谁也打不开。"
        " Encrypted; the master key is not in it. Keep a copy of the key folder elsewhere: without it nobody can open this file."
    )
    return 0
