"""The health page in a browser: a manager sees what is wrong, presses the one button, and the page tells the end by itself."""

from __future__ import annotations

import re

import pytest

from anju.kernel.backup import nightly
from anju.kernel.models import Backup
from anju.surfaces.office.health import page as health_page
from anju.surfaces.office.screens.tests.conftest import Estate
from tests.pages import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def office(browser_page, live_server, client, transactional_db, settings, tmp_path):
    settings.ANJU_DATA_DIR = tmp_path
    health_page._machine.clear()
    estate = Estate(client)
    return sign_in(browser_page, live_server.url, estate.manager)


def test_a_manager_backs_up_with_one_press(office, live_server, tmp_path):
    office.goto(f"{live_server.url}/health/")
    office.get_by_role("button", name="立即备份").first.click()
    office.wait_for_selector("text=开始备份")
    backup = Backup.everywhere.get()
    nightly.make_backup.func(str(backup.pk))
    office.keyboard.press("r")
    office.wait_for_url("**/health/?again=1")
    row = office.locator("tr", has_text=re.compile("成功，.* MB，只存了一处"))
    assert not row.is_visible()  # what is well is folded away
    office.locator("details.card summary").click()
    row.wait_for()
    assert (tmp_path / "backups" / backup.name).exists()
    office.set_viewport_size({"width": 390, "height": 844})
    assert office.evaluate("document.documentElement.scrollWidth") <= 390
