from __future__ import annotations

import io
import zipfile

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from anju.domains.places import actions as places
from anju.domains.places.models import Place
from anju.kernel import scope
from anju.kernel.models import Entry, Import

from .conftest import SYSTEM


def table(*rows, name="dwellings.xlsx") -> SimpleUploadedFile:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return SimpleUploadedFile(name, file.getvalue())


def hand_in(estate, file, screen="places") -> str:
    answer = estate.client.post(f"/{screen}/import/", {"table": file})
    assert answer.status_code == 302, answer.content.decode()[-3000:]
    return answer["Location"]


def through(estate, address: str) -> Import:
    """Work until nothing is left to do without a person."""
    while (imported := Import.everywhere.get(pk=address.rstrip("/").rpartition("/")[2])).is_working:
        assert estate.client.post(address, {"verb": "go"}).status_code == 200
    return imported


def checked(estate, file, screen="places") -> tuple[str, Import]:
    address = hand_in(estate, file, screen)
    imported = Import.everywhere.get()
    answer = estate.client.post(address, {"verb": "match", **{f"column.{name}": column for name, column in imported.mapping.items()}})
    assert answer.status_code == 302, answer.content.decode()
    return address, through(estate, address)


@pytest.fixture
def house(estate):
    building = estate.building("13")
    with scope.entered(estate.here):
        places.add_place(estate.here, kind="unit", code="1", parent=building, by=SYSTEM)
    return building


HEAD = ["楼栋", "单元", "房号", "楼层"]


def dwellings(estate) -> list[str]:
    return sorted(Place.everywhere.filter(scope=estate.here, kind="dwelling", state="in_use").values_list("code", flat=True))


def test_good_rows_go_in_and_bad_ones_are_named(estate, house):
    file = table(["锦绣花园房屋表"], HEAD, ["13栋", "1单元", "101", 1], ["13幢", "1单元", "102", 1], ["13栋", "1单元", 103, "三楼"], ["13栋", "1单元", "", 1])
    address, imported = checked(estate, file)
    assert (imported.state, imported.good, imported.bad) == ("checked", 1, 3)
    assert dwellings(estate) == [], "checking writes nothing"
    page = estate.client.get(address).content.decode()
    for said in ("“13幢”不存在，是否为“13栋”？", "楼层", "房号"):
        assert said in page, page
    estate.client.post(address, {"verb": "confirm"})
    assert through(estate, address).done == 1
    assert dwellings(estate) == ["101"]


def test_one_undo_takes_back_what_nobody_touched(estate, house):
    address, _imported = checked(estate, table(HEAD, ["13栋", "1单元", "101", 1], ["13栋", "1单元", "102", 1]))
    estate.client.post(address, {"verb": "confirm"})
    through(estate, address)
    touched = Place.everywhere.get(code="101")
    with scope.entered(estate.here):
        places.change_place(touched, name="样板间", by=SYSTEM)
    estate.client.post(address, {"verb": "undo"})
    imported = through(estate, address)
    assert (imported.state, imported.taken_back, imported.kept) == ("undone", 1, 1)
    assert dwellings(estate) == ["101"]


def test_the_same_row_twice_is_told(estate, house):
    _address, imported = checked(estate, table(HEAD, ["13栋", "1单元", "101", 1], ["13栋", "1单元", "101", 2]))
    assert (imported.good, imported.bad) == (1, 1)


def test_a_crash_between_chunks_loses_and_doubles_nothing(estate, house, monkeypatch):
    from anju.kernel.importing import pace, work

    monkeypatch.setattr(pace, "FEWEST_AT_ONCE", 2)
    monkeypatch.setattr(pace, "MOST", 2)
    address, imported = checked(estate, table(HEAD, *(["13栋", "1单元", str(100 + n), 1] for n in range(1, 8))))
    estate.client.post(address, {"verb": "confirm"})
    work.work(imported.pk, seconds=0)
    assert len(dwellings(estate)) == 2

    def fall(*_args, **_rest):
        raise RuntimeError("power cut")

    with monkeypatch.context() as broken:
        broken.setattr(work._Rows, "_advance", fall)
        with pytest.raises(RuntimeError):
            work.work(imported.pk, seconds=0)
    assert len(dwellings(estate)) == 2
    assert through(estate, address).done == 7
    assert len(dwellings(estate)) == 7


