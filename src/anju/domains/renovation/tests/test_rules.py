"""The rulebook against plans, word by word, and what no rulebook may say."""

from __future__ import annotations

import pytest

from anju.domains.renovation.kinds import BANS, GOODS, WORKS
from anju.domains.renovation.rules import Planned, check, first_terms, flags, is_noisy_hour, read, refusals
from anju.domains.renovation.rules.book import changed, hours_of
from anju.domains.renovation.rules.goods import differences
from anju.domains.renovation.rules.lists import lines_of, weigh
from anju.kernel.refusals import Refusal

BOOK = read(0, first_terms())
GIVEN = {"work": "", "verdict": "refused", "drilling_mm": 10, "days": "12345", "hours": "08:00-12:00 14:00-18:00"}


def test_every_ban_is_refused_and_everything_else_can_be_done():
    assert len(BANS) == 13
    for code in WORKS:
        found = check([Planned(code, "次卧窗上方")], BOOK, has_drawing=True)
        assert [one.verdict == "refused" for one in found] == [code in BANS], code
        assert str(found[0].sentence) and str(found[0].label) and str(found[0].basis)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("打通客厅与书房之间的承重墙", "structure"), ("餐厅那根柱子凿小一点", "column_beam"), ("阳台封闭做书房", "balcony"), ("窗户装防盗网", "window_grille"), ("加装一道防盗门", "security_door"),
        ("更换入户门", "entrance_door"), ("外立面开一个洞", "facade"), ("移动排水管", "drains"), ("把厨房改到阳台", ""), ("改厨房位置", "wet_rooms"), ("燃气管埋进墙里", ""), ("移燃气表管道", "gas"),
        ("通风道打掉一半", "shaft"), ("对讲移到门后，移对讲线路", "smart_wiring"), ("拆除烟感", "smart_device"),
    ],
)  # fmt: skip
def test_a_forbidden_thing_under_another_name_is_found(text, code):
    found = [one.code for one in refusals(check([Planned("other", text)], BOOK))]
    assert code in found if code else True


@pytest.mark.parametrize("text", ["不动承重墙，只刷漆", "拆除非承重墙", "未改动燃气管道", "铺地板、刷墙", "", "😀<script>", "厨房换砖"])
def test_what_leaves_it_alone_is_not_found(text):
    assert refusals(check([Planned("other", text)], BOOK)) == []


@pytest.mark.parametrize(("depth", "refused"), [(0, False), (10, False), (11, True), (1000, True)])
def test_the_drill_goes_ten_millimetres_deep(depth, refused):
    assert bool(refusals(check([Planned("slab_drilling", "", depth)], BOOK))) is refused


def test_an_air_conditioner_has_its_place_and_a_wall_its_drawing():
    assert [one.reason for one in refusals(check([Planned("air_indoor", " "), Planned("partition")], BOOK))] == ["where_needed", "drawing_needed"]
    assert refusals(check([Planned("air_indoor", "主卧门上"), Planned("partition")], BOOK, has_drawing=True)) == []
    assert [one.reason for one in check([Planned("pool")], BOOK)] == ["unknown"]


@pytest.mark.parametrize("code", BANS)
def test_no_rulebook_allows_what_is_banned(code):
    assert changed(BOOK, **{**GIVEN, "work": code, "verdict": "ok"}).code == "renovation.ban_stays"
    kept = {**first_terms(), "verdicts": {**first_terms()["verdicts"], code: "ok"}}
    assert read(3, kept).verdicts[code] == "refused"


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"drilling_mm": 11}, "too_deep"), ({"drilling_mm": 0}, "too_deep"), ({"days": "8"}, "bad_hours"), ({"days": "11"}, "bad_hours"), ({"hours": "25:00-26:00"}, "bad_hours"),
        ({"hours": "12:00-08:00"}, "bad_hours"), ({"hours": ""}, "bad_hours"), ({"work": "x"}, "unknown_work"), ({}, "no_change"),
    ],
)  # fmt: skip
def test_what_a_rulebook_cannot_say(given, code):
    assert changed(BOOK, **{**GIVEN, **given}).code == f"renovation.{code}"


def test_a_rulebook_may_ask_for_less_depth_and_other_hours():
    after = changed(BOOK, **{**GIVEN, "drilling_mm": 8, "hours": "09:00-11:30", "work": "painting", "verdict": "condition"})
    assert (after.drilling_mm, after.hours, after.verdicts["painting"]) == (8, ((540, 690),), "condition")
    assert isinstance(hours_of("９:00-11:30"), Refusal)


@pytest.mark.parametrize(
    ("minute", "day", "is_holiday", "may"), [(480, 4, False, True), (479, 4, False, False), (720, 4, False, False), (840, 5, False, True), (600, 6, False, False), (600, 4, True, False)]
)
def test_noise_keeps_its_hours_and_holidays(minute, day, is_holiday, may):
    assert is_noisy_hour(BOOK, minute=minute, day=day, is_holiday=is_holiday) is may


def test_material_is_known_by_its_words():
    assert flags(["防盗窗 2 樘", "格力空调外机", "防盗门"]) == (["window_grille", "security_door", "air_conditioner"], ["window_grille", "security_door"])
    assert flags(["水泥", "瓷砖", "空调罩"]) == ([], [])
    assert set(GOODS) >= {"window_grille", "security_door", "air_conditioner"}
    assert differences({"水泥": 20}, {"水泥": 18, "防盗网": 1}) == {"水泥": (20, 18), "防盗网": (0, 1)}


def test_every_line_is_answered_and_a_deep_hole_is_a_fault():
    whole = {line.key: "ok" for line in lines_of("daily")}
    assert weigh("daily", whole, reading_mm=10, test="", book=BOOK) == []
    assert weigh("daily", whole, reading_mm=11, test="", book=BOOK) == ["depth"]
    assert weigh("daily", {**whole, "gas": "fault"}, reading_mm=None, test="", book=BOOK) == ["gas"]
    assert weigh("daily", {**whole, "gas": "maybe"}, reading_mm=None, test="", book=BOOK).code == "renovation.open_line"
    assert weigh("daily", {}, reading_mm=None, test="", book=BOOK).code == "renovation.open_line"
    assert weigh("daily", {**whole, "<b>": "ok"}, reading_mm=None, test="", book=BOOK).code == "renovation.unknown_line"
    final = {line.key: "ok" for line in lines_of("first")}
    assert weigh("first", final, reading_mm=None, test=" ", book=BOOK).code == "renovation.test_needed"
    assert weigh("first", {**final, "waterproof": "na"}, reading_mm=None, test="", book=BOOK) == []
