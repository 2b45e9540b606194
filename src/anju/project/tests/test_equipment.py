"""The devices of the demo when its history ends at any minute: what was heard of is there, and nobody reads of losses that were none."""

from __future__ import annotations

from datetime import datetime

import pytest

from anju.domains.devices.models import Device
from anju.kernel import clock
from anju.kernel import scope as view
from anju.kernel.models import Entry
from anju.project import community
from anju.project.upkeep import Upkeep
from anju.simulator import days

from .test_scoring import founded

START, END = datetime(2026, 8, 21, 20, tzinfo=community.ZONE), datetime(2026, 8, 21, 23, 23, tzinfo=community.ZONE)


@pytest.mark.django_db(transaction=True)
def test_at_an_odd_minute_no_device_is_lost_that_was_not():
    world = founded()
    with view.entered(world.scope), clock.frozen(START):
        upkeep = Upkeep(world.scope)
    for _moment in days.go_by(world, START, END, upkeep):
        pass
    with view.entered(world.scope), clock.frozen(END):
        upkeep.end()
        assert set(Device.objects.filter(state="in_service").exclude(pk__in=world.down).values_list("online", flat=True)) == {"online"}
        assert Entry.objects.filter(name="devices.device_lost").count() == len(world.down)
