"""What a room writes in `screens.py`."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, ClassVar

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.db.models.constants import LOOKUP_SEP
from django.utils.translation import gettext_lazy as _

from .. import permissions
from ..actions import Spec
from ..records import StateField
from ..tables import Reading

registry: dict[str, Screen] = {}
_tabs: dict[str, list[Tab]] = {}
IMPORTING = ("import_table", "match_columns", "confirm_import", "give_up_import", "undo_import")
_RECORDS_OWN = {"created_at": _("Recorded at")}
_LABELS = ("full_name", "name", "title", "number", "label", "username")


@dataclass(frozen=True)
class Tab:
    """A tab of a detail page: the rows of another screen that point here (`screen`, `via` its foreign key),
    or what `render(record)` returns, safe HTML or text."""

    name: str
    title: Any
    screen: str = ""
    via: str = ""
    render: Callable[[Any], Any] | None = None


@dataclass(frozen=True)
class Column:
    """One column or fact: `path` through foreign keys (`place__name`), with another `label` or `render(value)` where wanted."""

    path: str
    label: Any = ""
    render: Callable[[Any], Any] | None = None


class Screen:
    """Subclass it in a room's `screens.py`. Names of fields stand in strings divided by blanks, or in lists that may hold Columns.

    model, name (plural, the address), title; menu (a group of the office), icon, order in the menu `position`; `minor` ones stand behind 更多
    columns, filters, search, order: the list. `quick` is [(title, "state=late&…")]: filters worth a click
    facts: the detail page; tabs: [Tab]; label: the field that names a record where others point to it
    create, edit: actions; row, bulk: lists of actions (verbs: those of `row` that also stand at the end of a list's rows); importing: the action that makes a row of a table a record;
    undoing: the action that takes an imported record back; key: fields that must not repeat within one table
    reading: what the list knows about files of other programs (`tables.Reading`)
    choices: {field: callable or list} for codes whose labels the model does not know
    renderers: {field: function of the value}; empty: what to do when there is nothing
    fits: {verb: function of the record} where the state alone does not say whether a button makes sense
    before: {verb: function of the record} for what its form shows before one decides, such as a sum; safe HTML or text
    posts: who may see it; by default everyone who may do one of its actions
    """

    model: ClassVar[type[models.Model]]
    name: ClassVar[str]
    title: ClassVar[Any]
    menu = ""
    minor = False
    icon = "ti-list"
    position = 50
    columns: Any = ""
    filters: Any = ""
    search: Any = ""
    order = "-created_at"
    quick: Any = ()
    facts: Any = ""
    label = ""
    create: Any = None
    edit: Any = None
    row: Any = ()
    verbs: Any = ()
    bulk: Any = ()
    importing: Any = None
    undoing: Any = None
    reading: Reading | None = None
    key: Any = ""
    tabs: Any = ()
    choices: ClassVar[dict[str, Any]] = {}
    renderers: ClassVar[dict[str, Any]] = {}
    empty: Any = ""
    fits: Mapping[str, Callable[[Any], bool]] = MappingProxyType({})
    before: Mapping[str, Callable[[Any], Any]] = MappingProxyType({})
    exporting = True
    posts: tuple[str, ...] = ()

    def __init_subclass__(cls, **rest: Any) -> None:
        super().__init_subclass__(**rest)
        if not hasattr(cls, "name"):
            return
        if cls.name in registry and type(registry[cls.name]).__module__ != cls.__module__:
            raise ValueError(f"two screens are called {cls.name}")
        screen = registry[cls.name] = cls()
        permissions.declare(screen.permission, tuple(screen.seen_by))
        permissions.declare_view(cls.model._meta.label_lower, screen.permission)
        screen._open_to_its_people("kernel.export_list" if cls.exporting else "")
        for verb in IMPORTING if cls.importing else ():
            screen._open_to_its_people(f"kernel.{verb}")

    def _open_to_its_people(self, permission: str) -> None:
        """Who may see a screen may also take its rows out or bring rows in, unless a community says otherwise."""
        if permission:
            permissions.declare(permission, tuple(permissions.defaults.get(permission, frozenset()) | self.seen_by))

    @property
    def permission(self) -> str:
        """The permission to open it: `room.see_name`."""
        return f"{self.model._meta.app_label}.see_{self.name}"

    @property
    def address(self) -> str:
        """Where the office shows it."""
        return f"/{self.name}/"

    @property
    def seen_by(self) -> frozenset[str]:
        return frozenset(self.posts) or frozenset(post for spec in self.actions for post in spec.posts)

    @functools.cached_property
    def actions(self) -> tuple[Spec, ...]:
        """Every action the screen offers, each once."""
        offered = [self.create, self.edit, *self.row, *self.bulk, self.importing, self.undoing]
        return tuple({spec_of(each).name: spec_of(each) for each in offered if each is not None}.values())

    def spec(self, part: str) -> Spec | None:
        """The action of `create`, `edit`, `importing` or `undoing`."""
        declared = getattr(self, part)
        return None if declared is None else spec_of(declared)

    def specs(self, part: str) -> list[Spec]:
        """The actions of `row`, `verbs` or `bulk`."""
        return [spec_of(each) for each in getattr(self, part)]

    @functools.cached_property
    def list_columns(self) -> tuple[Column, ...]:
        return _columns(self, self.columns)

    @functools.cached_property
    def fact_columns(self) -> tuple[Column, ...]:
        return _columns(self, self.facts or self.columns)

    @functools.cached_property
    def state_field(self) -> str:
        """The name of the model's first state column, or nothing."""
        return next((field.name for field in self.model._meta.concrete_fields if isinstance(field, StateField)), "")

    def all_tabs(self) -> list[Tab]:
        return [*self.tabs, *_tabs.get(self.name, ())]


def spec_of(declared: Any) -> Spec:
    """The spec of an action, given the action's function or the spec itself."""
    return declared if isinstance(declared, Spec) else declared.spec


def add_tab(screen: str, tab: Tab) -> None:
    """Hang a tab on an earlier room's page."""
    known = _tabs.setdefault(screen, [])
    known[:] = [each for each in known if each.name != tab.name] + [tab]


def add_verb(name: str, action: Any, *, fits: Callable[[Any], bool], instead_of: str = "") -> None:
    """Hang an action on an earlier room's record page, for those records that it fits; there it may stand in the place of an own one."""
    screen, verb = registry[name], spec_of(action).verb
    screen.row = (*(each for each in screen.row if spec_of(each).verb != verb), action)
    screen.fits = {**screen.fits, verb: fits, **({instead_of: lambda record: not fits(record)} if instead_of else {})}
    vars(screen).pop("actions", None)


def screen_of(model: type[models.Model]) -> Screen | None:
    return next((screen for screen in registry.values() if screen.model is model), None)


def names(declared: Any) -> list[Any]:
    return declared.split() if isinstance(declared, str) else list(declared)


def _columns(screen: Screen, declared: Any) -> tuple[Column, ...]:
    return tuple(_complete(screen, each if isinstance(each, Column) else Column(each)) for each in names(declared))


def _complete(screen: Screen, column: Column) -> Column:
    field = field_at(screen.model, column.path)
    render = column.render or screen.renderers.get(column.path)
    return Column(column.path, column.label or label_of(field), render)


def label_of(field: models.Field) -> Any:
    """What a field is called on the screens."""
    return _RECORDS_OWN.get(field.name) or field.verbose_name


def field_at(model: type[models.Model], path: str) -> models.Field:
    """The field at the end of a path; raises FieldDoesNotExist naming model and path."""
    *way, last = path.split(LOOKUP_SEP)
    try:
        for step in way:
            model = model._meta.get_field(step).related_model
        return model._meta.get_field(last)
    except (FieldDoesNotExist, AttributeError) as error:
        raise FieldDoesNotExist(f"{model.__name__} has no field {path!r}") from error


def value_path(model: type[models.Model], path: str) -> str:
    """The path of what is shown for a field: a foreign key shows its target's label."""
    field = field_at(model, path)
    return f"{path}__{label_path(field.related_model)}" if field.is_relation else path


def label_path(model: type[models.Model]) -> str:
    """The field that names a record of this model to people."""
    screen = screen_of(model)
    if screen is not None and screen.label:
        return screen.label
    known = {field.name for field in model._meta.concrete_fields}
    return next((name for name in _LABELS if name in known), model._meta.pk.name)
