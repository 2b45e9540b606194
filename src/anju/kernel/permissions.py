"""Who may do what. A permission is the name of an action or of a screen; posts hold it by default, a scope may say otherwise."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from .actors import Actor
from .models import Grant, Scope

PostsOf = Callable[[Actor, Scope], frozenset[str]]

_sources: list[PostsOf] = []
defaults: dict[str, frozenset[str]] = {}


def set_source(source: PostsOf) -> None:
    """Tell the kernel who knows which posts an actor holds in a scope. The room `people` calls it at start."""
    _sources[:] = [source]


def declare(permission: str, posts: tuple[str, ...]) -> None:
    """Name the posts that hold a permission unless a scope says otherwise."""
    defaults[permission] = frozenset(posts)


def posts_of(actor: Actor, scope: Scope) -> frozenset[str]:
    """The posts an actor holds in a scope, or above it. Asked once per actor and scope."""
    if scope.id not in actor.posts:
        actor.posts[scope.id] = _sources[0](actor, scope) if _sources else frozenset()
    return actor.posts[scope.id]


def may(actor: Actor, permission: str, scope: Scope) -> bool:
    """Whether the actor holds the permission in the scope."""
    if actor.is_system:
        return True
    posts = posts_of(actor, scope)
    return bool(posts and posts & holders(permission, scope))


def holders(permission: str, scope: Scope) -> frozenset[str]:
    """The posts that hold a permission in a scope: the defaults, changed by the scope's own grants."""
    allowed = set(defaults.get(permission, frozenset()))
    for post, is_allowed in _grants(scope.id).get(permission, ()):
        (allowed.add if is_allowed else allowed.discard)(post)
    return frozenset(allowed)


def _grants(scope_id: UUID) -> dict[str, list[tuple[str, bool]]]:
    found: dict[str, list[tuple[str, bool]]] = {}
    for permission, post, allowed in Grant.objects.filter(scope_id=scope_id).values_list("permission", "post", "is_allowed"):
        found.setdefault(permission, []).append((post, allowed))
    return found
