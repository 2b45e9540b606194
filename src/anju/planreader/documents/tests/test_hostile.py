"""Files made to break the reader, or chosen by mistake: each gets a clear answer and nothing is run."""

from __future__ import annotations

import io
import os
import tomllib
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from anju.planreader import documents
from anju.planreader.documents import Document, Unreadable, limits, read_document
from anju.planreader.documents.messages import REFUSALS, WARNINGS
from anju.planreader.documents.pdf_pages import pages_of
from anju.planreader.documents.reading import safe_name

from .samples import with_part, word_of

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(64)
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)


def code(data: bytes, name: str) -> str:
    refused = read_document(data, name)
    assert isinstance(refused, Unreadable), refused
    assert str(refused)
    return refused.code.removeprefix("documents.")


def zip_of(**parts: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, content in parts.items():
            archive.writestr(part.replace("__", "/"), content)
    return file.getvalue()


def test_picture_with_the_name_of_a_document():
    assert code(PNG, "计划.docx") == "picture"
    assert code(b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(40), "计划.pdf") == "picture"


@pytest.mark.parametrize("data", [b"", b"\n\n  \t", b"\x00" * 100, "\ufeff".encode()])
def test_empty_files(data):
    assert code(data, "a.txt") in ("empty", "no_text")


def test_too_much_text_names_the_limit():
    refused = read_document(b"x" * (limits.TEXT_BYTES + 1), "a.txt")
    assert refused.code == "documents.text_too_long"
    assert "20 MB" in str(refused)


def test_file_beyond_the_limit_is_not_opened():
    refused = read_document(b"x" * (limits.FILE_BYTES + 1), "a.docx")
    assert refused.code == "documents.file_too_large"
    assert "50 MB" in str(refused)


def test_one_line_of_five_megabytes():
    assert code("检查".encode() * 900_000, "a.txt") == "line_too_long"


def test_a_million_lines():
    assert code("检\n".encode() * 1_000_000, "a.txt") == "too_many_lines"
    assert code(b"<p>x" * 1_000_000, "a.html") == "too_many_lines"


def test_zip_bomb_is_not_unpacked():
    assert code(zip_of(word__document_xml=bytes(60 * limits.MB)), "a.docx") == "archive_bomb"
    assert code(with_part(word_of("每月检查"), "word/media/a.png", bytes(60 * limits.MB)), "a.docx") == "archive_bomb"


def test_archive_of_very_many_files():
    parts = {f"p{n}": b"" for n in range(limits.ARCHIVE_ENTRIES + 1)}
    assert code(zip_of(**parts), "a.docx") == "archive_bomb"


def test_entity_expansion_is_refused_and_files_are_not_read():
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "检查"}">' for n in range(9))
    body = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>'
    tail = "</w:t></w:r></w:p></w:body></w:document>"
    laughs = f"<!DOCTYPE d [{entities}]>{body}&e8;{tail}"
    file = f'<!DOCTYPE d [<!ENTITY f SYSTEM "file:///etc/hostname">]>{body}&f;{tail}'
    for xml in (laughs, file):
        assert code(with_part(word_of("x"), "word/document.xml", xml.encode()), "a.docx") in (
            "entities",
            "not_a_document",
        )


def test_deep_nesting():
    spaces = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    deep = f"<w:document {spaces}><w:body>{'<w:sdt>' * 5000}{'</w:sdt>' * 5000}</w:body></w:document>"
    assert code(with_part(word_of("x"), "word/document.xml", deep.encode()), "a.docx") == "not_a_document"
    page = "<div>" * 100_000 + "每月检查" + "</div>" * 100_000
    assert isinstance(read_document(page.encode(), "a.html"), Document)


def test_tables_nested_as_deep_as_xml_allows():
    spaces = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    table = "<w:p><w:r><w:t>每月检查</w:t></w:r></w:p>"
    for _ in range(60):
        table = f"<w:tbl><w:tr><w:tc>{table}</w:tc></w:tr></w:tbl>"
    xml = f"<w:document {spaces}><w:body>{table}</w:body></w:document>"
    document = read_document(with_part(word_of("x"), "word/document.xml", xml.encode()), "a.docx")
    assert [node.text for node in document.flat] == ["每月检查"]


def test_protected_word_document():
    assert code(OLD_OFFICE + "EncryptedPackage".encode("utf-16-le"), "a.docx") == "locked"


@pytest.mark.parametrize(
    ("part", "kind"), [("xl__workbook.xml", ".xlsx"), ("ppt__presentation.xml", ".pptx"), ("a", ".zip")]
)
def test_other_archives_are_named(part, kind):
    refused = read_document(zip_of(**{part: b"<x/>"}), "计划.docx")
    assert (refused.code, refused.params["kind"]) == ("documents.kind_not_read", kind)


@pytest.mark.parametrize("name", ["a.docx", "a.pdf"])
def test_text_with_the_name_of_another_kind(name):
    assert code("每月检查".encode(), name) == "not_a_document"


def test_binary_with_the_name_of_text():
    assert code(bytes(range(256)) * 40, "a.txt") == "not_text"


