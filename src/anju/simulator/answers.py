"""Checklists for the work that plans speak of, and how people answer them."""

from __future__ import annotations

import random
from typing import Any

from anju.domains.duties.models import Duty

# A word of the duty's title, and what is looked at: (key, wording) or (key, wording, least, greatest) for a reading.
CHECKLISTS: tuple[tuple[tuple[str, ...], tuple[tuple, ...]], ...] = (
    (("灭火器", "消防栓", "消火栓"), (("pressure", "灭火器压力指针在绿区"), ("seal", "铅封、瓶体、喷管完好"), ("hydrant", "消火栓水带、水枪齐全，栓口不漏水"))),
    (("水泵房", "配电房"), (("water", "喷淋管网压力(MPa)", 0.4, 0.8), ("switch", "控制柜在自动位置"), ("leak", "无漏水、无异味、无杂物"))),
    (("车库",), (("exit", "疏散通道畅通"), ("light", "照明、应急灯完好"), ("car", "无漏油、无冒烟车辆"))),
    (("巡逻", "巡查"), (("door", "单元门、通道门关闭"), ("lane", "消防通道畅通"), ("light", "路灯、楼道灯完好"))),
    (("消防通道",), (("clear", "消防车通道无车辆、无堆物"), ("mark", "禁停标线清晰"))),
    (("堆放", "充电"), (("clutter", "楼道无堆物"), ("ebike", "楼道无电动自行车充电"))),
    (("围墙", "周界"), (("wall", "墙体、栅栏完好"), ("beam", "周界报警试触正常"))),
    (("岗亭", "道闸", "对讲", "门禁"), (("barrier", "道闸起落正常"), ("intercom", "对讲清晰"), ("reader", "门禁读卡正常"))),
    (("录像", "监控画面"), (("picture", "画面清晰、无黑屏"), ("days", "录像保存天数", 30, 400), ("clock", "时间误差不超过1分钟"))),
    (("应急照明", "疏散指示"), (("lamp", "应急灯切换正常"), ("sign", "疏散指示标志完好"))),
    (("电气", "取暖"), (("wire", "线路无私拉乱接"), ("heat", "无大功率取暖用电"))),
    (("物资",), (("count", "数量与台账相符"), ("valid", "都在有效期内"))),
)
_FAULT_RATE = {"round": 0.02, "check": 0.05, "maintenance": 0.06, "cleaning": 0.02}
_READINGS = {"water": (0.45, 0.7), "days": (31, 45)}
_BAD_READINGS = {"water": 0.32, "days": 27}


def checklist_for(title: str) -> list[dict[str, Any]]:
    """The items to look at for a duty of this title; empty where nothing particular is looked at."""
    for words, items in CHECKLISTS:
        if any(word in title for word in words):
            return [_item(*item) for item in items]
    return []


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
