from django.urls import path
from django.utils.translation import gettext_lazy as _

from anju.domains.devices.screens import DeviceScreen
from anju.kernel.screens import Tab, add_tab

from ..menu import Item, add_page
from . import pages

add_page(Item("assets", _("State of the systems"), "device_systems", "ti-heart-rate-monitor", pages.SEE, position=11))
add_page(Item("assets", _("Protection of the devices"), "device_trust", "ti-shield-check", pages.SEE, position=12))
add_tab(DeviceScreen.name, Tab("observations", _("Last messages"), render=pages.said_tab))
add_tab(DeviceScreen.name, Tab("trust", _("Protection"), render=pages.trust_tab))

urlpatterns = [
    path("device-systems/", pages.systems, name="device_systems"),
    path("device-wall/", pages.wall, name="device_wall"),
    path("device-trust/", pages.trust, name="device_trust"),
    path("device-observations/<uuid:pk>/", pages.observations, name="device_observations"),
]
