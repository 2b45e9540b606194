from __future__ import annotations

from uuid import UUID

from ..events import event


@event("kernel.export_begun")
class ExportBegun:
    export: UUID
    screen: str


@event("kernel.export_ready")
class ExportReady:
    export: UUID
    screen: str
    rows: int


@event("kernel.export_failed")
class ExportFailed:
    export: UUID
    screen: str
