"""Who may do what. A permission is the name of an action or of a screen; posts hold it by default, a scope may say otherwise."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, connections

from .actors import Actor
from .models import Grant, Scope

PostsOf = Callable[[Actor, Scope], frozenset[str]]

ANYONE = "*"
Grants = dict[str, list[tuple[str, bool]]]
ViewRule = Callable[[Actor, Any], bool]

_sources: list[PostsOf] = []
_viewing: dict[str, tuple[str, ViewRule | None]] = {}
defaults: dict[str, frozenset[str]] = {}
titles: dict[str, Any] = {}
"""What people call a page that a permission opens; pages that are no screens put theirs here."""
pairs: set[tuple[str, str]] = set()
"""(what asks, what grants it): two permissions of which no post should hold both."""


def set_source(source: PostsOf) -> None:
    """Tell the kernel who knows which posts an actor holds in a scope. The room `people` calls it at start."""
    _sources[:] = [source]


def declare(permission: str, posts: tuple[str, ...]) -> None:
    """Name the posts that hold a permission unless a scope says otherwise; ANYONE means whoever holds any post there."""
    defaults[permission] = frozenset(posts)
    _all_of.cache_clear()


def posts_of(actor: Actor, scope: Scope) -> frozenset[str]:
    """The posts an actor holds in a scope, or above it. Asked once per actor and scope."""
    if scope.id not in actor.posts:
        actor.posts[scope.id] = _sources[0](actor, scope) if _sources and not actor.is_trying else frozenset()
    return actor.posts[scope.id]


def may(actor: Actor, permission: str, scope: Scope) -> bool:
    """Whether the actor holds the permission in the scope. The scope's grants are read once per actor."""
    if actor.is_system:
        return True
    if scope.id in actor.rights:
        return permission in actor.rights[scope.id]
    posts = posts_of(actor, scope)
    return bool(posts) and _is_held(posts, permission, _grants_for(actor, scope))


def _is_held(posts: frozenset[str], permission: str, grants: Grants) -> bool:
    allowed = _holders(permission, grants)
    return ANYONE in allowed or bool(posts & allowed)


def _grants_for(actor: Actor, scope: Scope) -> Grants:
    if scope.id not in actor.grants:
        actor.grants[scope.id] = _grants(scope.id)
    return actor.grants[scope.id]


def declare_view(model: str, permission: str, *, rule: ViewRule | None = None) -> None:
    """Say which permission shows the records of a model (`cases.case`); `rule(actor, record)` may narrow it record by record.

    What no one declared is shown to nobody: live pages, files and looks at personal data all ask here.
    """
    _viewing[model] = (permission, rule)


def may_view(actor: Actor, model: str, scope: Scope) -> bool:
    """Whether the actor may see records of this model in the scope at all."""
    if model not in _viewing:
        return actor.is_system
    return may(actor, _viewing[model][0], scope)


def viewable(actor: Actor, scope: Scope) -> list[str]:
    """The models of which the actor may see records in the scope."""
    rights = rights_of(actor, scope)
    return [model for model, (permission, _rule) in _viewing.items() if rights is None or permission in rights]


def sees_every(model: str) -> bool:
    """Whether who may see the model in a scope may see each of its records there."""
    return model in _viewing and _viewing[model][1] is None


def may_view_id(actor: Actor, model: str, record_id: UUID, scope: Scope) -> bool:
    """Whether the actor may see this one record."""
    if not may_view(actor, model, scope):
        return False
    if actor.is_system or sees_every(model):
        return True
    record = apps.get_model(model).everywhere.filter(pk=record_id, scope=scope).first()
    return record is not None and _viewing[model][1](actor, record)


def rights_of(actor: Actor, scope: Scope) -> frozenset[str] | None:
    """All permissions the actor holds in the scope, for a page that asks about many; None stands for everything."""
    if actor.is_system:
        return None
    if scope.id not in actor.rights:
        grants = _grants_for(actor, scope)
        actor.rights[scope.id] = _all_of(posts_of(actor, scope), tuple((name, tuple(changes)) for name, changes in grants.items()))
    return actor.rights[scope.id]


@functools.lru_cache(maxsize=512)
def _all_of(posts: frozenset[str], changes: tuple[tuple[str, tuple[tuple[str, bool], ...]], ...]) -> frozenset[str]:
    """All that these posts hold under these grants: the same for everybody of a post, so it is worked out once."""
    grants: Grants = {name: list(each) for name, each in changes}
    names = {*defaults, *grants} if posts else ()
    return frozenset(name for name in names if _is_held(posts, name, grants))


def holders(permission: str, scope: Scope) -> frozenset[str]:
    """The posts that hold a permission in a scope: the defaults, changed by the scope's own grants."""
    return _holders(permission, _grants(scope.id))


def _holders(permission: str, grants: Grants) -> frozenset[str]:
    allowed = set(defaults.get(permission, frozenset()))
    for post, is_allowed in grants.get(permission, ()):
        (allowed.add if is_allowed else allowed.discard)(post)
    return frozenset(allowed)


def _grants(scope_id: UUID) -> Grants:
    """Plain SQL, because every action asks."""
    found: Grants = {}
    database = connections[DEFAULT_DB_ALIAS]
    with database.cursor() as cursor:
        key = scope_id if database.features.has_native_uuid_field else scope_id.hex
        cursor.execute("SELECT permission, post, is_allowed FROM kernel_grant WHERE scope_id = %s", [key])
        for permission, post, is_allowed in cursor.fetchall():
            found.setdefault(permission, []).append((post, bool(is_allowed)))
    return found


def by_default(post: str, permission: str) -> bool:
    return bool(defaults.get(permission, frozenset()) & {post, ANYONE})


def write_grants(scope: Scope, post: str, wanted: dict[str, bool]) -> None:
    """Say for a post in a scope which permissions it holds; what equals the default leaves no row. The room `people` calls it."""
    Grant.objects.filter(scope=scope, post=post, permission__in=list(wanted)).delete()
    differing = {permission: is_allowed for permission, is_allowed in wanted.items() if is_allowed != by_default(post, permission)}
    Grant.objects.bulk_create([Grant(scope=scope, post=post, permission=permission, is_allowed=is_allowed) for permission, is_allowed in differing.items()])


def all_holders(scope: Scope) -> dict[str, frozenset[str]]:
    """Every permission with the posts that hold it in a scope. One query."""
    grants = _grants(scope.id)
    return {permission: _holders(permission, grants) for permission in defaults}
