"""What may be done with slips, things at the gate, pauses and parcels, decided from plain facts."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from anju.kernel.refusals import Refusal

from .kinds import PAUSE_ENDS, RESPONSE_FINDINGS, SEALS_OF, TOLD, Class

ORDER = {"no_slip": ("owner", "manager", "police"), "differs": ("owner", "manager", "police"), "barred": ("manager", "police"), "suspicious": ("manager", "police")}
"""Who is told of what was put off, in this order."""
NEEDED = {
    "photo": _("a live photo"), "owner": _("the owner's word"), "permit": _("a pass that allows it"), "escort": _("who escorts"), "route": _("the way it goes"),
    "plate": _("the plate"),
}  # fmt: skip


def classes_in(text: str, classes: Iterable[Class]) -> list[Class]:
    """The classes whose words stand in what is written."""
    return [one for one in classes if any(word and word in text for word in one.words)]


def barred_in(text: str, classes: Iterable[Class], direction: str) -> Class | None:
    """The first class that never goes this way and stands in what is written."""
    return next((one for one in classes_in(text, classes) if one.barred in (direction, "both")), None)


def owner_must_agree(*, party: str, occasion: str, is_owner: bool, found: Collection[Class]) -> bool:
    """The owner's word is needed where somebody else moves out, or carries what its class asks him about."""
    return not is_owner and (occasion == "move_out" or any("owner" in one.needs for one in found))


def may_ask(*, is_home: bool, is_theirs: bool, party: str, is_owner: bool, occasion: str, due_back_at: datetime | None, at: datetime) -> Refusal | None:
    if not is_home or not is_theirs:
        return Refusal("goods.not_your_home", _("Not asked: a release slip is for one's own dwelling or shop. Others ask at the front desk."))
    if party not in SEALS_OF:
        return Refusal("goods.unknown_party", _("Not asked: choose who asks from the list."))
    if party == "owner" and not is_owner:
        return Refusal("goods.not_the_owner", _("Not asked: the directory knows another owner of this dwelling. Ask as tenant."))
    if (occasion == "borrowed") != (due_back_at is not None) or (due_back_at is not None and due_back_at <= at):
        return Refusal("goods.due_back_needed", _("Not asked: what is lent out needs the time when it comes back, and only that."))
    return None


def may_answer(state: str, *, is_asked: bool, is_owner: bool) -> Refusal | None:
    if not is_owner:
        return Refusal("goods.not_your_word", _("Not answered: only an owner of this dwelling says yes or no to this."))
    if state != "asked" or not is_asked:
        return Refusal("goods.nothing_asked", _("Nothing to do: this slip does not wait for the owner."))
    return None


def may_stamp(state: str, *, party: str, seal: str, seal_by: str, is_owner_asked: bool, owner_agrees: bool | None) -> Refusal | None:
    if state != "asked":
        return Refusal("goods.wrong_step", _("Not done: this slip is not at that step. Reload the page."))
    if seal not in SEALS_OF[party] or not seal_by.strip():
        return Refusal("goods.seal_needed", _("Not stamped: this slip needs the company's stamp, or the signature of who is answerable, and his name."))
    if is_owner_asked and not owner_agrees:
        return Refusal("goods.owner_not_asked", _("Not stamped: the owner has not agreed. Ask again, or call him and write down what he said."))
    return None


@dataclass(frozen=True)
class Count:
    """One line of a slip at the gate: what stands on it, what may still go, what is there now."""

    name: str
    left: int
    here: int


def counted(lines: Mapping[int, tuple[str, int]], counts: Mapping[int, int]) -> list[Count] | Refusal:
    """The lines with what is there; `lines` are name and quantity left by position."""
    if not counts or set(counts) - set(lines) or any(one < 0 for one in counts.values()) or not any(counts.values()):
        return Refusal("goods.count_first", _("Not done: count each thing on the slip and write how many are there."))
    return [Count(name, left, counts.get(position, 0)) for position, (name, left) in sorted(lines.items())]


def more_than_left(lines: Sequence[Count]) -> Count | None:
    return next((one for one in lines if one.here > one.left), None)


def may_check(one: Class | None, *, given: Collection[str], answers: Mapping[str, bool]) -> Refusal | None:
    """Each class has its own questions and its own papers."""
    if one is None:
        return Refusal("goods.unknown_class", _("Not recorded: choose a class of goods from the list."))
    if missing := [need for need in one.needs if need not in given]:
        return Refusal("goods.something_missing", _("Not recorded: this class also needs %(what)s."), what=NEEDED[missing[0]])
    if set(answers) != {str(number) for number in range(len(one.inspect))}:
        return Refusal("goods.answers_needed", _("Not recorded: answer every question of this class with yes or no."))
    return None


def next_told(reason: str, told: Collection[str]) -> str:
    """Who is told next, "" when everybody was."""
    return next((one for one in ORDER[reason] if one not in told), "")


