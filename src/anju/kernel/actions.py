"""Actions: verbs, the only way the world changes.

An action runs in five beats: gate (actor, permission, scope), load and lock, decide (a rule), write (its room's tables), announce
(one event). The outermost action owns the transaction and passes the gate; actions called inside it act on its authority.
A Refusal undoes everything the action did.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from . import clock, doorbell, files, ledger, permissions, scope
from .events import event as event_class
from .inputs import Field, Input, clean, read_signature
from .models import Scope
from .records import insert_many
from .refusals import Refusal

__all__ = ["Field", "Spec", "action", "announce", "announce_many", "create_many", "registry", "requested"]

registry: dict[str, Spec] = {}


@dataclass(eq=False)
class Spec:
    """A declared action: everything that its button, form, route, command and documentation are made of."""

    name: str
    title: Any
    function: Callable[..., Any]
    posts: tuple[str, ...]
    event: type
    is_offline: bool = False
    is_linkable: bool = False
    needs_confirmation: bool = False
    allowed_from: tuple[str, ...] = ()
    bulk: Callable[..., list[Any]] | None = None
    before: Callable[..., Refusal | None] | None = None
    after_refusal: Callable[..., Any] | None = None
    records_denial: bool = False

    @property
    def room(self) -> str:
        return self.name.partition(".")[0]

    @property
    def verb(self) -> str:
        """The name without the room."""
        return self.name.partition(".")[2]

    @property
    def doc(self) -> str:
        return (self.function.__doc__ or "").strip()

    @functools.cached_property
    def _signature(self) -> tuple[type, tuple[Input, ...]]:
        return read_signature(self.function)

    def __call__(self, subject: Any, **given: Any) -> Any:
        """Run the action, as its declared function would."""
        return _run(self, subject, given)

    def run_many(self, where: Scope, rows: list[dict[str, Any]], *, by: Any, at: datetime | None = None) -> list[Any]:
        """Do it once for each row of inputs, in one transaction; returns a record or a Refusal per row.

        A refused row leaves nothing and stops no other. An action with a `.many` writes all rows at once, others one by one.
        """
        return _run_many(self, where, rows, by, at or clock.now())

    def try_many(self, where: Scope, rows: list[dict[str, Any]], *, by: Any, at: datetime | None = None) -> list[Any]:
        """What `run_many` would answer, leaving nothing. A `.many` decides all rows and is spared the writing."""
        with transaction.atomic():
            outcomes = _run_many(self, where, rows, by, at or clock.now(), is_trial=True)
            transaction.set_rollback(True)
        return outcomes

    @property
    def subject(self) -> type:
        """The class of the first argument: a Record, or Scope where something new is made."""
        return self._signature[0]

    @property
    def inputs(self) -> tuple[Input, ...]:
        return self._signature[1]

    @functools.cached_property
    def takes_files(self) -> bool:
        return any(each.kind == "file" for each in self.inputs)

    def clean(self, data: dict[str, Any]) -> dict[str, Any]:
        """Typed keyword arguments from raw `data`; raises BadInput."""
        return clean(self.inputs, data)


@dataclass
class _Running:
    spec: Spec
    actor: Any
    scope: Scope
    at: datetime
    depth: int
    request_id: str | None = None
    files: list[Any] = field(default_factory=list)
    announced: int | None = None
    is_trial: bool = False


@dataclass
class _Request:
    """What outermost actions run as. The first carries the id itself, the n-th after it `id.n`, so that each is done once."""

    id: str | None = None
    device_at: datetime | None = None
    cause_id: int | None = None
    depth: int = 0
    begun: int = 0

    def next_id(self) -> str | None:
        turn, self.begun = self.begun, self.begun + 1
        return f"{self.id}.{turn}" if self.id and turn else self.id


_running: ContextVar[_Running | None] = ContextVar("running_action", default=None)
_request: ContextVar[_Request | None] = ContextVar("action_request", default=None)


def action(
    *,
    title: Any,
    posts: tuple[str, ...],
    event: type,
    offline: bool = False,
    linkable: bool = False,
    confirm: bool = False,
    allowed_from: tuple[str, ...] = (),
    records_denial: bool = False,
    second_to: tuple[str, ...] = (),
) -> Callable[[Callable], Callable]:
    """Declare an action. `posts` may do it by default; `allowed_from` names the subject's states in which its button is shown.

    `@the_action.many` above a function `(scope, rows, *, by, at)` declares how many rows of inputs are done at once: it decides
    each row, writes the good ones by `create_many`, calls `announce_many` once, and returns a record or a Refusal per row.
    `@the_action.beforehand` above a function of the same inputs declares what takes long and writes nothing, such as reading a file: it
    runs before the transaction, so that nobody waits for it, and may refuse.
    `@the_action.when_refused` above a function of the subject, the refusal and the same inputs runs after the outermost action was refused
    and undone: it may call another action that keeps the attempt.
    `second_to` names the actions that ask for what this one grants: its rule keeps the person apart, the permission matrix the posts.
    With `records_denial` an attempt that the permission refused is an event of its own: for looks, exports and openings.
    """

    def declare(function: Callable) -> Callable:
        name = f"{room_of(function.__module__)}.{function.__name__}"
        spec = Spec(name, title, function, posts, event, offline, linkable, confirm, allowed_from, records_denial=records_denial)
        registry[name] = spec
        permissions.declare(name, posts)
        permissions.pairs.update((first, name) for first in second_to)

        @functools.wraps(function)
        def run(subject: Any, **given: Any) -> Any:
            return spec(subject, **given)

        def many(bulk: Callable[..., list[Any]]) -> Callable[..., list[Any]]:
            spec.bulk = bulk
            return bulk

        def beforehand(prepare: Callable[..., Refusal | None]) -> Callable[..., Refusal | None]:
            spec.before = prepare
            return prepare

        def when_refused(keep: Callable[..., Any]) -> Callable[..., Any]:
            spec.after_refusal = keep
            return keep

        run.spec, run.many, run.beforehand, run.when_refused = spec, many, beforehand, when_refused
        return run

    return declare


def room_of(module: str) -> str:
    """The room a module belongs to: `cases` for anju.domains.cases.actions.opening, `kernel` for anju.kernel.erasure."""
    parts = module.split(".")
    return parts[2] if parts[:2] == ["anju", "domains"] else parts[min(1, len(parts) - 1)]


def _run(spec: Spec, subject: Any, given: dict[str, Any]) -> Any:
    where = subject if isinstance(subject, Scope) else scope.of(subject)
    if given.get("at") is None:
        given["at"] = clock.now()
    outer = _running.get()
    if outer is not None:
        return _perform(_Running(spec, given["by"], where, given["at"], outer.depth + 1), subject, given)
    if no := _gate(spec, where, given["by"]):
        if spec.records_denial and no.code == "kernel.not_permitted":
            record_denial(spec.name, subject, by=given["by"])
        return no
    if spec.takes_files and (no := files.receive(given, where=where, subject=subject, by=given["by"])):
        return no
    if spec.before is not None and (no := spec.before(subject, **given)):
        return no
    request = _request.get()
    running = _Running(spec, given["by"], where, given["at"], 0, request and request.next_id())
    running.files = files.blobs_in(given) if spec.takes_files else []
    outcome = _perform_once(running, subject, given) if running.request_id else _perform(running, subject, given)
    if isinstance(outcome, Refusal) and spec.after_refusal is not None:
        spec.after_refusal(subject, outcome, **given)
    return outcome


def _perform_once(running: _Running, subject: Any, given: dict[str, Any]) -> Any:
    """A repeat of a request answers with what its first run was about, even where both run at the same moment."""
    if (first := ledger.run_of(running.request_id)) is not None:
        return _outcome_of(first, running)
    try:
        return _perform(running, subject, given)
    except IntegrityError:
        if (first := ledger.run_of(running.request_id)) is None:
            raise
        return _outcome_of(first, running)


def _outcome_of(first: Any, running: _Running) -> Any:
    if (first.action, first.actor_id, first.scope_id) != (running.spec.name, running.actor.id, running.scope.id):
        return Refusal("kernel.request_taken", _("This number was already used for something else. Send it again under a new one."))
    return ledger.subject_of(first)


def _perform(running: _Running, subject: Any, given: dict[str, Any]) -> Any:
    with scope.entered(running.scope), transaction.atomic():
        token = _running.set(running)
        try:
            if running.files:
                files.admit(running.files)
            outcome = running.spec.function(subject, **given)
        finally:
            _running.reset(token)
        if isinstance(outcome, Refusal):
            transaction.set_rollback(True)
        elif running.announced is None:
            raise RuntimeError(f"{running.spec.name} changed the world without announcing {running.spec.event.__name__}")
    return outcome


def _run_many(spec: Spec, where: Scope, rows: list[dict[str, Any]], by: Any, at: datetime, *, is_trial: bool = False) -> list[Any]:
    if _running.get() is None and (no := _gate(spec, where, by)):
        return [no] * len(rows)
    running = _Running(spec, by, where, at, 0, is_trial=is_trial)
    with scope.entered(where), transaction.atomic(), _as(running):
        if spec.bulk is None:
            return [_run(spec, where, {**row, "by": by, "at": at}) for row in rows]
        outcomes = spec.bulk(where, rows, by=by, at=at)
        done = sum(not isinstance(outcome, Refusal) for outcome in outcomes)
        if len(outcomes) != len(rows) or done != (running.announced or 0):
            raise RuntimeError(f"{spec.name}: {len(rows)} rows, {done} done, {running.announced or 0} announced")
    return outcomes


@contextmanager
def _as(running: _Running) -> Iterator[None]:
    token = _running.set(running)
    try:
        yield
    finally:
        _running.reset(token)


def _gate(spec: Spec, where: Scope, by: Any) -> Refusal | None:
    if not scope.sees(where.id):
        return Refusal("kernel.not_found", _("This record does not exist here. Check the community you are in."))
    if by.is_trying:
        return only_trying()
    if permissions.may(by, spec.name, where):
        return None
    return Refusal("kernel.not_permitted", _("Your post does not allow “%(action)s” here. Ask the project manager for it."), action=spec.title)


def only_trying() -> Refusal:
    """What somebody hears who wants to change something while he looks around as another post."""
    return Refusal("kernel.only_trying", _("Nothing was changed: you are trying what another post sees. End the trial first."))


@event_class("kernel.action_denied")
class ActionDenied:
    """Somebody tried what his posts do not allow. The ledger row's `action` says what, its subject says on which record."""


