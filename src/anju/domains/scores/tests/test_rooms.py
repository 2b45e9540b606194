"""The daily 6S check of offices and the appraisal of kindergarten classes."""

from __future__ import annotations

from decimal import Decimal

import pytest

from anju.domains.scores import actions
from anju.domains.scores.models import Item, Mark

from .conftest import MARCH, done, refused
from .test_scoring import picture

D = Decimal


@pytest.fixture
def office(field):
    """The 6S scheme of a month, and an open sheet of one office."""
    scheme = field.adopted("six-s")
    round_ = done(actions.open_round(scheme, on=MARCH, by=field.manager))
    return field.sheet(round_, field.subject(scheme, "801"), submit=False)


def fails(field, sheet, **items: str) -> None:
    """Each item says what it looks at, and one finding takes all of its ten points."""
    scheme = sheet.round.scheme
    for code, said in items.items():
        item = field.item(scheme, code)
        assert said in item.wording and (item.shape, item.full_marks) == ("check", 10)
        mark = done(actions.score_item(sheet, item=item, quantity=1, reason="不合格", photo=picture(), by=field.inspector))
        assert mark.points == 0
    submitted = done(actions.submit_sheet(sheet, by=field.inspector))
    assert (submitted.points, submitted.full) == (D(100 - 10 * len(items)), D(100))
    assert sorted(Mark.objects.filter(sheet=sheet, points=0).values_list("item__code", flat=True)) == sorted(items)


@pytest.mark.clause("002-557", "002-558", "002-559")
def test_things_furniture_and_desktops_are_checked(field, office):
    fails(field, office, **{"personal-things": "工作服、茶杯、电脑等办公及私人用品", "furniture": "办公桌椅摆放有序，布局美观", "desktop": "台历、文件夹、电话、茶杯"})


@pytest.mark.clause("002-560", "002-561", "002-562")
def test_cables_doors_and_floors_are_checked(field, office):
    fails(field, office, cables="走向规范，电脑线不凌乱", doors="门框上没有灰尘", floor="地面及四周死角干净，没有灰尘和污迹")


@pytest.mark.clause("002-563", "002-564", "002-571")
def test_windows_cabinets_and_conduct_are_checked(field, office):
    fails(field, office, windows="没有水迹污迹", cabinets="文件柜里外及柜顶洁净，文件归档有序", conduct="言谈举止文明有礼")


@pytest.mark.clause("002-605", "002-608", "002-624")
def test_washing_hands_tidy_rooms_and_clean_teachers_are_scored(field):
    scheme = field.adopted("kindergarten")
    round_ = done(actions.open_round(scheme, on=MARCH, by=field.manager))
    sheet = field.sheet(round_, field.subject(scheme, "k1"), submit=False, source="supervisor")
    found = []
    for code, quantity in (("hand-washing", 3), ("tidy-room", 2), ("staff-hygiene", 1)):
        mark = actions.score_item(sheet, item=field.item(scheme, code), quantity=quantity, reason="晨检", by=field.inspector)
        found.append((code, done(mark).points))
    assert found == [("hand-washing", D(17)), ("tidy-room", D(18)), ("staff-hygiene", D(8))]
    assert Item.objects.get(scheme=scheme, code="hand-washing").wording == "幼儿饭前便后用流动水洗手"


@pytest.mark.clause("002-595")
def test_a_class_has_a_teacher_who_answers_for_it_and_does_not_score_it(field):
    scheme = field.adopted("kindergarten")
    round_ = done(actions.open_round(scheme, on=MARCH, by=field.manager))
    teacher = field.team("李老师", "team_leader")
    room = field.subject(scheme, "k1", title="大一班", answerable=field.team.person("李老师"))
    assert (room.answerable.name, room.answerable_id) == ("李老师", teacher.person)
    refused(actions.open_sheet(round_, scored=room, source="supervisor", by=teacher), "scores.scores_himself")
    veto = field.sheet(round_, room, submit=False, source="supervisor")
    done(actions.score_item(veto, item=field.item(scheme, "safety"), quantity=6, reason="交接不清", by=field.inspector))
    done(actions.score_item(veto, item=field.item(scheme, "teaching"), given=D(20), reason="按计划", by=field.inspector))
    assert done(actions.submit_sheet(veto, by=field.inspector)).is_vetoed