def may_end_pause(state: str, *, reason: str, way: str, has_slip: bool, is_leader: bool, note: str) -> Refusal | None:
    """The carrier may always take his things home. To let them go there is a valid slip, or a leader answers for it in words."""
    if way not in dict(PAUSE_ENDS):
        return Refusal("goods.unknown_end", _("Not done: choose from the list how it ended."))
    if state != "waiting":
        return Refusal("goods.ended_already", _("Nothing to do: this was cleared up already."))
    if way == "taken_back" or (way == "released" and has_slip):
        return None
    if not note.strip():
        return Refusal("goods.note_needed", _("Not done: write who decided what."))
    if not is_leader:
        return Refusal("goods.leader_needed", _("Not done: without a release slip only the squad leader or a manager lets it go. Call one."))
    if way == "released" and reason in ("barred", "suspicious"):
        return Refusal("goods.never_this_way", _("Not released: a thing of this class does not pass here. Its carrier takes it back, or the police see to it."))
    return None


def may_close_plan(*, finding: str, cleared_by: str, told: Collection[str], has_cordon: bool, open_steps: Sequence[int]) -> Refusal | None:
    """A suspicious thing is declared safe by the police, or by its owner who came; not by who grows tired of the cordon."""
    if finding not in dict(RESPONSE_FINDINGS) or not cleared_by.strip():
        return Refusal("goods.who_declared", _("Not closed: choose what it was, and write who declared it safe."))
    if missing := [one for one in ORDER["suspicious"] if one not in told]:
        return Refusal("goods.tell_first", _("Not closed: %(whom)s was not told yet. Tell first, one after the other."), whom=dict(TOLD)[missing[0]])
    if not has_cordon:
        return Refusal("goods.cordon_first", _("Not closed: no cordon was set. Keep everybody 25 metres away first."))
    if open_steps:
        return Refusal("goods.steps_open", _("Not closed: step %(number)s is open. Tick each step, with a note where it was not needed."), number=open_steps[0])
    return None


def may_gather(*, handed_by: UUID | None, by: UUID | None, slips: int, counted: int, note: str) -> Refusal | None:
    if handed_by is None or handed_by == by:
        return Refusal("goods.second_person", _("Not gathered: the slips go from one hand into another. Name who stood at the gate."))
    if counted != slips and not note.strip():
        return Refusal("goods.slips_differ", _("Not gathered: %(slips)s slips are on record and %(counted)s in hand. Count again, or write why."), slips=slips, counted=counted)
    if not slips and not counted:
        return Refusal("goods.no_slips", _("Nothing to gather: nothing went out on a slip since the last handover."))
    return None


def may_file(state: str, *, leader: UUID | None, by: UUID | None, on_record: int, counted: int) -> Refusal | None:
    if state != "collected":
        return Refusal("goods.wrong_step", _("Not done: this slip is not at that step. Reload the page."))
    if by is None or by == leader:
        return Refusal("goods.second_person", _("Not gathered: the slips go from one hand into another. Name who stood at the gate."))
    if counted != on_record:
        return Refusal("goods.bundle_differs", _("Not taken: the squad leader had %(had)s slips, here are %(counted)s. Count together."), had=on_record, counted=counted)
    return None


def may_receive(*, slot: str, is_taken: bool, is_home: bool) -> Refusal | None:
    if not is_home:
        return Refusal("goods.unknown_home", _("Not received: name the dwelling or shop it is for."))
    if not slot.strip():
        return Refusal("goods.slot_needed", _("Not received: put it on a numbered slot and write the number; nothing is piled up."))
    if is_taken:
        return Refusal("goods.slot_taken", _("Not received: a parcel lies on this slot. Choose a free one."))
    return None


def may_hand_out(state: str, *, code: str, wanted: str, has_signature: bool, name: str) -> Refusal | None:
    if state != "kept":
        return Refusal("goods.not_kept", _("Not handed out: this parcel is not at the gatehouse any more."))
    if code.strip() != wanted:
        return Refusal("goods.wrong_code", _("Not handed out: this is not the code of this parcel. The code stands on the resident's page."))
    if not has_signature and not name.strip():
        return Refusal("goods.signature_needed", _("Not handed out: let who fetches it sign, or write the name."))
    return None


def may_claim(state: str, *, words: str) -> Refusal | None:
    if state not in ("kept", "fetched", "sent_back"):
        return Refusal("goods.claimed_already", _("Nothing to do: this was reported already."))
    return None if words.strip() else Refusal("goods.words_needed", _("Not recorded: write what is wrong."))


def may_settle(state: str, *, held_by: Collection[UUID], by: UUID | None, words: str) -> Refusal | None:
    """Who had the parcel in his hands does not judge what became of it."""
    if state != "claimed":
        return Refusal("goods.nothing_claimed", _("Nothing to do: nothing was reported about this parcel."))
    if by is None or by in held_by:
        return Refusal("goods.own_custody", _("Not cleared up: another person than who kept or handed out the parcel decides."))
    return None if words.strip() else Refusal("goods.words_needed", _("Not recorded: write what is wrong."))
