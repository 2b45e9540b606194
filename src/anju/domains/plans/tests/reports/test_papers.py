"""Word and PDF: what stands in them, that nothing people write becomes markup, and that the files belong to their report."""

from __future__ import annotations

import io
import zipfile

import pypdf
import pytest
from django_tasks_db.models import DBTaskResult
from docx import Document as read_document
from lxml import etree

from anju.domains.plans import actions, jobs
from anju.domains.plans.models import Clause
from anju.domains.plans.reporting import charts, paper, work
from anju.domains.plans.reporting.parts import chart, plain
from anju.kernel import files
from anju.kernel.models import Blob
from anju.kernel.refusals import Refusal

from .conftest import SYSTEM, done

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
HOSTILE = '</w:t></w:r><script>alert(1)</script> #eval("1") $x^2$ *粗* _斜_ {{7*7}} =HYPERLINK("http://x") \x1b\u202e #read("/etc/passwd") \\ [链接](http://x) `码`'


def text_of(pdf: bytes) -> str:
    return "".join("".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages).split())


def xml_of(word: bytes, name: str) -> etree._Element:
    return etree.fromstring(zipfile.ZipFile(io.BytesIO(word)).read(name))


def test_word_has_headings_contents_footnotes_fonts_and_described_charts(quarter, desk):
    report = done(actions.submit_report(desk.approved(quarter), by=desk("security_manager")))
    word, _pdf = work.papers_of(report)
    document = read_document(io.BytesIO(word))
    headings = [one.text for one in document.paragraphs if one.style.name == "Heading 1"]
    assert headings == ["一、计划执行情况", "二、存在问题", "三、改进措施", "四、工作成效"]
    body, notes = xml_of(word, "word/document.xml"), xml_of(word, "word/footnotes.xml")
    assert "TOC" in body.findtext(f".//{WORD}instrText")
    referred = [one.get(f"{WORD}id") for one in body.iter(f"{WORD}footnoteReference")]
    assert referred == [str(number) for number in range(1, len(report.content["notes"]) + 1)]
    said = {one.get(f"{WORD}id"): "".join(one.itertext()).strip() for one in notes}
    assert [said[number] for number in referred] == [note["text"] for note in report.content["notes"]]
    assert said["1"] == f"定期工作执行率：分子 13，分母 16；证据 甲 0.0%、乙 100.0%、丙 0.0%；账本第 {report.content['notes'][0]['entry']:,} 行"
    fonts = {one.get(f"{WORD}eastAsia") for one in xml_of(word, "word/styles.xml").iter(f"{WORD}rFonts")}
    assert {"宋体", "黑体", "仿宋"} <= fonts
    stand_ins = {one.get(f"{WORD}name"): one.findtext(f"{WORD}altName") for one in xml_of(word, "word/fontTable.xml") if one.find(f"{WORD}altName") is not None}
    assert set(stand_ins) == {"宋体", "黑体", "仿宋"}
    described = [one.get("descr") for one in body.iter("{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr")]
    assert [text.partition("。")[0] for text in described] == ["主要指标走势", "计划各部分落实情况"]
    wide = [sum(column.width for column in table.columns) for table in document.tables]
    text = document.sections[0].page_width - document.sections[0].left_margin - document.sections[0].right_margin
    assert wide and all(abs(each - text) < 6350 for each in wide), "no table runs over the margin; Word counts in twentieths of a point"
    assert "加强检查，逐条整改。" in [one.text for one in document.paragraphs]
    footer = document.sections[0].footer.paragraphs[0].text
    assert footer.startswith(f"账本第 {report.entry_id:,} 行 · 尚未封印 · 内容 {report.digest[:16]}")


def test_pdf_says_the_same_and_carries_its_font(quarter, desk):
    report = done(actions.submit_report(desk.approved(quarter), by=desk("security_manager")))
    _word, pdf = work.papers_of(report)
    said = text_of(pdf)
    for words in ("锦绣花园2026年第三季度工作总结报告", "改进措施", "应做13次，已做11次，其中按时11次", "分子13，分母16", f"内容{report.digest[:16]}"):
        assert words in said
    fonts = [one["/BaseFont"] for page in pypdf.PdfReader(io.BytesIO(pdf)).pages for one in [each.get_object() for each in page["/Resources"]["/Font"].values()]]
    assert fonts and all("NotoSansCJK" in font for font in fonts)
    assert pypdf.PdfReader(io.BytesIO(pdf)).metadata.title == report.title


