"""`anju edge`: decide at a gate, with or without the server. `enrol`, `run`, `status`, and for a trial `unplug` and `plug`."""

from __future__ import annotations

import argparse
import json
import sqlite3
import urllib.error
import urllib.request
from pathlib import Path

UNPLUGGED, LOG = "unplugged", "log.sqlite3"


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--data", type=Path, default=Path("edge"), help="folder of the box: its keys and its log (default: edge)")
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="verb")
    enrol = verbs.add_parser("enrol", help="take up a one-time token; the box makes its own keys")
    enrol.add_argument("--server", required=True, help="address of the server, such as https://anju.local")
    enrol.add_argument("--token", required=True, help="from the page of the box in the office; it works once, within a day")
    run = verbs.add_parser("run", help="decide at the lanes until told to stop")
    run.add_argument("--lane", action="append", default=[], metavar="ID=ADDRESS", help="a lane and the address of what opens it; may be given again")
    run.add_argument("--host", default="127.0.0.1", help="address of the box on the gate's own network")
    run.add_argument("--port", type=int, default=8765)
    run.add_argument("--has-clock", action="store_true", help="this machine has a clock with a battery, right also after power was gone")
    run.add_argument("--trial", action="store_true", help="allow controllers at addresses of this machine itself, as simulated ones have; never at a real gate")
    for one in (enrol, run):
        one.add_argument("--ca", default="", help="certificate of the installation's own authority (PEM); brokers of MQTT relays are believed by it too")
    status = verbs.add_parser("status", help="what the running box says of itself")
    status.add_argument("--port", type=int, default=8765)
    verbs.add_parser("unplug", help="pull the network of this box, for a trial")
    verbs.add_parser("plug", help="plug it in again")


def run(given: argparse.Namespace) -> int:
    return {"enrol": _enrol, "run": _run, "status": _status, "unplug": _unplug, "plug": _plug}[given.verb](given)


def _enrol(given: argparse.Namespace) -> int:
    from .edge import identity, uplink
    from .edge.book import Book

    try:
        one, after = uplink.enrol(identity.load(given.data), given.token, given.server, uplink.http_post(given.server, given.ca), given.data)
    except (OSError, ValueError) as error:
        print(f"未注册 Not enrolled: {error}")
        return 1
    book = Book(given.data / LOG)
    book.begin_after(after)
    book.close()
    print(f"已注册 Enrolled: {one.edge}。日志从第 {after + 1} 条开始 The log begins with line {after + 1}.")
    return 0


def _run(given: argparse.Namespace) -> int:
    import uvicorn

    from .edge import identity, lanes, uplink
    from .edge.book import Book
    from .edge.box import Box
    from .edge.clockwork import Clockwork
    from .edge.door import Door

    one = identity.load(given.data)
    if not one.is_enrolled:
        print("这台主机尚未注册：先用 anju edge enrol。 This box is not enrolled: run anju edge enrol first.")
        return 1
    wired = dict(each.partition("=")[::2] for each in given.lane)
    try:
        drivers = {lane: lanes.driver_for(address, one.lane_key) for lane, address in wired.items()}
    except KeyError as unknown:
        print(f"没有这种设备的驱动 Nobody drives {unknown}")
        return 2
    try:
        book = Book(given.data / LOG)
    except sqlite3.OperationalError as error:
        print(f"日志打不开，可能已有一个在运行 The log cannot be opened; perhaps another one runs: {error}")
        return 1
    box = Box(one, book, clock=Clockwork(has_own=given.has_clock), drivers=drivers, is_trial=given.trial, authority=given.ca)
    box.start()
    link = uplink.Uplink(box, uplink.http_post(one.server, given.ca), is_plugged=lambda: not (given.data / UNPLUGGED).exists())
    link.start()
    print(f"岗亭主机 Gatehouse box: http://{given.host}:{given.port}/  →  {one.server}", flush=True)
    door = Door(box)
    try:
        uvicorn.run(door.application, host=given.host, port=given.port, log_level="warning", access_log=False, lifespan="off", interface="asgi3")
    finally:
        link.stop()
        door.close()
        box.bars.close()
        box.book.close()
    return 0


def _status(given: argparse.Namespace) -> int:
    from .edge import identity

    key = identity.load(given.data).lane_key
    request = urllib.request.Request(f"http://127.0.0.1:{given.port}/status", headers={"Authorization": f"Bearer {key}"})
    try:
        with urllib.request.urlopen(request, timeout=3) as answer:
            print(json.dumps(json.loads(answer.read()), ensure_ascii=False, indent=1))
    except OSError as error:
        print(f"没有回答 No answer: {error}")
        return 1
    return 0


def _unplug(given: argparse.Namespace) -> int:
    (given.data / UNPLUGGED).touch()
    print("已断网，岗亭主机独立判断。 Unplugged: the box decides alone.")
    return 0


def _plug(given: argparse.Namespace) -> int:
    (given.data / UNPLUGGED).unlink(missing_ok=True)
    print("已恢复网络，记录正在补传。 Plugged in: its log comes home.")
    return 0
