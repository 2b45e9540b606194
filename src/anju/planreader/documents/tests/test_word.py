"""Word documents as Word and WPS write them."""

from __future__ import annotations

import io

import pytest
from docx import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from PIL import Image

from anju.planreader.documents import Document, Kind, read_document
from anju.planreader.documents.word_numbering import counted

from .samples import add_list, add_numbered, paragraph_xml, with_part, word_bytes, word_of


def read(word: WordDocument) -> Document:
    document = read_document(word_bytes(word), "计划.docx")
    assert isinstance(document, Document), str(document)
    return document


def test_numbers_that_word_writes_itself_are_part_of_the_text():
    word = WordDocument()
    add_list(word, 71, [("chineseCounting", "第%1条"), ("chineseCounting", "（%2）"), ("decimal", "%3．")])
    for text, level in [("门岗", 0), ("人员", 1), ("登记", 2), ("放行", 2), ("车辆", 1), ("巡逻", 0), ("路线", 1)]:
        add_numbered(word, text, 71, level)
    document = read(word)
    assert [n.text for n in document.flat] == [
        "第一条 门岗",
        "（一）人员",
        "1．登记",
        "2．放行",
        "（二）车辆",
        "第二条 巡逻",
        "（一）路线",
    ]
    assert [n.number for n in document.flat][:3] == ["第一条", "（一）", "1．"]
    assert [n.body for n in document.flat][:3] == ["门岗", "人员", "登记"]
    assert document.flat[3].path == ("第一条 门岗", "（一）人员")


def test_multi_level_decimal_numbers_and_two_lists():
    word = WordDocument()
    add_list(word, 71, [("decimal", "%1"), ("decimal", "%1.%2")])
    add_list(word, 72, [("decimal", "%1)")], start=3)
    for text, list_id, level in [("消防", 71, 0), ("检查", 71, 1), ("甲", 72, 0), ("演练", 71, 1), ("乙", 72, 0)]:
        add_numbered(word, text, list_id, level)
    assert [n.text for n in read(word).flat] == ["1 消防", "1.1 检查", "3)甲", "1.2 演练", "4)乙"]


def test_empty_numbered_paragraphs_do_not_count():
    word = WordDocument()
    add_list(word, 71, [("decimal", "%1、")])
    for text in ("每月检查", "", "每周开会"):
        add_numbered(word, text, 71)
    assert [n.text for n in read(word).flat] == ["1、每月检查", "2、每周开会"]


def test_word_bullets_are_items_without_a_number():
    word = WordDocument()
    word.add_paragraph("每天巡逻四次。", style="List Bullet")
    [node] = read(word).flat
    assert (node.kind, node.text, node.number) == (Kind.list_item, "每天巡逻四次。", "")


@pytest.mark.parametrize(
    ("number", "style", "written"),
    [
        (1, "chineseCounting", "一"),
        (10, "chineseCountingThousand", "十"),
        (21, "chineseCounting", "二十一"),
        (12, "chineseLegalSimplified", "壹拾贰"),
        (3, "decimalEnclosedCircle", "③"),
        (27, "lowerLetter", "aa"),
        (4, "upperRoman", "IV"),
        (7, "decimalZero", "07"),
        (5, "somethingElse", "5"),
        (0, "chineseCounting", "0"),
    ],
)
def test_number_formats(number, style, written):
    assert counted(number, style) == written


def test_headings_title_and_levels():
    word = WordDocument()
    word.add_heading("保安部年度计划", 0)
    word.add_heading("日常勤务", 1)
    word.add_heading("门岗", 2)
    word.add_paragraph("每班核对证件。")
    word.add_heading("应急", 1)
    document = read(word)
    assert document.title == "保安部年度计划"
    assert document.flat[3].path[-2:] == ("日常勤务", "门岗")
    assert document.flat[4].path == document.flat[1].path


def test_table_row_is_one_unit_with_the_headings_of_its_columns():
    word = WordDocument()
    word.add_paragraph("巡检计划表")
    rows = [
        ("项目", "频次", "责任人", "完成时间"),
        ("消防泵", "每周一次", "工程主管", "周五前"),
        ("项目", "频次", "责任人", "完成时间"),
        ("灭火器", "每月一次", "", "月底"),
    ]
    table = word.add_table(rows=0, cols=4)
    for cells in rows:
        for cell, text in zip(table.add_row().cells, cells, strict=True):
            cell.text = text
    _, first, second = read(word).flat
    assert first.kind is Kind.table_row
    assert first.text == "消防泵 | 每周一次 | 工程主管 | 周五前"
    assert first.columns == ("项目", "频次", "责任人", "完成时间")
    assert second.cells == ("灭火器", "每月一次", "", "月底")
    assert second.readable == "项目：灭火器；频次：每月一次；完成时间：月底"