def test_a_draft_says_that_it_is_one(quarter, desk):
    word, pdf = work.papers_of(desk.gathered(quarter))
    assert "（草稿）" in [one.text for one in read_document(io.BytesIO(word)).paragraphs]
    assert "草稿" in text_of(pdf)


def test_what_people_write_is_never_markup(quarter, desk):
    Clause.objects.filter(plan=quarter.plan, position=5).update(text=HOSTILE)
    quarter.title = f"{quarter.title} {HOSTILE}"[:200]
    quarter.save()
    done(actions.write_text(quarter, section="improvements", text=HOSTILE, by=desk("security_manager")))
    word, pdf = work.papers_of(desk.gathered(quarter))
    said = text_of(pdf)
    for words in ('#eval("1")', "$x^2$", "*粗*", "{{7*7}}", '#read("/etc/passwd")', "<script>alert(1)</script>", "[链接](http://x)"):
        assert "".join(words.split()) in said
    assert plain(HOSTILE).strip() in [one.text for one in read_document(io.BytesIO(word)).paragraphs]
    assert "\x00" not in said and "\u202e" not in said
    assert not xml_of(word, "word/document.xml").findall(".//script")


def test_hostile_words_do_not_break_out_of_a_chart():
    part = chart("bars", HOSTILE, HOSTILE, ['"><script>x</script>'], [('<b onload="x">', [1])])
    svg = str(charts.drawn(part).svg())
    assert "<script" not in svg and "<b " not in svg
    etree.fromstring(svg)
    assert paper.picture_of(charts.drawn(part)).startswith(b"\x89PNG")


@pytest.mark.parametrize("values", [[None, None], [0, 0], [100, 100], [1e9, -5], [None, 3]])
def test_any_values_can_be_drawn(values):
    for shape in ("bars", "lines"):
        drawing = charts.drawn(chart(shape, "题", "话", ["甲", "乙"], [("数", values)], unit="%", goal=95))
        etree.fromstring(str(drawing.svg()))
        assert "nan" not in str(drawing.svg())


def test_the_job_makes_the_files_and_they_belong_to_the_report(quarter, desk):
    report = done(actions.submit_report(desk.approved(quarter), by=desk("security_manager")))
    report = done(actions.make_papers(report, by=desk("project_manager")))
    assert report.papers == "waiting"
    no = actions.make_papers(report, by=desk("project_manager"))
    assert isinstance(no, Refusal) and no.code == "plans.papers_under_way"
    assert DBTaskResult.objects.ready().count() == 1
    jobs.print_report.call(str(report.pk))
    report.refresh_from_db()
    assert report.papers == "ready"
    for blob, kind, ending in ((report.word, "officedocument", "docx"), (report.pdf, "application/pdf", "pdf")):
        assert (blob.owner_type, blob.owner_id, blob.name) == ("plans.report", report.pk, f"{report.title}.{ending}")
        assert kind in blob.mime or ending in blob.mime
    assert "第三季度" in text_of(files.read_all(report.pdf))
    assert not files.may_view(report.pdf, desk("owner"))
    assert files.may_view(report.pdf, desk("auditor"))


def test_files_of_another_content_are_not_attached(quarter, desk):
    report = done(actions.submit_report(desk.approved(quarter), by=desk("security_manager")))
    blobs = {name: files.checked(b"%PDF-1.7 x", name="x.pdf") for name in ("word", "pdf")}
    no = actions.attach_papers(report, **blobs, digest="0" * 64, by=SYSTEM)
    assert isinstance(no, Refusal) and no.code == "plans.papers_outdated"
    report.refresh_from_db()
    assert report.word_id is None and not Blob.objects.filter(owner_id=report.pk).exists()
    no = actions.advance_papers(report, step="nowhere", by=SYSTEM)
    assert isinstance(no, Refusal) and no.code == "plans.unknown_step"
