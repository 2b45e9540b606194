"""The source plans, where a checkout has them beside it: each splits into the plans that its clauses name."""

from __future__ import annotations

import csv

import pytest

from anju.planreader.documents import Document, Kind, document_lines, read_document
from anju.planreader.documents.cleaning import simplified
from anju.planreader.tests import beside_the_checkout

FOLDER = beside_the_checkout("seeds")
#: 002 names twenty texts in fifteen plans; two that follow each other without any mark are read as one.
PLANS = {"000": 6, "001": 5, "002": 19, "003": 5, "004": 7}

pytestmark = pytest.mark.skipif(FOLDER is None, reason="the source plans are not beside this checkout")


def seed(number: str) -> Document:
    [path] = FOLDER.glob(f"{number}_*.txt")
    document = read_document(path.read_bytes(), path.name)
    assert isinstance(document, Document), str(document)
    return document


@pytest.mark.parametrize("number", PLANS)
def test_number_of_plans(number):
    assert len(seed(number).plans) == PLANS[number]


@pytest.mark.parametrize("number", PLANS)
def test_plans_lie_side_by_side_and_hold_the_end(number):
    document = seed(number)
    for before, after in zip(document.plans, document.plans[1:], strict=False):
        assert before.start < before.stop == after.start
    assert document.plans[-1].stop == len(document.flat)


@pytest.mark.parametrize("number", PLANS)
def test_every_line_of_the_file_is_a_node(number):
    [path] = FOLDER.glob(f"{number}_*.txt")
    lines = [line for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]
    document = seed(number)
    assert [node.original for node in document.flat] == lines
    assert [node.index for node in document.flat] == list(range(len(lines)))


def test_pinyin_is_gone_and_the_script_is_simplified():
    document = seed("001")
    assert not any(c in "āáǎàēéěèīíǐìōóǒòūúǔù" for node in document.flat for c in node.text)
    assert any("每年进行不少于两次的消防应急演练" in line.text for line in document_lines(document))


def test_a_clause_stands_under_its_headings():
    document = seed("003")
    line = next(
        line for line in document_lines(document) if line.text.startswith("2. 提高业主对保安服务的满意度达到95%以上")
    )
    assert line.plan.ordinal == 1
    assert line.path == ("篇一:《物业保安部工作计划》", "一、指导思想与工作目标", "(二)工作目标:")[-len(line.path) :]
    assert line.node.kind is Kind.list_item


def test_every_clause_is_found_in_a_plan():
    """Each quote of the clause table stands in a plan of its file once the script is folded."""
    said = {number: "".join(line.text for line in document_lines(seed(number)) if line.plan) for number in PLANS}
    said = {number: "".join(text.split()) for number, text in said.items()}
    with FOLDER.parent.joinpath("clauses.csv").open(encoding="utf-8") as table:
        rows = list(csv.DictReader(table))
    lost = [row["id"] for row in rows if simplified("".join(row["quote"].split())) not in said[row["id"][:3]]]
    assert (len(rows), lost) == (1549, [])
