"""A file comes in over HTTP: what is no plan is said in a sentence, and nothing is kept of it."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from anju.domains.plans.models import Clause, Plan, Source
from anju.kernel import clock

from .conftest import TEXT

PNG = b"\x89PNG\r\n\x1a\n" + bytes(64)


def hand_in(office, **fields):
    return office.client.post("/plans/import/", {"year": clock.today(office.here).year, **fields})


def bomb() -> bytes:
    """A Word file whose one part unpacks to 300 MB."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", b" " * 300_000_000)
    return packed.getvalue()


def test_a_pasted_plan_is_read_sentence_by_sentence(office):
    answer = hand_in(office, text=TEXT)
    (plan,) = Plan.everywhere.all()
    assert answer["Location"] == f"/plans/{plan.pk}/review/"
    page = office.client.get(answer["Location"]).content.decode()
    assert "计划共 " in page and "保安员每月对灭火器检查一次" in page
    assert Clause.everywhere.filter(plan=plan, becomes="duty").count() == 2


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({}, "请选一个文件"),
        ({"text": "   "}, "请选一个文件"),
        ({"text": TEXT, "year": "1999"}, "年份"),
        ({"text": TEXT, "year": "二〇二六"}, "年份"),
        ({"file": SimpleUploadedFile("空.txt", b" ")}, "文件 空.txt 是空的"),
        ({"file": SimpleUploadedFile("计划.docx", PNG)}, "文件 计划.docx 是图片"),
        ({"file": SimpleUploadedFile("计划.doc", PNG)}, "文件 计划.doc 是图片"),
        ({"file": SimpleUploadedFile("../../etc/计划.docx", bomb())}, "计划.docx 解压后"),
    ],
    ids=["nothing", "blank", "old year", "no figure", "empty file", "picture", "picture as doc", "bomb"],
)
def test_what_is_no_plan_is_refused_and_nothing_is_kept(office, fields, says):
    answer = hand_in(office, **{"text": "", **fields})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert says in page and "notice" in page
    assert (Source.everywhere.count(), Plan.everywhere.count(), Clause.everywhere.count()) == (0, 0, 0)


def test_what_was_left_out_of_the_document_is_told_above_it(office):
    answer = hand_in(office, file=SimpleUploadedFile("计划.txt", "一、巡邏工作計劃\n保安員每月對滅火器檢查一次。\n".encode()))
    page = office.client.get(answer["Location"]).content.decode()
    assert "正文是繁体字，已按简体字读取，原文保留在旁" in page


def test_a_post_that_may_not_is_told_so(office):
    office.as_account(office.account("guard", "guard"))
    assert hand_in(office, text=TEXT).status_code == 403
    assert Plan.everywhere.count() == 0

