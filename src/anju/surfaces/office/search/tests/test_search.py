"""The search field: pages by name, records of one's own community, nothing of lists that are not for one."""

from __future__ import annotations

import pytest
from django.urls import reverse

from anju.surfaces.office.screens.tests.conftest import Estate


@pytest.fixture
def estate(client, db) -> Estate:
    return Estate(client)


def asked(estate: Estate, words: str) -> str:
    answer = estate.client.get(reverse("search"), {"q": words})
    assert answer.status_code == 200
    return answer.content.decode()


def test_records_are_found_with_a_link_and_only_in_ones_own_community(estate):
    mine, other = estate.building("77"), estate.building("77", where=estate.elsewhere)
    page = asked(estate, "77")
    assert f"/places/{mine.pk}/" in page and str(other.pk) not in page


def test_a_page_is_found_by_its_name(estate):
    assert 'class="btn" href="/ledger/"' in asked(estate, "操作记录")


def test_a_list_that_is_not_for_one_answers_nothing(estate):
    place = estate.building("77")
    estate.client.force_login(estate.account("resident", "resident"))
    page = asked(estate, "77")
    assert f"/places/{place.pk}/" not in page and 'class="btn" href="/ledger/"' not in asked(estate, "操作记录")


def test_more_than_five_lead_to_the_whole_list(estate):
    for number in range(6):
        estate.building(f"90{number}")
    page = asked(estate, "90")
    assert page.count('href="/places/0') == 5 and "/places/?q=90" in page


@pytest.mark.parametrize("words", ["", "   ", "\x00", "%", "' OR 1=1 --", "<script>alert(1)</script>", "长" * 5000])
def test_senseless_words_are_answered(estate, words):
    page = asked(estate, words)
    assert "<script>alert" not in page


def test_one_signs_in_first(estate):
    estate.client.logout()
    assert estate.client.get(reverse("search"), {"q": "1"}).status_code == 302