def test_merged_cells_speak_for_every_row_and_column():
    word = WordDocument()
    table = word.add_table(rows=4, cols=3)
    for at, text in enumerate(("类别", "内容", "频次")):
        table.cell(0, at).text = text
    table.cell(1, 0).merge(table.cell(2, 0)).text = "消防"
    for row, content, often in ((1, "灭火器检查", "每月一次"), (2, "疏散演练", "每年两次")):
        table.cell(row, 1).text, table.cell(row, 2).text = content, often
    table.cell(3, 0).merge(table.cell(3, 2)).text = "以上由保安队长负责"
    flat = read(word).flat
    assert [n.cells for n in flat[:2]] == [("消防", "灭火器检查", "每月一次"), ("消防", "疏散演练", "每年两次")]
    assert (flat[2].kind, flat[2].text) == (Kind.paragraph, "以上由保安队长负责")


def test_tracked_changes_inserted_kept_deleted_dropped():
    document = read_document(
        paragraph_xml(
            '<w:r><w:t>每月检查</w:t></w:r><w:del w:id="1"><w:r><w:delText>三</w:delText></w:r></w:del>'
            '<w:ins w:id="2"><w:r><w:t>两</w:t></w:r></w:ins><w:r><w:t>次</w:t></w:r>'
            '<w:moveFrom w:id="3"><w:r><w:t>旧处</w:t></w:r></w:moveFrom>'
            "<w:r><w:rPr><w:vanish/></w:rPr><w:t>隐藏</w:t></w:r>"
        ),
        "a.docx",
    )
    assert document.flat[0].text == "每月检查两次"
    assert [w.code for w in document.warnings] == ["documents.changes_accepted"]


def test_text_boxes_are_read_once_and_footnotes_after_their_paragraph():
    box = "<w:txbxContent><w:p><w:r><w:t>夜间双人巡逻</w:t></w:r></w:p></w:txbxContent>"
    spaces = (
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:v="urn:schemas-microsoft-com:vml"'
    )
    data = paragraph_xml(
        f"<w:r><mc:AlternateContent {spaces}><mc:Choice Requires='wps'>{box}</mc:Choice><mc:Fallback><w:pict>"
        f"<v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r><w:r><w:t>每天巡逻</w:t></w:r>"
        '<w:r><w:footnoteReference w:id="2"/></w:r>'
    )
    said = "<w:p><w:r><w:t>节假日加倍</w:t></w:r></w:p>"
    note = f"<w:footnotes {nsdecls('w')}><w:footnote w:id='2'>{said}</w:footnote></w:footnotes>"
    document = read_document(with_part(data, "word/footnotes.xml", note.encode()), "a.docx")
    assert [n.text for n in document.flat] == ["每天巡逻", "夜间双人巡逻", "节假日加倍"]


def test_forced_line_ends_are_lines():
    word = WordDocument()
    word.add_paragraph("1、每月检查。\n2、每周开会。")
    assert [n.text for n in read(word).flat] == ["1、每月检查。", "2、每周开会。"]


def test_contents_lines_are_noise():
    word = WordDocument()
    style = word.styles.add_style("toc 1", 1)
    word.add_paragraph("一、消防管理 3", style=style)
    word.add_paragraph("每月检查。")
    assert [n.kind for n in read(word).flat] == [Kind.noise, Kind.paragraph]


def test_words_in_controls_and_links_are_read():
    word = WordDocument()
    paragraph = word.add_paragraph("满意度")
    paragraph._p.append(
        parse_xml(f"<w:sdt {nsdecls('w')}><w:sdtPr/><w:sdtContent><w:r><w:t>达到95%</w:t></w:r></w:sdtContent></w:sdt>")
    )
    paragraph._p.append(parse_xml(f"<w:hyperlink {nsdecls('w')}><w:r><w:t>以上</w:t></w:r></w:hyperlink>"))
    assert read(word).flat[0].text == "满意度达到95%以上"


def test_macros_are_told_and_not_run():
    document = read_document(with_part(word_of("每月检查"), "word/vbaProject.bin", b"\x00macro"), "a.docm")
    assert document.flat[0].text == "每月检查"
    assert [w.code for w in document.warnings] == ["documents.macros"]


def test_word_document_is_known_by_its_bytes():
    assert read_document(word_of("每月检查"), "计划.txt").flat[0].text == "每月检查"


def test_pictures_are_counted_and_a_document_of_pictures_alone_is_refused():
    word = WordDocument()
    picture = io.BytesIO()
    Image.new("RGB", (8, 8)).save(picture, "PNG")
    word.add_picture(picture)
    assert read_document(word_bytes(word), "扫描.docx").code == "documents.pictures_only"
    word.add_paragraph("每月检查")
    [told] = read(word).warnings
    assert (told.code, told.params) == ("documents.pictures_skipped", {"count": 1})