def record_denial(action: str, subject: Any, *, by: Any) -> None:
    """Leave a row that `by` was denied `action` on `subject`."""
    where = subject if isinstance(subject, Scope) else subject.scope
    with transaction.atomic():
        ledger.append(ActionDenied(), scope=where, action=action, actor=by, subject=subject, at=clock.now())
        doorbell.ring_on_commit()


def announce(event: Any, *, subject: Any, person: Any = None) -> int:
    """Write the action's one event into the ledger and return the row's id.

    `subject` is the record it is about; `person` (an id) is whom the event's words belong to, so that they can be erased with him.
    """
    running = _running.get()
    if running is None:
        raise RuntimeError("only an action may announce an event")
    if type(event) is not running.spec.event or running.announced is not None:
        raise RuntimeError(f"{running.spec.name} announces exactly one {running.spec.event.__name__}")
    request = _request.get() or _Request()
    running.announced = ledger.append(
        event,
        scope=running.scope,
        action=running.spec.name,
        actor=running.actor,
        subject=subject,
        person=person,
        at=clock.now(),
        device_at=request.device_at,
        request_id=running.request_id,
        cause_id=request.cause_id,
        depth=request.depth,
    )
    if running.files:
        files.own(running.files, subject)
    doorbell.ring_on_commit()
    return running.announced


