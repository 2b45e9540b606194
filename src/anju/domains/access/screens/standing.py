"""Procedures, peak plans, the epidemic mode, faces and fingerprints."""

from __future__ import annotations

from typing import ClassVar

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from anju.kernel.screens import Screen, Tab

from .. import actions
from ..kinds import ENTRY_CHECKS, LEADERS, MANAGERS, READERS, category_label
from ..models import (
    BodyUse,
    EntryCheck,
    EpidemicMode,
    PeakPlan,
    PeakRun,
    Procedure,
    ProcedureCheck,
)


def categories_named(codes: list[str]) -> str:
    """The categories by their words."""
    return _now(", ").join(str(category_label(code)) for code in codes) or "--"


def checks_named(codes: list[str]) -> str:
    """The checks at the entrance by their words."""
    words = dict(ENTRY_CHECKS)
    return _now(", ").join(str(words.get(code, code)) for code in codes) or "--"


class ProcedureScreen(Screen):
    model = Procedure
    name = "procedures"
    label = "kind"
    title = _("Procedures of the gates")
    menu = "access"
    minor = True
    icon = "ti-list-numbers"
    position = 48
    posts = READERS
    columns = "kind document version is_current since_at set_by"
    filters = "kind is_current since_at"
    order = "-since_at"
    quick = ((_("In force"), "is_current=on"),)
    facts = "kind document version is_current steps since_at set_by"
    create = actions.set_procedure
    row = (actions.check_procedure,)
    tabs = (Tab("checks", _("Checks"), screen="procedure_checks", via="procedure"),)
    empty = _("No procedure yet. File the document in the archive, hand it to the guards for reading, then set its steps here.")


class ProcedureCheckScreen(Screen):
    model = ProcedureCheck
    name = "procedure_checks"
    title = _("Checks of procedures")
    menu = "access"
    minor = True
    icon = "ti-clipboard-check"
    position = 49
    posts = (*LEADERS, "auditor", "headquarters")
    columns = "at procedure person kept of checked_by note"
    filters = "procedure person checked_by at"
    order = "-at"
    facts = "at procedure person missed kept of note checked_by"
    empty = _("Nobody was watched yet. Open a procedure and check whether it is kept.")


class PeakPlanScreen(Screen):
    model = PeakPlan
    name = "peak_plans"
    title = _("Peak plans")
    menu = "access"
    minor = True
    icon = "ti-traffic-lights"
    position = 50
    posts = READERS
    columns = "name version occasion state starts ends post extra since_at"
    filters = "occasion state post"
    order = "-since_at"
    quick = ((_("In force"), "state=in_force"),)
    facts = "name version occasion state starts ends post extra people_text cars_text waits since_at drawn_up_by"
    renderers: ClassVar = {"waits": categories_named}
    create = actions.plan_peak
    row = (actions.roster_peak, actions.drop_peak_plan)
    tabs = (Tab("runs", _("Days of the plan"), screen="peak_runs", via="plan"),)
    empty = _("No peak plan yet. Say how people and cars are led in the rush, and who is added to the roster.")


class PeakRunScreen(Screen):
    model = PeakRun
    name = "peak_runs"
    title = _("Days of peak plans")
    menu = "access"
    minor = True
    icon = "ti-calendar-time"
    position = 51
    posts = READERS
    columns = "on plan state starts_at ends_at short on_at off_at longest_people longest_cars"
    filters = "plan state on"
    order = "-starts_at"
    facts = "on plan state starts_at ends_at short on_at on_by off_at longest_people longest_cars"
    row = (actions.switch_peak_on, actions.count_queue, actions.switch_peak_off)
    empty = _("No day yet. The clock adds people to the roster a week ahead of each rush.")


class EpidemicScreen(Screen):
    model = EpidemicMode
    name = "epidemic_modes"
    title = _("Epidemic mode")
    menu = "access"
    minor = True
    icon = "ti-virus"
    position = 52
    posts = READERS
    columns = "since_at state reason paper until_at off_at on_by"
    filters = "state since_at"
    order = "-since_at"
    facts = "state reason paper asks asks_home word_for since_at until_at on_by off_at off_by off_reason"
    renderers: ClassVar = {"asks": checks_named, "asks_home": checks_named, "word_for": categories_named}
    create = actions.switch_epidemic_on
    row = (actions.switch_epidemic_off,)
    tabs = (Tab("checks", _("Checks at the entrance"), screen="entry_checks", via="mode"),)
    empty = _("The mode was never switched on. A manager switches it on with an order of the authority and an end.")


class EntryCheckScreen(Screen):
    model = EntryCheck
    name = "entry_checks"
    title = _("Checks at the entrance")
    menu = "access"
    minor = True
    icon = "ti-thermometer"
    position = 53
    posts = READERS
    columns = "at passage passed failed tenths guard"
    filters = "mode at guard"
    order = "-at"
    facts = "at mode passage passed failed tenths note guard"
    empty = _("No check yet. The gate asks for them while the epidemic mode is on.")


class BodyUseScreen(Screen):
    model = BodyUse
    name = "body_uses"
    title = _("Faces and fingerprints")
    menu = "access"
    minor = True
    icon = "ti-face-id"
    position = 54
    posts = (*MANAGERS, "auditor", "headquarters")
    columns = "kind state purpose assessment proposed_by agreed_by agreed_at ended_at"
    filters = "kind state"
    order = "kind"
    create = actions.propose_body_use
    row = (actions.agree_body_use, actions.end_body_use)
    empty = _("Neither faces nor fingerprints are used here: cards, codes, phones and the guard open. To use them two people must say so.")
