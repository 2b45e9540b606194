from __future__ import annotations

from datetime import date, datetime, time

import pytest

from anju.kernel.importing import cells


@pytest.mark.parametrize(
    "written",
    [date(2024, 1, 5), datetime(2024, 1, 5, 0, 0), 45296, 20240105, "20240105", "2024-01-05", "2024/1/5", "2024.1.5", "2024年1月5日", " 2024-1-5 "],
)
def test_a_date_is_read_however_it_was_written(written):
    from anju.kernel.inputs import Field, Input, clean_one

    item = Input("since_on", "date", "Since", True, None, False, Field())
    assert clean_one(item, cells._day(written)) == date(2024, 1, 5)


@pytest.mark.parametrize("written", ["45296.5.1", "yesterday", 0, -4, 20241399, 9_999_999, True])
def test_what_is_no_date_is_refused(written):
    from anju.kernel.inputs import Field, Input, clean_one

    item = Input("since_on", "date", "Since", True, None, False, Field())
    with pytest.raises(ValueError):
        clean_one(item, cells._day(written))


def test_times_and_numbers():
    assert cells._time(0.5) == time(12)
    assert cells._time("8：30") == "8:30"
    assert cells._number("1,234.5") == "1234.5"
    assert cells._number("１２") == "12"
    assert cells._moment("2024/1/5 8:30") == "2024-1-5 8:30"


@pytest.mark.parametrize("head", ["楼栋,单元,房号,面积", "楼栋*,单元 ,房号（必填）,面积(㎡)", "Building,Unit,Door number,Area", "building,unit,number,area_m2", "房号,面积,楼栋,单元号"])
def test_columns_are_matched_by_label_in_both_languages_by_name_and_by_likeness(head):
    from anju.domains.places.actions import add_dwelling

    heads = head.split(",")
    found = cells.matched(heads, add_dwelling.spec)
    assert {"building", "unit", "number", "area_m2"} <= set(found)
    assert len(set(found.values())) == len(found)
    assert "楼" in heads[found["building"]] or "uilding" in heads[found["building"]]


def test_strange_heads_match_nothing():
    from anju.domains.places.actions import add_dwelling

    assert cells.matched(["", "甲", "乙", "=1+1", "#REF!"], add_dwelling.spec) == {}
