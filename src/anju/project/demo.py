"""`anju demo`: a community with a quarter of history that goes on living, on SQLite, in one command.

`FRESH=1` starts over, `ANJU_PORT` changes the port, `ANJU_DATA_DIR` the folder (data/demo).
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shutil
import signal
import sys
import threading
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from anju.surfaces.cli import console, migrate, ports, serve, set_up

if TYPE_CHECKING:
    from anju.simulator.world import World

    from . import community

HOST = "127.0.0.1"
MARK = "demo.json"
FOLDER = Path("data") / "demo"
SEED_PLANS = Path(__file__).resolve().parent.parent / "simulator" / "seed"
OWN_PARTS = ("anju.sqlite3", "anju.sqlite3-wal", "anju.sqlite3-shm", "files", "keys", "edge", MARK)
ENTRANCES = (
    ("project_manager", "项目经理"), ("security_manager", "安全经理"), ("team_leader", "队长"), ("squad_leader", "班长"), ("guard", "保安员"), ("patroller", "保安员(巡逻岗)"), ("reliever", "保安员(机动岗)"),
    ("monitor_operator", "监控员"), ("fire_operator", "消防控制室值班员"), ("front_desk", "前台"), ("engineer", "工程"), ("cleaner", "保洁"), ("gardener", "绿化"),
    ("owner", "业主(业委会委员)"), ("headquarters", "总部"), ("street_office", "街道办"), ("fire_brigade", "消防救援站"), ("police", "派出所"), ("auditor", "第三方评估"),
)  # fmt: skip


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--fresh", action="store_true", help="start over, as FRESH=1 does")


def run(given: argparse.Namespace) -> int:
    return start(is_fresh=given.fresh)


def start(plan: Path | None = None, *, is_fresh: bool = False) -> int:
    """Build the community where there is none, print the ways in, and serve until told to stop."""
    try:
        port = ports.port_number(ports.wanted())
    except argparse.ArgumentTypeError as error:
        console(str(error))
        return 2
    if trouble := ports.trouble_at(HOST, port):
        console(trouble)
        return 1
    folder = _folder(plan)
    if (is_fresh or os.environ.get("FRESH", "") not in ("", "0")) and not clear(folder):
        console(f"{folder} 里的数据不是演示生成的，没有删除。请换一个 ANJU_DATA_DIR。 This folder was not made by the demo; nothing was deleted.")
        return 1
    return _open(folder, plan, port)


def _folder(plan: Path | None) -> Path:
    """Where the data lie: a folder of its own for each plan file."""
    if given := os.environ.get("ANJU_DATA_DIR"):
        return Path(given)
    return FOLDER if plan is None else FOLDER.with_name(f"plan-{hashlib.sha256(plan.read_bytes()).hexdigest()[:8]}")


def is_empty(folder: Path) -> bool:
    return not folder.exists() or not any(folder.iterdir())


def clear(folder: Path) -> bool:
    """Delete what an earlier run made; False when the folder holds a community that no demo made."""
    if is_empty(folder):
        return True
    if not (folder / MARK).exists():
        return False
    for name in OWN_PARTS:
        path = folder / name
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
    return True


def _open(folder: Path, plan: Path | None, port: int) -> int:
    state = _state(folder)
    if not state and not is_empty(folder):
        console(f"{folder} 里已有不是演示生成的数据，没有改动。请换一个 ANJU_DATA_DIR。 This folder holds data that no demo made; nothing was changed.")
        return 1
    if state.get("state") == "building":
        console("上次没有建完，重新开始。 The last run did not finish; starting over.")
        clear(folder)
        state = {}
    os.environ["ANJU_DATA_DIR"] = str(folder.resolve())
    os.environ.pop("ANJU_DATABASE", None)
    if not state:
        _mark(folder, state="building")
    set_up()
    from . import community

    try:
        world = _go_on(state) if state else _build(folder, _wish(plan))
    except community.Unusable as error:
        clear(folder)
        console(str(error))
        return 1
    return _serve(world, port)


def _mark(folder: Path, **facts: str) -> None:
    """Write down what the folder is: only what is marked is ever deleted."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / MARK).write_text(json.dumps(facts), encoding="utf-8")


def _state(folder: Path) -> dict:
    mark = folder / MARK
    return json.loads(mark.read_text(encoding="utf-8")) if mark.exists() else {}


