"""The steps of the tour: only pages that exist and that one may open; nonsense is answered with 404."""

from __future__ import annotations

import pytest
from django.urls import reverse

from anju.surfaces.office.screens.tests.conftest import Estate

pytestmark = pytest.mark.django_db


@pytest.fixture
def estate(client, db) -> Estate:
    return Estate(client)


def test_each_step_leads_to_a_page_that_opens(estate):
    for number in range(1, 5):
        panel = estate.client.get(reverse("tour_step", args=[number])).content.decode()
        address = panel.partition('data-tour-path="')[2].partition('"')[0]
        assert estate.client.get(address).status_code == 200
    assert estate.client.get(reverse("tour_step", args=[5])).status_code == 404
    assert estate.client.get(reverse("tour_step", args=[0])).status_code == 404


def test_the_paper_says_all_of_it(estate):
    text = estate.client.get(reverse("tour")).content.decode()
    for title in ("今天要老板知道的", "晨报自己写好", "事后谁也改不绿", "明天还在"):
        assert title in text


def test_a_guard_has_no_tour(estate):
    estate.client.force_login(estate.account("guard", "guard"))
    for address in (reverse("tour"), reverse("tour_step", args=[1])):
        assert estate.client.get(address).status_code in (200, 403)


def test_who_may_not_see_the_ledger_is_not_led_there(estate):
    estate.client.force_login(estate.account("leader", "team_leader"))
    text = estate.client.get(reverse("tour")).content.decode()
    assert "事后谁也改不绿" not in text
    assert "明天还在" not in text
