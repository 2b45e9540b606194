"""The closed lists of the room, and the classes of goods that every community starts with. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

PARTIES = (
    ("owner", _("Owner himself")), ("tenant", _("Tenant of a dwelling")), ("tenant_unit", _("Company that rents here")), ("contractor", _("Contractor")),
)  # fmt: skip
OCCASIONS = (
    ("take_out", _("Taken out")), ("move_out", _("Moving out")), ("works_out", _("Tools and rest of works")), ("borrowed", _("Lent out, comes back")),
)  # fmt: skip
SEALS = (("signature", _("Signature of who is answerable")), ("stamp", _("Stamp of the company")))
SEALS_OF = {"owner": ("signature", "stamp"), "tenant": ("signature", "stamp"), "tenant_unit": ("stamp",), "contractor": ("signature", "stamp")}
"""What must stand on the slip of whom: a company that rents stamps it, a contractor's site leader signs or stamps."""

DIRECTIONS = (("in", _("In")), ("out", _("Out")))
OUTCOMES = (("released", _("Released")), ("differs", _("Not released, differs")), ("refused", _("Not released, the slip does not count")), ("barred", _("Not let in, barred")))
WAYS = (("app", _("In the app")), ("phone", _("Telephone")), ("desk", _("Front desk")))
HEARD = [way for way in WAYS if way[0] != "app"]

PAUSE_REASONS = (
    ("no_slip", _("No release slip")), ("differs", _("Differs from the slip")), ("barred", _("Barred thing")), ("suspicious", _("Suspicious parcel or thing")),
)  # fmt: skip
TOLD = (("owner", _("Owner")), ("manager", pgettext_lazy("person", "Manager")), ("police", _("Police 110")))
PAUSE_ENDS = (("released", _("Released")), ("taken_back", _("Taken back home by the carrier")), ("with_police", _("Handed to the police by its carrier")))

RESPONSE_FINDINGS = (("harmless", _("Harmless, its owner came")), ("removed", _("Taken away by the police")), ("nothing", _("The police found nothing")))
LEAST_RADIUS = 25
RESPONSE_STEPS = (
    _("Do not touch or open it; use no radio or phone within 10 metres"), _("Lead everybody away, 25 metres at least, upwind; set the cordon"),
    _("Ask aloud and over the radio whose it is; look at the lane's recording"), _("Tell the manager, then 110: what, where, since when"),
    _("Lead people and cars to the other gate; ways out stay open"), _("Meet the police and hand over photo, time and who saw it"),
)  # fmt: skip
"""The steps of the emergency plan where the community has not set its own procedure."""

CLAIMS = (("missing", _("Parcel missing")), ("damaged", _("Parcel damaged")))
FINDINGS = (("found", _("Found again")), ("ours", _("We answer for it")), ("carrier", _("The courier company answers for it")), ("unfounded", _("Not confirmed")))

GATE = ("guard", "squad_leader", "team_leader", "monitor_operator")
LEADERS = ("squad_leader", "team_leader", "security_manager", "project_manager")
DESK = ("front_desk", "security_manager", "project_manager")
MANAGERS = ("security_manager", "project_manager")
DWELLERS = ("owner", "resident")
CHECKERS = (*dict.fromkeys((*GATE, *LEADERS, *DESK)),)
READERS = (*dict.fromkeys((*CHECKERS, "headquarters", "auditor", "police")),)

NEEDS = (
    ("photo", _("Live photo")), ("owner", _("The owner's word")), ("permit", _("Pass that allows it")), ("escort", _("Escort for the whole way")),
    ("route", _("Way it goes")), ("plate", _("Plate")),
)  # fmt: skip


@dataclass(frozen=True)
class Class:
    """How one class of goods is looked at. `words` find it in what is written; `barred` is the direction in which it never goes ("in", "out", "both", "").

    `inspect` are the questions at the gate, one answer each; `needs` what must be told or shown; `process` what the guard does.
    """

    code: str
    label: Any
    words: tuple[str, ...] = ()
    barred: str = ""
    inspect: tuple[Any, ...] = ()
    needs: tuple[str, ...] = ()
    process: Any = ""
    version: int = 0


USUAL = (
    Class("flammable", _("Flammable and explosive things"), ("汽油", "酒精桶", "煤油", "烟花", "爆竹", "液化气", "煤气罐", "炸药", "油漆稀料"), "both", (), ("photo",),
          _("Do not let it in. Ask politely to take it away, keep people at a distance, tell the manager.")),
    Class("illegal_build", _("Open-air solar heaters, awnings, large channel steel"), ("太阳能", "雨棚", "槽钢"), "in", (), ("photo",),
          _("Do not let it in: it is for building what is not allowed here. Show the rule of the community.")),
    Class("suspicious", _("Suspicious parcel or thing"), ("不明包裹", "可疑包裹", "无主包裹"), "both", (), (),
          _("Do not touch, do not open. Keep 25 metres away, tell the manager, call 110; follow the emergency plan for suspicious things.")),
    Class("materials", _("Materials for works"), ("水泥", "瓷砖", "沙子", "木板", "石膏板", "管材"), "", (_("Fits the permit of the works"), _("Bagged, does not spill")), ("permit", "photo", "route"),
          _("Look at the permit of the works, write down what comes, name the way to it.")),
    Class("bulky", _("Large things"), ("沙发", "冰箱", "钢琴", "床垫", "空调", "洗衣机", "衣柜"), "", (_("Lift is padded"), _("No passage is blocked")), ("photo", "route", "escort"),
          _("Name the way and who goes along until it stands in its place.")),
    Class("food", _("Food delivered to a canteen"), ("食材", "肉类", "蔬菜", "牛奶"), "", (_("Supplier's certificate seen"), _("Within its date"), _("Cold things are cold")), ("photo",),
          _("What fails a question does not go in; tell the canteen.")),
    Class("scrap", _("Collector of scrap"), ("废品", "纸壳", "旧货"), "", (_("Load is covered by slips"), _("No fire equipment, no cables of the community"), _("Load is tied")), ("plate", "photo"),
          _("Look at the load when it comes and when it goes.")),
    Class("freight", _("Delivery and removal vehicle"), ("物流", "配送", "搬家车"), "", (_("Client confirmed"), _("Does not stand in the fire lane"), _("Engine off while unloading")), ("plate", "photo"),
          _("Look at the vehicle when it comes and when it goes.")),
)  # fmt: skip
CODES = {one.code: one for one in USUAL}
