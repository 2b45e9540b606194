"""Words in a sentence: the longest one speaks, its parts are silent."""

from __future__ import annotations

import pytest

from anju.planreader import documents, read_document_units, read_unit
from anju.planreader.vocabulary import Vocabulary


def test_a_word_inside_a_longer_one_is_not_found_again() -> None:
    words = Vocabulary(["业主", "业主大会", "大会", "保洁", "保洁员"])
    assert words.find("业主大会由业主组成,保洁员列席大会") == {"业主大会": [0], "业主": [5], "保洁员": [10], "大会": [15]}


def test_words_may_overlap_their_neighbours() -> None:
    assert Vocabulary(["消防安全", "安全检查"]).find("消防安全检查") == {"消防安全": [0], "安全检查": [2]}


@pytest.mark.parametrize(
    "text",
    [
        "小区道路狭窄,路灯不亮,夜间出行困难。",
        "今年以来,我们共排查线路四十处,更换开关十二个。",
        "为规范门岗管理,维护业主利益,结合本小区情况,制定本规定。",
        "本细则所称保洁员,是指在公共区域从事清扫的人员。",
        "三、秩序维护(20分)",
        "(二)整治阶段(5月1日至6月30日)",
    ],
)
def test_faults_sums_of_the_past_motives_and_definitions_ask_nothing(text: str) -> None:
    assert read_unit(text).kind == "none"


@pytest.mark.parametrize(
    "text",
    ["对破损的路面及时修补。", "道路狭窄的路段要加装反光镜。", "巡逻缺岗的,每次扣2分。", "防止线路老化,每年检测一次。"],
)
def test_whoever_is_to_mend_or_fine_a_fault_is_asked(text: str) -> None:
    assert read_unit(text).kind != "none"


def test_a_heading_over_its_items_asks_nothing_however_it_is_worded() -> None:
    plan = "一、认真做好门岗值守工作\n1、保安员应当核对证件。\n2、每班巡视三次。\n"
    document = documents.read_document(plan.encode(), "plan.txt")
    kinds = [found.clause.kind for found in read_document_units(document)]
    assert kinds == ["none", "rule", "recurring-duty"]