def test_damaged_files():
    whole = word_of("每月检查")
    assert code(whole[: len(whole) // 2], "a.docx") == "not_a_document"
    assert code(b"%PDF-1.7\nnothing here", "a.pdf") == "not_a_document"


def test_zero_bytes_between_the_words_are_dropped():
    document = read_document("每月\x00检查一次，各岗位做好记录。".encode(), "a.txt")
    assert document.flat[0].text == "每月检查一次，各岗位做好记录。"


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/计划.txt", "计划.txt"),
        ("C:\\x\\计划.txt", "计划.txt"),
        ("..", "-"),
        ("", "-"),
        ("a\x00\n.txt", "a.txt"),
    ],
)
def test_names_are_never_paths(name, safe):
    assert safe_name(name) == safe


def test_long_names_keep_their_ending():
    assert len(safe_name("长" * 5000 + ".docx")) <= 120
    assert safe_name("长" * 5000 + ".docx").endswith(".docx")


@pytest.fixture
def office(tmp_path, monkeypatch):
    """A program in the place of LibreOffice, told what to do in shell words."""

    def install(script: str) -> None:
        program = tmp_path / "soffice"
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(0o755)
        monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}/usr/bin{os.pathsep}/bin")

    return install


def test_old_word_file_without_a_converter(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    refused = read_document(OLD_OFFICE, "计划.wps")
    assert (refused.code, refused.params["kind"]) == ("documents.no_converter", ".wps")


def test_old_word_file_goes_through_the_converter(office, tmp_path):
    made = tmp_path / "made.docx"
    made.write_bytes(word_of("每月检查"))
    office(f'for a in "$@"; do p="$q"; q="$a"; done; mkdir out; cp {made} out/input.docx; echo "$q" > {tmp_path}/seen')
    assert read_document(OLD_OFFICE, "x'; touch pwned; '.doc").flat[0].text == "每月检查"
    assert (tmp_path / "seen").read_text().strip().endswith("/input.doc")


def test_converter_that_fails(office):
    office("exit 1")
    assert code(OLD_OFFICE, "a.doc") == "conversion_failed"


def test_converter_that_hangs_is_stopped(office, monkeypatch):
    office("exec sleep 60")
    monkeypatch.setattr(limits, "CONVERSION_SECONDS", 0.2)
    assert code(OLD_OFFICE, "a.doc") == "too_slow"


def test_pdf_reader_that_hangs_is_stopped(monkeypatch):
    monkeypatch.setattr(limits, "PDF_SECONDS", 0.001)
    assert code(b"%PDF-1.4 x", "a.pdf") == "too_slow"


ENDINGS = ["txt", "md", "html", "docx", "docm", "pdf", "doc", "wps", "rtf", "odt", "", "exe"]
STARTS = [
    b"",
    b"PK\x03\x04",
    b"\xff\xfe",
    b"\xfe\xff",
    b"{\\rtf1",
    b"<html>",
    b"# ",
    b"|a|b|\n|-|-|\n",
    "一、".encode(),
]


@given(st.sampled_from(STARTS), st.binary(max_size=400), st.sampled_from(ENDINGS))
@settings(max_examples=40, deadline=None)  # a PDF costs a process of its own
def test_random_bytes_never_raise(start, data, ending):
    assert isinstance(read_document(start + data, f"a.{ending}"), Document | Unreadable)


@given(st.text(max_size=300), st.sampled_from(["txt", "md", "html"]), st.sampled_from(["utf-8", "gb18030", "utf-16"]))
@settings(max_examples=100, deadline=None)
def test_any_text_reads_and_every_offset_leads_back(text, ending, encoding):
    found = read_document(text.encode(encoding, errors="replace"), f"a.{ending}")
    assert isinstance(found, Document | Unreadable)
    for node in found.flat if isinstance(found, Document) else ():
        spans = [node.cleaned.original_span(at, at + 1) for at in range(len(node.text))]
        assert all(0 <= first < last <= len(node.original) for first, last in spans)
        assert spans == sorted(set(spans))


WHOLE = word_of("一、消防", "每月检查一次。")


@given(st.integers(0, len(WHOLE) - 1), st.binary(min_size=1, max_size=8))
@settings(max_examples=60, deadline=None)
def test_damaged_word_documents_never_raise(at, bytes_put):
    damaged = WHOLE[:at] + bytes_put + WHOLE[at + len(bytes_put) :]
    assert isinstance(read_document(damaged, "a.docx"), Document | Unreadable)


@given(st.binary(max_size=300))
@settings(max_examples=50, deadline=None)
def test_random_pdf_bytes_are_refused_or_read(data):
    try:
        pages_of(b"%PDF-1.4\n" + data)
    except Exception:  # main() answers for whatever the parser throws
        pass


def test_every_sentence_has_its_chinese():
    table = tomllib.loads(Path(documents.__file__).parents[1].joinpath("locale.toml").read_text(encoding="utf-8"))
    for sentence in (*REFUSALS.values(), *WARNINGS.values()):
        places = {word.split(")")[0] for word in sentence.split("%(")[1:]}
        assert {word.split(")")[0] for word in table[sentence].split("%(")[1:]} == places
