"""Making the demonstration's community: founded, given a plan, and lived in for a quarter up to now."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import connection, transaction

from anju.domains.duties.models import Duty
from anju.kernel import clock, ids
from anju.kernel import scope as view
from anju.kernel.models import Entry, Scope
from anju.kernel.refusals import Refusal
from anju.simulator import cast, days, estate, mishaps, settling
from anju.simulator.world import UNSCRIPTED, World

from . import adopting
from .upkeep import Upkeep

ZONE = ZoneInfo("Asia/Shanghai")
QUARTER = timedelta(days=92)
Say = Callable[[str], None]


class Unusable(RuntimeError):
    """The plan cannot be used; the text is a sentence for people."""


@dataclass(frozen=True)
class Wish:
    """What is wanted: until when history runs, by which plan, on how large an estate."""

    until: datetime
    plan: bytes
    plan_name: str
    draft: bytes = b""
    draft_name: str = ""
    seed: str = "anju"
    span: timedelta = QUARTER
    buildings: tuple[estate.Building, ...] = estate.BUILDINGS

    @property
    def since(self) -> datetime:
        """The midnight at which history begins."""
        return (self.until.astimezone(ZONE) - self.span).replace(hour=0, minute=0, second=0, microsecond=0)


@contextmanager
def hurried() -> Iterator[None]:
    """Make a community fast: what is lost in a crash is made again from the start, so nothing waits for the disk."""
    limits, is_sqlite = gc.get_threshold(), connection.vendor == "sqlite"
    gc.set_threshold(50_000, 20, 100)
    if is_sqlite:
        connection.cursor().execute("PRAGMA synchronous=OFF")
    try:
        yield
    finally:
        gc.set_threshold(*limits)
        if is_sqlite:
            connection.cursor().execute("PRAGMA synchronous=FULL")
            connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")


def check(wish: Wish) -> None:
    """Raises Unusable when the plan is none."""
    if trouble := adopting.trouble_with(wish.plan, wish.plan_name):
        raise Unusable(trouble)


def make(wish: Wish, say: Say) -> World:
    """Build everything, the history included; raises Unusable when the plan is none."""
    check(wish)
    eve = wish.since - timedelta(minutes=10)
    with clock.frozen(eve), ids.seeded(World.lot_of(wish.seed, "founding")):
        company, community = settling.found_community()
        with view.entered(company, community):
            _settle(company, community, wish, say)
            world = World(cast.found(community, company), wish.seed, ZONE)
    with clock.frozen(wish.since - timedelta(minutes=1)), ids.seeded(World.lot_of(wish.seed, "plan")), view.entered(community):
        _adopt(world, wish, say)
    _live_through(world, wish, say)
    return world


def _settle(company: Scope, community: Scope, wish: Wish, say: Say) -> None:
    with transaction.atomic():
        settling.lay_out(community, wish.buildings)
        settling.define_posts(community)
        settling.hire(company, community, World.lot_of(wish.seed, "staff"))
    settling.draw_up(community)
    for done, of in settling.move_in(community, World.lot_of(wish.seed, "homes")):
        if done % 200 == 0 or done == of:
            say(f"  入住 {done}/{of} 户")


def _adopt(world: World, wish: Wish, say: Say) -> None:
    """The security manager confirms the plan; another one may be left for review."""
    manager = world.cast.staff["security_manager"][0]
    with transaction.atomic():
        adopted = adopting.adopt(world.scope, wish.plan, name=wish.plan_name, year=wish.since.year, by=lambda: world.cast.actor(manager))
    if isinstance(adopted, Refusal):
        raise Unusable(str(adopted))
    say(f"  计划《{adopted.plan.title}》：共 {adopted.sentences} 句，{adopted.confirmed} 句要落实，生成定期工作 {adopted.duties} 项")
    if adopted.plans_in_file > 1:
        say(f"  文件里有 {adopted.plans_in_file} 份计划，已启用第一份，其余留在“导入与核对”")


def _live_through(world: World, wish: Wish, say: Say) -> None:
    upkeep = Upkeep(world.scope)
    with view.entered(world.scope), clock.frozen(wish.since):
        script = mishaps.Mishaps(world, wish.until)
        script.choose(Duty.objects.order_by("id"))
        world.script = script
        mishaps.extras(world, wish.until)
    go_on(world, wish.since, wish.until, upkeep, say)
    with view.entered(world.scope), clock.frozen(wish.until), ids.seeded(world.lot("draft")):
        if wish.draft:
            manager = world.cast.staff["security_manager"][0]
            adopting.draft_next(world.scope, wish.draft, name=wish.draft_name, year=wish.until.year + 1, by=lambda: world.cast.actor(manager))
        upkeep.end()
    world.script = UNSCRIPTED


def go_on(world: World, since: datetime, until: datetime, upkeep: Upkeep, say: Say) -> None:
    """Live from one moment to another and tell how far it is."""
    whole = max((until - since).days, 1)
    for number, moment in enumerate(days.go_by(world, since, until, upkeep), 1):
        if number % 7 == 0 or number == whole:
            say(f"  {world.local(moment - timedelta(hours=1)):%m月%d日}  第 {number}/{whole} 天  {100 * number // whole}%  {sum(world.done.values())} 件事")


def found_again(seed: str) -> World:
    """The community of an earlier run, as it stands now."""
    community = Scope.objects.get(kind="community", name=estate.NAME)
    with view.entered(community, community.parent):
        return World(cast.found(community, community.parent), seed, ZONE)


def last_moment() -> datetime:
    """When the newest thing in the ledger was done."""
    return Entry.objects.order_by("-id").values_list("at", flat=True)[0]