def test_two_workers_do_not_meet(estate, house):
    from anju.kernel.importing import work

    address, imported = checked(estate, table(HEAD, ["13栋", "1单元", "101", 1]))
    estate.client.post(address, {"verb": "confirm"})
    imported.refresh_from_db()
    assert work._lease(imported)
    assert work.work(imported.pk, seconds=1).state == "running"
    assert dwellings(estate) == []


def test_who_was_overtaken_reads_where_it_stands(estate, house, monkeypatch):
    """The page read the import, then the job went on with it, then the page got its turn."""
    from anju.kernel.importing import work

    address, imported = checked(estate, table(HEAD, ["13栋", "1单元", "101", 1], ["13栋", "1单元", "102", 1]))
    estate.client.post(address, {"verb": "confirm"})
    lease = work._lease

    def late(stale):
        monkeypatch.setattr(work, "_lease", lease)
        work.work(imported.pk, seconds=5)
        return lease(stale)

    monkeypatch.setattr(work, "_lease", late)
    assert work.work(imported.pk, seconds=5).done == 2
    assert dwellings(estate) == ["101", "102"]


def test_an_import_of_another_community_is_not_found(estate, house, client):
    address, imported = checked(estate, table(HEAD, ["13栋", "1单元", "101", 1]))
    client.force_login(estate.account("neighbour", "project_manager", estate.elsewhere))
    assert client.get(address).status_code == 404
    assert client.post(address, {"verb": "confirm"}).status_code == 404
    assert client.get(address + "errors/").status_code == 404
    imported.refresh_from_db()
    assert imported.state == "checked"


def test_who_may_not_make_the_records_may_not_import_them(estate, house, client):
    client.force_login(estate.account("guard", "guard"))
    assert client.get("/places/import/").status_code == 403
    assert client.post("/places/import/", {"table": table(HEAD, ["13栋", "1单元", "101", 1])}).status_code == 403
    assert Import.everywhere.count() == 0


@pytest.mark.parametrize(
    "content",
    [b"", b"%PDF-1.4 no table", b"PK\x03\x04 broken", b"\x00\x01\x02" * 50, b"just words", "表头,另一列\n".encode("gb18030")],
)
def test_what_is_no_table_is_refused_with_a_sentence(estate, content):
    answer = estate.client.post("/places/import/", {"table": SimpleUploadedFile("t.xlsx", content)})
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert Import.everywhere.count() == 0


def test_a_zip_bomb_is_not_unpacked(estate):
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/worksheets/sheet1.xml", b" " * (400 * 2**20))
    answer = estate.client.post("/places/import/", {"table": SimpleUploadedFile("b.xlsx", bomb.getvalue())})
    assert answer.status_code == 422
    assert Import.everywhere.count() == 0


def test_a_cell_far_out_is_not_allocated(estate):
    book = openpyxl.Workbook()
    book.active["A1"], book.active["XFD1048576"] = "楼栋", "x"
    file = io.BytesIO()
    book.save(file)
    answer = estate.client.post("/places/import/", {"table": SimpleUploadedFile("far.xlsx", file.getvalue())})
    assert answer.status_code == 422


def test_a_csv_from_an_old_spreadsheet_is_read(estate, house):
    file = SimpleUploadedFile("t.csv", "楼栋,单元,房号,楼层\n13栋,1单元,101,1\n".encode("gb18030"))
    _address, imported = checked(estate, file)
    assert (imported.good, imported.bad) == (1, 0)


def test_needed_columns_must_be_matched(estate, house):
    address = hand_in(estate, table(["甲", "乙"], ["13栋", "101"]))
    answer = estate.client.post(address, {"verb": "match", "column.building": "0"})
    assert answer.status_code == 422
    assert "房号" in answer.content.decode()
    assert Import.everywhere.get().state == "matching"


def test_the_ledger_says_who_imported_what(estate, house):
    address, _imported = checked(estate, table(HEAD, ["13栋", "1单元", "101", 1]))
    estate.client.post(address, {"verb": "confirm"})
    through(estate, address)
    names = list(Entry.objects.filter(name__startswith="kernel.").order_by("id").values_list("name", flat=True))
    assert names == ["kernel.table_taken_in", "kernel.columns_matched", "kernel.import_confirmed", "kernel.import_finished"]
    assert Entry.objects.get(name="places.dwelling_added").actor_id == estate.manager.pk
