"""Signing in: one-time links, no stranger's account, a pause after failures, the second step, every sign-in written down."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from anju.domains.people import actions, queries
from anju.domains.people.models import Account
from anju.kernel import clock
from anju.kernel import scope as view
from anju.kernel.models import Entry

from .conftest import PASSWORD, SYSTEM

pytestmark = pytest.mark.django_db
LOGIN = "/accounts/login/"


def sign_in(client, username: str, password: str = PASSWORD):
    return client.post(LOGIN, {"login": username, "password": password})


def is_signed_in(client) -> bool:
    """Whether a page for the signed-in opens."""
    return client.get("/accounts/password/change/").status_code == 200


@pytest.fixture
def fresh(garden) -> Account:
    with view.entered(garden):
        person = actions.register_person(garden, name="孙三", by=SYSTEM)
        return actions.open_account(person, username="sunsan", by=SYSTEM)


def test_the_link_leads_to_a_password_and_the_password_to_a_sign_in(client, fresh):
    page = reverse("choose_password", args=[queries.link_of(fresh)])
    shown = client.get(page)
    assert (shown.status_code, shown["Referrer-Policy"]) == (200, "no-referrer")
    assert "sunsan" in shown.content.decode()
    differing = client.post(page, {"password": PASSWORD, "again": "another-harbour-72"})
    assert differing.status_code == 422
    easy = client.post(page, {"password": "1234567890", "again": "1234567890"})
    assert easy.status_code == 422
    assert not Account.everywhere.get(pk=fresh.pk).has_usable_password()
    assert client.post(page, {"password": PASSWORD, "again": PASSWORD}).headers["Location"] == LOGIN
    assert client.get(page).status_code == 410
    assert client.post(page, {"password": "other-meadow-31", "again": "other-meadow-31"}).status_code == 410
    sign_in(client, "sunsan")
    assert is_signed_in(client)
    assert Account.everywhere.get(pk=fresh.pk).check_password(PASSWORD)


def test_an_old_link_says_so(client, fresh):
    page = reverse("choose_password", args=[queries.link_of(fresh)])
    with clock.frozen(clock.now() + timedelta(hours=73)):
        assert client.get(page).status_code == 410
    assert client.get("/accounts/link/nonsense/").status_code == 410


def test_an_account_without_a_password_cannot_sign_in(client, fresh):
    for password in ("", "!", fresh.password):
        sign_in(client, "sunsan", password)
        assert not is_signed_in(client)


def test_nobody_opens_an_account_for_himself(client, db):
    answer = client.post("/accounts/signup/", {"username": "stranger", "password1": PASSWORD, "password2": PASSWORD})
    assert answer.status_code in (302, 405)
    assert not Account.everywhere.exists()


def test_five_failures_make_even_the_right_password_wait(client, garden, account_in):
    account_in(garden, "zhousi", "guard")
    for _attempt in range(5):
        sign_in(client, "zhousi", "wrong-password-0")
    sign_in(client, "zhousi")
    assert not is_signed_in(client)


def test_sign_ins_good_and_bad_are_in_the_ledger(client, garden, account_in):
    account = account_in(garden, "zhousi", "guard")
    sign_in(client, "zhousi", "wrong-password-0")
    sign_in(client, "nobody", "wrong-password-0")
    sign_in(client, "zhousi")
    rows = Entry.objects.filter(name__in=("people.signed_in", "people.sign_in_failed")).order_by("id")
    assert [(e.name, e.subject_id, e.scope_id) for e in rows] == [
        ("people.sign_in_failed", account.id, garden.id),
        ("people.signed_in", account.id, garden.id),
    ]
    assert rows[1].payload == {"account": str(account.id), "method": "password"}


def test_a_closed_account_is_out_at_once(client, garden, account_in):
    account = account_in(garden, "zhousi", "guard")
    sign_in(client, "zhousi")
    assert is_signed_in(client)
    with view.entered(garden):
        actions.close_account(Account.objects.get(pk=account.pk), reason="离职", by=SYSTEM)
    assert not is_signed_in(client)
    sign_in(client, "zhousi")
    assert not is_signed_in(client)


def test_the_second_step_is_asked_for_and_checked(client, garden, account_in):
    from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time

    account = account_in(garden, "zhousi", "guard")
    secret = "JBSWY3DPEHPK3PXP"
    TOTP.activate(account, secret)
    answer = sign_in(client, "zhousi")
    assert answer.headers["Location"].startswith("/accounts/2fa/authenticate/")
    assert not is_signed_in(client)
    right = format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))
    wrong = f"{(int(right) + 1) % 10**6:06d}"
    refused = client.post("/accounts/2fa/authenticate/", {"code": wrong})
    assert refused.status_code == 200
    assert not is_signed_in(client)
    client.post("/accounts/2fa/authenticate/", {"code": right})
    assert is_signed_in(client)


def test_a_manager_hands_out_a_link_that_is_shown_once(client, garden, next_door, account_in):
    account_in(garden, "boss", "project_manager")
    ours, theirs = account_in(garden, "guard1", "guard"), account_in(next_door, "guard2", "guard")
    sign_in(client, "boss")
    page = client.post(reverse("issue_link", args=[ours.pk]))
    link = re.search(r"/accounts/link/[^\"]+", page.content.decode())[0]
    assert queries.account_by_link(link.rstrip("/").rpartition("/")[2]) == ours
    assert client.get(reverse("issue_link", args=[ours.pk])).status_code == 405
    assert client.post(reverse("issue_link", args=[theirs.pk])).status_code == 404
    assert Account.everywhere.get(pk=theirs.pk).links_issued == 1


def test_a_guard_hands_out_no_links(client, garden, account_in):
    account_in(garden, "guard1", "guard")
    other = account_in(garden, "guard2", "guard")
    sign_in(client, "guard1")
    answer = client.post(reverse("issue_link", args=[other.pk]))
    assert answer.status_code == 403
    assert "/accounts/link/" not in answer.content.decode()
    assert Account.everywhere.get(pk=other.pk).links_issued == 1
