"""Version 1: GET a screen's rows, a record, its history; POST an action."""

from __future__ import annotations

import functools
import json
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

import anju
from anju.kernel.actions import Spec, requested
from anju.kernel.actions import registry as actions
from anju.kernel.inputs import BadInput
from anju.kernel.models import Scope
from anju.kernel.refusals import Refusal
from anju.kernel.screens import Screen, form, registry
from anju.kernel.screens import api as data

from . import schemas
from .entrance import Caller, Session, Token, entered
from .errors import Refused, bad_input, not_found, not_permitted, refused

MAX_BODY = 1024 * 1024

api = NinjaAPI(title="Anju", version="1", auth=[Session(), Token()], urls_namespace="api", docs_url=None)


@api.exception_handler(Refused)
def _refused(request: HttpRequest, error: Refused) -> HttpResponse:
    return api.create_response(request, error.body, status=error.status)


@api.exception_handler(AuthenticationError)
def _nobody(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    body = {"code": "kernel.not_signed_in", "sentence": _("Nobody is signed in, or the token is not valid."), "params": {}}
    return api.create_response(request, body, status=401)


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    return _refused(request, bad_input({str(one["loc"][-1]): one["msg"] for one in error.errors}))


@api.exception_handler(HttpError)
def _http(request: HttpRequest, error: HttpError) -> HttpResponse:
    return _refused(request, Refused(error.status_code, "kernel.http", str(error)))


def _within(operation: Callable[..., Any]) -> Callable[..., Any]:
    """Run an operation in its caller's view."""

    @functools.wraps(operation)
    def run(request: HttpRequest, *args: Any, **given: Any) -> Any:
        with entered(request.auth):
            return operation(request, *args, **given)

    return run


def _add_screen(screen: Screen) -> None:
    def must_see(caller: Caller) -> None:
        if not caller.holds(screen.permission):
            raise not_permitted(screen.title)

    @_within
    def rows(request: HttpRequest) -> Any:
        must_see(request.auth)
        page = data.page(screen, request.GET, request.auth.rights)
        if page["errors"]:
            raise bad_input(page["errors"])
        return {"items": page["items"], "next": page["next"]}

    @_within
    def record(request: HttpRequest, pk: UUID) -> Any:
        must_see(request.auth)
        if (found := data.record(screen, pk, request.auth.actor, request.auth.rights)) is None:
            raise not_found()
        return found

    @_within
    def history(request: HttpRequest, pk: UUID, before: int | None = None) -> Any:
        must_see(request.auth)
        if (found := data.history(screen, pk, request.auth.actor, before)) is None:
            raise not_found()
        return found

    with translation.override("en"):
        title = str(screen.title)
    given = {"tags": [screen.model._meta.app_label]}
    api.get(f"/{screen.name}", summary=title, operation_id=f"list_{screen.name}", openapi_extra=_filters(screen), **given)(rows)
    api.get(f"/{screen.name}/{{uuid:pk}}", summary=f"{title}: one", operation_id=f"get_{screen.name}", **given)(record)
    api.get(f"/{screen.name}/{{uuid:pk}}/history", summary=f"{title}: history", operation_id=f"history_{screen.name}", **given)(history)


def _filters(screen: Screen) -> dict[str, Any]:
    names = [*data.parameters(screen), "sort", "rows", "at"]
    return {"parameters": [{"in": "query", "name": name, "required": False, "schema": {"type": "string"}} for name in names]}


def _add_action(spec: Spec) -> None:
    def act(request: HttpRequest) -> Any:
        body, caller = _body(request), request.auth
        with entered(caller):
            if not caller.holds(spec.name):
                raise not_permitted(spec.title)
            subject = _subject(spec, body.get("subject"), caller)
            return _run(spec, subject, body, caller)

    act.__doc__ = spec.doc
    with translation.override("en"):
        title = str(spec.title)
    name = spec.name.replace(".", "_")
    api.post(f"/actions/{spec.name}", summary=title, operation_id=name, tags=[spec.room], openapi_extra=schemas.operation(spec))(act)


def _body(request: HttpRequest) -> dict[str, Any]:
    try:
        if len(request.body) > MAX_BODY:
            raise ValueError
        body = json.loads(request.body or b"{}")
    except (ValueError, RecursionError, UnicodeDecodeError):
        raise Refused(400, "kernel.not_json", _("The body is not a JSON object.")) from None
    if not isinstance(body, dict) or not isinstance(body.get("inputs", {}), dict) or not isinstance(body.get("request_id", ""), str):
        raise Refused(400, "kernel.not_json", _("The body is not a JSON object."))
    if unknown := body.keys() - {"subject", "inputs", "request_id"}:
        raise bad_input({name: _("There is no input of this name.") for name in unknown})
    return body


def _subject(spec: Spec, given: Any, caller: Caller) -> Any:
    """The record or scope, within the caller's view."""
    if spec.subject is Scope and given is None:
        return caller.scope
    try:
        found = data.subject(spec.subject, UUID(str(given)))
    except ValueError:
        raise bad_input({"subject": _("This is not an id.")}) from None
    if found is None:
        raise not_found()
    return found


def _run(spec: Spec, subject: Any, body: dict[str, Any], caller: Caller) -> dict[str, Any]:
    try:
        inputs = data.cleaned(spec, subject, body.get("inputs", {}))
    except BadInput as bad:
        raise bad_input(bad.errors) from None
    if request_id := body.get("request_id"):
        with requested(form.request_key(caller.actor, spec, request_id)):
            outcome = spec(subject, by=caller.actor, **inputs)
    else:
        outcome = spec(subject, by=caller.actor, **inputs)
    if isinstance(outcome, Refusal):
        raise refused(outcome)
    done = {"id": str(outcome.pk), "type": outcome._meta.label_lower}
    return {**done, "shown_once": outcome.shown_once} if hasattr(outcome, "shown_once") else done


@functools.cache
def complete() -> NinjaAPI:
    """The API with every declared screen and action; built once, when the addresses are."""
    api.version = "1"
    api.title = f"Anju {anju.__version__}"
    for screen in registry.values():
        _add_screen(screen)
    for spec in actions.values():
        if not spec.subject._meta.abstract:  # looking at personal data of any record has its own page, which asks who may see it
            _add_action(spec)
    return api
