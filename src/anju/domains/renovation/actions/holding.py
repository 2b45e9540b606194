"""What every verb of this room does first and last: hold the record, draw its number, say what the event is about."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from django.utils.translation import gettext_lazy as _

from anju.kernel import clock, ids
from anju.kernel.actions import Field
from anju.kernel.files import File
from anju.kernel.models import Scope
from anju.kernel.records import Record

from .. import registering
from ..models import Project

PICTURES = ("image/",)
PAPERS = ("image/", "application/pdf")
WordsInput = Annotated[str, Field(_("What happened"), max_length=400, multiline=True)]
PhotosInput = Annotated[list[File] | None, Field(_("Photos"), accept=PICTURES)]

registering.register()


def held(one: Any) -> Any:
    """The record as it stands now, locked until the transaction ends."""
    return type(one).objects.select_for_update().get(pk=one.pk)


def numbered(scope: Scope, prefix: str, at: datetime) -> str:
    year = clock.local(scope, at).year
    return f"{prefix}{year}-{ids.running_number(scope, f'renovation {prefix}', year):04d}"


def today_of(scope: Scope, at: datetime) -> Any:
    return clock.local(scope, at).date()


def about(project: Project) -> dict[str, Any]:
    """The fields that every event about a renovation carries."""
    return {"project": project.pk, "dwelling": project.dwelling_id}


def link_of(one: Record, screen: str) -> str:
    return f"/{screen}/{one.pk}/"


def ids_of(photos: list[Any] | None) -> list[str]:
    return [str(photo.pk) for photo in photos or ()]
