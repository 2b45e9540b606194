from __future__ import annotations

import pytest
from django.test.utils import CaptureQueriesContext
from django.db import connection


def test_a_list_shows_the_rows_of_this_community_alone(estate):
    estate.building("1")
    estate.building("9", estate.elsewhere)
    page = estate.client.get("/places/").content.decode()
    assert "1栋" in page
    assert "9栋" not in page


def test_a_record_shows_facts_and_buttons(estate):
    place = estate.building("1")
    page = estate.client.get(f"/places/{place.pk}/")
    assert page.status_code == 200
    assert "1栋" in page.content.decode()


def test_form(estate):
    page = estate.client.get("/places/new/")
    assert page.status_code == 200
    page = estate.client.post("/places/new/", {"kind": "building", "code": "7", "where": str(estate.here.pk), "request": "a"})
    assert page.status_code == 302, page.content.decode()
