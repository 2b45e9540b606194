"""A duty is called by its sentence: without the list number, and with the number it begins with."""

from __future__ import annotations

import pytest

from anju.domains.plans.realise import short


@pytest.mark.parametrize(("sentence", "title"), [
    ("6. 10月至次年3月，每周对电气线路检查一次。", "10月至次年3月，每周对电气线路检查一次"),
    ("3. 12月20日前完成年度总结。", "12月20日前完成年度总结"),
    ("24小时值守，不得空岗。", "24小时值守，不得空岗"),
    ("一日三巡，记录存档；", "一日三巡，记录存档"),
    ("（二）每周检查一次。", "每周检查一次"),
    ("第七条　二人同行。", "二人同行"),
    ("二、三级隐患24小时内报告。", "三级隐患24小时内报告"),
])  # fmt: skip
def test_a_title_loses_its_list_number_and_nothing_else(sentence, title):
    assert short(sentence) == title


@pytest.mark.parametrize(("part", "times", "kept"), [
    ("每月检查配电房，", 12, "每月检查配电房，每月检查配电房，每月检查配电房，每月检查配电房，每月检查配电房，每月检查配电房，每月检查配电房"),
    ("灭火器、", 20, "灭火器、" * 14 + "灭火器"),
    ("定期检查,", 20, "定期检查," * 11 + "定期检查"),
    ("检查", 40, "检查" * 30 + "…"),
])  # fmt: skip
def test_a_long_title_ends_at_a_pause(part, times, kept):
    assert short("1. " + part * times) == kept
