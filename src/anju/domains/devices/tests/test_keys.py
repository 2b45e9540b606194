"""A key of its own by a token that works once; a login that nobody reads again."""

from __future__ import annotations

from datetime import timedelta

from anju.domains.devices import actions, queries
from anju.domains.devices.models import Credential
from anju.kernel.models import Entry

from .conftest import START, SYSTEM, enrolled, running


def test_a_token_gives_one_key_once_within_a_day(community, manager):
    device = running(community)
    token = actions.issue_enrolment(device, by=manager).shown_once
    assert actions.enrol_device(device, token="anjue_wrong", by=SYSTEM).code == "devices.token_spent"
    assert actions.enrol_device(device, token=token, by=SYSTEM, at=START + timedelta(hours=24)).code == "devices.token_spent"
    key = actions.enrol_device(device, token=token, by=SYSTEM).key
    assert actions.enrol_device(device, token=token, by=SYSTEM).code == "devices.token_spent"
    kept = Credential.objects.get()
    assert (kept.key_number, kept.key_since, kept.token_digest) == (1, START, "")
    assert key.startswith(f"anjud_{device.pk.hex}_") and len(key) > 80
    everything = str(Entry.objects.values_list("payload", flat=True)) + str(list(Credential.objects.values()))
    assert token not in everything and key.rpartition("_")[2] not in everything


def test_a_revoked_or_replaced_key_is_void(community, manager):
    device = running(community)
    assert actions.revoke_key(device, reason="被盗", by=manager).code == "devices.no_key"
    enrolled(device)
    first = queries.key_holder(device.pk).key_digest
    enrolled(device)
    assert queries.key_holder(device.pk).key_digest != first
    assert actions.revoke_key(device, reason=" ", by=manager).code == "devices.reason_needed"
    actions.revoke_key(device, reason="被盗", by=manager)
    assert queries.key_holder(device.pk) is None


def test_a_login_is_sealed_and_void_when_the_device_is_retired(community, manager):
    device = running(community)
    assert actions.set_login(device, user=" ", password="x", by=manager).code == "devices.login_needed"
    actions.set_login(device, user="admin2", password="Kx9-锦绣", by=manager)
    kept = Credential.objects.get()
    assert b"Kx9" not in bytes(kept.secret) and b"admin2" not in bytes(kept.secret)
    assert queries.login_of(device) == ("admin2", "Kx9-锦绣")
    rows = Entry.objects.filter(name="devices.login_set").values_list("payload", flat=True)
    assert "Kx9" not in str(list(rows))
    actions.retire_device(device, reason="报废", by=manager)
    assert queries.login_of(device) is None
