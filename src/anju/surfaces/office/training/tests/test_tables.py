"""Tables come in: the certificates of the personnel office, and a bank of questions with letters for answers."""

from __future__ import annotations

import pytest

from anju.domains.training import actions
from anju.domains.training.models import Certificate, Question
from anju.kernel import scope as view
from anju.kernel.actors import Actor
from anju.surfaces.office.screens.tests.conftest import Estate
from anju.surfaces.office.screens.tests.test_imports import checked, table, through


@pytest.fixture
def estate(client, db) -> Estate:
    made = Estate(client)
    made.client.force_login(made.account("anquan", "security_manager"))
    return made


def brought_in(estate, file, screen):
    address, imported = checked(estate, file, screen)
    counted = imported.good, imported.bad
    assert estate.client.post(address, {"verb": "confirm"}).status_code == 302
    through(estate, address)
    return counted


def test_certificates_come_in_from_a_table_and_bad_rows_are_named(estate):
    estate.account("baoan", "guard")
    head = ["持证人", "类别", "证书编号", "发证日期", "有效期至"]
    rows = [["baoan某", "保安员证", "京20240110001", "2024-01-10", "2027-01-09"], ["baoan某", "飞行员证", "X1", "2024-01-10", ""], ["没有此人", "保安员证", "京2", "2024-01-10", ""]]
    assert brought_in(estate, table(head, *rows, name="证书.xlsx"), "certificates") == (1, 2)
    one = Certificate.everywhere.get()
    assert (one.person.name, one.kind, one.number, str(one.expires_on)) == ("baoan某", "guard", "京20240110001", "2027-01-09")
    page = estate.client.get("/certificates/").content.decode()
    assert "保安员证" in page and "京20240110001" not in page


def test_questions_come_in_from_a_table(estate):
    with view.entered(estate.here):
        actions.adopt_course(estate.here, template="three-laws", by=Actor.of(estate.manager))
    head = ["课程", "模块", "题型", "题目", "选项", "正确答案", "依据"]
    rows = [
        ["三法学习", "刑法", "单选题", "正当防卫的条件是什么？", "不法侵害正在进行|事后报复|对方骂人", "A", "刑法第二十条"],
        ["三法学习", "刑法", "判断题", "可以私自扣留他人证件。", "", "错", "治安管理处罚法"],
        ["三法学习", "宪法", "单选题", "没有这个模块的题", "甲|乙", "A", "宪法条文"],
        ["三法学习", "刑法", "多选题", "只有一个答案的多选题", "甲|乙", "A", "某条规定"],
    ]
    assert brought_in(estate, table(head, *rows, name="题库.xlsx"), "exam_questions") == (2, 2)
    found = {one.stem: (one.module, one.kind, one.right) for one in Question.everywhere.all()}
    assert found == {"正当防卫的条件是什么?": ("m3", "single", [0]), "可以私自扣留他人证件。": ("m3", "judge", [1])}
