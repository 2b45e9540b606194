"""The mark of a restore that was begun: while it lies in the data folder, Anju does not start on what a cut-short restore left."""

from __future__ import annotations

import json
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from ..refusals import Refusal


def mark() -> Path:
    return Path(settings.ANJU_DATA_DIR) / "restore.unfinished"


def begin(source: Path, at: str) -> None:
    mark().parent.mkdir(parents=True, exist_ok=True)
    mark().write_text(json.dumps({"file": source.name, "since": at}), encoding="utf-8")


def end() -> None:
    mark().unlink(missing_ok=True)


def trouble() -> Refusal | None:
    """Why this installation must not be started."""
    if not mark().exists():
        return None
    try:
        facts = json.loads(mark().read_text(encoding="utf-8"))
    except ValueError:
        facts = {}
    sentence = _("A restore of %(file)s was begun and not finished. Run “anju restore” with that file again; it starts over by itself.")
    return Refusal("kernel.restore_unfinished", sentence, file=facts.get("file", "?"))
