"""What every journey does with a browser page: sit somebody down at it, and wait until something has come to pass."""

from __future__ import annotations

import time

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


def until(page, condition, seconds: float = 30.0) -> None:
    """Wait until `condition()` holds; fails after `seconds`.

    It is the page that waits: while Python sleeps nobody answers what the page asks (a confirm box), and it stands still.
    """
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not come to pass"
        page.wait_for_timeout(100)
