"""What a patrol baton downloads, brought in as a file at the desk: matched once, foreign tags told row by row, hostile files refused whole."""

from __future__ import annotations

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from anju.domains.patrol import actions
from anju.domains.patrol.models import Scan
from anju.domains.patrol.tests.conftest import (  # noqa: F401
    at,
    community,
    draft,
    lines,
    places,
    points,
    post,
    route,
    scheme,
    team,
    walk,
)
from anju.kernel import clock
from anju.kernel.models import Import

from .test_pages import at_desk  # noqa: F401

HEAD = ("卡号", "巡检时间", "巡更员", "机号")
ROWS = (
    ("0000A0", "2026-03-05 09:02", "", "B-2"), ("FFFF99", "2026-03-05 09:04", "", "B-2"), ("0000A1", "2026-03-05 09:05", "", "B-2"),
    ("0000A2", "2099-01-01 00:00", "", "B-2"), ("0000A2", "三点一刻", "", "B-2"), ("=HYPERLINK(1)", "2026-03-05 09:06", "", "B-2"),
)  # fmt: skip
MATCH = {"column.tag_id": 0, "column.read_at": 1, "column.baton": 3}


@pytest.fixture
def desk(walk, team, points, at_desk):  # noqa: F811
    """The squad leader at an hour past nine, with a baton tag at each point."""
    leader = at_desk("班长老周", "squad_leader")
    for turn, code in enumerate(points):
        actions.fit_tag(points[code], way="baton", tag_id=f"0000A{turn}", by=team("班长老周", "squad_leader"))
    with clock.frozen(at("2026-03-05 10:00")):
        yield leader


def xlsx(rows) -> bytes:
    book = openpyxl.Workbook()
    for row in (HEAD, *rows):
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def text(rows) -> bytes:
    return "\r\n".join("\t".join(row) for row in (HEAD, *rows)).encode("gb18030")


def bring(desk, data: bytes, name: str) -> tuple[str, Import]:
    answer = desk.post("/patrol_scans/import/", {"table": SimpleUploadedFile(name, data)})
    assert answer.status_code == 302, answer.content.decode()[-2000:]
    return answer["Location"], Import.objects.order_by("-created_at", "-pk").first()


def worked(desk, address: str, one: Import) -> Import:
    one.refresh_from_db()
    while one.is_working:
        assert desk.post(address, {"verb": "go"}).status_code == 200
        one.refresh_from_db()
    return one


@pytest.mark.parametrize(("name", "made"), [("巡更棒.xlsx", xlsx), ("巡更棒.txt", text)])
def test_a_download_of_a_baton_counts_and_what_is_foreign_is_told_row_by_row(desk, walk, name, made):  # noqa: F811
    address, one = bring(desk, made(ROWS), name)
    assert desk.post(address, {"verb": "match", **MATCH}).status_code == 302
    one = worked(desk, address, one)
    assert (one.state, one.good, one.bad) == ("checked", 2, 4)
    assert Scan.objects.count() == 0, "checking writes nothing"
    page = desk.get(address).content.decode()
    for said in ("标签 FFFF99 不是本小区的巡更点", "读数时间在将来，或早于 60 天前"):
        assert said in page, said
    desk.post(address, {"verb": "confirm"})
    assert worked(desk, address, one).done == 2
    assert [(scan.checkpoint.code, scan.way, scan.device) for scan in Scan.objects.order_by("at")] == [("C-01", "baton", "B-2"), ("C-02", "baton", "B-2")]
    _address, again = bring(desk, made(ROWS[:1]), name)
    assert again.mapping == {"tag_id": 0, "read_at": 1, "baton": 3}, "the matching of this make is kept"


@pytest.mark.parametrize("data", [b"", b"\x00" * 4000, b"%PDF-1.7 nothing", b"PK\x03\x04" + b"\xff" * 200, "卡号".encode("utf-16")])
def test_what_is_no_table_is_refused_whole(desk, data):
    answer = desk.post("/patrol_scans/import/", {"table": SimpleUploadedFile("巡更棒.xlsx", data)})
    assert answer.status_code == 422
    assert (Import.objects.count(), Scan.objects.count()) == (0, 0)
