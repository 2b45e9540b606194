"""`anju demo`: a community with a quarter of history that goes on living, on SQLite, in one command.

`FRESH=1` starts over, `ANJU_PORT` changes the port, `ANJU_DATA_DIR` the folder (data/demo).
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shutil
import threading
from datetime import timedelta
from pathlib import Path

from anju.surfaces.cli import console, migrate, ports, serve, set_up

HOST = "127.0.0.1"
MARK = "demo.json"
FOLDER = Path("data") / "demo"
SEED_PLANS = Path(__file__).resolve().parent.parent / "simulator" / "seed"
OWN_PARTS = ("anju.sqlite3", "anju.sqlite3-wal", "anju.sqlite3-shm", "files", "keys", MARK)
ENTRANCES = (
    ("project_manager", "项目经理"), ("security_manager", "安全经理"), ("team_leader", "队长"), ("squad_leader", "班长"), ("guard", "保安员"),
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


def clear(folder: Path) -> bool:
    """Delete what an earlier run made; False when the folder holds a community that no demo made."""
    if not folder.exists() or not any(folder.iterdir()):
        return True
    if not (folder / MARK).exists():
        return False
    for name in OWN_PARTS:
        path = folder / name
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
    return True


def _open(folder: Path, plan: Path | None, port: int) -> int:
    state = _state(folder)
    if state.get("state") == "building":
        console("上次没有建完，重新开始。 The last run did not finish; starting over.")
        clear(folder)
        state = {}
    if not state and (folder / "anju.sqlite3").exists():
        console(f"{folder} 里已有一个不是演示生成的小区，没有改动。请换一个 ANJU_DATA_DIR。 This folder holds a community that no demo made; nothing was changed.")
        return 1
    os.environ["ANJU_DATA_DIR"] = str(folder.resolve())
    os.environ.pop("ANJU_DATABASE", None)
    set_up()
    from . import community

    migrate.run(argparse.Namespace(quiet=True))
    try:
        world = _go_on(state) if state else _build(folder, plan)
    except community.Unusable as error:
        clear(folder)
        console(str(error))
        return 1
    return _serve(world, port)


def _state(folder: Path) -> dict:
    mark = folder / MARK
    return json.loads(mark.read_text(encoding="utf-8")) if mark.exists() else {}


def _build(folder: Path, plan: Path | None):
    """A new community up to now; marked as unfinished until it is whole."""
    from anju.kernel import clock

    from . import community

    now = clock.now().replace(second=0, microsecond=0)
    local = now.astimezone(community.ZONE)
    (folder / MARK).write_text(json.dumps({"state": "building"}), encoding="utf-8")
    console("正在建立小区：12 栋楼、1,024 套房屋、约 2,900 位住户、60 名员工，以及一个季度的运行记录。约需一两分钟，只此一次。")
    own = {} if plan else {"draft": _seed_plan("next_year.md", local.year + 1), "draft_name": f"{local.year + 1}年度工作计划（讨论稿）.md"}
    data = plan.read_bytes() if plan else _seed_plan("plan.md", local.year)
    wish = community.Wish(now, data, plan.name if plan else f"锦绣花园保安部{local.year}年度工作计划.md", **own)
    with community.hurried():
        world = community.make(wish, console)
    (folder / MARK).write_text(json.dumps({"state": "built", "seed": wish.seed, "until": now.isoformat()}), encoding="utf-8")
    return world


def _seed_plan(name: str, year: int) -> bytes:
    """One of our own plans, for this year or the next."""
    written = {"plan.md": "2026", "next_year.md": "2027"}[name]
    return (SEED_PLANS / name).read_text(encoding="utf-8").replace(written, str(year)).encode()


def _go_on(state: dict):
    """The community of the last run; what would have happened meanwhile happens now."""
    from anju.kernel import clock
    from anju.kernel import scope as view
    from anju.simulator import days

    from . import community
    from .upkeep import Upkeep

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


def _serve(world, port: int) -> int:
    from anju.simulator.live import Live

    base = f"http://{HOST}:{port}"
    console(f"\nAnju 安居 已启动：{base}/    停止：Ctrl+C    重来：FRESH=1 make demo\n")
    console("一键登录（仅本次运行有效 valid for this run only）：")
    for line in entrances(world, base):
        console(f"  {line}")
    stop = threading.Event()
    living = threading.Thread(target=Live(world).run_forever, args=(stop,), name="simulation", daemon=True)
    living.start()
    try:
        serve.start(HOST, port)
    finally:
        stop.set()
        living.join(timeout=5)
    return 0


def entrances(world, base: str) -> list[str]:
    """One sign-in link for each role, with the name of the person who is signed in."""
    from anju.surfaces import demo_entrance

    demo_entrance.start_run()
    people = {role: persons[0] for role, persons in world.cast.staff.items()} | world.cast.outsiders
    if world.cast.residents:
        people["owner"] = world.cast.residents[0]
    width = max(len(label) for _role, label in ENTRANCES)
    return [
        f"{label + '　' * (width - len(label))} {people[role].name}　{base}{demo_entrance.link_of(world.cast.accounts[people[role].pk])}"
        for role, label in ENTRANCES
        if role in people
    ]
