"""Sitting somebody down at a browser page."""

from __future__ import annotations

from django.test import Client


def sign_in(page, address: str, account):
    """Let `account` be the one who sits at `page`, on a session of its own; returns the page.

    The page is left first: a late answer to whoever sat there before would take the new cookie away.
    """
    page.goto("about:blank")
    there = Client()
    there.force_login(account)
    page.context.add_cookies([{"name": "sessionid", "value": there.cookies["sessionid"].value, "url": address}])
    return page
