"""What each decision says to the guard: what is wrong, and what to do next."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from .facts import Decision

VERDICTS = (("allowed", _("Let through")), ("refused", _("Not let through")), ("ask", _("Ask")))
COLOURS = {"allowed": "green", "refused": "red", "ask": "orange"}
WHOM = {
    "host": _("the host"), "desk": _("the front desk"), "control_room": _("the control room"), "leader": _("the squad leader"), "guard": _("the guard on the spot"),
}  # fmt: skip

SENTENCES: dict[str, Any] = {
    "allowed": _("May pass."),
    "fire_release": _("Fire release: every door stands open, let everybody out and the fire brigade in."),
    "emergency": _("Emergency service: let it pass at once. The control room is told."),
    "leaves": _("Leaves. Nobody is held at a gate."),
    "wrong_way": _("Not let through: this lane is for leaving. Show the way to the entrance."),
    "lane_closed": _("Not let through: this gate is closed now. Show the way to the gate that is open."),
    "wrong_lane": _("Not let through: people and cars have lanes of their own. Show the right lane."),
    "parks_outside": _("Not let through: this gate is not for this car. Show the parking outside or the gate that takes it."),
    "approval_needed": _("Not let through: freight and engineering vehicles come in with an approval made before. Ask who ordered it to declare it."),
    "no_right": _("Not let through: nothing valid was shown. Register a visit, or ask the front desk."),
    "not_confirmed": _("Not yet: the host has not said yes. Ask again, call, or let the front desk reach the owner."),
    "unknown_category": _("Ask: no rule covers this category of people. The front desk decides."),
    "revoked": _("Not let through: this credential was revoked. Its holder goes to the front desk, or is asked for as a relative."),
    "reported_lost": _("Not let through: this credential was reported lost. Keep the person's way free and call the front desk."),
    "kind_off": _("Not let through: this kind of credential is switched off here. A card, code or the guard opens."),
    "expired": _("Not let through: this credential has expired. It is renewed at the front desk."),
    "not_yet": _("Not let through: this credential is not valid yet. Look at its first hour."),
    "wrong_place": _("Not let through: this credential is for other doors. It opens the main gates and its own unit."),
    "out_of_hours": _("Not let through: outside the hours of this category. The squad leader may allow it with a reason."),
    "watched": _("Ask: this person stands on the watch list. The squad leader decides; be polite and hold nobody."),
    "police_attention": _("Ask: the police answered “attention”. The squad leader on duty comes and looks, and calls 110 if needed; nobody may be held."),
    "inside_already": _("Ask: this credential came in already and did not leave. Compare the person with the photo."),
    "quota_reached": _("Ask: this category came often enough today. The front desk decides."),
    "quota_unknown": _("Ask: how often this category came today is not known here while this gate is cut off. The front desk decides."),
    "wrong_floor": _("Not let through: this floor is not on this credential. It opens the own floor and the way out."),
    "not_filed": _("Not let through: this permit names no employer or no job. The front desk files it first."),
    "not_trained": _("Not let through: the safety training is not on this permit. The front desk enters it after the talk."),
    "wrong_area": _("Not let through: this worker's area is elsewhere. Show the way, and tell the squad leader."),
    "out_of_work_hours": _("Not let through: outside the hours on this permit. The squad leader may allow it with a reason."),
    "off_hours": _("Ask: it is night or a day off. Register, and let the control room confirm."),
    "peak_way": _("Not let through: in the peak hours this lane leads out only. Show the lane beside it."),
    "other_door_open": _("Not yet: the other door stands open. Wait until it is shut, then show it again."),
    "other_person": _("Ask: this is not the person of the document or photo. The squad leader decides and writes why; keep no document."),
    "other_car": _("Ask: this is not the car of the right that was shown. The squad leader decides and writes why."),
    "not_his_turn": _("Ask: outside the days and hours that the household named. Call the household, and write down what it says."),
    "peak_hours": _("Ask: in the peak hours this category waits. Show where to wait, or let the squad leader decide."),
    "epidemic_word": _("Ask: while the epidemic mode is on, this category comes in by the squad leader's word."),
    "epidemic_check": _("Ask: the epidemic mode asks for checks at the entrance. Make them and write them down."),
    "epidemic_failed": _("Not let through: a check of the epidemic mode was not passed. Give the number of the fever clinic, and tell the host."),
    "epidemic_home": _("Ask: somebody who lives here did not pass a check. He goes home; the front desk tells the neighbourhood."),
    "lockdown": _("Ask: the gates are locked down. Whoever neither lives nor works here waits for the squad leader's word; who lives here comes home, and who leaves leaves."),
    "released": _("Let through after asking."),
    "clock_unsure": _("Ask: the clock at this gate is not certain, and this right is bound to hours or days. The guard looks at a watch and decides."),
    "not_written": _("Ask: the box at this gate cannot write its log. The guard decides and writes it down."),
    "plate_unread": _("Ask: the camera did not read this plate for sure. The guard looks at the car and decides."),
    "no_snapshot": _("Ask: the box at this gate has no valid copy of the rights. Use the paper list, or ask the control room."),
}


def sentence_of(decision: Decision) -> Any:
    return sentence_for(decision.code)


def sentence_for(code: str) -> Any:
    """The sentence of a code; those of passes say it for passes."""
    return SENTENCES.get(code) or _("The pass does not open: look at what the check of the pass says.")


def code_choices() -> list[tuple[str, Any]]:
    return list(SENTENCES.items())
