from __future__ import annotations

import io
from datetime import timedelta

import openpyxl
import pytest

from anju.domains.places import actions as places
from anju.kernel import clock, files, jobs, scope
from anju.kernel.actors import Actor
from anju.kernel.exporting import actions as verbs
from anju.kernel.exporting import parts, work
from anju.kernel.models import Blob, Entry, Export, Grant
from anju.kernel.screens import sheet

from .conftest import SYSTEM

pytestmark = pytest.mark.django_db


@pytest.fixture
def long_list(estate, monkeypatch):
    """Three buildings where two rows are many, and pages of two rows."""
    monkeypatch.setattr(sheet, "MOST_AT_ONCE", 2)
    monkeypatch.setattr(sheet, "PAGE", 2)
    for code in ("1", "2", "3"):
        building = estate.building(code)
    estate.building("9", estate.elsewhere)
    with scope.entered(estate.here):
        places.change_place(building, name="=HYPERLINK(1)", by=SYSTEM)
    return estate


def asked(estate, address: str = "/places/export/?kind=building") -> str:
    answer = estate.client.post(address)
    assert answer.status_code == 302, answer.content.decode()[-2000:]
    return answer["Location"]


def written(address: str) -> Export:
    """Slice by slice, each of one page, as the job does it."""
    export = Export.everywhere.get(pk=address.rstrip("/").rpartition("/")[2])
    while work.work(export.pk, seconds=0):
        pass
    export.refresh_from_db()
    return export


def table(answer) -> list[tuple]:
    assert answer.status_code == 200
    return list(openpyxl.load_workbook(io.BytesIO(b"".join(answer))).worksheets[0].values)


@pytest.mark.django_db(transaction=True)
def test_a_long_list_is_written_by_a_job_and_fetched_by_who_asked(long_list):
    client, address = long_list.client, asked(long_list)
    page = client.get(address).content.decode()
    assert "导出中" in page and "下载表格" not in page
    assert client.post(address + "fetch/").status_code == 404
    assert jobs.Worker().drain() == 2, "one slice for the rows, one that joins them"
    assert client.get(address, headers={"HX-Request": "true"})["HX-Redirect"] == address
    page = client.get(address).content.decode()
    assert "下载表格" in page and "3 行" in page
    head, *rows = table(client.post(address + "fetch/"))
    assert sorted(row[0] for row in rows) == ["1栋", "2栋", "=HYPERLINK(1)"]
    noted = Entry.objects.filter(name__startswith="kernel.").order_by("id").values_list("name", "actor_id")
    assert list(noted) == [("kernel.export_begun", long_list.manager.pk), ("kernel.export_ready", None), ("kernel.list_exported", long_list.manager.pk)]
    assert address in client.get("/places/export/").content.decode()


def test_a_short_list_stays_in_the_request(long_list):
    head, *rows = table(long_list.client.post("/places/export/?kind=building&q=1栋"))
    assert [row[0] for row in rows] == ["1栋"]
    assert not Export.everywhere.exists()


def test_text_that_looks_like_a_formula_stays_text_in_a_long_table(long_list):
    address = asked(long_list)
    written(address)
    sheet_of = openpyxl.load_workbook(io.BytesIO(b"".join(long_list.client.post(address + "fetch/")))).worksheets[0]
    cell = next(row[0] for row in sheet_of.iter_rows() if row[0].value == "=HYPERLINK(1)")
    assert (cell.data_type, cell.quotePrefix) == ("s", True)


def test_nobody_else_may_see_or_fetch_it(long_list, client):
    address = asked(long_list)
    export = written(address)
    client.force_login(long_list.account("second", "project_manager"))
    assert client.get(address).status_code == 404
    assert client.post(address + "fetch/").status_code == 404
    assert address not in client.get("/places/export/").content.decode()
    client.force_login(long_list.account("neighbour", "project_manager", long_list.elsewhere))
    assert client.post(address + "fetch/").status_code == 404
    assert not verbs.may_fetch(Actor("account", id=export.pk), export)
    assert not Entry.objects.filter(name="kernel.list_exported").exists()


