"""Forms are made from actions: the inputs of the signature are the fields, the cleaner is the action's own, the answer is its outcome."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from .. import ledger, scope
from ..actions import Spec, requested
from ..actors import Actor
from ..inputs import BadInput, Input
from ..models import Scope
from ..refusals import Refusal
from . import picking
from .declare import label_path
from .history import names_of

FEW = 6
PARTED = {"text": ("\n", r"[\r\n]+"), "integer": (" ", r"[\s,，、;；]+"), "number": (" ", r"[\s,，、;；]+"), "decimal": (" ", r"[\s,，、;；]+")}
"""How several values stand in one field: texts one a line, numbers parted by blanks or commas."""


@dataclass(frozen=True)
class FormField:
    """A field ready to be drawn. `widget`: text secret lines secret_lines number flag date moment time json file radio select checks or search.

    `is_kept`: personal, so what stands in the record is not shown; left empty it stays."""

    input: Input
    widget: str
    value: Any
    choices: list[tuple[str, str]]
    error: str = ""
    is_kept: bool = False

    @property
    def name(self) -> str:
        return self.input.name

    def holds(self, code: str) -> bool:
        return code in self.value if isinstance(self.value, list) else code == self.value


class ActionForm:
    """The form of one action on one subject (a record, or the scope in which something is made)."""

    def __init__(self, spec: Spec, subject: Any, *, is_edit: bool = False) -> None:
        self.spec, self.subject, self.is_edit = spec, subject, is_edit
        self.where = subject if isinstance(subject, Scope) else subject.scope
        self.errors: Mapping[str, str] = {}
        self.refusal: Refusal | None = None

    @property
    def seen(self) -> int:
        """The newest ledger row of the subject: what the person has before his eyes."""
        return 0 if isinstance(self.subject, Scope) else ledger.history(self.subject).values_list("id", flat=True).first() or 0

    def fields(self, given: QueryDict | None = None) -> list[FormField]:
        """The fields with what was `given` (typed before, or prefilled by the address), else what the record holds."""
        with scope.entered(self.where):
            return [self._field(item, given) for item in self.spec.inputs]

    def _field(self, item: Input, given: QueryDict | None) -> FormField:
        value = "" if item.field.secret else self._value(item, given)
        if item.is_list and item.kind in PARTED:
            value = PARTED[item.kind][0].join(value)
        widget, choices = _widget(item, value)
        return FormField(item, widget, value, choices, str(self.errors.get(item.name, "")), self.is_edit and item.field.personal)

    def _value(self, item: Input, given: QueryDict | None) -> Any:
        if given is not None and (item.name in given or self.errors or self.refusal):
            return given.getlist(item.name) if item.is_list else given.get(item.name, "")
        held = getattr(self.subject, item.name, None) if self.is_edit and not item.field.personal else item.default
        return [_raw(each) for each in held] if item.is_list and held else ([] if item.is_list else _raw(held))

    def run(
        self, given: QueryDict, by: Actor, *, files: Mapping[str, list[Any]] = MappingProxyType({}), request_id: str = "", seen: str = ""
    ) -> Any:
        """Do it. Returns the record, or None with `errors` or `refusal` set; a repeated `request_id` answers as the first did."""
        with scope.entered(self.where):
            try:
                inputs = self.spec.clean(raw_inputs(self.spec, given, files))
            except BadInput as bad:
                self.errors = bad.errors
                return None
            if seen and (changed := self._changed_since(seen)):
                self.refusal = changed
                return None
            outcome = self._do(inputs, by, request_id)
        if isinstance(outcome, Refusal):
            self.refusal = outcome
            return None
        return outcome

    def _do(self, inputs: dict[str, Any], by: Actor, request_id: str) -> Any:
        if not request_id:
            return self.spec(self.subject, by=by, **inputs)
        with requested(request_key(by, self.spec, request_id)):
            return self.spec(self.subject, by=by, **inputs)

    def _changed_since(self, seen: str) -> Refusal | None:
        if not seen.isdigit() or int(seen) >= self.seen:
            return None
        entry = ledger.history(self.subject).first()
        who = names_of({entry.actor_id}).get(entry.actor_id) or _("The system")
        sentence = _("Not saved: %(who)s changed this record at %(at)s. What you typed is kept; compare it with what stands now, then save again.")
        return Refusal("kernel.changed_meanwhile", sentence, who=who, at=f"{localtime(entry.at):%H:%M}")


def request_key(by: Actor, spec: Spec, request_id: str) -> str:
    """A request's own number as the ledger keeps it: nobody meets another's."""
    return hashlib.sha256(f"{by.id} {spec.name} {request_id}".encode()).hexdigest()


def raw_inputs(spec: Spec, given: QueryDict, files: Mapping[str, list[Any]] = MappingProxyType({})) -> dict[str, Any]:
    """What a submitted form says for each input of an action, as its cleaner takes it."""
    return {item.name: _raw_input(item, given, files) for item in spec.inputs}


def _raw_input(item: Input, given: QueryDict, files: Mapping[str, list[Any]]) -> Any:
    if item.kind == "file":
        sent = files.get(item.name, [])
        return sent if item.is_list else sent[0] if sent else None
    value: Any = given.getlist(item.name) if item.is_list else given.get(item.name, "")
    if item.is_list and item.kind in PARTED:
        return [part.strip() for each in value for part in re.split(PARTED[item.kind][1], each) if part.strip()]
    if item.kind == "flag" and not item.is_list:
        return value or False  # a button that says "no" is a no; a box that is not ticked is not sent at all
    if item.kind == "record" and not value and (typed := given.get(f"{item.name}.typed", "").strip()):
        return [_only_match(item, typed)] if item.is_list else _only_match(item, typed)
    return value


def _only_match(item: Input, typed: str) -> str:
    """The record that a typed name means, where it means exactly one; else the words themselves, which the cleaner refuses."""
    found = list(choices_of(item).filter(**{label_path(item.model): typed})[:2])
    return str(found[0].pk) if len(found) == 1 else typed


def choices_of(item: Input) -> QuerySet:
    """The records a foreign key may choose from: those of the scope in view."""
    return item.field.query() if callable(item.field.query) else item.model.objects.all()


def matching(item: Input, typed: str) -> picking.Choices:
    """The records an input may take whose label contains every typed word."""
    return picking.matching(choices_of(item), typed)


def _widget(item: Input, value: Any) -> tuple[str, picking.Choices]:
    if item.kind == "choice":
        choices = [(str(code), str(label)) for code, label in item.options]
        return ("checks" if item.is_list else "radio" if len(choices) < FEW else "select"), choices
    if item.kind == "record":
        choices = picking.listed(choices_of(item))
        if choices is None:
            return "search", picking.named(choices_of(item), value if isinstance(value, list) else [value])
        return ("checks" if item.is_list else "select"), choices
    if item.kind == "text":
        lines = "lines" if item.field.multiline or item.is_list else "text"
        return ({"text": "secret", "lines": "secret_lines"}[lines] if item.field.secret else lines), []
    if item.is_list and item.kind in PARTED:
        return "text", []
    return {"integer": "number", "decimal": "number"}.get(item.kind, item.kind), []


def _raw(value: Any) -> Any:
    """A value as the form's control wants it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "on" if value else ""
    if isinstance(value, datetime):
        return f"{localtime(value):%Y-%m-%dT%H:%M}"
    return str(getattr(value, "pk", value))
