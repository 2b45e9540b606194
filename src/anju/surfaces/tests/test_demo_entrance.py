"""The printed links of a demonstration work in that run alone, for demo accounts alone."""

from __future__ import annotations

import os

import pytest

from anju.kernel.models import Entry
from anju.surfaces import demo_entrance

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(monkeypatch):
    monkeypatch.setenv(demo_entrance.RUN, "")
    demo_entrance.start_run()
    return os.environ[demo_entrance.RUN]


def test_the_link_signs_in_and_is_written_down(client, run, garden, account_in):
    account = account_in(garden, "demo-guard", "guard", is_demo=True)
    assert client.get(demo_entrance.link_of(account)).headers["Location"] == "/"
    assert client.session["_auth_user_id"] == str(account.pk)
    assert Entry.objects.get(name="people.signed_in").payload == {"account": str(account.id), "method": "demo"}


def test_a_link_of_another_run_does_not_exist_and_its_session_ends(client, run, garden, account_in):
    account = account_in(garden, "demo-guard", "guard", is_demo=True)
    link = demo_entrance.link_of(account)
    client.get(link)
    assert client.get("/accounts/password/change/").status_code != 404
    assert "_auth_user_id" in client.session
    demo_entrance.start_run()
    client.get("/accounts/login/")
    assert "_auth_user_id" not in client.session
    assert client.get(link).status_code == 404


def test_without_a_run_nobody_enters(client, run, garden, account_in, monkeypatch):
    link = demo_entrance.link_of(account_in(garden, "demo-guard", "guard", is_demo=True))
    monkeypatch.delenv(demo_entrance.RUN)
    assert client.get(link).status_code == 404
    assert client.get("/enter/nonsense/").status_code == 404


def test_a_real_account_has_no_entrance(client, run, garden, account_in):
    from django.core import signing

    account = account_in(garden, "zhousi", "project_manager")
    with pytest.raises(LookupError):
        demo_entrance.link_of(account)
    forged = signing.dumps(account.pk.hex, key=run, salt=demo_entrance.SALT)
    assert client.get(f"/enter/{forged}/").status_code == 404
    assert "_auth_user_id" not in client.session