def test_it_is_kept_for_a_day(long_list):
    address = asked(long_list)
    export = written(address)
    with clock.frozen(export.expires_at - timedelta(seconds=1)):
        assert long_list.client.post(address + "fetch/").status_code == 200
    with clock.frozen(export.expires_at):
        assert long_list.client.post(address + "fetch/").status_code == 404
        assert "已过" in long_list.client.get(address).content.decode()
    assert Blob.everywhere.get(pk=export.table_id).retain_until_on == clock.today(long_list.here) + timedelta(days=1)


def test_whose_post_lost_the_export_gets_nothing_any_more(long_list):
    address = asked(long_list)
    Grant.objects.create(scope=long_list.here, permission="kernel.export_list", post="project_manager", is_allowed=False)
    assert written(address).state == "failed"
    assert Blob.everywhere.count() == 0
    assert long_list.client.post(address + "fetch/").status_code == 403


def test_a_table_that_cannot_be_written_says_so(long_list, monkeypatch):
    address = asked(long_list)

    def fall(*_args, **_rest):
        raise OSError("disk full")

    with monkeypatch.context() as broken:
        broken.setattr(sheet, "write", fall)
        with pytest.raises(OSError, match="disk full"):
            work.write_table.call(str(Export.everywhere.get().pk))
    assert Export.everywhere.get().state == "failed"
    assert "没有导出成功" in long_list.client.get(address).content.decode()


def test_it_is_written_slice_by_slice_and_is_there_only_when_whole(long_list):
    address = asked(long_list)
    export = Export.everywhere.get()
    assert work.work(export.pk, seconds=0)
    export.refresh_from_db()
    assert (export.state, export.position, export.total, len(export.parts), export.table_id) == ("running", 2, 3, 1, None)
    page = long_list.client.get(address, headers={"HX-Request": "true"}).content.decode()
    assert 'value="2" max="3"' in page
    assert long_list.client.post(address + "fetch/").status_code == 404
    assert work.work(export.pk, seconds=0)
    assert not work.work(export.pk, seconds=0)
    export.refresh_from_db()
    assert (export.state, export.position, export.parts) == ("ready", 3, [])
    head, *rows = table(long_list.client.post(address + "fetch/"))
    assert (len(rows), len({row[0] for row in rows})) == (3, 3)


@pytest.mark.django_db(transaction=True)
def test_another_job_runs_between_two_slices(long_list, monkeypatch):
    monkeypatch.setattr(work, "SLICE_SECONDS", 0)
    seen = []
    monkeypatch.setattr(work, "work", lambda export_id, *, seconds, of=work.work: seen.append(export_id) or of(export_id, seconds=seconds))
    asked(long_list)
    asked(long_list)
    jobs.Worker().drain()
    one, other = dict.fromkeys(seen)
    assert seen == [one, other] * 3, "each waits for one slice of the other, never for its whole table"
    assert set(Export.everywhere.values_list("state", flat=True)) == {"ready"}


def test_a_crash_in_the_middle_loses_and_doubles_no_row(long_list, monkeypatch):
    """The power goes after the part is on the disk and before the row says so; the job is gone with it."""
    address = asked(long_list)
    export = Export.everywhere.get()
    assert work.work(export.pk, seconds=0)
    keep = parts.Part.keep

    def fall(part, where):
        keep(part, where)
        raise SystemExit("power cut")

    with monkeypatch.context() as broken:
        broken.setattr(parts.Part, "keep", fall)
        with pytest.raises(SystemExit):
            work.work(export.pk, seconds=0)
    export.refresh_from_db()
    assert (export.state, export.position) == ("running", 2)
    assert work.resume(long_list.here) == 0, "it said something a moment ago"
    with clock.frozen(clock.now() + work.SILENCE + timedelta(seconds=1)):
        assert work.resume(long_list.here) == 1
    assert written(address).state == "ready"
    head, *rows = table(long_list.client.post(address + "fetch/"))
    assert sorted(row[0] for row in rows) == ["1栋", "2栋", "=HYPERLINK(1)"]