def _wish(plan: Path | None) -> community.Wish:
    """What the community is to be like: until this minute, by the file given or by a plan of our own for this year."""
    from anju.kernel import clock

    from . import community

    now = clock.now().replace(second=0, microsecond=0)
    year = now.astimezone(community.ZONE).year
    if plan is not None:
        return community.Wish(now, plan.read_bytes(), plan.name)
    draft = {"draft": _seed_plan("next_year.md", year + 1), "draft_name": f"{year + 1}年度工作计划（讨论稿）.md"}
    return community.Wish(now, _seed_plan("plan.md", year), f"锦绣花园保安部{year}年度工作计划.md", **draft)


def _build(folder: Path, wish: community.Wish) -> World:
    """A new community up to now; raises Unusable before anything is built when the plan is none."""
    from . import community

    community.check(wish)
    console("正在建立小区：12 栋楼、1,024 套房屋、约 2,900 位住户、60 名员工，以及一个季度的运行记录。约需三五分钟，只此一次。")
    migrate.run(argparse.Namespace(quiet=True))
    with community.hurried():
        world = community.make(wish, console)
    _mark(folder, state="built", seed=wish.seed, until=wish.until.isoformat())
    return world


def _seed_plan(name: str, year: int) -> bytes:
    """One of our own plans, for this year or the next."""
    written = {"plan.md": "2026", "next_year.md": "2027"}[name]
    return (SEED_PLANS / name).read_text(encoding="utf-8").replace(written, str(year)).encode()


def _go_on(state: dict) -> World:
    """The community of the last run; what would have happened meanwhile happens now."""
    from anju.kernel import clock
    from anju.kernel import scope as view
    from anju.simulator import days

    from . import community
    from .upkeep import Upkeep

    migrate.run(argparse.Namespace(quiet=True))
    world = community.found_again(state["seed"])
    since, now = community.last_moment() + timedelta(seconds=1), clock.now()
    if now - since > timedelta(hours=1):
        console(f"上次停在 {world.local(since):%m月%d日 %H:%M}，补上这段时间……")
        upkeep = Upkeep(world.scope)
        community.go_on(world, since, now, upkeep, console)
        with view.entered(world.scope), clock.frozen(now):
            upkeep.end()
    else:
        with view.entered(world.scope):
            days.begin(world, lambda _at: None)
    return world


def _serve(world: World, port: int) -> int:
    from anju.simulator.live import Live

    base = f"http://{HOST}:{port}"
    console(f"\nAnju 安居 已启动：{base}/    停止：Ctrl+C    重来：FRESH=1 make demo\n")
    console("一键登录（仅本次运行有效 valid for this run only）：")
    for line in entrances(world, base):
        console(f"  {line}")
    console(f"拔掉岗亭主机的网线 pull the network of the gatehouse box：anju edge --data {os.environ['ANJU_DATA_DIR']}/edge unplug    再插上 plug it in：… plug")
    stop = threading.Event()
    living = threading.Thread(target=Live(world, base).run_forever, args=(stop,), name="simulation", daemon=True)
    living.start()
    if threading.current_thread() is threading.main_thread():
        # The server hands the signal on when it is done; without this the process would end before it has ended its box.
        signal.signal(signal.SIGTERM, lambda *_told: sys.exit(128 + signal.SIGTERM))
    try:
        serve.start(HOST, port)
    finally:
        stop.set()
        living.join(timeout=5)
    return 0


def there_now(world: World) -> dict[UUID, str]:
    """Who is on a post at this moment, and the post's name: a guard's phone is worth opening when he has something to do."""
    from anju.domains.people.queries import on_duty
    from anju.kernel import scope as view

    with view.entered(world.scope):
        return {each.person.pk: each.post.name for each in on_duty(world.scope) if each.presence and each.holding}


def entrances(world: World, base: str) -> list[str]:
    """One sign-in link for each role, with the name of the person who is signed in."""
    from anju.surfaces import demo_entrance

    demo_entrance.start_run()
    standing = there_now(world)
    people = {role: next((each for each in persons if each.pk in standing), persons[0]) for role, persons in world.cast.staff.items()} | world.cast.outsiders
    for role, post in (("patroller", "巡逻"), ("reliever", "机动")):
        if there := [each for each in world.cast.staff["guard"] if standing.get(each.pk, "").startswith(post)]:
            people[role] = min(there, key=lambda each: standing[each.pk])
    if world.cast.residents:
        people["owner"] = world.cast.residents[0]
    width = max(len(label) for _role, label in ENTRANCES)
    return [
        f"{label + '　' * (width - len(label))} {people[role].name}　{base}{demo_entrance.link_of(world.cast.accounts[people[role].pk])}"
        for role, label in ENTRANCES
        if role in people
    ]
