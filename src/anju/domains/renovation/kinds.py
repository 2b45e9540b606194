"""The closed lists of this room: works and what the rulebook says of them, what an inspection looks at, who does what. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

DESK = ("front_desk", "project_manager")
MANAGERS = ("security_manager", "project_manager")
REVIEWERS = ("engineer", "front_desk", *MANAGERS)
LEADERS = ("squad_leader", "team_leader", *MANAGERS)
GATE = ("guard", "squad_leader", "team_leader")
INSPECTORS = ("engineer", "front_desk", *GATE, *MANAGERS)
DWELLERS = ("owner", "resident", "committee_member")
READERS = (*dict.fromkeys((*INSPECTORS, "monitor_operator", "headquarters", "auditor", "street_office")),)

VERDICTS = (("refused", _("Forbidden")), ("condition", _("Allowed on a condition")), ("advice", _("Allowed, with advice")), ("ok", pgettext_lazy("works", "Allowed")))
LAW_5, LAW_6 = _("Rules on interior decoration of dwellings (Ministry of Construction, No. 110), article 5"), _("Rules on interior decoration of dwellings (Ministry of Construction, No. 110), article 6")
COVENANT = _("Owners' covenant and rulebook")


@dataclass(frozen=True)
class Work:
    """A sort of works. `verdict` is what every rulebook starts with; what is refused stays refused. `words` betray it in free text."""

    label: Any
    verdict: str
    sentence: Any
    basis: Any = COVENANT
    words: str = ""


def _ban(label: Any, sentence: Any, basis: Any = COVENANT, words: str = "") -> Work:
    return Work(label, "refused", sentence, basis, words)


WORKS: dict[str, Work] = {
    "structure": _ban(_("Load-bearing wall"), _("Load-bearing walls and slabs are not removed, opened or weakened."), LAW_5, r"(?<!非)承重(墙|结构)|剪力墙|楼板开洞|主体结构"),
    "column_beam": _ban(_("Column or load-bearing beam"), _("Columns and load-bearing beams are not removed or knocked."), LAW_5, r"(拆|敲|凿|打|切).{0,6}(柱|梁)|(柱子|承重梁)"),
    "balcony": _ban(_("Closing the balcony, rails or other attachments"), _("Balconies are not closed in; no security rails or other attachments are added."), COVENANT, r"封(闭)?阳台|阳台.{0,4}(封闭|护栏|栏杆)|防盗栏杆"),
    "window_grille": _ban(_("Security mesh at a window"), _("No security mesh or grille is fitted at windows."), COVENANT, r"防盗(网|窗)|窗.{0,3}护栏"),
    "security_door": _ban(_("Added security door"), _("No security door is added outside the entrance door."), COVENANT, r"(加装|安装|新增).{0,4}防盗门"),
    "entrance_door": _ban(_("Entrance door or its frame"), _("The entrance door and its frame stay as they are."), COVENANT, r"(改|换|拆).{0,4}(入户门|门套|进户门)"),
    "facade": _ban(_("Outer wall"), _("The outer wall stays as it is: no openings, no colours, no signs."), LAW_6, r"外(立面|墙).{0,6}(开|改|拆|装)|(改|拆|开).{0,6}外(立面|墙)"),
    "drains": _ban(_("Drain pipes of kitchen or bathroom"), _("The drain and waste pipes of kitchen and bathroom stay as they are."), COVENANT, r"(改|移|换|拆).{0,6}(排水管|排污管|下水管)"),
    "wet_rooms": _ban(_("Place of kitchen or bathroom"), _("Kitchen and bathroom stay where they are; no other room or balcony becomes one."), LAW_5, r"(移|改|换).{0,6}(厨房|卫生间|厕所)(?!.{0,3}(砖|门|柜|灯))"),
    "gas": _ban(_("Gas pipes"), _("Gas pipes are not changed and not buried in a wall."), LAW_6, r"(改|移|埋|包|拆|换).{0,6}(煤气|燃气|天然气)"),
    "shaft": _ban(_("Shared ventilation shaft"), _("Shared ventilation shafts are not knocked or changed."), COVENANT, r"(通风|排烟|管道)(道|井)|公共烟道"),
    "smart_wiring": _ban(_("Wiring of the smart systems"), _("The wiring of intercom, alarms and other smart systems stays as it is."), COVENANT, r"(改|移|剪|拆).{0,6}(智能|对讲|报警).{0,3}(线|管)"),
    "smart_device": _ban(_("Place of smart devices"), _("Intercom, alarm buttons and detectors stay where they are."), COVENANT, r"(移|拆|改|换).{0,6}(对讲|报警按钮|探头|烟感)"),
    "partition": Work(_("Wall that bears nothing"), "condition", _("Only by the drawing that was handed in; the wall was confirmed to bear nothing.")),
    "slab_drilling": Work(_("Drilling into the floor slab"), "condition", _("At most so deep as the rulebook says, away from pipes and cables.")),
    "drain_cover": Work(_("Boxing in of drain pipes"), "condition", _("Where drains lie behind a wall an access hole is left for clearing them.")),
    "waterproofing": Work(_("Waterproofing"), "condition", _("Waste outlets, floor drains and their surroundings are sealed, and tested with standing water before they are covered.")),
    "water_pipes": Work(_("Water pipes in the wall"), "advice", _("Pipes in the wall are best tested under pressure before they are closed in; the reading is kept.")),
    "window_side": Work(_("Materials beside windows"), "advice", _("Waterproof materials are recommended beside windows.")),
    "ceiling": Work(_("Suspended ceiling"), "condition", _("Ceilings can be taken off or have an inspection opening.")),
    "sanitary": Work(_("Bath or toilet"), "condition", _("The joints of bath and toilet let water run off and do not leak.")),
    "air_indoor": Work(_("Indoor unit of the air conditioner"), "condition", _("Where it hangs is decided and written down before the works begin.")),
    "air_outdoor": Work(_("Outdoor unit of the air conditioner"), "condition", _("It stands at its assigned place, and its drip pipe joins the built-in condensate pipe.")),
    "tiling": Work(_("Tiling"), "condition", _("The outer wall is not soiled; what was soiled is cleaned at once.")),
    "wiring": Work(_("Electric wiring"), "condition", _("By a certified electrician; the load stays within that of the dwelling.")),
    "heating": Work(_("Heating"), "condition", _("Only with the consent of the heating company."), LAW_6),
    "painting": Work(_("Painting and floors"), "ok", _("Nothing stands against it.")),
    "furniture": Work(_("Built-in furniture"), "ok", _("Nothing stands against it.")),
    "other": Work(_("Other works"), "ok", _("By what was written down; anything forbidden in it stays forbidden.")),
}  # fmt: skip
BANS = tuple(code for code, one in WORKS.items() if one.verdict == "refused")
GRAVE = ("structure", "column_beam", "gas")
"""Found on the site they are an incident, and the works stop."""


def work_choices() -> list[tuple[str, Any]]:
    return [(code, one.label) for code, one in WORKS.items()]


FAULTS = (
    ("rough", _("Rough works")), ("noise", _("Noise")), ("hours", _("Noise out of hours")), ("depth", _("Drilled too deep")), ("soiling", _("Outer wall soiled")), ("waste", _("Rubbish dumped")),
    ("no_permit", _("Works without a permit")), ("no_pass", _("Worker without a pass")), ("fire", _("No extinguisher, or open fire")), ("illegal_building", _("Illegal building")),
    ("use_change", _("Use of the dwelling changed")), ("not_as_told", _("Done otherwise than the rulebook asks")),
)  # fmt: skip


def fault_choices() -> list[tuple[str, Any]]:
    return [*((code, one.label) for code, one in WORKS.items() if code not in ("other", "painting", "furniture")), *FAULTS]


BREACHES = (("area", _("Outside the allowed area")), ("rules", _("Against the rules of the community")), ("hauling", _("Improper hauling of material")), ("smoking", _("Smoked where it is forbidden")), ("no_pass", _("Worker without a pass")))
RESPONSES = (("warning", _("Warning given")), ("recheck", _("Papers and dwelling checked again")), ("pass_ended", _("Permit ended")))
TOPICS = (
    ("rules", _("Rules of the community and hours of work")), ("bans", _("What must never be touched")), ("fire", _("Fire and extinguishers")), ("power", _("Electricity")),
    ("heights", _("Work at heights and falling objects")), ("waste", _("Rubbish and hauling")),
)  # fmt: skip
WORKERS = (("renovation", _("Renovation worker")), ("service", _("Outside service staff")))
PAPERS = (("drawing", _("Drawing")), ("consent", _("Owner's consent")), ("licence", _("Licence of the company")), ("told", _("Signed list of what is forbidden")), ("agreement", _("Agreement")), ("test", _("Test record")), ("other", _("Other paper")))
CHANNELS = (("desk", _("Front desk")), ("phone", _("On the phone")))
ROUNDS = (("daily", _("Daily round")), ("follow_up", _("Follow-up visit")), ("first", _("First acceptance")), ("second", _("Second acceptance")))
ANSWERS = (("ok", _("In order")), ("fault", _("Not as it should be")), ("na", _("Not there yet")))
DISSUADED = (("stopped", _("Stopped at once")), ("refused", _("Would not stop")), ("absent", _("Nobody there who could be asked")))
DAMAGES = (("pipe", _("Pipe or cable hit")), ("neighbour", _("A neighbour's dwelling")), ("common", _("Common parts")))
DIRECTIONS = (("in", _("Material comes in")), ("out", _("Rubbish goes out")))
OCCASIONS = (("renovation", _("Renovation")), ("moving", _("House move")), ("wedding", _("Wedding")), ("funeral", _("Funeral")))
BODIES = (("committee", _("Owners' committee")), ("developer", _("Developer")), ("housing_bureau", _("Housing bureau")), ("urban_management", _("Urban management")), ("street_office", _("Street office")))
COMPLAINTS = (("noise", _("Noise")), ("dust", _("Dust and smell")), ("leak", _("Leak")), ("blocked", _("Passage blocked")), ("other", _("Other")))

GOODS: dict[str, tuple[Any, str, bool]] = {
    "window_grille": (_("Security window or mesh"), r"防盗(窗|网|栏)|隐形(护栏|防护网)", True),
    "security_door": (_("Security door"), r"防盗门", True),
    "air_conditioner": (_("Air conditioner"), r"空调(?!.{0,2}(罩|遥控))", False),
    "awning": (_("Awning, open-air solar heater or channel steel"), r"雨棚|太阳能|槽钢", True),
    "flammable": (_("Flammable or explosive material"), r"汽油|香蕉水|天那水|稀释剂|炸药|雷管|液化气", True),
}
"""Material that the gate tells the renovation team of: label, the words it is known by, and whether it may be fitted nowhere."""