def test_two_jobs_of_one_table_do_not_write_a_row_twice(long_list, monkeypatch):
    address = asked(long_list)
    export = Export.everywhere.get()
    page, is_first = sheet.Rows.page, [True]

    def overtaken(rows, at, size):
        if is_first and is_first.pop():
            assert work.work(export.pk, seconds=0)
        return page(rows, at, size)

    monkeypatch.setattr(sheet.Rows, "page", overtaken)
    assert not work.work(export.pk, seconds=0), "its place is taken"
    assert written(address).position == 3
    head, *rows = table(long_list.client.post(address + "fetch/"))
    assert len(rows) == 3


def test_a_table_whose_job_dies_again_and_again_is_given_up(long_list):
    address = asked(long_list)
    export = Export.everywhere.get()
    assert work.resume(long_list.here) == 0, "it may stand in the queue for long"
    assert work.work(export.pk, seconds=0)
    for turn in range(1, work.MOST_RESUMED + 2):
        Export.everywhere.update(alive_at=clock.now() - work.SILENCE - timedelta(seconds=1))
        assert work.resume(long_list.here) == 1, turn
    export.refresh_from_db()
    assert (export.state, export.resumed, export.table_id) == ("failed", work.MOST_RESUMED, None)
    assert "没有导出成功" in long_list.client.get(address).content.decode()


def test_a_part_that_is_gone_or_spoilt_gives_the_table_up(long_list):
    asked(long_list)
    export = Export.everywhere.get()
    assert work.work(export.pk, seconds=0) and work.work(export.pk, seconds=0)
    export.refresh_from_db()
    files.path_of(export.scope_id, export.parts[0]).unlink()
    with pytest.raises(FileNotFoundError):
        work.work(export.pk, seconds=0)
    export.refresh_from_db()
    assert (export.state, export.table_id) == ("failed", None)


def test_dates_numbers_and_bold_heads_survive_the_joining(long_list):
    """Parts are written apart: a row of the second part must look like one of the first."""
    with scope.entered(long_list.here):
        made = [places.add_place(long_list.here, kind="building", code=str(code), by=SYSTEM) for code in range(20, 25)]
    address = asked(long_list, "/places/export/?kind=building")
    export = written(address)
    assert (export.position, export.state) == (8, "ready") and made
    book = openpyxl.load_workbook(io.BytesIO(b"".join(long_list.client.post(address + "fetch/"))))
    rows = list(book.worksheets[0].iter_rows())
    assert [row[0].row for row in rows] == list(range(1, 10))
    assert all(cell.font.b for cell in rows[0] if cell.value) and not any(cell.font.b for row in rows[1:] for cell in row)
    assert book.worksheets[0].freeze_panes == "A2"
    assert {row[0].value: row[1].value for row in book.worksheets[1].iter_rows(max_col=2)}["行数"] == 8


def test_begin_export_is_refused_without_the_right_to_the_list_or_to_take_it_out(long_list):
    guard = Actor.of(long_list.account("guard", "guard"))
    with scope.entered(long_list.here):
        for screen in ("people", "no_such_list"):
            assert verbs.begin_export(long_list.here, screen=screen, by=guard).code == "kernel.export_not_permitted"
        assert verbs.begin_export(long_list.here, screen="places", by=SYSTEM).code == "kernel.export_not_permitted"
    assert not Export.everywhere.exists()


def test_finish_export_and_fail_export_are_refused_when_it_is_over(long_list):
    export = written(asked(long_list))
    with scope.entered(long_list.here):
        assert verbs.finish_export(export, table=export.table, rows=9, by=SYSTEM).code == "kernel.export_over"
        assert verbs.fail_export(export, by=SYSTEM).code == "kernel.export_over"
    export.refresh_from_db()
    assert (export.state, export.position) == ("ready", 3)


def test_headquarters_takes_the_rows_of_all_its_communities(long_list):
    long_list.client.force_login(long_list.account("boss", "headquarters", long_list.company))
    long_list.client.post("/community/", {"scope": str(long_list.company.pk)})
    address = asked(long_list)
    written(address)
    head, *rows = table(long_list.client.post(address + "fetch/"))
    assert head[1] == "小区"
    assert sorted(row[1] for row in rows) == ["锦绣花园"] * 3 + ["隔壁小区"]
