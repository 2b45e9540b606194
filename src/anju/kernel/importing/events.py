from __future__ import annotations

from uuid import UUID

from ..events import Words, event


@event("kernel.table_taken_in")
class TableTakenIn:
    of_import: UUID
    screen: str
    rows: int
    file_name: Words = ""


@event("kernel.columns_matched")
class ColumnsMatched:
    of_import: UUID
    columns: int


@event("kernel.import_confirmed")
class ImportConfirmed:
    of_import: UUID
    rows: int
    left_out: int


@event("kernel.import_finished")
class ImportFinished:
    of_import: UUID
    done: int
    refused: int


@event("kernel.import_given_up")
class ImportGivenUp:
    of_import: UUID


@event("kernel.import_undo_begun")
class ImportUndoBegun:
    of_import: UUID
    rows: int


@event("kernel.import_undone")
class ImportUndone:
    of_import: UUID
    taken_back: int
    kept: int
