"""Statements as people download them: WeChat Pay's 交易账单, Alipay's 业务明细 and 账务明细, any bank's table. Lines in, a table of the import
out, with the column of every input, the provider, and whether the rows agree with the file's own summary. Pure: knows no record."""

from __future__ import annotations

from anju.kernel.tables import Lines, Table

from . import alipay, bank, wechat
from .cells import plain_lines

__all__ = ["read"]


def read(lines: Lines) -> Table | None:
    """The statement in a file, None where it is none that we know. Raises tables.Unreadable for one that must not be taken in."""
    lines = plain_lines(lines)
    return wechat.read(lines) or alipay.read(lines) or bank.read(lines)
