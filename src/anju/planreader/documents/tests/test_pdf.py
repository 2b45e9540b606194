"""PDF files with a text layer, without one, and with half of one."""

from __future__ import annotations

from anju.planreader.documents import Document, Unreadable, read_document
from anju.planreader.documents.pdf import page_ranges

from .samples import pdf_of


def read(data: bytes) -> Document:
    document = read_document(data, "计划.pdf")
    assert isinstance(document, Document), str(document)
    return document


def test_lines_that_the_page_broke_are_joined():
    document = read(
        pdf_of(
            [
                "一、消防安全",
                "1、保安部每月对小区消防设施设备进行一次全面的检查，并将检查",
                "结果记入台账，发现隐患及时整改。",
                "2、每年演练两次。",
            ]
        )
    )
    assert [n.text for n in document.flat] == [
        "一、消防安全",
        "1、保安部每月对小区消防设施设备进行一次全面的检查，并将检查结果记入台账，发现隐患及时整改。",
        "2、每年演练两次。",
    ]


def test_a_sentence_runs_on_over_the_page_and_running_heads_go():
    long = "保安部每月对小区消防设施设备进行一次全面的检查，并且在三日"
    pages = [["某某物业", long, f"- {n} -"] if n < 4 else ["某某物业", "之内完成整改。", "- 4 -"] for n in range(1, 5)]
    document = read(pdf_of(*pages))
    assert [n.text for n in document.flat] == [long * 3 + "之内完成整改。"]
    assert document.flat[0].position.page == 1


def test_pages_that_are_pictures_are_named():
    document = read(pdf_of(["每月检查一次。"], [], [], [], ["每周开会。"], picture_pages=(2, 3)))
    [told] = document.warnings
    assert (told.code, told.params["pages"]) == ("documents.picture_pages", "2-3")
    assert [n.position.page for n in document.flat] == [1, 5]


def test_scanned_document_is_refused():
    refused = read_document(pdf_of([], [], picture_pages=(1, 2)), "扫描.pdf")
    assert isinstance(refused, Unreadable)
    assert refused.code == "documents.pictures_only"


def test_protected_document_is_refused():
    assert read_document(pdf_of(["每月检查"], password="secret"), "a.pdf").code == "documents.locked"


def test_blank_document_is_refused():
    assert read_document(pdf_of([]), "a.pdf").code == "documents.no_text"


def test_page_ranges():
    assert page_ranges([3, 4, 5, 9, 11, 12]) == "3-5, 9, 11-12"