def create_many(records: list[Any]) -> None:
    """Write the new records of a `.many` with few statements; a trial, which would take them back, leaves it out."""
    running = _bulk_running()
    if records and not running.is_trial:
        insert_many(records)


def _bulk_running() -> _Running:
    running = _running.get()
    if running is None or running.spec.bulk is None or running.announced is not None:
        raise RuntimeError("only the bulk function of an action may write and announce many, and only once")
    return running


def announce_many(announced: list[tuple[Any, Any]], *, person: Callable[[Any], Any] = lambda subject: None) -> None:
    """Write the events of a `.many`: one `(event, subject)` per row that was done. `person` answers whose words they are."""
    running = _bulk_running()
    if any(type(event) is not running.spec.event for event, _subject in announced):
        raise RuntimeError(f"{running.spec.name} announces only {running.spec.event.__name__}")
    running.announced = len(announced)
    if running.is_trial:
        return
    ledger.append_many(
        [(event, subject, person(subject)) for event, subject in announced],
        scope=running.scope,
        action=running.spec.name,
        actor=running.actor,
        at=clock.now(),
    )
    doorbell.ring_on_commit()


@contextmanager
def requested(id: str, *, device_at: datetime | None = None, cause_id: int | None = None, depth: int = 0) -> Iterator[None]:
    """Run outermost actions as the request `id`: a repeat returns the first run's record instead of doing it again."""
    token = _request.set(_Request(id, device_at, cause_id, depth))
    try:
        yield
    finally:
        _request.reset(token)
