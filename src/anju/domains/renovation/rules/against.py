"""Which rule a violation is against, with the law or paper it stands in. Pure."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from ..kinds import COVENANT, LAW_6, WORKS

LAW_10, LAW_11 = _("Rules on interior decoration of dwellings (Ministry of Construction, No. 110), article 10"), _("Rules on interior decoration of dwellings (Ministry of Construction, No. 110), article 11")
LAW_13, LAW_26 = _("Rules on interior decoration of dwellings (Ministry of Construction, No. 110), article 13"), _("Rules on interior decoration of dwellings (Ministry of Construction, No. 110), article 26")
LAW_27, CIVIL_279 = _("Rules on interior decoration of dwellings (Ministry of Construction, No. 110), article 27"), _("Civil Code, article 279")
_QUIET = _("The works keep the hours that are set and make as little noise as they can."), LAW_26
AGAINST: dict[str, tuple[Any, Any]] = {
    "rough": (_("Works are done by the binding standards of building; nothing is scamped."), LAW_10),
    "noise": _QUIET,
    "hours": _QUIET,
    "depth": (WORKS["slab_drilling"].sentence, COVENANT),
    "soiling": (WORKS["tiling"].sentence, COVENANT),
    "waste": (_("Rubbish is put and taken away where, how and when it is said; never in stairs or chutes."), LAW_27),
    "no_permit": (_("Works are declared to the property office before they begin."), LAW_13),
    "no_pass": (_("Every worker on a site has a pass of his own."), COVENANT),
    "fire": (_("Precautions against fire are taken; nobody makes open fire or welds of his own accord."), LAW_11),
    "illegal_building": (_("Nothing is built on without approval."), LAW_6),
    "use_change": (_("A dwelling becomes no place of business against law and covenant, nor without the neighbours concerned."), CIVIL_279),
    "not_as_told": (_("Works are done as the rulebook asks."), COVENANT),
}


def rule_against(code: str) -> tuple[Any, Any]:
    """(what the rule says, where it stands)."""
    return AGAINST[code] if code in AGAINST else (WORKS[code].sentence, WORKS[code].basis)
