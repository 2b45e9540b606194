"""The inputs of an action as JSON Schema, for the OpenAPI document. The action's own cleaner judges; this tells."""

from __future__ import annotations

from typing import Any

from django.utils import translation

from anju.kernel.actions import Spec
from anju.kernel.inputs import Input
from anju.kernel.models import Scope

from .errors import SHAPE

_KINDS = {
    "text": {"type": "string"},
    "integer": {"type": "integer"},
    "number": {"type": "number"},
    "decimal": {"type": "string", "pattern": r"^-?\d+(\.\d+)?$"},
    "flag": {"type": "boolean"},
    "date": {"type": "string", "format": "date"},
    "moment": {"type": "string", "format": "date-time"},
    "time": {"type": "string", "format": "time"},
    "id": {"type": "string", "format": "uuid"},
    "record": {"type": "string", "format": "uuid"},
    "file": {"type": "string", "format": "uuid"},
    "json": {"type": "object"},
    "choice": {"type": "string"},
}


def operation(spec: Spec) -> dict[str, Any]:
    """The parts of an action's OpenAPI operation that come from its signature."""
    properties: dict[str, Any] = {
        "subject": {"type": "string", "format": "uuid", "description": _subject(spec)},
        "request_id": {"type": "string", "maxLength": 64, "description": "Send the same one again and the first answer is repeated."},
        "inputs": _inputs(spec),
    }
    needed = ["subject"] if spec.subject is not Scope else []
    body = {"type": "object", "properties": properties, "required": needed, "additionalProperties": False}
    return {
        "requestBody": {"required": True, "content": {"application/json": {"schema": body}}},
        "responses": {
            200: {"description": "Done", "content": {"application/json": {"schema": _DONE}}},
            **{status: {"description": told, "content": {"application/json": {"schema": SHAPE}}} for status, told in _REFUSED.items()},
        },
    }


_DONE = {"type": "object", "required": ["id", "type"], "properties": {"id": {"type": "string", "format": "uuid"}, "type": {"type": "string"}, "shown_once": {"type": "string"}}}
_REFUSED = {401: "Nobody signed in", 403: "Not permitted", 404: "Not in view", 422: "Refused, or inputs that do not fit"}


def _subject(spec: Spec) -> str:
    if spec.subject is Scope:
        return "The community or organisation it is done in; the caller's own when left out."
    return f"The {spec.subject._meta.label_lower} it is done to."


def _inputs(spec: Spec) -> dict[str, Any]:
    required = [item.name for item in spec.inputs if item.is_required]
    schema: dict[str, Any] = {"type": "object", "properties": {item.name: _input(item) for item in spec.inputs}, "additionalProperties": False}
    return {**schema, "required": required} if required else schema


def _input(item: Input) -> dict[str, Any]:
    schema = dict(_KINDS[item.kind])
    if item.kind == "json" and item.model is list:
        schema = {"type": "array", "items": {}}
    if item.kind == "text":
        schema["maxLength"] = 20_000 if item.field.multiline else item.field.max_length
    if item.kind == "choice" and not callable(item.choices):
        schema["enum"] = [str(code) for code, _label in item.choices]
    if item.kind in ("integer", "number"):
        bounds = {"minimum": item.field.minimum, "maximum": item.field.maximum}
        schema.update({name: bound for name, bound in bounds.items() if isinstance(bound, int | float)})
    if item.is_list:
        schema = {"type": "array", "items": schema}
    with translation.override("en"):
        return {**schema, "title": str(item.label)}
