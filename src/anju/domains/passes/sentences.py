"""What each verdict says to the guard: what is wrong, and what to do next."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from anju.kernel.refusals import Refusal

from .rules import Verdict

OUTCOMES = (("allowed", _("Let through")), ("refused", _("Not let through")), ("ask", _("Ask")))
COLOURS = {"allowed": "green", "refused": "red", "ask": "orange"}
DIRECTIONS = (("in", _("In")), ("out", _("Out")))

SENTENCES: dict[str, Any] = {
    "valid": _("This pass is valid here and now."),
    "unreadable": _("This code cannot be read. Scan it again, or type the number of the pass."),
    "forged": _("This pass was not issued by this community. Do not let it through; tell the squad leader."),
    "edited": _("This pass was changed after it was issued. Do not let it through; tell the squad leader."),
    "other_community": _("This pass is for another community. Send its holder to the right gate."),
    "unknown": _("There is no pass with this number. Check the number, or send its holder to the front desk."),
    "not_issued": _("This pass was not issued. Send its holder to the front desk."),
    "replaced": _("This paper was replaced by a newer one. Ask for the newer one."),
    "revoked": _("This pass was revoked. A guest asks his host, everybody else the front desk."),
    "reported_lost": _("This pass was reported lost. Do not let it through; call the front desk."),
    "given_back": _("This pass was given back. Its holder needs a new one."),
    "used_up": _("This pass was used already. Its holder needs a new one."),
    "expired": _("This pass has expired. A guest asks his host for a new one, everybody else the front desk."),
    "not_yet": _("This pass is not valid yet. Look at its first hour."),
    "wrong_place": _("This pass is not for this gate. Send its holder to the gate that stands on it."),
    "not_live": _("This code is old or was altered, as a picture of it is. Ask for the moving code on the phone."),
    "live_unknown": _("The moving code cannot be checked here now. Ask the front desk."),
    "clock_behind": _("The clock here is behind. Ask the control room before you let anybody through."),
    "not_at_home": _("There is no network, and this one-use pass belongs to another gate. Ask the control room."),
    "inside_already": _("Whoever holds this pass went in already and did not come out. Compare the person with the pass."),
    "outside_already": _("Whoever holds this pass went out already and did not come in. Compare the person with the pass."),
}


def sentence_of(code: str) -> Any:
    return SENTENCES[code]


def refusal_of(verdict: Verdict) -> Refusal:
    """A verdict that does not let through, as an action answers it."""
    return Refusal(f"passes.{verdict.code}", SENTENCES[verdict.code])


def verdict_choices() -> list[tuple[str, Any]]:
    return list(SENTENCES.items())
