"""The declared screens in a browser: filter without reloading, search a foreign key, make a record, under the strict content policy."""

from __future__ import annotations

import io

import openpyxl
import pytest

from anju.domains.places.models import Place
from anju.kernel import jobs
from anju.kernel.models import ColumnChoice
from anju.kernel.screens import sheet
from anju.surfaces.office.screens.tests.conftest import Estate
from tests.pages import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def estate(client, transactional_db) -> Estate:
    return Estate(client)


@pytest.fixture
def office(browser_page, live_server, estate):
    """The page, signed in as the manager."""
    return sign_in(browser_page, live_server.url, estate.manager)


def test_a_list_is_filtered_in_place(office, live_server, estate):
    estate.units(3, estate.building("1"))
    office.goto(f"{live_server.url}/places/")
    office.locator("[name=kind]").select_option("unit")
    office.wait_for_selector(".filter-sentence .chosen")
    assert office.locator("#rows tbody tr").count() == 3
    assert "kind=unit" in office.url
    office.locator(".filter-bar [name=q]").fill("2单元")
    office.wait_for_selector("text=共 1 条")
    office.reload()
    assert office.locator("#rows tbody tr").count() == 1


def test_a_record_is_made_with_a_searched_parent(office, live_server, estate):
    estate.units(55, estate.building("1"))
    office.goto(f"{live_server.url}/places/new/")
    office.locator("[name=kind]").select_option("dwelling")
    office.locator("[name=code]").fill("101")
    office.locator("[name='parent.typed']").fill("33单元")
    office.locator("#found-parent label", has_text="1栋33单元").click()
    office.get_by_role("button", name="添加场所").click()
    office.wait_for_selector("h1:has-text('1栋33单元101')")
    assert Place.everywhere.get(kind="dwelling").full_name == "1栋33单元101"


def test_an_import_runs_by_itself_once_confirmed(office, live_server, estate, tmp_path):
    estate.building("1")
    table = tmp_path / "t.csv"
    table.write_text("楼栋,房号\n" + "".join(f"1栋,{number}\n" for number in range(101, 131)) + "9栋,1\n", encoding="utf-8")
    office.goto(f"{live_server.url}/places/import/")
    office.locator("[name=table]").set_input_files(table)
    office.get_by_role("button", name="读取表格").click()
    office.get_by_role("button", name="逐行检查").click()
    office.get_by_role("button", name="导入 30 行正确数据").click()
    office.wait_for_selector("text=已导入 30 行，1 行没有导入。")
    assert Place.everywhere.filter(kind="dwelling").count() == 30


def test_columns_are_chosen_by_keyboard_alone(office, live_server, estate):
    estate.building("1")
    office.goto(f"{live_server.url}/places/columns/")
    first, second = (office.locator("[data-column]").nth(place).get_attribute("data-column") for place in (0, 1))
    office.locator(f"[name=down][value={first}]").focus()
    office.keyboard.press("Enter")
    office.wait_for_selector(f"[data-column={second}] ~ [data-column={first}]")
    assert office.evaluate("document.activeElement.name + ' ' + document.activeElement.value") == f"down {first}"
    office.locator("[name=shown][value=code]").focus()
    office.keyboard.press("Space")
    office.locator("[name=save]").focus()
    office.keyboard.press("Enter")
    office.wait_for_selector("#rows thead")
    assert ColumnChoice.objects.get().columns == ["kind", "full_name", "state", "floor", "area_m2", "is_key"]
    heads = [text.strip() for text in office.locator("#rows thead th").all_inner_texts() if text.strip()]
    assert heads[1:5] == ["类别", "全称", "状态", "楼层"]


def test_a_long_table_tells_when_it_can_be_fetched(office, live_server, estate, monkeypatch):
    monkeypatch.setattr(sheet, "MOST_AT_ONCE", 2)
    estate.units(3, estate.building("1"))
    office.goto(f"{live_server.url}/places/?kind=unit")
    office.locator(".page-head summary").click()
    office.get_by_role("button", name="导出表格").click()
    office.wait_for_selector("#progress progress")
    assert jobs.Worker().drain() == 2, "the rows, then the file"
    office.wait_for_selector("text=下载表格")
    with office.expect_download() as fetched:
        office.get_by_role("button", name="下载表格").click()
    rows = list(openpyxl.load_workbook(io.BytesIO(fetched.value.path().read_bytes())).worksheets[0].values)
    assert [row[0] for row in rows[1:]] == ["1栋1单元", "1栋2单元", "1栋3单元"]
