"""What a box at a gate must refuse to be, whatever it knows: it runs without Django, holds nobody who leaves, locks nothing, knows no debt, face or name."""

from __future__ import annotations

import dataclasses
import re
import subprocess
import sys
from itertools import product

import pytest

from anju.domains.access.rules import Facts, Lane, Token
from anju.domains.edges.rules import log, snapshot
from anju.gateways.gate_edge.edge import door, lanes
from anju.gateways.gate_edge.edge.deciding import Now, Shown, judge
from anju.gateways.gate_edge.edge.memory import Memory

from .code import PACKAGE, ROOT, modules

WITHOUT_DJANGO = """
import sys
class Wall:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] == "django":
            raise ImportError("no Django at the gate: " + name)
sys.meta_path.insert(0, Wall())
import importlib
for name in sys.argv[1:]:
    importlib.import_module(name)
from anju.domains.access.rules import Facts, Lane, Rules, decide
print(decide(Facts(Lane("L"), "out", 1, 1, 1), Rules(1, {})).code)
"""
MONEY = re.compile(r"owe|debt|fee|arrear|unpaid|fine|penalt|charge", re.IGNORECASE)
EDGE_SIDE = sorted(".".join(("anju", *module.parts)) for module in modules(PACKAGE) if module.parts[:3] == ("gateways", "gate_edge", "edge"))
SHOWN = [Shown("L", "out", kind, secret) for kind, secret in (("nothing", ""), ("card", "04A1"), ("plate", "京A12345"), ("pass", "AJ1" + "A" * 120), ("pass", "V2026-0001"))]
NOW = [Now(10**15, is_sure=sure, is_online=online) for sure, online in product((True, False), repeat=2)]


def ran_without_django(*names: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", WITHOUT_DJANGO, *names], cwd=ROOT / "src", capture_output=True, text=True)


def test_the_decision_and_the_whole_box_run_without_django():
    done = ran_without_django("anju.domains.access.rules", "anju.domains.passes.rules", "anju.domains.edges.rules", *EDGE_SIDE)
    assert (done.stdout.strip(), done.returncode) == ("leaves", 0), done.stderr
    assert len(EDGE_SIDE) > 8


def test_a_planted_import_of_django_is_found():
    assert "no Django at the gate" in ran_without_django("anju.domains.edges.models").stderr


@pytest.mark.parametrize("held", [snapshot.NOTHING, snapshot.Held((0, 9), 1, 2, {"lanes": {"L": {"facts": dataclasses.asdict(Lane("L", directions="in", is_open=False)), "codes": []}}})])
def test_nobody_who_leaves_is_held_whatever_is_missing(held):
    for shown, now in product(SHOWN, NOW):
        assert judge(shown, held, Memory(), now).decision.is_allowed


def test_fire_opens_for_everybody_whatever_is_missing():
    for shown, now in product(SHOWN, NOW):
        coming = dataclasses.replace(shown, way="in")
        assert judge(coming, snapshot.NOTHING, Memory(), dataclasses.replace(now, is_fire=True)).decision.code == "fire_release"


def test_a_driver_can_open_and_read_and_lock_nothing():
    verbs = [name for name in vars(lanes.LaneDriver) if not name.startswith("_")]
    assert sorted(verbs) == ["keep_list", "open_once", "state", "stay_open", "watch"]
    assert not [word for word in (*log.CAUSES, *log.NOTES, *log.KINDS) if re.search(r"(^|_)(lock|hold|detain)", word)]


def test_no_face_and_no_debt_is_asked_for_or_told():
    assert not {"face", "fingerprint"} & set(door.KINDS)
    facts = [one.name for kind in (Facts, Lane, Token) for one in dataclasses.fields(kind)]
    assert [name for name in (*facts, *snapshot.SECTIONS, *log.NOTES) if MONEY.search(name)] == []
