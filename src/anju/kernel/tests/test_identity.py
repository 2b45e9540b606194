"""Which eighteen characters can be somebody's identity number."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from anju.kernel.identity import is_identity_number


@pytest.mark.parametrize("number", ["11010519491231002X", "11010519491231002x", "110105 19491231 002X"])
def test_a_number_whose_digit_fits(number):
    assert is_identity_number(number)


@pytest.mark.parametrize("district", ["110103", "110199", "310103", "000000"])  # two that were abolished, two that never were
def test_whoever_was_born_in_a_district_that_is_gone_is_not_turned_away(district):
    assert sum(is_identity_number(f"{district}19800101001{digit}") for digit in "0123456789X") == 1


@pytest.mark.parametrize("number", ["", "110105194912310021", "11010519490231002X", "1101051949123100", "１１010519491231002X", "11010519491231002Y", "x" * 18])
def test_anything_else_is_none(number):
    assert not is_identity_number(number)


@given(some.text())
def test_rubbish_is_no_fault(text):
    assert is_identity_number(text) in (True, False)
