"""The menu says in which page somebody is: the longest address counts, and the front page is not the head of all others."""

from __future__ import annotations

import pytest

from anju.surfaces.office.menu import Group, Link, current

GROUPS = (Group("今日", (Link("/", "ti-sun", "今日"),)), Group("通行", (Link("/pass-desk/", "ti-qrcode", "核验"), Link("/pass-desk/ask/", "ti-file", "申请"))))


@pytest.mark.parametrize(
    ("path", "place"),
    [("/", "/"), ("/pass-desk/", "/pass-desk/"), ("/pass-desk/ask/", "/pass-desk/ask/"), ("/pass-desk/ask/7/", "/pass-desk/ask/"), ("/elsewhere/", "")],
)
def test_the_current_page(path, place):
    assert current(GROUPS, path) == place


def test_what_is_behind_more_is_found_too():
    groups = (Group("资产", (Link("/devices/", "ti-cpu", "设备"),), (Link("/device-list/", "ti-list", "名录"),)),)
    assert current(groups, "/device-list/7/") == "/device-list/"
