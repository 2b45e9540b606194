"""The closed lists of parking, and the passes and cases it adds to the engines."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anju.domains.devices.queries import Kind as DeviceKind
from anju.domains.devices.queries import register_kind as register_device
from anju.domains.passes.queries import Kind as PassKind
from anju.domains.passes.queries import register_kind

GATE = ("guard", "squad_leader", "team_leader", "monitor_operator")
LEADERS = ("squad_leader", "team_leader", "security_manager", "project_manager")
DESK = ("front_desk", "security_manager", "project_manager")
MANAGERS = ("security_manager", "project_manager")
DWELLERS = ("owner", "resident")
STAFF = (*dict.fromkeys((*GATE, *LEADERS, *DESK)),)
READERS = (*STAFF, "headquarters", "auditor")

VEHICLES = (
    ("owner", _("Owner's car")),
    ("second", _("Owner's further car")),
    ("tenant", _("Tenant's car")),
    ("company", _("Company car")),
    ("staff", pgettext_lazy("vehicle", "Staff car")),
    ("special", _("Emergency or special vehicle")),
    ("freight", _("Freight vehicle")),
    ("engineering", _("Engineering vehicle")),
    ("other", _("Other outside vehicle")),
)
HOUSEHOLD = ("owner", "second", "tenant")
APPROVED = ("freight", "engineering", "other")
"""These come in only on a day for which somebody asked and somebody else said yes."""

CLASSES = (("car", _("Cars")), ("motorcycle", _("Motorcycles")), ("bicycle", _("Bicycles and other non-motor vehicles")))

USES = (
    ("residents", pgettext_lazy("parking zone", "Residents")),
    ("visitors", pgettext_lazy("parking zone", "Visitors")),
    ("company", pgettext_lazy("parking zone", "Company and staff")),
    ("fire_lane", _("Fire lane, no parking")),
    ("green", _("Green area, no parking")),
    ("footpath", _("Footpath, no parking")),
    ("main_road", _("Main road, no parking")),
)
FORBIDDEN = ("fire_lane", "green", "footpath", "main_road")

BAYS = (
    ("owned", _("Owned bay")),
    ("rented", _("Rented bay")),
    ("shared", _("Bay for whoever comes first")),
    ("visitor", _("Visitor bay")),
    ("accessible", _("Accessible bay")),
    ("charging", _("Bay with a charger")),
)

PAPERS = (("purchase", _("Contract on buying the bay")), ("lease", _("Lease of the bay")), ("surface", _("Agreement on a surface bay")), ("custody", _("Contract on keeping the car")), ("policy", _("Company rule")))

PRIORITY = {"owner": 1, "second": 2, "tenant": 2, "company": 3, "staff": 3}
"""Who gets a rented bay first: the cars of owners and their families, then the others they use, then the rest."""

RIGHT_ENDS = (
    ("over", _("Its time is over")),
    ("holder", _("The holder asked for it")),
    ("sold", _("The car was sold")),
    ("moved", _("The household moved out")),
    ("mistake", _("It was given by mistake")),
)
"""Why a right ends. What somebody owes is no reason."""

CONSENTS = (("host", _("The host agreed")), ("office", _("The property office agreed")))
"""Who agreed to a visiting car before it gets its parking pass."""

FREE = (
    ("right", _("Has a right to park")),
    ("policy", _("Free by company rule")),
    ("special", _("Emergency or special vehicle")),
    ("minutes", _("Within the free minutes")),
    ("coupon", _("Paid by a visitor coupon")),
)

VIOLATIONS = (
    ("fire_lane", _("Stands on the fire lane")),
    ("green", _("Stands on the green")),
    ("footpath", _("Stands on the footpath")),
    ("main_road", _("Stands on the main road")),
    ("accessible", _("Stands on an accessible bay")),
    ("foreign_bay", _("Stands on somebody else's bay")),
    ("disorderly", _("Stands out of order")),
    ("outside_bay", _("Stands outside a marked bay")),
    ("wrong_class", _("Stands in a zone for another kind of vehicle")),
    ("speeding", _("Drives too fast")),
    ("wrong_way", _("Drives against the arrows")),
    ("noise", _("Sounds the horn")),
    ("braking", _("Brakes hard without need")),
    ("practice", _("Practises driving")),
    ("stored_goods", _("Goods stored in the garage")),
    ("play", _("Walking, dogs or ball games in the garage")),
    ("lock", _("Bay lock put up without permission")),
)
OF_USE = {"fire_lane": "fire_lane", "green": "green", "footpath": "footpath", "main_road": "main_road"}
WITHOUT_CAR = ("stored_goods", "play", "lock")
OUTCOMES = (("persuaded", _("Driver persuaded, car moved")), ("reported", _("Recorded and reported upward")))
"""How a violation ends: there are two ways, and neither takes money."""

REMOVALS = (("lock", _("Take down a bay lock after notice")), ("tow", _("Ask the traffic police to tow")))
ANSWERS = (("moves", _("Comes and moves it")), ("later", _("Comes later")), ("not_reached", pgettext_lazy("parking", "Not reached")), ("disagrees", _("Disagrees")))
WAYS = (("app", _("In the app")), ("phone", _("Telephone")), ("note", _("Note on the windscreen")))

CHECK_RESULTS = (
    ("in_order", _("In order")),
    ("window", _("Window or sunroof open")),
    ("lights", _("Lights on")),
    ("unlocked", _("Not locked")),
    ("damage", _("Damage seen")),
    ("leak", _("Oil, water or smoke")),
    ("flat", _("Flat tyre")),
    ("wrong_bay", _("Stands on another's bay")),
)

SIGNS = (
    ("speed", _("Speed limit")), ("direction", _("Direction arrow")), ("no_parking", _("No parking")), ("fire_lane", pgettext_lazy("sign", "Fire lane")),
    ("height", _("Height limit")), ("crossing", _("Mind pedestrians")), ("mirror", _("Mirror")), ("exit", pgettext_lazy("sign", "Exit")),
)  # fmt: skip

register_device(DeviceKind(code="bay_sensor", label=_("Bay sensor"), system="vehicle", prefix="BS"))
register_device(DeviceKind(code="speed_radar", label=_("Speed radar"), system="vehicle", prefix="SR"))
DAY, YEAR = 24, 24 * 366
register_kind(PassKind(code="vehicle", label=_("Vehicle pass"), prefix="VC", needs=("plate",), issued_by=DESK, hours=30 * DAY, longest_hours=5 * YEAR))
