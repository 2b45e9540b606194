from __future__ import annotations

import random

import pytest

from anju.simulator import estate, names


def test_twelve_buildings_hold_1024_dwellings():
    assert (len(estate.BUILDINGS), estate.DWELLINGS) == (12, 1024)


@pytest.mark.parametrize("seed", ["anju:homes", 1, 2, 3])
def test_about_2900_people_live_there(seed):
    homes = estate.households(random.Random(seed), estate.DWELLINGS, names.name)
    assert 2_800 <= sum(len(home.members) for home in homes) <= 3_000


def test_telephone_numbers_are_those_of_examples():
    assert {names.phone(number)[:7] for number in range(3_000)} == {"1380000"}
