"""The detail page as data: state, facts, tabs, and the buttons that are permitted and possible now."""

from __future__ import annotations

import functools
from collections.abc import Container
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.db.models.constants import LOOKUP_SEP
from django.utils.translation import gettext_lazy as _
from markupsafe import Markup

from ..actions import Spec
from ..models import Blob
from .declare import Column, Screen, Tab, field_at, label_path, value_path
from .shown import cell_of, state_chip

OVERVIEW = Tab("", _("Overview"))
HISTORY = Tab("history", _("History"))


@dataclass(frozen=True)
class DetailPage:
    screen: Screen
    record: Any
    title: str
    chip: Any
    facts: list[tuple[Any, Any]]
    tabs: list[Tab]
    buttons: list[Spec]

    @property
    def address(self) -> str:
        return f"{self.screen.address}{self.record.pk}/"

    @property
    def model(self) -> str:
        """The name under which live push knows this kind of record."""
        return self.record._meta.label_lower


def find(screen: Screen, pk: UUID) -> Any:
    """The record within the scopes in view, with what its facts show; None for anything else."""
    related = {LOOKUP_SEP.join(way) for column in screen.fact_columns if (way := _way(screen, column))}
    return screen.model.objects.select_related("scope", *related).filter(pk=pk).first()


def _way(screen: Screen, column: Column) -> list[str]:
    return value_path(screen.model, column.path).split(LOOKUP_SEP)[:-1]


def detail_page(screen: Screen, record: Any, rights: frozenset[str] | None, unmasked: Container[str] = ()) -> DetailPage:
    """What somebody with these rights sees of a record."""
    state = getattr(record, screen.state_field) if screen.state_field else ""
    states = screen.model._meta.get_field(screen.state_field).states if screen.state_field else None
    chip = state_chip(states[state]) if states and state in states else ""
    tabs = [OVERVIEW, *screen.all_tabs(), HISTORY]
    return DetailPage(screen, record, title_of(record), chip, facts_of(screen, record, unmasked), tabs, buttons_of(screen, record, rights))


def title_of(record: Any) -> str:
    """The record's label; masked where the field that names it is personal, its own words where that says nothing."""
    path = label_path(type(record))
    mask = getattr(field_at(type(record), path), "mask", None)
    return (mask(value_at(record, path)) if mask else "") or str(record)


def facts_of(screen: Screen, record: Any, unmasked: Container[str] = ()) -> list[tuple[Any, Any]]:
    """(label, safe HTML) of every declared fact; personal ones masked, except those `unmasked`."""
    facts = [column for column in screen.fact_columns if column.path != screen.state_field]
    cells = [(column, cell_of(screen, column, is_whole=True, is_masked=column.path not in unmasked)) for column in facts]
    return [(column.label, _file(screen, record, column) or cell(value_at(record, value_path(screen.model, column.path)))) for column, cell in cells]


def is_file(screen: Screen, path: str) -> bool:
    """Whether a fact is a file of the record itself."""
    return LOOKUP_SEP not in path and field_at(screen.model, path).related_model is Blob


def _file(screen: Screen, record: Any, column: Column) -> Markup | None:
    """A picture to look at, or a file to open, at the address of its record; None for what is no file or is not there."""
    blob = getattr(record, column.path) if column.render is None and is_file(screen, column.path) else None
    if blob is None:
        return None
    address = f"{screen.address}{record.pk}/file/{column.path}/"
    if blob.mime.startswith("image/"):
        return Markup('<a href="{}"><img class="fact-photo" src="{}" alt="{}" loading="lazy"></a>').format(address, address, blob.name or column.label)
    return Markup('<a href="{}">{}</a>').format(address, blob.name or column.label)


def personal_facts(screen: Screen) -> list[str]:
    """The record's own personal fields among the facts: those that can be shown for a purpose."""
    return [column.path for column in screen.fact_columns if hasattr(field_at(screen.model, column.path), "mask")]


def value_at(record: Any, path: str) -> Any:
    """The value at the end of a path; None where the way ends early."""
    try:
        return functools.reduce(lambda found, step: None if found is None else getattr(found, step), path.split(LOOKUP_SEP), record)
    except ObjectDoesNotExist:
        return None


def buttons_of(screen: Screen, record: Any, rights: frozenset[str] | None) -> list[Spec]:
    """Row actions and the edit, those permitted and possible in the record's state; the first is the main one."""
    offered = [*screen.specs("row"), *([screen.spec("edit")] if screen.edit else [])]
    return [spec for spec in offered if (rights is None or spec.name in rights) and is_possible(screen, spec, record)]


def is_possible(screen: Screen, spec: Spec, record: Any) -> bool:
    is_in_state = not spec.allowed_from or not screen.state_field or getattr(record, screen.state_field) in spec.allowed_from
    return is_in_state and screen.fits.get(spec.verb, _always)(record)


def _always(_record: Any) -> bool:
    return True
