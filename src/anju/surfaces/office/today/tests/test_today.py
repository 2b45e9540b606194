"""The first page: everybody's own list, and for managers what is in danger, due, late and who is on post."""

from __future__ import annotations

from datetime import timedelta

import pytest

from anju.domains.duties import jobs
from anju.domains.people.queries import ROLE_CHOICES
from anju.kernel import clock, scope

from .conftest import NOW


@pytest.mark.parametrize("role", [code for code, _label in ROLE_CHOICES if code])
def test_every_role_has_a_first_page(works, role):
    works.slot()
    works.client.force_login(works.account(f"a_{role}", role))
    answer = works.client.get("/", follow=True)
    assert answer.status_code == 200
    assert answer.redirect_chain == ([("/resident/", 302)] if role in ("owner", "resident") else [])


def test_a_guard_sees_his_own_work_and_a_manager_what_is_late(works):
    slot = works.slot()
    works.client.force_login(works.guard)
    assert f"/work/{slot.pk}/" in works.client.get("/").content.decode()
    with clock.frozen(NOW + timedelta(days=1)), scope.entered(works.here):
        jobs.close_due(works.here)
        works.client.force_login(works.manager)
        page = works.client.get("/").content.decode()
        brief = works.client.get("/brief/").content.decode()
    assert "灭火器检查" in page and "漏做" in page
    assert "锦绣花园" in brief and "灭火器检查" in brief


def test_the_neighbours_work_is_not_on_it(works):
    works.slot(works.elsewhere, title="隔壁的检查")
    assert "隔壁的检查" not in works.client.get("/").content.decode()
    assert "隔壁的检查" not in works.client.get("/brief/").content.decode()
