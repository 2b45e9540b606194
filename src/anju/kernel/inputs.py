"""The inputs of an action, read from its signature, and the cleaning of what people and machines send for them."""

from __future__ import annotations

import enum
import inspect
import json
import types
import typing
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from django.db import models
from django.utils.dateparse import parse_date, parse_datetime, parse_time
from django.utils.timezone import is_naive
from django.utils.translation import gettext_lazy as _

from . import files
from .models import Blob
from .states import States

_PLAIN = {str: "text", int: "integer", float: "number", Decimal: "decimal", bool: "flag", date: "date", datetime: "moment", time: "time"}
MAX_TEXT = 20_000


@dataclass(frozen=True)
class Field:
    """How an input is shown: put it into the annotation, `Annotated[str, Field(_("Note"), multiline=True)]`."""

    label: Any = ""
    help: Any = ""
    multiline: bool = False
    required: bool | None = None
    choices: Any = None
    max_length: int = 400
    minimum: Any = None
    maximum: Any = None
    personal: bool = False
    secret: bool = False
    """Typed unseen and never drawn again, not even after a refusal."""
    query: Any = None
    accept: tuple[str, ...] = ()


@dataclass(frozen=True)
class Input:
    """One input: `kind` is text, integer, number, decimal, flag, date, moment, time, id, json, choice, record or file."""

    name: str
    kind: str
    label: Any
    is_required: bool
    default: Any
    is_list: bool
    field: Field
    model: type | None = None
    """Of a record its model; of JSON dict or list, whichever it must be."""
    choices: Any = ()


    @property
    def options(self) -> list[tuple[Any, Any]]:
        """(code, label) of a choice, as they stand now."""
        return list(self.choices() if callable(self.choices) else self.choices)


class BadInput(ValueError):
    """What a person or machine sent does not fit; carries one sentence per input."""

    def __init__(self, errors: dict[str, Any]) -> None:
        super().__init__({name: str(text) for name, text in errors.items()})
        self.errors = errors


def read_signature(function: Any) -> tuple[type, tuple[Input, ...]]:
    """The subject's class and the inputs of an action function."""
    hints = typing.get_type_hints(function, include_extras=True)
    parameters = list(inspect.signature(function).parameters.values())
    subject = hints[parameters[0].name]
    inputs = tuple(_read(p, hints[p.name]) for p in parameters[1:] if p.name not in ("by", "at"))
    return subject, inputs


def _read(parameter: inspect.Parameter, hint: Any) -> Input:
    if parameter.kind is not inspect.Parameter.KEYWORD_ONLY:
        raise TypeError(f"{parameter.name} must be keyword-only")
    field, hint = _presentation(hint)
    hint, is_optional = _without_none(hint)
    is_list = typing.get_origin(hint) is list
    if is_list:
        (hint,) = typing.get_args(hint)
    kind, model, choices = _kind(hint)
    has_default = parameter.default is not inspect.Parameter.empty
    required = field.required if field.required is not None else not (has_default or is_optional)
    label = field.label or parameter.name.replace("_", " ").capitalize()
    if field.choices is not None:
        kind, choices = "choice", field.choices
    default = parameter.default if has_default else None
    return Input(parameter.name, kind, label, required, default, is_list, field, model, choices)


def _presentation(hint: Any) -> tuple[Field, Any]:
    if typing.get_origin(hint) is typing.Annotated:
        plain, *extras = typing.get_args(hint)
        return next((e for e in extras if isinstance(e, Field)), Field()), plain
    return Field(), hint


def _without_none(hint: Any) -> tuple[Any, bool]:
    if typing.get_origin(hint) in (typing.Union, types.UnionType):
        options = [o for o in typing.get_args(hint) if o is not type(None)]
        return options[0], len(options) < len(typing.get_args(hint))
    return hint, False


def _kind(hint: Any) -> tuple[str, Any, Any]:
    if hint in _PLAIN:
        return _PLAIN[hint], None, ()
    if hint in (dict, list):
        return "json", hint, ()
    if hint is Blob:
        return "file", hint, ()
    if isinstance(hint, type) and issubclass(hint, models.Model):
        return "record", hint, ()
    if isinstance(hint, type) and issubclass(hint, States):
        return "choice", None, hint.choices
    if isinstance(hint, type) and issubclass(hint, enum.Enum):
        choices = getattr(hint, "choices", None) or [(m.value, m.name) for m in hint]
        return "choice", None, choices
    if hint is UUID:
        return "id", None, ()
    raise TypeError(f"an action cannot take an input of type {hint!r}")


def clean(inputs: tuple[Input, ...], data: dict[str, Any]) -> dict[str, Any]:
    """Typed values for the inputs that `data` names; raises BadInput with a sentence for each that does not fit.

    Unknown names are refused too: a misspelt input must not pass silently.
    """
    errors: dict[str, Any] = {name: _("There is no input of this name.") for name in data.keys() - {i.name for i in inputs}}
    values: dict[str, Any] = {}
    for item in inputs:
        try:
            if item.name in data and data[item.name] not in (None, "", []):
                values[item.name] = _clean_many(item, data[item.name])
            elif item.is_required:
                errors[item.name] = _("This is needed.")
        except ValueError as error:
            errors[item.name] = error.args[0]
    if errors:
        raise BadInput(errors)
    return values


