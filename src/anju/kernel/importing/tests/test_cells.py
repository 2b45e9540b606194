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
