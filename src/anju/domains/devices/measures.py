"""What is counted over devices. Dimensions: "" for all, then the system."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from anju.kernel.measures import Count, measure

from .events import DeviceLost, DeviceReturned


@measure("devices.losses", title=_("Devices lost"), definition=_("How often a device that was in service went offline or failed."), shape="count",
         more_is_better=False, events=(DeviceLost,))  # fmt: skip
def losses(event: DeviceLost) -> Iterator[Count]:
    for dimension in ("", event.system):
        yield Count(numerator=1, dimension=dimension)


@measure("devices.lost_minutes", title=_("Minutes without a device"), definition=_("Minutes that devices were away, counted on the day of their return."),
         shape="count", more_is_better=False, events=(DeviceReturned,))  # fmt: skip
def lost_minutes(event: DeviceReturned) -> Iterator[Count]:
    for dimension in ("", event.system):
        yield Count(numerator=event.minutes, dimension=dimension)
