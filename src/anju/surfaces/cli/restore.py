"""`anju restore FILE` puts a backup into an empty installation; `anju restore --check FILE` rehearses it and changes nothing."""

from __future__ import annotations

import argparse
import os
import secrets
import shutil
from pathlib import Path
from typing import Any

from . import console, set_up
from .progress import Progress


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path)
    parser.add_argument("--check", action="store_true", help="restore into a temporary SQLite, verify the ledger, and throw it away")
    parser.add_argument("--replace", action="store_true", help="delete everything that stands in this installation first")
    parser.add_argument("--erasures-lost", action="store_true", help="go on although the list of erasures of that installation is gone")


def run(given: argparse.Namespace) -> int:
    source = given.file.absolute()
    return _rehearsed(source) if given.check else _restored(source, replacing=given.replace, erasures_lost=given.erasures_lost)


def _rehearsed(source: Path) -> int:
    """In a folder of its own beside the data: what it holds must not lie where others can read it, and is deleted whatever happens."""
    data = Path(os.environ.get("ANJU_DATA_DIR", "data")).absolute()
    keys = Path(os.environ.get("ANJU_KEYS_DIR") or data / "keys").absolute()
    for left in data.glob("rehearsal-*"):
        shutil.rmtree(left, ignore_errors=True)
    folder = data / f"rehearsal-{secrets.token_hex(4)}"
    folder.mkdir(parents=True, mode=0o700)
    os.environ |= {"ANJU_DATA_DIR": str(folder), "ANJU_KEYS_DIR": str(keys), "ANJU_FILES_DIR": str(folder / "files")}
    os.environ["ANJU_DATABASE"] = f"sqlite:///{folder / 'anju.sqlite3'}"
    try:
        return _restored(source, is_rehearsal=True)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _restored(source: Path, *, is_rehearsal: bool = False, **options: bool) -> int:
    set_up()
    from django.db import DatabaseError, connections

    from anju.kernel.backup import restoring
    from anju.kernel.backup.container import Unusable

    progress = Progress()
    try:
        done = restoring.restore(source, is_rehearsal=is_rehearsal, told=progress, **options)
        progress.end()
        return _told(done, is_rehearsal)
    except Unusable as no:
        progress.end()
        console(str(no))
    except DatabaseError as error:
        console(f"数据库没有接受：{error}。这次恢复没有完成，Anju 不会在上面启动。 The database did not accept it; the restore is unfinished.")
    except OSError as error:
        console(f"没有恢复完：{error.strerror or error}。腾出空间后再运行同一条命令。 Not finished; make room and run the same command again.")
    finally:
        connections.close_all()
    return 1


def _told(done: Any, is_rehearsal: bool) -> int:
    from anju.kernel import verification
    from anju.kernel.models import Scope

    console(f"已恢复 {done.rows:,} 行、{done.files:,} 个文件（备份时间 {done.manifest['made_at']}，来自 {done.manifest['database']}）。")
    if done.erased_again:
        console(f"备份之后依法删除的内容已再次删除：{done.erased_again:,} 处。 What was erased since was erased again.")
    for name, count in done.lost_seals.items():
        console(f"{name}：备份之后的 {count:,} 个封存已不在，操作记录里已写明。 {count} newer seals are gone; the ledger says so.")
    if missing := done.manifest["files"]["missing"]:
        console(f"备份时就缺 {len(missing)} 个文件。 {len(missing)} files were missing when it was made.")
    is_whole = True
    for scope in Scope.objects.order_by("path"):
        report = verification.verify(scope)
        breaks = [each for each in report.breaks if not (is_rehearsal and each.kind == "put_back")]
        is_whole &= not breaks
        console(f"{scope.name}：{report.rows:,} 行、{report.seals:,} 个封存。" + ("" if not breaks else f" {report.verdict}"))
    console("操作记录核验无误。 The ledger is whole." if is_whole else "操作记录有断链，见上。 The ledger is broken, see above.")
    return 0 if is_whole else 1
