"""Plain text, Markdown and web pages, in every encoding a Chinese office sends."""

from __future__ import annotations

import pytest

from anju.planreader.documents import Document, Kind, document_lines, read_document

PLAN = "小区保安工作计划\n一、消防安全\n1、每月组织一次安全检查。\n2、监控录像至少存储30天以上。\n"
TRADITIONAL = "小區保安工作計劃\n一、消防安全\n1、每月組織一次安全檢查。\n2、監控錄像至少存儲30天以上。\n"


def texts(document: Document) -> list[str]:
    assert isinstance(document, Document), str(document)
    return [node.text for node in document.flat]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "gbk", "gb18030"]
)
def test_reads_every_encoding_of_simplified_text(encoding):
    assert texts(read_document(PLAN.encode(encoding), "计划.txt")) == PLAN.split()


@pytest.mark.parametrize("encoding", ["big5", "utf-8", "gbk", "utf-16"])
def test_folds_traditional_script_and_keeps_the_original(encoding):
    document = read_document(TRADITIONAL.encode(encoding), "計劃.txt")
    assert texts(document) == [
        "小区保安工作计划",
        "一、消防安全",
        "1、每月组织一次安全检查。",
        "2、监控录像至少存储30天以上。",
    ]
    assert [node.original for node in document.flat] == TRADITIONAL.split()
    assert [w.code for w in document.warnings] == ["documents.script_folded"]


def test_simplified_words_that_also_exist_in_traditional_script_stay():
    assert texts(read_document("显著位置张贴《乾坤小区公约》。".encode(), "a.txt")) == [
        "显著位置张贴《乾坤小区公约》。"
    ]


@pytest.mark.parametrize("wrong", ["latin-1", "utf-8-in-latin-1"])
def test_repairs_text_that_was_decoded_wrongly(wrong):
    garbled = "每月组织一次消防安全检查".encode("gbk" if wrong == "latin-1" else "utf-8").decode("latin-1")
    assert texts(read_document(garbled.encode(), "a.txt")) == ["每月组织一次消防安全检查"]


def test_removes_inserted_pinyin_and_points_back_to_the_original():
    document = read_document(
        "3、對公司員工開展消防培訓(xùn),每年進(jìn)行不少于兩次的應(yīng)急演練。".encode(), "a.txt"
    )
    [node] = document.flat
    assert node.text == "3、对公司员工开展消防培训,每年进行不少于两次的应急演练。"
    [line] = document_lines(document)
    start = node.text.index("每年进行")
    index, first, last = line.original_span(start, start + 4)
    assert (index, node.original[first:last]) == (0, "每年進(jìn)行")


@pytest.mark.parametrize("line", ["安ān全qu\u0101n检查", "安（ān）全(quán)检查"])
def test_removes_other_ways_of_writing_pinyin(line):
    assert texts(read_document(line.encode(), "a.txt")) == ["安全检查"]


@pytest.mark.parametrize("line", ["实行封闭管理(IC卡)", "使用NFC巡更(RFID)", "按iso(9001)标准", "café(bar)检查"])
def test_keeps_latin_words_that_are_no_pinyin(line):
    assert texts(read_document(line.encode(), "a.txt")) == [line]


def test_drops_private_and_control_characters_but_not_the_words_around_them():
    line = "\ufeff每\u200b月\ue5d2一次\x07检查\x00"
    document = read_document((line + "\n各岗位定时打卡并填写记录本").encode(), "a.txt")
    assert texts(document) == ["每月一次检查", "各岗位定时打卡并填写记录本"]
    node = document.flat[0]
    assert node.original[slice(*node.cleaned.original_span(4, 6))] == "检查"


def test_markdown_headings_items_and_tables():
    source = (
        "# 保安部计划\n\n## 消防\n\n- **每月**检查\n\n| 项目 | 频次 |\n|---|---|\n| 灭火器 | 每月一次 |\n| 消防泵 | |\n"
    )
    document = read_document(source.encode(), "plan.md")
    assert document.title == "保安部计划"
    assert [(n.kind, n.text, n.level) for n in document.flat] == [
        (Kind.heading, "保安部计划", 0),
        (Kind.heading, "消防", 1),
        (Kind.list_item, "每月检查", 2),
        (Kind.table_row, "灭火器 | 每月一次", 2),
        (Kind.table_row, "消防泵", 2),
    ]
    row = document.flat[3]
    assert (row.columns, row.cells) == (("项目", "频次"), ("灭火器", "每月一次"))
    assert row.readable == "项目：灭火器；频次：每月一次"
    assert row.path == ("保安部计划", "消防")
    assert document.flat[4].cells == ("消防泵", "")


def test_page_without_scripts_menus_and_hidden_readings():
    page = """<!doctype html><html><head><title>保安计划</title><style>p{}</style></head><body>
    <nav>首页</nav><h1>计划</h1><script>document.write("每天十次")</script>
    <p onclick="x()">每月<b>一次</b>检查。<br>次日上报。</p><ul><li>巡逻<li>值班</ul>
    <table><tr><th>项目<th>频次<th>责任人<tr><td>灭火器<td>每月一次<td></table>
    <p><ruby>安<rt>ān</rt></ruby>全</p></body></html>"""
    document = read_document(page.encode("gb18030"), "plan.html")
    assert document.title == "保安计划"
    assert texts(document) == ["计划", "每月一次检查。", "次日上报。", "巡逻", "值班", "灭火器 | 每月一次", "安全"]
    row = document.flat[5]
    assert (row.columns, row.cells) == (("项目", "频次", "责任人"), ("灭火器", "每月一次", ""))


def test_page_in_a_text_file_is_read_as_a_page():
    assert texts(read_document("<html><body><p>每月检查</p></body></html>".encode(), "a.txt")) == ["每月检查"]


def test_web_furniture_is_noise_and_left_out_of_the_lines():
    document = read_document(
        "保安计划\n时间:2023-11-29 作者:某某\n每月检查一次。\n相关范文推荐\n第 3 页\n".encode(), "a.txt"
    )
    assert [line.text for line in document_lines(document)] == ["保安计划", "每月检查一次。"]
    assert len(list(document_lines(document, with_noise=True))) == 5


def test_positions_are_lines_of_the_file():
    document = read_document("甲计划\n\n\n每月检查一次。".encode(), "a.txt")
    assert [node.position.line for node in document.flat] == [1, 4]
