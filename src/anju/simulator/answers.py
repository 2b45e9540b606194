"""Checklists for the work that plans speak of, and how people answer them."""

from __future__ import annotations

import random
from typing import Any

from anju.domains.duties.models import Duty

# A word of the duty's title, and what is looked at: (key, wording) or (key, wording, least, greatest) for a reading.
CHECKLISTS: tuple[tuple[tuple[str, ...], tuple[tuple, ...]], ...] = (
    (("灭火器", "消防栓", "消火栓"), (("pressure", "灭火器压力"), ("seal", "灭火器铅封与瓶体"), ("hydrant", "消火栓水带与水枪"))),
    (("水泵房", "配电房"), (("water", "喷淋管网压力(MPa)", 0.4, 0.8), ("switch", "水泵控制柜自动位"), ("leak", "机房渗漏与异味"))),
    (("车库",), (("exit", "车库疏散通道"), ("light", "车库照明与应急灯"), ("car", "车辆漏油冒烟"))),
    (("巡逻", "巡查"), (("door", "单元门与通道门"), ("lane", "消防通道占用"), ("light", "路灯与楼道灯"))),
    (("消防通道",), (("clear", "消防车通道占用"), ("mark", "禁停标线"))),
    (("堆放", "充电"), (("clutter", "楼道堆物"), ("ebike", "楼道电动自行车充电"))),
    (("围墙", "周界"), (("wall", "墙体与栅栏"), ("beam", "周界报警试触"))),
    (("岗亭", "道闸", "对讲", "门禁"), (("barrier", "道闸起落"), ("intercom", "对讲通话"), ("reader", "门禁读卡"))),
    (("录像", "监控画面"), (("picture", "监控画面清晰度"), ("days", "录像保存天数", 30, 400), ("clock", "录像时间误差"))),
    (("应急照明", "疏散指示"), (("lamp", "应急灯切换"), ("sign", "疏散指示标志"))),
    (("电气", "取暖"), (("wire", "线路私拉乱接"), ("heat", "大功率取暖用电"))),
    (("物资",), (("count", "物资数量与台账"), ("valid", "物资有效期"))),
)
# A word of the duty's title, and the space where it is done.
SPACES = (
    ("车库", "地下车库B2"), ("水泵房", "消防水泵房"), ("配电房", "配电房"), ("消防通道", "消防车通道"), ("充电", "电动自行车充电棚"), ("围墙", "东围墙"),
    ("周界", "东围墙"), ("消防控制室", "消防控制室"), ("录像", "监控中心"), ("监控", "监控中心"), ("门禁", "南门"), ("岗亭", "南门"), ("放行条", "南门"),
)  # fmt: skip
_FAULT_RATE = {"round": 0.02, "check": 0.05, "maintenance": 0.06, "cleaning": 0.02}
_READINGS = {"water": (0.45, 0.7), "days": (31, 45)}
_BAD_READINGS = {"water": 0.32, "days": 27}


def checklist_for(title: str) -> list[dict[str, Any]]:
    """The items to look at for a duty of this title; empty where nothing particular is looked at."""
    for words, items in CHECKLISTS:
        if any(word in title for word in words):
            return [_item(*item) for item in items]
    return []


def space_for(title: str) -> str:
    """The name of the space where a duty of this title is done; empty where it is done everywhere."""
    return next((space for word, space in SPACES if word in title), "")


def _item(key: str, wording: str, least: float | None = None, greatest: float | None = None) -> dict[str, Any]:
    if least is None:
        return {"key": key, "wording": wording}
    return {"key": key, "wording": wording, "kind": "number", "least": least, "greatest": greatest}


def finds_faults(duty: Duty) -> float:
    """How likely one look finds something faulty; nothing where nothing is looked at."""
    return _FAULT_RATE.get(duty.category, 0.03) if duty.checklist else 0.0


def answers_for(duty: Duty, lot: random.Random, *, has_fault: bool) -> dict[str, Any] | None:
    """Every item answered; with a fault, one of them by lot."""
    if not duty.checklist:
        return None
    faulty = lot.choice(duty.checklist)["key"] if has_fault else None
    return {item["key"]: _answer(item, lot, is_faulty=item["key"] == faulty) for item in duty.checklist}


def _answer(item: dict[str, Any], lot: random.Random, *, is_faulty: bool) -> Any:
    if item["kind"] != "number":
        return "fault" if is_faulty else "ok"
    if is_faulty:
        return _BAD_READINGS.get(item["key"], item["least"] - 1)
    low, high = _READINGS.get(item["key"], (item["least"], item["greatest"]))
    return round(lot.uniform(low, high), 2) if isinstance(low, float) else lot.randint(low, high)


def needs(duty: Duty, evidence: str) -> bool:
    return evidence in duty.evidence
