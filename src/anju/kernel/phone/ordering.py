"""In which order the items of a sending run, and which cannot. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from .items import Item


def in_order(items: Iterable[Item]) -> list[Item]:
    """Each item once, by its number in the queue, but never before the one it stands after."""
    by_id: dict[UUID, Item] = {}
    for item in items:
        by_id.setdefault(item.id, item)
    placed: dict[UUID, Item] = {}
    for item in sorted(by_id.values(), key=lambda each: (each.number, each.id)):
        for one in reversed(_chain(item, by_id, placed)):
            placed[one.id] = one
    return list(placed.values())


def _chain(item: Item, by_id: dict[UUID, Item], placed: dict[UUID, Item]) -> list[Item]:
    """The item and what must come before it, as far as it came along and is not placed yet; a loop ends where it closes."""
    chain: dict[UUID, Item] = {}
    walk: Item | None = item
    while walk is not None and walk.id not in chain and walk.id not in placed:
        chain[walk.id] = walk
        walk = by_id.get(walk.after) if walk.after else None
    return list(chain.values())


def looped(items: Iterable[Item]) -> set[UUID]:
    """The items that stand, directly or through others, after themselves, and those that wait for such a one."""
    after = {item.id: item.after for item in items}
    caught: set[UUID] = set()
    settled: set[UUID] = set()
    for start in after:
        path: list[UUID] = []
        on_path: set[UUID] = set()
        walk: UUID | None = start
        while walk in after and walk not in on_path and walk not in settled and walk not in caught:
            path.append(walk)
            on_path.add(walk)
            walk = after[walk]
        (caught if walk in on_path or walk in caught else settled).update(path)
    return caught