def _clean_many(item: Input, raw: Any) -> Any:
    if not item.is_list:
        return clean_one(item, raw)
    if not isinstance(raw, list | tuple):
        raise ValueError(_("A list is expected here."))
    return [clean_one(item, each) for each in raw]


def clean_one(item: Input, raw: Any) -> Any:
    """One raw value (from JSON, a form or a cell) as the type the action takes; raises ValueError with a translated sentence."""
    value = _CLEANERS[item.kind](item, raw)
    if item.field.minimum is not None and value < item.field.minimum:
        raise ValueError(_("This must not be less than %(limit)s.") % {"limit": item.field.minimum})
    if item.field.maximum is not None and value > item.field.maximum:
        raise ValueError(_("This must not be more than %(limit)s.") % {"limit": item.field.maximum})
    return value


def _text(item: Input, raw: Any) -> str:
    text = str(raw).replace("\x00", "").strip()
    limit = MAX_TEXT if item.field.multiline else item.field.max_length
    if len(text) > limit:
        raise ValueError(_("This is longer than %(limit)s characters.") % {"limit": limit})
    return text


def _number(kind: type) -> Any:
    def convert(item: Input, raw: Any) -> Any:
        try:
            value = kind(str(raw).strip())
        except (ValueError, InvalidOperation):
            raise ValueError(_("A number is expected here.")) from None
        if value != value or value in (kind("inf"), kind("-inf")) if kind is not int else abs(value) >= 2**63:
            raise ValueError(_("This number is out of range."))
        return value

    return convert


def _flag(item: Input, raw: Any) -> bool:
    if isinstance(raw, bool):
        return raw
    word = str(raw).strip().lower()
    if word in ("true", "1", "yes", "on", "是", "有"):
        return True
    if word in ("false", "0", "no", "off", "否", "无"):
        return False
    raise ValueError(_("Yes or no is expected here."))


def _dated(parse: Any, kinds: tuple[type, ...], sentence: Any) -> Any:
    def convert(item: Input, raw: Any) -> Any:
        if isinstance(raw, kinds) and type(raw) in kinds:
            return _aware(raw)
        try:
            value = parse(str(raw).strip().replace("/", "-").replace("T24:", "T00:"))
        except ValueError:
            value = None
        if value is None:
            raise ValueError(sentence)
        return _aware(value)

    return convert


def _aware(value: Any) -> Any:
    if isinstance(value, datetime) and is_naive(value):
        from django.utils.timezone import get_current_timezone

        return value.replace(tzinfo=get_current_timezone())
    return value


def _choice(item: Input, raw: Any) -> str:
    word = str(raw).strip()
    for code, label in item.options:
        if word == str(code) or word == str(label):
            return str(code)
    raise ValueError(_("“%(value)s” is not one of the choices.") % {"value": word[:40]})


def _record(item: Input, raw: Any) -> models.Model:
    if isinstance(raw, item.model):
        return raw
    try:
        return item.model.objects.get(pk=UUID(str(raw)))
    except (ValueError, item.model.DoesNotExist):
        raise ValueError(_("This record does not exist here.")) from None


def _id(item: Input, raw: Any) -> UUID:
    try:
        return raw if isinstance(raw, UUID) else UUID(str(raw).strip())
    except ValueError:
        raise ValueError(_("This is not an id.")) from None


def _file(item: Input, raw: Any) -> Blob:
    """An upload (anything with `read`), or the id of a file in view."""
    if isinstance(raw, Blob):
        return raw
    if hasattr(raw, "read"):
        return files.checked(raw, accept=item.field.accept)
    found = Blob.objects.filter(pk=_id(item, raw)).first()
    if found is None or (item.field.accept and not found.mime.startswith(item.field.accept)):
        raise ValueError(_("This file does not exist here. Send it again."))
    return found


def _json(item: Input, raw: Any) -> Any:
    if not isinstance(raw, dict | list):
        try:
            raw = json.loads(raw)
        except (TypeError, ValueError, RecursionError):
            raise ValueError(_("This is not valid JSON.")) from None
    if not isinstance(raw, item.model):
        raise ValueError(_("A JSON list in [ ] is expected here.") if item.model is list else _("A JSON object in { } is expected here."))
    return raw


_CLEANERS = {
    "text": _text,
    "integer": _number(int),
    "number": _number(float),
    "decimal": _number(Decimal),
    "flag": _flag,
    "date": _dated(parse_date, (date,), _("A date such as 2026-03-05 is expected here.")),
    "moment": _dated(parse_datetime, (datetime,), _("A date and time such as 2026-03-05 14:30 is expected here.")),
    "time": _dated(parse_time, (time,), _("A time such as 14:30 is expected here.")),
    "choice": _choice,
    "record": _record,
    "id": _id,
    "file": _file,
    "json": _json,
}


